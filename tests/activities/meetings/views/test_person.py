"""The tab 参加会议: only meetings the reader may see, leave apart from the rate."""

import pytest

from activities.meetings.models import Attendance
from branches.choices import MeetingKind
from tests import factories
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def attend(cast, presence, kind=MeetingKind.ASSEMBLY, day=TODAY, **fields):
    meeting = factories.make_meeting(cast.branch, kind, day, state="held")
    Attendance.objects.create(meeting=meeting, person=cast.people["member"], presence=presence, **fields)
    return meeting


def page(cast, role, query=""):
    return cast.client(role).get(f"/members/{cast.people['member'].pk}/meetings/{query}")


def test_leave_counts_in_no_rate(cast):
    for presence in ("present", "present", "absent", "leave"):
        attend(cast, presence)
    figures = {figure.label: figure.value for figure in page(cast, "member").context["figures"]}
    assert figures == {"应到": 4, "到会": 2, "请假": 1, "缺席": 1, "出勤率": "67%"}


def test_without_anything_to_divide_by_there_is_no_rate(cast):
    attend(cast, "leave")
    assert "出勤率" not in {figure.label for figure in page(cast, "member").context["figures"]}


@pytest.mark.parametrize(
    ("role", "reason", "words"),
    [
        ("member", "sick", "病假"),
        ("secretary", "sick", "病假"),
        ("committee", "sick", "事由已报"),
        ("committee", "court", "开庭"),
        ("committee", "", "事由未填"),
        ("member", "", "事由未填"),
    ],
)
def test_why_somebody_was_on_leave_is_for_the_person_and_the_secretary(cast, role, reason, words):
    attend(cast, "leave", leave_reason=reason)
    assert [line.reason for line in page(cast, role).context["lines"]] == [words]


def test_a_guest_is_in_the_list_and_in_no_figure(cast):
    attend(cast, "present", MeetingKind.COMMITTEE, is_guest=True)
    context = page(cast, "secretary").context
    assert (len(context["lines"]), context["figures"][0].value) == (1, 0)


def test_a_year_is_chosen_and_a_strange_one_is_the_last(cast):
    attend(cast, "present")
    old = attend(cast, "absent", day=TODAY.replace(year=2025))
    assert [line.url for line in page(cast, "member", "?year=2025").context["lines"]] == [
        old.get_absolute_url()
    ]
    assert page(cast, "member", "?year=x").context["year"] == 2026


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_much_with_one_row_as_with_three(cast, rows, django_assert_num_queries):
    for _ in range(rows):
        attend(cast, "present")
    client = cast.client("secretary")
    with django_assert_num_queries(18):
        assert client.get(f"/members/{cast.people['member'].pk}/meetings/").status_code == 200
