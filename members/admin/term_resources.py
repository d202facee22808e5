"""The files in which committees' terms and their seats come and go."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from branches.models import Branch
from branches.rules import TERM_YEARS
from lawfirm_party.common.dates import date_text
from lawfirm_party.common.transfer.resources import StaffResource, column
from lawfirm_party.common.transfer.widgets import Choice, Day, Named, Number, Words

from ..choices import SeatRole
from ..models import CommitteeTerm, Seat
from .resources import DatedResource, FactResource

BRANCH_EXAMPLE = "某律师事务所党支部"
NO_TERM = "{branch}{day}没有登记任期，请先录入委员会任期。"
SEATS_OUTLAST = "还登记着更晚的任职：{names}。请先改任职的日期。"


class CommitteeTermResource(DatedResource):
    """A term: the same branch and the same day of election are the same row."""

    related = ("branch",)

    branch = column("branch", "党支部", Named(("name", "short_name")), example=BRANCH_EXAMPLE, required=True)
    since = column("since", "开始日期", Day(), example="2026-01-01", note="选举产生的日期。", required=True)
    years = column(
        "years", "任期（年）", Number(), example=str(TERM_YEARS), note=f"没有这一列时是{TERM_YEARS}年。"
    )
    delayed_until = column("delayed_until", "批准延期至", Day())
    delay_approval = column("delay_approval", "延期批准文号", Words(), note="延期时填写。")
    document_number = column("document_number", "文号", Words())
    end_document = column("end_document", "结束文号", Words())
    note = column("note", "说明", Words())

    class Meta(StaffResource.Meta):
        model = CommitteeTerm
        fields = (
            *("branch", "since", "years", "delayed_until", "delay_approval", "document_number"),
            *("until", "end_document", "note"),
        )

    def know(self):
        self.fields["branch"].widget.know(self.scope(Branch))
        super().know()

    def remember(self, row):
        self.stored[row.branch_id, row.since] = row

    def find(self, row):
        branch = self.fields["branch"].widget.clean(row.get("党支部"))
        since = self.fields["since"].widget.clean(row.get("开始日期"))
        return self.stored.get((branch and branch.pk, since))

    def settle(self, instance):
        """A term ends after all that was written of its seats, as in its form."""
        super().settle(instance)
        if instance.pk and instance.until:
            later = Q(since__gte=instance.until) | Q(until__gt=instance.until)
            people = [seat.person.name for seat in instance.seats.filter(later).select_related("person")]
            if people:
                raise ValidationError({"until": SEATS_OUTLAST.format(names="、".join(dict.fromkeys(people)))})


class TermOnDay(Named):
    """The term of a branch that runs on a seat's first day, so that nobody has to name the term."""

    def clean(self, value, row=None, **kwargs):
        branch = super().clean(value)
        day = Day().clean((row or {}).get("开始日期"))
        if branch is None or day is None:
            return None
        for term in self.terms:
            if term.branch_id == branch.pk and term.holds_on(day):
                return term
        raise ValueError(NO_TERM.format(branch=branch.short_name, day=date_text(day)))

    def render(self, value, obj=None, **kwargs):
        return super().render(value and value.branch)


class SeatResource(FactResource):
    """A seat: the same person, post and first day in one term are the same row."""

    related = ("person", "term__branch")

    term = column(
        "term",
        "党支部",
        TermOnDay(("name", "short_name")),
        example=BRANCH_EXAMPLE,
        note="任职记在开始日期所在的那一届。",
        required=True,
    )
    role = column(
        "role",
        "职务",
        Choice(SeatRole),
        example="组织委员",
        note=f"{'、'.join(SeatRole.labels)}；一人兼几职时一职一行。",
        required=True,
    )

    class Meta(StaffResource.Meta):
        model = Seat
        fields = ("person", "licence", "term", "role", "since", "until")

    def know(self):
        widget = self.fields["term"].widget
        widget.know(self.scope(Branch))
        widget.terms = list(self.scope(CommitteeTerm).select_related("branch"))
        super().know()

    def remember(self, row):
        self.stored[row.term_id, row.person_id, row.role, row.since] = row

    def find(self, row):
        person = self.fields["person"].widget.clean(row.get("姓名"), row=row)
        term = self.fields["term"].widget.clean(row.get("党支部"), row=row)
        role = self.fields["role"].widget.clean(row.get("职务"))
        since = self.fields["since"].widget.clean(row.get("开始日期"))
        return self.stored.get((term and term.pk, person.pk, role, since))
