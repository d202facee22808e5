"""Makers of rows with sensible defaults; every maker takes what the test is about and invents the rest."""

from datetime import date, datetime, timedelta
from itertools import count

from django.contrib.auth.models import Group

from activities.meetings.choices import MeetingState
from activities.meetings.models import Meeting
from branches.choices import MeetingKind
from branches.models import Branch, Firm, PartyGroup
from lawfirm_party.common.dates import SHANGHAI, at
from members.choices import PersonKind, Relation, SeatRole, Standing
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

LONG_AGO = date(2015, 1, 1)
numbers = count(1)


def make_firm(**fields):
    number = next(numbers)
    defaults = {
        "name": f"测试{number}律师事务所",
        "short_name": f"测试{number}",
        "founded_on": date(1994, 3, 1),
    }
    return Firm.objects.create(**{**defaults, **fields})


def make_branch(firm=None, **fields):
    number = next(numbers)
    defaults = {
        "name": f"第{number}党支部",
        "short_name": f"{number}支部",
        "founded_on": date(2000, 3, 1),
        "reminders_since": datetime(2015, 1, 1, tzinfo=SHANGHAI),
    }
    return Branch.objects.create(firm=firm or make_firm(), **{**defaults, **fields})


def make_group(branch, number=1, **fields):
    defaults = {"name": f"第{'零一二三四五六七八九'[number]}党小组", "founded_on": LONG_AGO}
    return PartyGroup.objects.create(branch=branch, number=number, **{**defaults, **fields})


def make_person(firm, name=None, **fields):
    number = next(numbers)
    defaults = {
        "kind": PersonKind.LAWYER,
        "joined_on": LONG_AGO,
        "email": f"person{number}@example.com",
        "phone": f"139{number:08d}",
    }
    return Person.objects.create(firm=firm, name=name or f"测试员{number}", **{**defaults, **fields})


def make_member(
    branch,
    name=None,
    *,
    standing=Standing.FULL,
    relation=Relation.HERE,
    since=LONG_AGO,
    group=None,
    leader=False,
    **fields,
):
    """A person whose 组织关系 touches the branch, with a standing since a day."""
    person = make_person(branch.firm, name, **fields)
    PartyStanding.objects.create(person=person, standing=standing, since=since)
    Membership.objects.create(
        person=person, branch=branch, relation=relation, since=max(since, branch.founded_on)
    )
    if group:
        GroupMembership.objects.create(
            person=person, group=group, is_leader=leader, since=max(since, group.founded_on)
        )
    return person


def make_term(branch, since=date(2025, 3, 1), **fields):
    return CommitteeTerm.objects.create(branch=branch, since=since, **fields)


def make_seat(term, person, role=SeatRole.MEMBER, **fields):
    return Seat.objects.create(
        term=term, person=person, role=role, since=fields.pop("since", term.since), **fields
    )


def make_partner(person, **fields):
    return Partner.objects.create(
        firm=person.firm, person=person, since=fields.pop("since", LONG_AGO), **fields
    )


def make_user(username, person=None, group=None, password=None, **fields):
    user = User.objects.create_user(username, password, person=person, **fields)
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def make_meeting(branch, kind=MeetingKind.ASSEMBLY, day=date(2026, 11, 26), hour=15, **fields):
    """A scheduled meeting of 90 minutes; nobody attends yet."""
    starts = fields.pop("starts_at", None) or at(day, hour)
    defaults = {
        "title": f"{day.month}月{MeetingKind(kind).label}",
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=90),
        "place": "一号会议室",
        "state": MeetingState.SCHEDULED,
        "created_at": starts - timedelta(days=7),
        "published_at": starts - timedelta(days=7),
    }
    return Meeting.objects.create(branch=branch, kind=kind, **{**defaults, **fields})
