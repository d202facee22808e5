"""A branch at a glance: its committee and term, its groups, and how it stands in the firm, all computed for the day; and one group."""

from dataclasses import dataclass

from branches.models import PartyGroup
from branches.rules import (
    committee_size_state,
    exceeds_general_size,
    form_of_organisation,
    needs_committee,
    term_state,
)
from lawfirm_party.common.dates import date_text, until_text
from members.choices import PersonKind, SeatRole
from members.models import GroupMembership, Person
from members.permissions import can_read_terms, keeps_groups, keeps_terms
from members.queries import branches_for, partners_on, party_facts, roles_of, term_in_force
from members.rules import is_full_member, is_party_member

from .board import Figure

TERM_TONES = {"quiet": "ok", "ahead": "info", "soon": "warn", "over": "bad"}
TERM_WORDS = {"quiet": "任期内", "ahead": "半年内届满", "soon": "三个月内届满", "over": "已届满"}


@dataclass(frozen=True)
class CommitteeMember:
    person: Person
    roles: str
    since: object
    is_partner: bool


@dataclass(frozen=True)
class GroupLine:
    pk: int
    name: str
    leader: str
    leader_id: int | None
    count: int


@dataclass(frozen=True)
class TermLine:
    """The term with its countdown (R-COM-3, R-COM-4); `days_left` is negative once it is over."""

    pk: int
    since: object
    until: str
    days_left: int
    tone: str
    words: str
    delayed: str


def branch_page(branch, user, on):
    """Everything the branch's page shows on a day; about ten queries."""
    roles = roles_of(user, on)
    may_keep = keeps_groups(roles, branch.pk)
    facts = party_facts(branch.pk, on)
    members = [row for row in facts if is_party_member(row)]
    full = sum(map(is_full_member, facts))
    partners = partners_on(branch.firm_id, on)
    term = term_in_force(branch.pk, on)
    committee = committee_of(term, {person.pk for person in partners})
    lawyers = set(lawyers_of(branch.firm_id, on))
    roles = roles_of(user, on)
    return {
        "branch": branch,
        "figures": [
            Figure("党员", len(members), "人"),
            Figure("正式党员", full, "人"),
            Figure("预备党员", len(members) - full_count(members), "人"),
            Figure("律师", len(lawyers), "人", note="全所"),
            Figure("律师中的党员", share_of(members, lawyers), note="本支部"),
        ],
        "committee": committee,
        "term": term_line(term, on) if term else None,
        "needs_committee": needs_committee(full),
        "size_is_right": committee_size_state(len(committee)) == "ok",
        "form": form_of_organisation(full),
        "is_large": exceeds_general_size(len(members)),
        "cross": cross_text(partners, committee),
        "groups": groups_of(branch, on, members),
        "may_keep_groups": may_keep,
        "other_groups": groups_of_other_days(branch, on) if may_keep else [],
        "may_open_people": bool(roles.firm_id),
        "may_read_terms": can_read_terms(roles, branch),
        "may_keep_terms": keeps_terms(roles, branch.pk),
    }


def full_count(members):
    return sum(map(is_full_member, members))


def committee_of(term, partner_ids):
    """The people with a seat on the day, each once with all their offices, 书记 first."""
    held = {}
    for seat in sorted(term.seats_now, key=office_rank) if term else ():
        held.setdefault(seat.person_id, []).append(seat)
    return [
        CommitteeMember(
            person=seats[0].person,
            roles="、".join(seat.get_role_display() for seat in seats),
            since=min(seat.since for seat in seats),
            is_partner=pk in partner_ids,
        )
        for pk, seats in held.items()
    ]


def office_rank(seat):
    return list(SeatRole).index(SeatRole(seat.role)), seat.pk


def term_line(term, on):
    state = term_state(term.ends, on)
    delayed = f"经批准延期（{term.delay_approval}）" if term.delayed_until else ""
    return TermLine(
        pk=term.pk,
        since=term.since,
        until=until_text(term.ends),
        days_left=(term.ends - on).days,
        tone=TERM_TONES[state],
        words=TERM_WORDS[state],
        delayed=delayed,
    )


def cross_text(partners, committee):
    """交叉任职: 合伙人 5 人，其中支委 4 人 (R-JNT-1)."""
    seated = sum(member.is_partner for member in committee)
    return f"合伙人 {len(partners)} 人，其中支委 {seated} 人"


def lawyers_of(firm_id, on):
    """Ids of the firm's practising lawyers on a day; one query."""
    lawyers = Person.objects.in_firm(on).filter(firm=firm_id, kind=PersonKind.LAWYER)
    return lawyers.values_list("pk", flat=True)


def share_of(members, lawyers):
    """21 人，58%: how many of the firm's lawyers are Party members of the branch; nothing is rounded up."""
    both = sum(row.person_id in lawyers for row in members)
    return f"{both} 人，{both * 100 // len(lawyers)}%" if lawyers else f"{both} 人"


def groups_of(branch, on, members):
    """The groups that exist on the day, with leader and number of members; one query."""
    lines = []
    for group in PartyGroup.objects.active(on).filter(branch=branch).order_by("number"):
        inside = [row for row in members if row.group_id == group.pk]
        leader = next((row for row in inside if row.is_leader), None)
        lines.append(
            GroupLine(
                group.pk, group.name, leader.name if leader else "", leader and leader.person_id, len(inside)
            )
        )
    return lines


def groups_of_other_days(branch, on):
    """The groups that are not there on the day, each with `days`, the words for when it was or will be; one query."""
    groups = (
        PartyGroup.objects.filter(branch=branch)
        .exclude(pk__in=PartyGroup.objects.active(on))
        .order_by("number")
    )
    return [(group, days_text(group, on)) for group in groups]


def days_text(group, on):
    """2026年12月1日起设立; 2025年1月1日起撤销. Empty for a group that is there on the day and goes on."""
    if group.founded_on > on:
        return f"{date_text(group.founded_on)}起设立"
    return f"{date_text(group.dissolved_on)}起撤销" if group.dissolved_on else ""


def groups_for(user, on):
    """The groups of the branches that exist for a user, of all days."""
    return PartyGroup.objects.filter(branch__in=branches_for(user, on)).select_related("branch")


def group_page(group, on):
    """Who is in a group on a day, its leader first, and which Party members of the branch are in none; five queries."""
    inside = GroupMembership.objects.on(on).filter(group=group).select_related("person")
    is_there = PartyGroup.objects.active(on).filter(pk=group.pk).exists()
    facts = party_facts(group.branch_id, on) if is_there else []
    return {
        "group": group,
        "days": days_text(group, on),
        "inside": inside.order_by("-is_leader", "person__stroke_rank", "person_id"),
        "in_none": [row for row in facts if is_party_member(row) and row.group_id is None],
    }


def next_number(branch):
    """The number a new group is proposed to have: a number is never used again."""
    last = PartyGroup.objects.filter(branch=branch).order_by("number").last()
    return min(last.number + 1, 99) if last else 1
