"""Where somebody belongs: branch and Party group."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from branches.models import Branch, PartyGroup
from lawfirm_party.common.dates import date_text
from lawfirm_party.common.history import kept
from lawfirm_party.common.ranges import ends_after_start, no_overlap

from ..choices import Relation
from ..rules.moves import Spell, judge_relation
from .dated import OVERLAPS, Documented, FactOfPerson
from .people import Person

BEFORE_BRANCH = "不能早于支部成立日期。"
BEFORE_GROUP = "不能早于党小组设立日期。"
AFTER_GROUP = "该党小组从{day}起撤销，不能编到那以后。"
STILL_INSIDE = "从{day}起还有 {count} 人编在{group}：{names}。请先把他们编入别的党小组，或者结束编组。"
NAMED = 5
SECOND_LEADER = "这段时间该党小组已经有组长。"
OTHER_FIRM = "这个人不属于同一家律师事务所。"
OTHER_BRANCH = "这一天，这个人的组织关系不在本支部。"


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
        """The first row writes down what is; each one after it is a move of the table, and so is the next from this one (R-MEM)."""
        if not (self.relation and self.branch_id):
            return
        earlier = self.earlier()
        if earlier:
            self.follow(judge_step(earlier[-1], self, self.document_number))
        later = type(self).objects.filter(person=self.person_id, since__gt=self.since).exclude(pk=self.pk)
        after = later.order_by("since").first()
        if after and runs_on(self, after):
            # The next row's own document is no matter here.
            refused = judge_step(self, after, document="x").refused
            if refused:
                raise ValidationError({"relation": refused[0][1]})

    def clean(self):
        super().clean()
        if self.branch_id and self.since and self.since < self.branch.founded_on:
            raise ValidationError({"since": BEFORE_BRANCH})
        if self.branch_id and self.person_id and self.person.firm_id != self.branch.firm_id:
            raise ValidationError({"person": OTHER_FIRM})


def runs_on(before, row):
    """Whether nothing lies between the end of one relation and the beginning of the next."""
    return before.until in {None, row.since}


def judge_step(before, row, document):
    """The Verdict on the step from one Membership of a person to the next; a gap is no relation."""
    goes_on = runs_on(before, row)
    return judge_relation(
        before.spell if goes_on else None,
        row.relation,
        row.since,
        same_branch=not goes_on or before.branch_id == row.branch_id,
        document=document,
    )


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

    @classmethod
    def keeps_unit(cls, group, day):
        """Why a group cannot end on a day: who is in it then or later (R-GRP-1)."""
        inside = cls.objects.filter(group=group).filter(Q(until=None) | Q(until__gt=day))
        people = list(Person.objects.filter(pk__in=inside.values("person")).by_stroke())
        if not people:
            return ""
        names = "、".join(person.name for person in people[:NAMED]) + ("等" if len(people) > NAMED else "")
        words = {"day": date_text(day), "count": len(people), "group": group.name, "names": names}
        return STILL_INSIDE.format(**words)

    def clean(self):
        super().clean()
        if self.group_id and self.since:
            self.check_group_days()
        if self.group_id and self.person_id and not self.belongs_by_form:
            check_belongs(self.person, self.group.branch, self.since)
        if self.is_leader:
            self.check_alone(SECOND_LEADER, group=self.group_id, is_leader=True)

    def check_group_days(self):
        if self.since < self.group.founded_on:
            raise ValidationError({"since": BEFORE_GROUP})
        end = self.group.dissolved_on
        if end and (self.until is None or self.until > end) and self.is_placed_anew():
            field = "since" if self.since >= end else "until"
            raise ValidationError({field: AFTER_GROUP.format(day=date_text(end))})

    def is_placed_anew(self):
        """Whether group or days say what no stored row says yet: what was entered before is not judged again."""
        old = type(self).objects.filter(pk=self.pk).values_list("group", "since", "until").first()
        return old != (self.group_id, self.since, self.until)
