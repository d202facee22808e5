"""Who a user is on a day, and which people and branches exist for them at all."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast

from branches.models import Branch
from lawfirm_party.common.prepared import A_DAY, AN_ID, Prepared

from ..choices import SeatRole
from ..models import GroupMembership, Membership, Partner, PartyStanding, Person, Seat
from ..rules import PartyFacts, is_party_member

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


def facts_query(user_id, person_id, on):
    """One union of everything that gives a role: rows of (what, detail, id)."""

    def rows(query, what, detail, number):
        return query.order_by().values_list(
            Value(what, output_field=CharField()), Cast(detail, CharField()), number
        )

    text = Value("", output_field=CharField())
    mine = Q(person=person_id)
    parts = [
        rows(Group.objects.filter(user=user_id), "django", F("name"), F("id")),
        rows(
            Seat.objects.in_force(on).filter(mine),
            "seat",
            F("role"),
            F("term__branch_id"),
        ),
        rows(Membership.objects.on(on).filter(mine), "membership", F("relation"), F("branch_id")),
        rows(PartyStanding.objects.on(on).filter(mine), "standing", F("standing"), F("id")),
        rows(GroupMembership.objects.on(on).filter(mine, is_leader=True), "leads", text, F("group_id")),
        rows(GroupMembership.objects.on(on).filter(mine), "group", text, F("group_id")),
        rows(Partner.objects.in_force(on).filter(mine), "partner", text, F("firm_id")),
        rows(Person.objects.filter(pk=person_id), "firm", F("name"), F("firm_id")),
        rows(Membership.objects.on(on).filter(mine), "branch", F("branch__short_name"), F("branch_id")),
    ]
    return parts[0].union(*parts[1:], all=True)


FACTS = Prepared(facts_query, user_id=AN_ID, person_id=AN_ID + 1, on=A_DAY)


def facts_rows(user, on):
    """What gives the user a role on a day; a login without a person has Django's groups at most."""
    return FACTS.rows(user_id=user.pk, person_id=user.person_id, on=on)


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
        committee_of=frozenset(seats),
        member_of=frozenset(memberships) if in_party else frozenset(),
        leads=frozenset(leads) if in_party else frozenset(),
        groups=frozenset(groups) if in_party else frozenset(),
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
