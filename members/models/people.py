"""People of the firm."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from branches.models import Firm
from lawfirm_party.common import crypto
from lawfirm_party.common.history import kept

from .. import names
from ..choices import PersonKind

LEFT_BEFORE_JOINED = "离所日期必须晚于入所日期。"
LONGEST_NAME = 30
LONGEST_GROUP = 20
# The longest syllable has six letters, and one blank stands before the next.
LONGEST_SPELLING = LONGEST_NAME * 7


def of_the_firm(on, path=""):
    """The condition that somebody is of the firm on a day; `path` leads to the person, e.g. "person__"."""
    not_left = Q(**{f"{path}left_on": None}) | Q(**{f"{path}left_on__gt": on})
    return Q(**{f"{path}joined_on__lte": on}) & not_left


class PersonQuerySet(models.QuerySet):
    def in_firm(self, on):
        return self.filter(of_the_firm(on))

    def by_stroke(self):
        return self.order_by("stroke_rank", "id")


@kept(
    *("firm", "name", "pinyin", "kind", "licence_number", "practising_since", "practice_group"),
    *("joined_on", "left_on"),
)
class Person(models.Model):
    """Somebody of the firm; not by that alone a Party member. `left_on` is exclusive."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    firm = models.ForeignKey(Firm, models.PROTECT, verbose_name="律师事务所", related_name="people")
    name = models.CharField("姓名", max_length=LONGEST_NAME)
    pinyin = models.CharField(
        "拼音", max_length=LONGEST_SPELLING, blank=True, help_text="自动生成，多音字可改。"
    )
    initials = models.CharField("拼音首字母", max_length=LONGEST_NAME, editable=False)
    stroke_rank = models.CharField(max_length=160, editable=False, db_index=True)
    kind = models.CharField("类别", max_length=12, choices=PersonKind)
    licence_number = models.CharField(
        "执业证号",
        max_length=17,
        blank=True,
        validators=[RegexValidator(r"\A\d{17}\Z", "执业证号是17位数字。")],
    )
    practising_since = models.DateField("首次执业日期", null=True, blank=True)
    practice_group = models.CharField(
        "专业组",
        max_length=LONGEST_GROUP,
        blank=True,
        db_default="",
        default="",
        help_text="例如刑事、民商事。",
    )
    joined_on = models.DateField("入所日期")
    left_on = models.DateField("离所日期", null=True, blank=True, help_text="从这一天起不再是本所人员。")
    phone = models.CharField(
        "手机",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"\A[0-9+\- ]{5,20}\Z", "请填写正确的电话号码。")],
    )
    email = models.EmailField("邮箱", blank=True)
    id_number_sealed = models.TextField(editable=False, blank=True)
    id_number_index = models.CharField(max_length=64, editable=False, blank=True, db_index=True)

    objects = PersonQuerySet.as_manager()
    sealed_fields = {"id_number_sealed": "id_number_context"}

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["pinyin", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gt=F("joined_on")),
                name="person_left_after_joined",
                violation_error_message=LEFT_BEFORE_JOINED,
            ),
            models.UniqueConstraint(
                "licence_number",
                condition=~Q(licence_number=""),
                name="person_licence_unique",
                violation_error_message="这个执业证号已经登记在别人名下。",
            ),
            models.UniqueConstraint(
                "id_number_index",
                condition=~Q(id_number_index=""),
                name="person_id_number_unique",
                violation_error_message="这个证件号码已经登记在别人名下。",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name = self.name.strip()
        self.practice_group = self.practice_group.strip()
        self.pinyin = names.tidy(self.pinyin or names.pinyin_of(self.name))[:LONGEST_SPELLING]
        self.initials = names.initials_of(self.pinyin)[:LONGEST_NAME]
        self.stroke_rank = names.stroke_rank_of(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("person", args=[self.pk])

    def clean(self):
        if self.joined_on and self.left_on and self.left_on <= self.joined_on:
            raise ValidationError({"left_on": LEFT_BEFORE_JOINED})

    def is_in_firm(self, on):
        return self.joined_on <= on and (self.left_on is None or on < self.left_on)

    @property
    def id_number_context(self):
        return f"person:{self.uuid}:id_number"

    def read_id_number(self):
        return crypto.unseal(self.id_number_sealed, self.id_number_context)

    def write_id_number(self, number):
        self.id_number_sealed = crypto.seal(number, self.id_number_context)
        self.id_number_index = crypto.fingerprint(number, "id_number")
