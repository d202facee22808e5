"""What all dated facts share: who wrote them down, what they rest on, and that rows of one axis never overlap."""

from django.core.exceptions import ValidationError
from django.db import models

from lawfirm_party.common.ranges import Dated

from .accounts import User

OVERLAPS = "这段时间与已有的记录重叠。"


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
