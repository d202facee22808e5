"""People, their logins, and the dated facts that tie them to branch, group, committee and firm.

The axes (standing, restriction, relation, exemption) must not be mixed: rows of one axis never overlap for one person,
rows of two axes may. `until` is exclusive.
"""

import uuid

import pgtrigger
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from branches.models import Branch, Firm, PartyGroup
from branches.rules import TERM_YEARS, latest_delayed_end, term_end
from lawfirm_party.common import crypto
from lawfirm_party.common.history import kept
from lawfirm_party.common.ranges import Dated, DatedQuerySet, ends_after_start, no_overlap

from . import names
from .choices import (
    AccountMailKind,
    ExemptionGround,
    FactAxis,
    PersonKind,
    Relation,
    RestrictionKind,
    SeatRole,
    Standing,
    WayOut,
)
from .rules.moves import Spell, judge_relation, judge_restriction, judge_standing

OVERLAPS = "这段时间与已有的记录重叠。"
BEFORE_BRANCH = "不能早于支部成立日期。"
BEFORE_GROUP = "不能早于党小组设立日期。"
OUTSIDE_TERM = "任职时间必须在这一届委员会的任期之内。"
SECOND_SECRETARY = "这段时间已经有书记，不能有第二位。"
SECOND_LEADER = "这段时间该党小组已经有组长。"
SECOND_MANAGING_PARTNER = "这段时间已经有主任。"
OTHER_FIRM = "这个人不属于同一家律师事务所。"
OTHER_BRANCH = "这一天，这个人的组织关系不在本支部。"
LEFT_BEFORE_JOINED = "离所日期必须晚于入所日期。"
DELAY_WITHOUT_APPROVAL = "延期必须同时填写批准文号。"
DELAY_TOO_LONG = "延期一般不超过一年。"


LONGEST_NAME = 30
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


@kept("firm", "name", "pinyin", "kind", "licence_number", "practising_since", "joined_on", "left_on")
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


class UserManager(BaseUserManager):
    """Logins have no address of their own: the e-mail lies on the Person."""

    def create_user(self, username, password=None, **fields):
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A login. Nobody signs up: the secretary or the administrator invites."""

    first_name = None
    last_name = None
    email = None
    EMAIL_FIELD = None
    REQUIRED_FIELDS = []

    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, verbose_name="人员", related_name="user"
    )

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "登录账号"
        ordering = ["username"]

    def __str__(self):
        return self.get_full_name()

    def clean(self):
        self.username = self.normalize_username(self.username)

    def get_full_name(self):
        return self.person.name if self.person_id else self.username

    def get_short_name(self):
        return self.get_full_name()

    def email_user(self, *args, **kwargs):
        raise TypeError("Mails go through the outbox.")


class AccountMail(models.Model):
    """An invitation or a password reset that was asked for; its token is made while the mail is rendered."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="账号", related_name="account_mails")
    kind = models.CharField("种类", max_length=20, choices=AccountMailKind)
    requested_at = models.DateTimeField("申请时间", db_index=True)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "账号邮件"
        ordering = ["-requested_at", "-id"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.user}"


class CalendarLink(models.Model):
    """The address of a login's calendar, for a phone to subscribe to. The token itself is known to its owner alone."""

    user = models.OneToOneField(User, models.CASCADE, verbose_name="账号", related_name="calendar_link")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        ordering = ["-made_at", "-id"]

    def __str__(self):
        return f"{self.user} 日历订阅"


class Recorded(Dated):
    """A dated fact of which is known who wrote it down and when, and who its end; rows of before have neither."""

    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, verbose_name="登记人", related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", null=True, editable=False)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, verbose_name="结束登记人", related_name="+"
    )
    ended_at = models.DateTimeField("结束登记时间", null=True, editable=False)

    class Meta:
        abstract = True

    def sign(self, user, now, *, is_end=False):
        """Note who wrote the row down, or its end; a login that is asked for nothing else writes nobody else's name."""
        if self._state.adding:
            self.recorded_by, self.recorded_at = user, now
        if is_end or (self._state.adding and self.until):
            self.ended_by, self.ended_at = (user, now) if self.until else (None, None)


class Documented(models.Model):
    """What a legal step rests on. `end_document` belongs to an end that no other row of the axis follows."""

    document_number = models.CharField("文号", max_length=60, blank=True, default="", db_default="")
    note = models.CharField("说明", max_length=200, blank=True, default="", db_default="")
    end_document = models.CharField("结束文号", max_length=60, blank=True, default="", db_default="")

    class Meta:
        abstract = True


class FactOfPerson(Recorded):
    """A dated fact of which a person has one at a time."""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        self.check_alone(OVERLAPS, person=self.person_id)
        if self.person_id and self.since and not self.is_judged_by_form and self.is_step():
            self.check_step()

    @property
    def is_judged_by_form(self):
        """A form that shows all rows of an axis judges them as they are typed."""
        return "judged_with" in self.__dict__

    def is_step(self):
        """Whether the row says something that no stored row says yet: only that is judged, never what was entered before."""
        old = type(self).objects.filter(pk=self.pk).first()
        return old is None or any(getattr(old, name) != getattr(self, name) for name in self.STEP)

    def check_step(self):
        """Refuse what the legal table does not allow."""

    def earlier(self):
        """The person's other rows that began before this one, in order."""
        rows = type(self).objects.filter(person=self.person_id, since__lt=self.since).exclude(pk=self.pk)
        return list(rows.order_by("since"))

    def follow(self, verdict):
        problem = verdict.first(getattr(self, "note", ""))
        if problem:
            raise ValidationError(dict([problem]))

    STEP = ("since",)


@kept(
    "person",
    "standing",
    "since",
    "until",
    "left_by",
    "document_number",
    "end_document",
    along=("recorded_by", "ended_by"),
)
class PartyStanding(Documented, FactOfPerson):
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="standings")
    standing = models.CharField("政治身份", max_length=12, choices=Standing)
    left_by = models.CharField(
        "出党方式", max_length=12, choices=WayOut, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = verbose_name_plural = "党内身份"
        ordering = ["person", "-since"]
        constraints = [
            ends_after_start("standing_ends_after_start"),
            no_overlap("standing_no_overlap", "person", OVERLAPS),
        ]

    def __str__(self):
        return f"{self.person} {self.get_standing_display()}"

    STEP = ("standing", "since", "left_by")

    @property
    def spell(self):
        return Spell(self.standing, self.since, self.until, self.left_by)

    def check_step(self):
        """The step that leads here, and the one that was entered after it, both stand in the table (R-DEV, R-DIS)."""
        before = [row.spell for row in self.earlier()]
        if not self.standing:
            return
        self.follow(
            judge_standing(before, self.standing, self.since, document=self.document_number, way=self.left_by)
        )
        later = type(self).objects.filter(person=self.person_id, since__gt=self.since).exclude(pk=self.pk)
        after = later.order_by("since").first()
        if after:
            steps = judge_standing(
                [*before, self.spell], after.standing, after.since, document="x", way=after.left_by
            )
            if steps.refused:
                raise ValidationError({"since": steps.refused[0][1]})


@kept(
    "person", "kind", "since", "until", "document_number", "end_document", along=("recorded_by", "ended_by")
)
class Restriction(Documented, FactOfPerson):
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="restrictions")
    kind = models.CharField("限制", max_length=16, choices=RestrictionKind)

    class Meta:
        verbose_name = verbose_name_plural = "权利限制"
        ordering = ["person", "-since"]
        constraints = [
            ends_after_start("restriction_ends_after_start"),
            no_overlap("restriction_no_overlap", "person", OVERLAPS),
        ]

    def __str__(self):
        return f"{self.person} {self.get_kind_display()}"

    STEP = ("kind", "since", "until")

    def check_step(self):
        if self.kind:
            held = PartyStanding.objects.on(self.since).filter(person=self.person_id).first()
            standing = held.standing if held else Standing.MASSES
            # A row of before may have no number, and can still be ended.
            document = self.document_number or ("" if self._state.adding else self.end_document or "-")
            self.follow(judge_restriction(standing, self.kind, self.since, self.until, document=document))


@kept(
    "person", "ground", "since", "until", "document_number", "end_document", along=("recorded_by", "ended_by")
)
class DutyExemption(Documented, FactOfPerson):
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="exemptions")
    ground = models.CharField("情形", max_length=10, choices=ExemptionGround)

    class Meta:
        verbose_name = verbose_name_plural = "义务减免"
        ordering = ["person", "-since"]
        constraints = [
            ends_after_start("exemption_ends_after_start"),
            no_overlap("exemption_no_overlap", "person", OVERLAPS),
        ]

    def __str__(self):
        return f"{self.person} {self.get_ground_display()}"


@kept(
    "person",
    "branch",
    "relation",
    "since",
    "until",
    "document_number",
    "end_document",
    along=("recorded_by", "ended_by"),
)
class Membership(Documented, FactOfPerson):
    """The 组织关系 of a person with a branch."""

    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="memberships")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党支部", related_name="memberships")
    relation = models.CharField("组织关系", max_length=12, choices=Relation, default=Relation.HERE)

    class Meta:
        verbose_name = verbose_name_plural = "组织关系"
        ordering = ["person", "-since"]
        constraints = [
            ends_after_start("membership_ends_after_start"),
            no_overlap("membership_no_overlap", "person", OVERLAPS),
        ]

    def __str__(self):
        return f"{self.person} {self.branch}"

    STEP = ("relation", "since", "branch_id")

    @property
    def spell(self):
        return Spell(self.relation, self.since, self.until)

    def check_step(self):
        """The first row writes down what is; each one after it is a move of the table (R-MEM)."""
        earlier = self.earlier()
        if not (earlier and self.relation and self.branch_id):
            return
        last = earlier[-1] if earlier[-1].until in {None, self.since} else None
        self.follow(
            judge_relation(
                last.spell if last else None,
                self.relation,
                self.since,
                same_branch=last is None or last.branch_id == self.branch_id,
                document=self.document_number,
            )
        )

    def clean(self):
        super().clean()
        if self.branch_id and self.since and self.since < self.branch.founded_on:
            raise ValidationError({"since": BEFORE_BRANCH})
        if self.branch_id and self.person_id and self.person.firm_id != self.branch.firm_id:
            raise ValidationError({"person": OTHER_FIRM})


def check_belongs(person, branch, day):
    """Refuse somebody of another firm, or whose 组织关系 is not in the branch on the day."""
    if person.firm_id != branch.firm_id:
        raise ValidationError({"person": OTHER_FIRM})
    if day and not Membership.objects.on(day).filter(person=person, branch=branch).exists():
        raise ValidationError({"person": OTHER_BRANCH})


@kept("person", "group", "is_leader", "since", "until", along=("recorded_by", "ended_by"))
class GroupMembership(FactOfPerson):
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="group_memberships")
    group = models.ForeignKey(PartyGroup, models.PROTECT, verbose_name="党小组", related_name="memberships")
    is_leader = models.BooleanField("组长", default=False)
    # Set by a form that brings the person's memberships along and judges by those.
    belongs_by_form = False

    class Meta:
        verbose_name = verbose_name_plural = "党小组成员"
        ordering = ["group", "-is_leader", "person"]
        constraints = [
            ends_after_start("group_membership_ends_after_start"),
            no_overlap("group_membership_no_overlap", "person", OVERLAPS),
            no_overlap("group_one_leader", "group", SECOND_LEADER, condition=Q(is_leader=True)),
        ]

    def __str__(self):
        return f"{self.person} {self.group}"

    def clean(self):
        super().clean()
        if self.group_id and self.since and self.since < self.group.founded_on:
            raise ValidationError({"since": BEFORE_GROUP})
        if self.group_id and self.person_id and not self.belongs_by_form:
            check_belongs(self.person, self.group.branch, self.since)
        if self.is_leader:
            self.check_alone(SECOND_LEADER, group=self.group_id, is_leader=True)


@kept(
    "branch", "since", "until", "years", "delayed_until", "delay_approval", along=("recorded_by", "ended_by")
)
class CommitteeTerm(Documented, Recorded):
    """One 届 of a branch's committee, or of its 书记 where there is none; `since` is the day of the election."""

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党支部", related_name="terms")
    years = models.PositiveSmallIntegerField(
        "任期（年）", default=TERM_YEARS, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    delayed_until = models.DateField("批准延期至", null=True, blank=True)
    delay_approval = models.CharField("延期批准文号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "委员会任期"
        ordering = ["branch", "-since"]
        constraints = [
            ends_after_start("term_ends_after_start"),
            no_overlap("term_no_overlap", "branch", OVERLAPS),
            models.CheckConstraint(
                condition=Q(delayed_until=None) | ~Q(delay_approval=""),
                name="term_delay_needs_approval",
                violation_error_message=DELAY_WITHOUT_APPROVAL,
            ),
        ]

    def __str__(self):
        return f"{self.branch} {self.since.year}年届"

    @property
    def ends(self):
        """The day the term is over (exclusive), an approved delay counted in."""
        return self.delayed_until or term_end(self.since, self.years)

    def clean(self):
        super().clean()
        self.check_alone(OVERLAPS, branch=self.branch_id)
        if self.branch_id and self.since and self.since < self.branch.founded_on:
            raise ValidationError({"since": BEFORE_BRANCH})
        if self.delayed_until and self.since and self.years:
            if self.delayed_until <= term_end(self.since, self.years):
                raise ValidationError({"delayed_until": "延期必须晚于原定届满日期。"})
            if self.delayed_until > latest_delayed_end(self.since, self.years):
                raise ValidationError({"delayed_until": DELAY_TOO_LONG})
        if self.delayed_until and not self.delay_approval.strip():
            raise ValidationError({"delay_approval": DELAY_WITHOUT_APPROVAL})


class SeatQuerySet(DatedQuerySet):
    def running(self, on):
        """Seats held on a day in terms that are not over."""
        return self.on(on).filter(Q(term__until=None) | Q(term__until__gt=on))

    def in_force(self, on):
        """Seats that give their rights on a day: the term is not over, and the holder is of the firm and of the term's branch."""
        here = Membership.objects.on(on).filter(person=OuterRef("person"), branch=OuterRef("term__branch"))
        return self.running(on).filter(of_the_firm(on, "person__"), Exists(here))


@kept("term", "person", "role", "since", "until", along=("recorded_by", "ended_by"))
class Seat(Recorded):
    """Who sits in a committee as what; one person may hold several seats. Without `until` it ends with the term."""

    term = models.ForeignKey(CommitteeTerm, models.CASCADE, verbose_name="任期", related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="seats")
    role = models.CharField("职务", max_length=14, choices=SeatRole)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委员会职务"
        ordering = ["term", "id"]
        constraints = [
            ends_after_start("seat_ends_after_start"),
            no_overlap("term_one_secretary", "term", SECOND_SECRETARY, condition=Q(role=SeatRole.SECRETARY)),
            models.UniqueConstraint("term", "person", "role", "since", name="seat_unique"),
        ]

    def __str__(self):
        return f"{self.person} {self.get_role_display()}"

    def clean(self):
        super().clean()
        if self.term_id and self.since:
            ends = self.term.until
            too_late = ends and (self.since >= ends or (self.until and self.until > ends))
            if self.since < self.term.since or too_late:
                raise ValidationError({"since": OUTSIDE_TERM})
        if self.term_id and self.person_id:
            check_belongs(self.person, self.term.branch, self.since)


class PartnerQuerySet(DatedQuerySet):
    def in_force(self, on):
        """Partnerships that give their rights on a day: who left the firm is no partner, whatever row was left open."""
        return self.on(on).filter(of_the_firm(on, "person__"))


@kept("firm", "person", "is_founding", "is_managing", "since", "until", along=("recorded_by", "ended_by"))
class Partner(FactOfPerson):
    """A partner of the firm; a new row begins where somebody becomes or stops being 主任."""

    firm = models.ForeignKey(Firm, models.PROTECT, verbose_name="律师事务所", related_name="partners")
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="partnerships")
    is_founding = models.BooleanField("创始合伙人", default=False)
    is_managing = models.BooleanField("主任", default=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合伙人"
        ordering = ["since", "id"]
        constraints = [
            ends_after_start("partner_ends_after_start"),
            no_overlap("partner_no_overlap", "person", OVERLAPS),
            no_overlap(
                "firm_one_managing_partner", "firm", SECOND_MANAGING_PARTNER, condition=Q(is_managing=True)
            ),
        ]

    def __str__(self):
        return f"{self.person}（合伙人）"

    def clean(self):
        super().clean()
        if self.firm_id and self.person_id and self.person.firm_id != self.firm_id:
            raise ValidationError({"person": OTHER_FIRM})
        if self.is_managing:
            self.check_alone(SECOND_MANAGING_PARTNER, firm=self.firm_id, is_managing=True)


class FactCorrection(models.Model):
    """A wrong row was put right or taken out: what stood there, what stands now, why, by whom. Stands as it was written."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="corrections")
    axis = models.CharField("哪一项", max_length=12, choices=FactAxis)
    before = models.CharField("原来的记录", max_length=300)
    after = models.CharField("更正为", max_length=300)
    reason = models.CharField("更正原因", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="更正人", related_name="+")
    at = models.DateTimeField("更正时间")

    class Meta:
        verbose_name = verbose_name_plural = "身份更正"
        ordering = ["-at", "-id"]
        triggers = [
            pgtrigger.Protect(name="correction_written_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"{self.person} {self.get_axis_display()} 更正"
