"""R-MTG: seven days before a period ends, whoever can still hold the meeting is told, once."""

from datetime import date, timedelta

import pytest

from activities.meetings.choices import MeetingState
from activities.meetings.queries.requirements_due import due_items, notice_context
from branches.choices import MeetingKind
from branches.models import BranchSetting, KindSetting
from lawfirm_party.common.dates import at
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db
WARNED = at(date(2026, 11, 23), 9)
MINUTE = timedelta(minutes=1)


def found(cast, moment=WARNED):
    """{kind or (kind, group): item} of the main branch that fall due at a moment."""
    items = due_items(moment - MINUTE, moment)
    return {item.object_id.split(":", 1)[1]: item for item in items if item.branch_id == cast.branch.pk}


def test_seven_days_before_the_month_ends_what_is_open_falls_due(cast):
    items = found(cast)
    assert set(items) == {"committee:", f"group:{cast.group.pk}", "theme_day:"}
    committee = items["committee:"]
    assert (committee.occurrence, committee.due_at) == ("2026-11", WARNED)
    assert committee.useful_until == at(date(2026, 12, 1), 0)
    assert committee.person_ids == (cast.people["secretary"].pk,)
    assert items[f"group:{cast.group.pk}"].person_ids == (
        cast.people["secretary"].pk,
        cast.people["leader"].pk,
    )


@pytest.mark.parametrize("moment", [WARNED - MINUTE, WARNED + MINUTE, at(date(2026, 11, 22), 9)])
def test_at_no_other_minute(cast, moment):
    assert found(cast, moment) == {}


def test_after_three_days_down_it_is_found_once(cast):
    items = list(due_items(WARNED - timedelta(hours=1), WARNED + timedelta(days=3)))
    assert len([item for item in items if item.object_id == f"{cast.branch.pk}:committee:"]) == 1


def test_what_is_scheduled_or_held_does_not_lapse(cast):
    make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 11, 26))
    make_meeting(cast.branch, MeetingKind.THEME_DAY, date(2026, 11, 10), state=MeetingState.HELD)
    assert set(found(cast)) == {f"group:{cast.group.pk}"}


def test_where_two_are_asked_and_one_is_there_the_other_lapses(cast):
    KindSetting.objects.create(
        branch=cast.branch, kind=MeetingKind.COMMITTEE, since=date(2026, 1, 1), every="month", times=2
    )
    make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 11, 26))
    item = found(cast)["committee:"]
    words = notice_context(item.rule, item.object_id, item.occurrence, cast.people["secretary"], WARNED)
    assert words["title"] == "11月支委会还有1次尚未安排，还剩7天"
    assert words["what"] == "11月支委会还有1次尚未安排"


def test_the_quarter_ends_with_its_month(cast):
    assert set(found(cast, at(date(2026, 12, 24), 9))) == {
        "assembly:",
        "committee:",
        f"group:{cast.group.pk}",
        "lecture:",
        "theme_day:",
    }


def test_last_years_life_meeting_lapses_on_31_march_r_mtg_6(cast):
    item = found(cast, at(date(2027, 3, 24), 9))["life:"]
    assert item.occurrence == "2026"


def test_the_warning_days_are_a_setting(cast):
    BranchSetting.objects.create(branch=cast.branch, since=date(2026, 1, 1), lapse_warning_days=10)
    assert found(cast) == {}
    assert "committee:" in found(cast, at(date(2026, 11, 20), 9))


def test_nothing_but_what_was_called_off_is_read_while_no_morning_passes(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(due_items(WARNED, WARNED + MINUTE)) == []


CALLED_OFF = at(date(2026, 11, 25), 11)


def announced(cast, kind=MeetingKind.COMMITTEE, day=date(2026, 11, 26), **fields):
    return make_meeting(cast.branch, kind, day, published_at=WARNED - timedelta(days=5), **fields)


def call_off(meeting, moment):
    meeting.state, meeting.cancelled_at = MeetingState.CANCELLED, moment
    meeting.save()


def test_what_is_called_off_within_the_warning_days_is_told_anew(cast):
    meeting = announced(cast)
    assert "committee:" not in found(cast)
    call_off(meeting, CALLED_OFF)
    items = found(cast, CALLED_OFF)
    assert set(items) == {"committee:"}
    item = items["committee:"]
    assert (item.due_at, item.useful_until) == (CALLED_OFF, at(date(2026, 12, 1), 0))
    assert item.occurrence != "2026-11"
    context = notice_context(item.rule, item.object_id, item.occurrence, None, now=CALLED_OFF)
    assert context["title"] == "11月支委会尚未安排，还剩5天"


def test_what_is_moved_out_of_the_period_within_the_warning_days_is_told_anew(cast):
    meeting = announced(cast, day=date(2026, 12, 3))
    meeting.moved_at, meeting.revision = CALLED_OFF, 1
    meeting.save()
    assert found(cast, CALLED_OFF)["committee:"].due_at == CALLED_OFF
    meeting.starts_at, meeting.ends_at = at(date(2026, 11, 27), 15), at(date(2026, 11, 27), 16)
    meeting.save()
    assert found(cast, CALLED_OFF) == {}


def test_what_is_called_off_earlier_is_told_on_its_warning_day_alone(cast):
    meeting = announced(cast)
    call_off(meeting, WARNED - timedelta(days=2))
    assert found(cast, WARNED - timedelta(days=2)) == {}
    items = list(due_items(WARNED - timedelta(days=3), WARNED))
    assert [item.occurrence for item in items if item.object_id.endswith(":committee:")] == ["2026-11"]


def test_what_is_called_off_beside_another_one_lapses_not(cast):
    call_off(announced(cast), CALLED_OFF)
    announced(cast, day=date(2026, 11, 27))
    assert found(cast, CALLED_OFF) == {}


def test_a_draft_that_is_given_up_opens_nothing(cast):
    meeting = announced(cast)
    meeting.published_at = None
    call_off(meeting, CALLED_OFF)
    assert found(cast, CALLED_OFF) == {}


def test_what_the_message_says_until_the_meeting_is_scheduled(cast):
    item = found(cast)["committee:"]
    secretary = cast.people["secretary"]
    context = notice_context(item.rule, item.object_id, item.occurrence, secretary, now=WARNED)
    assert context["title"] == "11月支委会尚未安排，还剩7天"
    assert "第十二条" in context["text"]
    assert context["path"] == "/meetings/new/?type=committee&period=2026-11"
    make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 11, 26))
    assert notice_context(item.rule, item.object_id, item.occurrence, secretary, now=WARNED) is None


def test_a_branch_that_is_gone_needs_no_message(cast):
    assert notice_context("requirement_lapsing", "999999:committee:", "2026-11", None, now=WARNED) is None
