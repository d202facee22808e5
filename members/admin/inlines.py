"""A person's dated facts on the person's own page: the rows of one axis are judged together, as a term's seats are."""

from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from lawfirm_party.common.admin import OwnFirm, StaffForm
from lawfirm_party.common.ranges import name_other

from ..models import (
    BEFORE_GROUP,
    OTHER_BRANCH,
    OTHER_FIRM,
    OVERLAPS,
    GroupMembership,
    Membership,
    Partner,
    PartyStanding,
)
from ..rules.moves import Spell, judge_relation, judge_standing
from .terms import overlap


class FactForm(StaffForm):
    """One row among its neighbours in the form: FactFormSet looks at those, the model at everybody else's rows."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"person"}


class FactFormSet(BaseInlineFormSet):
    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.judged_with = self.own_rows
        return form

    @property
    def own_rows(self):
        """The numbers of the rows that the form shows: they are judged as they are typed, not as they are stored."""
        return [row.pk for row in self.get_queryset()]

    def clean(self):
        super().clean()
        held = []
        for form, row in self.typed():
            for earlier in held:
                if overlap(earlier, row):
                    form.add_error("since", self.clash(earlier, row))
                    break
            held.append(row)
            self.check_row(form, row)

    def typed(self):
        """(form, its values) of every row that is to be there, by first day."""
        rows = [
            (form, form.cleaned_data)
            for form in self.forms
            if form.is_valid() and form.cleaned_data.get("since") and not form.cleaned_data.get("DELETE")
        ]
        return sorted(rows, key=lambda pair: pair[1]["since"])

    def clash(self, earlier, row):
        days = {"since": earlier["since"], "until": earlier["until"], "before": row["since"]}
        return name_other(OVERLAPS, self.instance.name, **days)

    def check_row(self, form, row):
        """What the model cannot say of somebody who is only just being entered."""


STEP = {"standing", "relation", "branch", "since", "left_by"}


def put_obstacle(form, row, verdict):
    """Say at its field what the legal table has against a row that is new or changed."""
    problem = verdict.first(row.get("note", ""))
    if problem and STEP & set(form.changed_data):
        form.add_error(*problem)


class StandingFormSet(FactFormSet):
    """Each standing is a step from the one typed before it (R-DEV, R-DIS)."""

    def clean(self):
        super().clean()
        spells = []
        for form, row in self.typed():
            paper, way = row.get("document_number", ""), row.get("left_by", "")
            here = Spell(row["standing"], row["since"], row["until"], way)
            verdict = judge_standing(spells, row["standing"], row["since"], document=paper, way=way)
            put_obstacle(form, row, verdict)
            spells.append(here)


class MembershipFormSet(FactFormSet):
    def check_row(self, form, row):
        if row["branch"].firm_id != self.instance.firm_id:
            form.add_error("branch", OTHER_FIRM)

    def clean(self):
        """Each relation is a move from the one typed before it (R-MEM); a gap is none."""
        super().clean()
        last = None
        for form, row in [(form, dict(row)) for form, row in self.typed()]:
            if last:
                runs_on = last["until"] in {None, row["since"]}
                before = Spell(last["relation"], last["since"], last["until"]) if runs_on else None
                verdict = judge_relation(
                    before,
                    row["relation"],
                    row["since"],
                    same_branch=not runs_on or last["branch"] == row["branch"],
                    document=row.get("document_number", ""),
                )
                put_obstacle(form, row, verdict)
            last = row


class GroupMembershipFormSet(FactFormSet):
    """Whoever joins a group belongs to its branch on that day: by the memberships typed in the same form."""

    memberships = None

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.belongs_by_form = True
        return form

    def check_row(self, form, row):
        if self.memberships is None or not self.memberships.is_valid():
            return
        group, day = row["group"], row["since"]
        held = [typed for _, typed in self.memberships.typed() if typed["branch"] == group.branch]
        if not any(one["since"] <= day and (one["until"] is None or day < one["until"]) for one in held):
            form.add_error("group", OTHER_BRANCH)
        elif day < group.founded_on:
            form.add_error("since", BEFORE_GROUP)


class PartnerFormSet(FactFormSet):
    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.firm_id = self.instance.firm_id
        return form


class FactInline(OwnFirm, admin.StackedInline):
    form = FactForm
    formset = FactFormSet
    max_num = 30
    ordering = ["since"]
    can_delete = False
    classes = ["facts"]
    related = ("person",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.related)

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=self.max_num + 20, **kwargs)


class StandingInline(FactInline):
    model = PartyStanding
    formset = StandingFormSet
    fields = [("standing", "left_by"), ("since", "until"), ("document_number", "note")]


class MembershipInline(FactInline):
    model = Membership
    related = ("person", "branch")
    formset = MembershipFormSet
    fields = [("branch", "relation"), ("since", "until"), ("document_number", "note")]


class GroupMembershipInline(FactInline):
    model = GroupMembership
    related = ("person", "group")
    formset = GroupMembershipFormSet
    fields = [("group", "is_leader"), ("since", "until")]


class PartnerInline(FactInline):
    model = Partner
    formset = PartnerFormSet
    fields = [("is_founding", "is_managing"), ("since", "until")]


INLINES = [StandingInline, MembershipInline, GroupMembershipInline, PartnerInline]


def tie_together(formsets):
    """Give the groups of a form the memberships of the same form to be judged by."""
    memberships = next((one for one in formsets if isinstance(one, MembershipFormSet)), None)
    for formset in formsets:
        if isinstance(formset, GroupMembershipFormSet):
            formset.memberships = memberships
