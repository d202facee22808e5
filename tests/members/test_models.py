"""What the fields say of people's dated facts, and what the database refuses when nobody asked the fields."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lawfirm_party.common import ranges
from lawfirm_party.common.crypto import Unreadable
from members import models
from members.choices import ExemptionGround, Relation, RestrictionKind, SeatRole, Standing
from members.models import (
    CommitteeTerm,
    DutyExemption,
    GroupMembership,
    Membership,
    Partner,
    PartyStanding,
    Person,
    Restriction,
    Seat,
    User,
)
from tests import factories

pytestmark = pytest.mark.django_db

START, END, LATER = date(2026, 1, 1), date(2026, 6, 1), date(2026, 9, 1)


@pytest.fixture
def branch():
    return factories.make_branch()


@pytest.fixture
def member(branch):
    return factories.make_member(branch)


@pytest.fixture
def person(branch):
    return factories.make_person(branch.firm)


def errors_of(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


def refused_by_the_database(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def rows_of_every_axis(branch, person):
    """(model, fields) of one row on each dated axis of a person."""
    group = factories.make_group(branch, 1)
    Membership.objects.create(person=person, branch=branch, since=date(2001, 1, 1), until=date(2001, 2, 1))
    return [
        (PartyStanding, {"person": person, "standing": Standing.FULL}),
        (Restriction, {"person": person, "kind": RestrictionKind.PROBATION, "document_number": "1号"}),
        (DutyExemption, {"person": person, "ground": ExemptionGround.OLD}),
        (Membership, {"person": person, "branch": branch, "relation": Relation.HERE}),
        (GroupMembership, {"person": person, "group": group}),
        (Partner, {"person": person, "firm": branch.firm}),
    ]


def test_no_two_rows_of_one_axis_overlap_for_one_person(branch, person):
    for model, fields in rows_of_every_axis(branch, person):
        model.objects.create(**fields, since=START, until=END)
        refused_by_the_database(lambda: model.objects.create(**fields, since=date(2026, 5, 31)))  # noqa: B023
        model.objects.create(**fields, since=END)


def test_rows_of_another_person_and_of_another_axis_may_overlap(branch, person):
    other = factories.make_person(branch.firm)
    PartyStanding.objects.create(person=other, standing=Standing.FULL, since=date(2001, 1, 1), until=END)
    for model, fields in rows_of_every_axis(branch, person):
        model.objects.create(**fields, since=START)
        if model is PartyStanding:
            continue
        if "group" not in fields:
            model(**{**fields, "person": other}, since=START).full_clean()


def test_an_end_before_the_start_is_refused_at_the_field_and_in_the_database(branch, person):
    for model, fields in rows_of_every_axis(branch, person):
        for until in (date(2025, 12, 31), START):
            row = model(**fields, since=START, until=until)
            assert errors_of(row)["until"] == [ranges.END_BEFORE_START]
            refused_by_the_database(row.save)


def test_an_overlap_is_said_in_a_sentence(member):
    row = PartyStanding(person=member, standing=Standing.FULL, since=START)
    words = f"这段时间与已有的记录重叠：{member} 正式党员（"
    assert [text.startswith(words) for text in errors_of(row)["since"]] == [True]


def test_a_membership_begins_after_the_branch_and_in_the_own_firm(branch, person):
    row = Membership(person=person, branch=branch, since=date(2000, 2, 28))
    assert errors_of(row)["since"] == [models.BEFORE_BRANCH]
    stranger = factories.make_person(factories.make_firm())
    row = Membership(person=stranger, branch=branch, since=START)
    assert errors_of(row)["person"] == [models.OTHER_FIRM]
    Membership(person=person, branch=branch, since=date(2000, 3, 1)).full_clean()


def test_a_group_takes_members_of_its_branch_from_its_own_day_on(branch, member, person):
    group = factories.make_group(branch, 1, founded_on=START)
    row = GroupMembership(person=member, group=group, since=date(2025, 12, 31))
    assert errors_of(row)["since"] == [models.BEFORE_GROUP]
    assert errors_of(GroupMembership(person=person, group=group, since=START))["person"] == [
        models.OTHER_BRANCH
    ]
    GroupMembership(person=member, group=group, since=START).full_clean()


def test_a_group_has_one_leader_at_a_time(branch):
    group = factories.make_group(branch, 1)
    first, second = (factories.make_member(branch, group=group) for _ in range(2))
    GroupMembership.objects.filter(person=first).update(is_leader=True)
    row = GroupMembership.objects.get(person=second)
    row.is_leader = True
    words = f"这段时间该党小组已经有组长：{first} 第一党小组（"
    assert [text.startswith(words) for text in errors_of(row)["since"]] == [True]
    refused_by_the_database(row.save)


def test_a_term_has_one_secretary_at_a_time(branch, member):
    other = factories.make_member(branch)
    term = factories.make_term(branch)
    factories.make_seat(term, member, SeatRole.SECRETARY, until=END)
    second = Seat(term=term, person=other, role=SeatRole.SECRETARY, since=date(2026, 5, 31))
    assert errors_of(second) == {"__all__": [models.SECOND_SECRETARY]}
    refused_by_the_database(second.save)
    second.since = END
    second.full_clean()


def test_one_person_may_hold_several_seats(branch, member):
    term = factories.make_term(branch)
    factories.make_seat(term, member, SeatRole.SECRETARY)
    Seat(term=term, person=member, role=SeatRole.ORGANISATION, since=term.since).full_clean()


@pytest.mark.parametrize(
    ("since", "until", "right"),
    [
        (date(2025, 2, 28), None, False),
        (date(2025, 3, 1), None, True),
        (date(2025, 3, 1), LATER, True),
        (date(2025, 3, 1), date(2026, 9, 2), False),
        (date(2026, 8, 31), None, True),
        (LATER, None, False),
    ],
)
def test_a_seat_lies_within_its_term(branch, member, since, until, right):
    term = factories.make_term(branch, until=LATER)
    seat = Seat(term=term, person=member, role=SeatRole.YOUTH, since=since, until=until)
    if right:
        seat.full_clean()
    else:
        assert errors_of(seat)["since"] == [models.OUTSIDE_TERM]


def test_a_seat_is_for_a_member_of_the_branch(branch, person):
    term = factories.make_term(branch)
    outsider = factories.make_member(factories.make_branch(branch.firm))
    stranger = factories.make_member(factories.make_branch())
    for somebody, sentence in (
        (person, models.OTHER_BRANCH),
        (outsider, models.OTHER_BRANCH),
        (stranger, models.OTHER_FIRM),
    ):
        seat = Seat(term=term, person=somebody, role=SeatRole.MEMBER, since=term.since)
        assert errors_of(seat)["person"] == [sentence]


def test_terms_of_one_branch_follow_one_another(branch):
    factories.make_term(branch, since=date(2022, 3, 1), until=date(2025, 3, 1))
    factories.make_term(branch, since=date(2025, 3, 1))
    closed = CommitteeTerm(branch=branch, since=date(2024, 1, 1))
    assert errors_of(closed) == {
        "since": [f"这段时间与已有的记录重叠：{branch} 2022年届（2022年3月1日起，至2025年2月28日）。"]
    }
    left_open = CommitteeTerm(branch=branch, since=date(2028, 3, 1))
    assert errors_of(left_open) == {
        "since": [
            f"这段时间与已有的记录重叠：{branch} 2025年届（2025年3月1日起），还没有填结束日期，请先填。"
        ]
    }
    refused_by_the_database(lambda: factories.make_term(branch, since=date(2024, 1, 1)))
    assert "since" in errors_of(CommitteeTerm(branch=branch, since=date(1999, 1, 1), until=date(1999, 2, 1)))


@pytest.mark.parametrize(
    ("delayed_until", "approval", "field", "sentence"),
    [
        (date(2028, 3, 1), "批1", "delayed_until", "延期必须晚于原定届满日期。"),
        (date(2029, 3, 2), "批1", "delayed_until", models.DELAY_TOO_LONG),
        (date(2028, 9, 1), " ", "delay_approval", models.DELAY_WITHOUT_APPROVAL),
    ],
)
def test_a_delay_is_approved_later_and_at_most_a_year_r_com_3(
    branch, delayed_until, approval, field, sentence
):
    term = CommitteeTerm(
        branch=branch, since=date(2025, 3, 1), delayed_until=delayed_until, delay_approval=approval
    )
    assert errors_of(term)[field] == [sentence]


@pytest.mark.parametrize("delayed_until", [date(2028, 3, 2), date(2029, 3, 1)])
def test_a_delay_within_the_limits_moves_the_end_r_com_3(branch, delayed_until):
    term = CommitteeTerm(
        branch=branch,
        since=date(2025, 3, 1),
        delayed_until=delayed_until,
        delay_approval="省直律党〔2028〕3号",
    )
    term.full_clean()
    assert term.ends == delayed_until
    refused_by_the_database(
        lambda: factories.make_term(branch, delayed_until=delayed_until, delay_approval="")
    )


@pytest.mark.parametrize("years", [0, 6, 10**40])
def test_the_length_of_a_term_is_bounded(branch, years):
    assert "years" in errors_of(CommitteeTerm(branch=branch, since=START, years=years))


def test_a_firm_has_one_managing_partner_at_a_time(branch):
    first, second = (factories.make_person(branch.firm) for _ in range(2))
    factories.make_partner(first, is_managing=True)
    row = Partner(firm=branch.firm, person=second, is_managing=True, since=START)
    words = f"这段时间已经有主任：{first}（合伙人）（"
    assert [text.startswith(words) for text in errors_of(row)["since"]] == [True]
    refused_by_the_database(row.save)
    stranger = factories.make_person(factories.make_firm())
    assert errors_of(Partner(firm=branch.firm, person=stranger, since=START))["person"] == [models.OTHER_FIRM]


def test_a_person_leaves_after_joining(person):
    person.left_on = person.joined_on
    assert errors_of(person)["left_on"] == [models.LEFT_BEFORE_JOINED]
    refused_by_the_database(person.save)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("licence_number", "1" * 16),
        ("phone", "电话"),
        ("phone", "1" * 21),
        ("email", "not an address"),
        ("name", "名" * 31),
        ("name", ""),
    ],
)
def test_what_a_field_cannot_hold(person, field, value):
    setattr(person, field, value)
    assert field in errors_of(person)


def test_licence_and_id_numbers_are_unique(branch, person):
    other = factories.make_person(branch.firm, licence_number="1" * 17)
    refused_by_the_database(lambda: Person.objects.filter(pk=person.pk).update(licence_number="1" * 17))
    other.write_id_number("11010519491231002X")
    other.save()
    person.write_id_number("11010519491231002X")
    refused_by_the_database(person.save)


def test_a_sealed_number_is_readable_only_where_it_belongs(branch, person):
    person.write_id_number("11010519491231002X")
    person.save()
    stored = Person.objects.get(pk=person.pk)
    assert stored.read_id_number() == "11010519491231002X"
    assert "1101" not in stored.id_number_sealed + stored.id_number_index
    other = factories.make_person(branch.firm)
    other.id_number_sealed = stored.id_number_sealed
    with pytest.raises(Unreadable):
        other.read_id_number()


def test_a_login_has_no_address_of_its_own(person):
    user = factories.make_user("somebody", person)
    assert not hasattr(User, "email") or User.email is None
    assert (user.get_full_name(), str(user)) == (person.name, person.name)
    with pytest.raises(TypeError):
        user.email_user("subject", "text")


def test_one_login_for_one_person(person):
    factories.make_user("first", person)
    refused_by_the_database(lambda: factories.make_user("second", person))
