"""The branch at a glance: committee in force, 换届 countdown, groups, 交叉任职, 党员占比, all computed for the day."""

from datetime import date

import pytest

from members.choices import SeatRole
from members.models import CommitteeTerm, Seat
from tests.factories import make_group, make_member, make_seat

pytestmark = pytest.mark.django_db


def page(cast, role="secretary", branch=None):
    response = cast.client(role).get(f"/branches/{(branch or cast.branch).pk}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_it_counts_committee_partners_groups_and_members_of_today(cast, frozen):
    text = page(cast)
    assert "合伙人 3 人，其中支委 2 人" in text
    assert "8 人，80%" in text
    assert "省直律师行业党委" in text
    assert "2000年3月1日" in text
    assert "陈长明" in text
    assert "4 人" in text


def test_the_term_counts_down_to_its_end_r_com_3(cast, frozen):
    text = page(cast)
    assert "至 2028年2月29日" in text
    assert "还有 469 天" in text


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (date(2024, 5, 19), "任期内"),
        (date(2024, 5, 18), "半年内届满"),
        (date(2024, 2, 18), "三个月内届满"),
        (date(2023, 11, 18), "已届满"),
    ],
)
def test_the_state_of_the_term_r_com_4(cast, frozen, since, words):
    CommitteeTerm.objects.filter(branch=cast.branch).update(since=since)
    assert words in page(cast)


def test_one_person_with_two_offices_is_one_member_of_the_committee(cast, frozen):
    make_seat(cast.term, cast.people["committee_only"], SeatRole.YOUTH)
    text = page(cast)
    assert "宣传委员、青年委员" in text
    assert "其中支委 2 人" in text


def test_who_has_left_the_seat_is_not_shown_r_com_1(cast, frozen):
    Seat.objects.filter(person=cast.people["committee_only"]).update(until=date(2026, 11, 18))
    assert "王宣明" not in page(cast)


@pytest.mark.parametrize(("seats", "said"), [(2, True), (3, False), (5, False), (6, True)])
def test_a_committee_of_an_unusual_size_is_told_r_com_1(cast, frozen, seats, said):
    if seats == 2:
        Seat.objects.filter(person=cast.people["committee_only"]).delete()
    for _ in range(seats - 3):
        make_seat(cast.term, make_member(cast.branch))
    assert (f"一般由3至5人组成，最多不超过7人，现在登记了 {seats} 人" in page(cast)) == said


def test_a_branch_without_committee_says_why_r_com_2(cast, frozen):
    assert "可以不设支部委员会" in page(cast, "outsider", cast.other_branch)


@pytest.mark.parametrize(
    ("role", "own", "other"),
    [
        ("committee_only", 200, 404),
        ("member", 200, 404),
        ("outsider", 404, 200),
        ("partner", 200, 200),
        ("clerk", 200, 200),
        ("admin", 200, 200),
        ("lawyer", 404, 404),
        ("anonymous", 302, 302),
    ],
)
def test_who_sees_which_branch(cast, frozen, role, own, other):
    client = cast.client(role)
    assert client.get(f"/branches/{cast.branch.pk}/").status_code == own
    assert client.get(f"/branches/{cast.other_branch.pk}/").status_code == other
    assert client.get(f"/branches/{10**17}/").status_code in {404, 302}


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_as_much_with_one_group_as_with_three(cast, frozen, django_assert_num_queries, many):
    for number in range(2, many + 2):
        make_member(cast.branch, group=make_group(cast.branch, number), leader=True)
    client = cast.client("member")
    client.get(f"/branches/{cast.branch.pk}/")
    with django_assert_num_queries(14):
        client.get(f"/branches/{cast.branch.pk}/")
