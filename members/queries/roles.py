"""Who a user is on a day, and which people and branches exist for them at all."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast

from branches.models import Branch
from lawfirm_party.common.prepared import A_DAY, AN_ID, Prepared

from ..choices import PersonKind, SeatRole
from ..models import GroupMembership, Membership, Partner, PartyStanding, Person, Seat
from ..rules import PartyFacts, is_party_member

SECRETARIES = frozenset({SeatRole.SECRETARY, SeatRole.DEPUTY})
# Who writes Party data down (trust.md 3a).
KEEPERS = SECRETARIES | {SeatRole.ORGANISATION}


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
    is_lawyer: bool = False
    secretary_of: frozenset = frozenset()
    keeps_members_of: frozenset = frozenset()
    committee_of: frozenset = frozenset()
    member_of: frozenset = frozenset()
    leads: frozenset = frozenset()
    groups: frozenset = frozenset()

    @property
    def branches(self):
        return self.committee_of | self.member_of


def roles_of(user, on):
    """The Roles of a user (with the person at hand) on a day, in one query, remembered on the user object for the request."""
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
        rows(Membership.objects.on(on).filter(mine), "branch", F("branch__short_name"), F("branch_id")),
        rows(PartyStanding.objects.on(on).filter(mine), "standing", F("standing"), F("id")),
        rows(GroupMembership.objects.on(on).filter(mine, is_leader=True), "leads", text, F("group_id")),
        rows(GroupMembership.objects.on(on).filter(mine, is_leader=False), "group", text, F("group_id")),
        rows(Partner.objects.in_force(on).filter(mine), "partner", text, F("firm_id")),
    ]
    return parts[0].union(*parts[1:], all=True)


FACTS = Prepared(facts_query, user_id=AN_ID, person_id=AN_ID + 1, on=A_DAY)


def facts_rows(user, on):
    """What gives the user a role on a day; a login without a person has Django's groups at most."""
    return FACTS.rows(user_id=user.pk, person_id=user.person_id, on=on)


def read_roles(user, on):
    found, seats = {}, {}
    for what, detail, number in facts_rows(user, on):
        found.setdefault(what, {})[number] = detail
        if what == "seat":
            seats.setdefault(number, set()).add(detail)
    names = found.get("django", {}).values()
    branches, leads, person = found.get("branch", {}), found.get("leads", {}), user.person
    standing = next(iter(found.get("standing", {}).values()), "")
    in_party = is_party_member(PartyFacts(0, "", "", standing=standing, relation="here"))
    return Roles(
        user_id=user.pk,
        person_id=user.person_id,
        firm_id=person and person.firm_id,
        person_name=person.name if person else "",
        branch_names=tuple(branches.values()),
        is_admin=user.is_superuser or "admin" in names,
        is_clerk="clerk" in names,
        is_partner="partner" in found,
        is_lawyer=bool(person) and person.kind == PersonKind.LAWYER and person.is_in_firm(on),
        secretary_of=frozenset(pk for pk, held in seats.items() if held & SECRETARIES),
        keeps_members_of=frozenset(pk for pk, held in seats.items() if held & KEEPERS),
        committee_of=frozenset(seats),
        member_of=frozenset(branches) if in_party else frozenset(),
        leads=frozenset(leads) if in_party else frozenset(),
        groups=frozenset({**leads, **found.get("group", {})}) if in_party else frozenset(),
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
