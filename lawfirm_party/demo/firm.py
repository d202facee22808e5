"""The demo's master data, as a clerk would have entered it: units, people, the dated axes, terms, groups, partners, logins."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import Group

from branches.models import Branch, Firm, KindSetting, PartyGroup
from branches.rules import DEFAULT_KINDS, TERM_YEARS
from lawfirm_party.common.dates import Every, add_months
from members.choices import SeatRole, Standing
from members.models import (
    CommitteeTerm,
    GroupMembership,
    Membership,
    Partner,
    PartyStanding,
    Person,
    Seat,
    User,
)

from . import calendar, people

GROUP_NAMES = ("第一党小组", "第二党小组", "第三党小组")
FIRST_FOURTH_SEAT = "杜乙丑"
OFFICE_SECRETARY = "钟乙酉"


@dataclass
class World:
    """What the rest of the demo works with: rows by name, logins by user name."""

    firm: Firm
    main: Branch
    office: Branch
    groups: list = field(default_factory=list)
    people: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)


def make_world(now, today, admitted_on, password):
    """The firm as of a day; `admitted_on` is the 党员大会 that admitted the 预备党员."""
    firm = Firm(name=people.FIRM, short_name=people.FIRM_SHORT, founded_on=people.FIRM_FOUNDED)
    firm.partnership_since = people.PARTNERSHIP
    checked(firm)
    world = World(
        firm,
        make_branch(firm, people.BRANCH, people.BRANCH_SHORT, people.BRANCH_FOUNDED, now),
        make_branch(firm, people.OFFICE_BRANCH, people.OFFICE_BRANCH_SHORT, people.OFFICE_FOUNDED, now),
    )
    for number, name in enumerate(GROUP_NAMES, 1):
        group = PartyGroup(branch=world.main, number=number, name=name, founded_on=people.GROUPS_FOUNDED)
        world.groups.append(checked(group))
    for number, role in enumerate(people.EVERYBODY, 1):
        world.people[role.name] = make_person(world, role, number)
    make_developing(world, today, admitted_on)
    make_terms(world, today)
    make_settings(world, calendar.first_month(today))
    make_logins(world, password)
    return world


def checked(row):
    """A row saved as the admin site would: with its own checks."""
    row.full_clean()
    row.save()
    return row


def make_branch(firm, name, short_name, founded_on, now):
    return checked(
        Branch(
            firm=firm,
            name=name,
            short_name=short_name,
            superior=people.SUPERIOR,
            founded_on=founded_on,
            reminders_since=now,
        )
    )


def make_person(world, role, number):
    """The person with everything dated about them."""
    person = Person(
        firm=world.firm,
        name=role.name,
        kind=role.kind,
        joined_on=role.joined,
        left_on=role.left,
        phone=f"19900000{number:03d}",
        email=f"person{number:02d}@example.com" if role.has_email else "",
    )
    if role.kind == people.LAWYER:
        person.practising_since = role.joined
        person.practice_group = people.PRACTICE_GROUPS[number % len(people.PRACTICE_GROUPS)]
        person.licence_number = f"99999{role.joined.year}10{number:06d}"
    person.write_id_number(f"999999{role.joined.year - 25}0101{number:03d}X")
    checked(person)
    make_standing(person, role)
    if role.here:
        branch = world.office if role.in_office else world.main
        checked(Membership(person=person, branch=branch, since=role.here, until=role.left))
    if role.group is not None and role.full:
        since = max(role.here, people.GROUPS_FOUNDED)
        join_group(world, person, role.group, since, role.leads)
    if role.partner:
        partner = Partner(firm=world.firm, person=person, since=role.partner)
        partner.is_founding, partner.is_managing = role.founding, role.managing
        checked(partner)
    return person


def make_standing(person, role):
    if role.probation:
        activist = add_months(role.probation, -20)
        candidate = add_months(role.probation, -4)
        stand(person, Standing.ACTIVIST, activist, candidate)
        stand(person, Standing.CANDIDATE, candidate, role.probation)
        stand(person, Standing.PROBATIONARY, role.probation, role.full)
    if role.full:
        stand(person, Standing.FULL, role.full)


def stand(person, standing, since, until=None):
    document = f"省律党〔{since.year}〕{since.month}号"
    checked(
        PartyStanding(person=person, standing=standing, since=since, until=until, document_number=document)
    )


def join_group(world, person, place, since, leads=False):
    checked(GroupMembership(person=person, group=world.groups[place], since=since, is_leader=leads))


def make_developing(world, today, admitted_on):
    """The 预备党员, whose relation begins with the 党员大会 that admitted them, and the 入党积极分子."""
    role = people.PROBATIONER
    person = world.people[role.name]
    activist = min(add_months(admitted_on, -18), admitted_on - timedelta(days=2))
    stand(person, Standing.ACTIVIST, activist, add_months(admitted_on, -4))
    stand(person, Standing.CANDIDATE, add_months(admitted_on, -4), admitted_on)
    stand(person, Standing.PROBATIONARY, admitted_on)
    checked(Membership(person=person, branch=world.main, since=admitted_on))
    join_group(world, person, role.group, admitted_on)
    stand(world.people[people.ACTIVIST.name], Standing.ACTIVIST, add_months(today, -14))


def make_settings(world, records_from):
    """What is asked for from the first month in the program on: the years before lie on paper, and their boards ask for nothing."""
    for branch in (world.main, world.office):
        for kind, rules in DEFAULT_KINDS.items():
            if rules.every == Every.AS_NEEDED:
                continue
            begins = records_from.replace(month=1) if rules.every == Every.YEAR else records_from
            for since, every in ((branch.founded_on, Every.AS_NEEDED), (begins, rules.every)):
                rhythm = {"every": every, "times": rules.times, "minutes_long": rules.minutes_long}
                checked(KindSetting(branch=branch, kind=kind, since=since, **rhythm))


def make_terms(world, today):
    """Every three years from the founding on to today (R-COM-3): the first committee, the four re-elections by 2012, and those since."""
    for place, (since, until) in enumerate(terms_until(people.BRANCH_FOUNDED, today)):
        term = checked(CommitteeTerm(branch=world.main, since=since, until=until))
        names = [role.name for role in people.COMMITTEE]
        if place == 0:
            names[-1] = FIRST_FOURTH_SEAT
        for name, office in zip(names, people.OFFICES, strict=True):
            checked(Seat(term=term, person=world.people[name], role=office, since=since, until=until))
    for since, until in terms_until(people.OFFICE_FOUNDED, today):
        term = checked(CommitteeTerm(branch=world.office, since=since, until=until))
        person = world.people[OFFICE_SECRETARY]
        checked(Seat(term=term, person=person, role=SeatRole.SECRETARY, since=since, until=until))


def terms_until(founded_on, today):
    """[(since, until)] of the terms up to today, `until` exclusive and empty for the one in force."""
    starts, since = [], founded_on
    while since <= today:
        starts.append(since)
        since = add_months(since, 12 * TERM_YEARS)
    return list(zip(starts, [*starts[1:], None], strict=True))


def make_logins(world, password):
    """The nine logins, and one without a password for the second branch's secretary, in whose name its meetings are kept."""
    named = {role.login: role.name for role in people.EVERYBODY if role.login}
    for username in people.LOGINS:
        staff = username in people.STAFF_LOGINS
        person = world.people.get(named.get(username))
        user = User.objects.create_user(username, password, person=person, is_staff=staff)
        if staff:
            user.groups.add(Group.objects.get_or_create(name=username)[0])
        world.users[username] = user
    world.users["office"] = User.objects.create_user("office", None, person=world.people[OFFICE_SECRETARY])


def is_there():
    """Whether the demo firm is loaded."""
    return Firm.objects.filter(name=people.FIRM).exists()


def is_empty():
    """Whether nobody has entered anything yet."""
    return not (Firm.objects.exists() or User.objects.exists())
