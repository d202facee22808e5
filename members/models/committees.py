"""Committees of a branch, and who sits in them as what."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from branches.models import Branch
from branches.rules import TERM_YEARS, latest_delayed_end, term_end
from lawfirm_party.common.history import kept
from lawfirm_party.common.ranges import DatedQuerySet, ends_after_start, no_overlap

from ..choices import SeatRole
from ..rules import PARTY_MEMBER
from .dated import OVERLAPS, Documented, Recorded
from .memberships import BEFORE_BRANCH, Membership, check_belongs
from .people import Person, of_the_firm
from .standings import PartyStanding

OUTSIDE_TERM = "任职时间必须在这一届委员会的任期之内。"
SECOND_SECRETARY = "这段时间已经有书记，不能有第二位。"
DELAY_WITHOUT_APPROVAL = "延期必须同时填写批准文号。"
DELAY_TOO_LONG = "延期一般不超过一年。"


@kept(
    "branch",
    "since",
    "until",
    "years",
    "delayed_until",
    "delay_approval",
    "document_number",
    "end_document",
    along=("recorded_by", "ended_by"),
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
        """Seats that give their rights on a day: the term is not over, and the holder is of the firm and of the term's branch.

        Whose standing says that they are no Party member (any more) sits in no committee, whatever row was left open; who
        has none recorded yet does.
        """
        holder = {"person": OuterRef("person")}
        here = Membership.objects.on(on).filter(**holder, branch=OuterRef("term__branch"))
        outside = PartyStanding.objects.on(on).filter(**holder).exclude(standing__in=PARTY_MEMBER)
        return self.running(on).filter(of_the_firm(on, "person__"), Exists(here), ~Exists(outside))


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
