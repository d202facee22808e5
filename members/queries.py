"""Reads about people, roles and committees. Every read that counts takes the day it is asked for."""

from dataclasses import dataclass

from django.db.models import CharField, F, Prefetch, Q, Value
from django.db.models.functions import Cast

from branches.models import Branch

from .choices import SeatRole
from .models import (
    AccountMail,
    CommitteeTerm,
    GroupMembership,
    Membership,
    Partner,
    PartyStanding,
    Person,
    Restriction,
    Seat,
)
from .rules import PartyFacts, is_full_member, is_party_member

SECRETARIES = frozenset({SeatRole.SECRETARY, SeatRole.DEPUTY})


@dataclass(frozen=True)
class Roles:
    """Who a user is on a day. Branches and groups by id."""

    user_id: int | None = None
    person_id: int | None = None
    firm_id: int | None = None
    person_name: str = ""
    branch_names: tuple = ()
    is_admin: bool = False
    is_clerk: bool = False
    is_partner: bool = False
    secretary_of: frozenset = frozenset()
    organiser_of: frozenset = frozenset()
    committee_of: frozenset = frozenset()
    member_of: frozenset = frozenset()
    leads: frozenset = frozenset()
    groups: frozenset = frozenset()

    @property
    def branches(self):
        return self.committee_of | self.member_of


def roles_of(user, on):
    """The Roles of a user on a day, in one query, remembered on the user object for the request."""
    if not user.is_authenticated or not user.is_active:
        return Roles()
    cache = user.__dict__.setdefault("_roles", {})
    if on not in cache:
        cache[on] = read_roles(user, on)
    return cache[on]


def facts_rows(user, on):
    """One union of everything that gives a role: rows of (what, detail, id)."""

    def rows(query, what, detail, number):
        return query.order_by().values_list(
            Value(what, output_field=CharField()), Cast(detail, CharField()), number
        )

    text = Value("", output_field=CharField())
    person = user.person_id
    parts = [rows(user.groups.all(), "django", F("name"), F("id"))]
    if person:
        mine = Q(person=person)
        parts += [
            rows(
                Seat.objects.on(on).filter(mine).filter(Q(term__until=None) | Q(term__until__gt=on)),
                "seat",
                F("role"),
                F("term__branch_id"),
            ),
            rows(Membership.objects.on(on).filter(mine), "membership", F("relation"), F("branch_id")),
            rows(PartyStanding.objects.on(on).filter(mine), "standing", F("standing"), F("id")),
            rows(GroupMembership.objects.on(on).filter(mine, is_leader=True), "leads", text, F("group_id")),
            rows(GroupMembership.objects.on(on).filter(mine), "group", text, F("group_id")),
            rows(Partner.objects.on(on).filter(mine), "partner", text, F("firm_id")),
            rows(Person.objects.filter(pk=person), "firm", F("name"), F("firm_id")),
            rows(Membership.objects.on(on).filter(mine), "branch", F("branch__short_name"), F("branch_id")),
        ]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def read_roles(user, on):
    seats, memberships, standing = {}, set(), ""
    leads, groups, names, is_partner, firm_id = set(), set(), set(), False, None
    person_name, branch_names = "", []
    for what, detail, number in facts_rows(user, on):
        if what == "django":
            names.add(detail)
        elif what == "seat":
            seats.setdefault(number, set()).add(detail)
        elif what == "membership":
            memberships.add(number)
        elif what == "standing":
            standing = detail
        elif what == "leads":
            leads.add(number)
        elif what == "group":
            groups.add(number)
        elif what == "partner":
            is_partner = True
        elif what == "firm":
            firm_id, person_name = number, detail
        elif what == "branch":
            branch_names.append(detail)
    in_party = is_party_member(PartyFacts(0, "", "", standing=standing, relation="here"))
    return Roles(
        user_id=user.pk,
        person_id=user.person_id,
        firm_id=firm_id,
        person_name=person_name,
        branch_names=tuple(branch_names),
        is_admin=user.is_superuser or "admin" in names,
        is_clerk="clerk" in names,
        is_partner=is_partner,
        secretary_of=frozenset(pk for pk, held in seats.items() if held & SECRETARIES),
        organiser_of=frozenset(pk for pk, held in seats.items() if SeatRole.ORGANISATION in held),
        committee_of=frozenset(seats),
        member_of=frozenset(memberships) if in_party else frozenset(),
        leads=frozenset(leads),
        groups=frozenset(groups),
    )


def people_for(user, on):
    """The people a user may see listed: those of the own firm; an admin or clerk without a person sees all."""
    roles = roles_of(user, on)
    if roles.firm_id:
        return Person.objects.filter(firm=roles.firm_id)
    if roles.is_admin or roles.is_clerk:
        return Person.objects.all()
    return Person.objects.none()


def branches_for(user, on):
    """The branches a user belongs to; partners and clerks see all of their firm, an admin or clerk without a person all."""
    roles = roles_of(user, on)
    if not roles.firm_id:
        return Branch.objects.all() if roles.is_admin or roles.is_clerk else Branch.objects.none()
    if roles.is_partner or roles.is_clerk or roles.is_admin:
        return Branch.objects.filter(firm=roles.firm_id)
    return Branch.objects.filter(pk__in=roles.branches)


def party_facts(branch_id, on):
    """PartyFacts of everybody whose relation touches the branch on a day, in 姓氏笔画 order; four queries."""
    memberships = (
        Membership.objects.on(on)
        .filter(branch=branch_id)
        .select_related("person")
        .order_by("person__stroke_rank", "person_id")
    )
    rows = list(memberships)
    ids = [row.person_id for row in rows]
    standings = dict(PartyStanding.objects.on(on).filter(person__in=ids).values_list("person", "standing"))
    restrictions = dict(Restriction.objects.on(on).filter(person__in=ids).values_list("person", "kind"))
    groups = {
        row.person_id: row
        for row in GroupMembership.objects.on(on).filter(person__in=ids, group__branch=branch_id)
    }
    return [
        PartyFacts(
            person_id=row.person_id,
            name=row.person.name,
            stroke_rank=row.person.stroke_rank,
            standing=standings.get(row.person_id, "masses"),
            relation=row.relation,
            restriction=restrictions.get(row.person_id, ""),
            group_id=groups[row.person_id].group_id if row.person_id in groups else None,
            is_leader=row.person_id in groups and groups[row.person_id].is_leader,
        )
        for row in rows
    ]


def full_member_spans(branch_id, start, end):
    """(since, until) of every 正式党员 of the branch within [start, end): `until` is exclusive, capped at `end`."""
    memberships = {}
    for row in Membership.objects.touching(start, end).filter(branch=branch_id).exclude(relation="inflow"):
        memberships.setdefault(row.person_id, []).append((row.since, row.until or end))
    spans = []
    standings = PartyStanding.objects.touching(start, end).filter(person__in=memberships, standing="full")
    for row in standings:
        for since, until in memberships[row.person_id]:
            first, last = max(row.since, since, start), min(row.until or end, until, end)
            if first < last:
                spans.append((first, last))
    return spans


def term_in_force(branch_id, on):
    """The CommitteeTerm in force on a day with its seats of that day (`seats_now`), or None; two queries."""
    seats = Seat.objects.on(on).select_related("person").order_by("id")
    return (
        CommitteeTerm.objects.on(on)
        .filter(branch=branch_id)
        .select_related("branch")
        .prefetch_related(Prefetch("seats", seats, to_attr="seats_now"))
        .first()
    )


def committee_on(branch_id, on):
    """The people (Person) with a seat on a day, each once, in 姓氏笔画 order; one query."""
    seats = (
        Seat.objects.on(on).filter(term__branch=branch_id).filter(Q(term__until=None) | Q(term__until__gt=on))
    )
    return list(Person.objects.filter(pk__in=seats.values("person")).by_stroke())


def secretaries_on(branch_id, on):
    """The people holding 书记 or 副书记 on a day, 书记 first."""
    seats = (
        Seat.objects.on(on)
        .filter(term__branch=branch_id, role__in=SECRETARIES)
        .filter(Q(term__until=None) | Q(term__until__gt=on))
        .select_related("person")
    )
    return [seat.person for seat in sorted(seats, key=lambda seat: seat.role != SeatRole.SECRETARY)]


def partners_on(firm_id, on):
    """The firm's partners on a day (Person), in 姓氏笔画 order; one query."""
    return list(
        Person.objects.filter(pk__in=Partner.objects.on(on).filter(firm=firm_id).values("person")).by_stroke()
    )


def count_full_members(branch_id, on):
    return sum(map(is_full_member, party_facts(branch_id, on)))


def open_account_mails(since, now):
    return AccountMail.objects.filter(requested_at__gt=since, requested_at__lte=now).select_related("user")
