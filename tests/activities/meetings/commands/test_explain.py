from datetime import date

import pytest

from activities.meetings.choices import MeetingState
from activities.meetings.commands.explain import (
    CHANGED_MEANWHILE,
    NO_TEXT,
    NOT_MISSING,
    WRONG_MAKE_UP,
    explain,
    version_of,
)
from activities.meetings.models import Explanation
from branches.choices import MeetingKind
from lawfirm_party.common.dates import parse_period
from lawfirm_party.common.refusal import Conflict, Refusal
from tests.conftest import NOW
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


def told(cast, **changes):
    given = {
        "branch": cast.branch,
        "kind": MeetingKind.COMMITTEE,
        "group_id": None,
        "period": parse_period("2026-10"),
        "text": "委员均在外地开庭。",
        "user": cast.users["secretary"],
        "now": NOW,
    }
    return explain(**{**given, **changes})


def test_a_missing_meeting_gets_its_reason_and_a_second_one_changes_it(cast):
    first = told(cast)
    assert (first.text, first.by, first.at) == ("委员均在外地开庭。", cast.users["secretary"], NOW)
    told(cast, text="书记在外培训。")
    assert Explanation.objects.get().text == "书记在外培训。"


@pytest.mark.parametrize("period", ["2026-11", "2026-12", "2026-Q3"])
def test_only_what_is_missing_is_explained(cast, period):
    with pytest.raises(Refusal) as refused:
        told(cast, period=parse_period(period))
    assert refused.value.sentence == NOT_MISSING
    assert not Explanation.objects.exists()


def test_what_was_held_needs_no_reason(cast):
    make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 10, 15), state=MeetingState.HELD)
    with pytest.raises(Refusal, match=NOT_MISSING):
        told(cast)


def test_an_empty_reason_is_refused_at_its_field(cast):
    with pytest.raises(Refusal) as refused:
        told(cast, text="  ")
    assert (refused.value.sentence, refused.value.field) == (NO_TEXT, "text")


def test_a_make_up_is_a_later_meeting_of_the_same_kind_that_took_place(cast):
    made_up = make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 11, 2), state=MeetingState.HELD)
    assert told(cast, made_up_by=made_up).made_up_by == made_up
    for wrong in (
        make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 11, 3)),
        make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 11, 3), state=MeetingState.HELD),
        make_meeting(cast.other_branch, MeetingKind.COMMITTEE, date(2026, 11, 3), state=MeetingState.HELD),
        make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 9, 30), state=MeetingState.HELD),
    ):
        with pytest.raises(Refusal, match=WRONG_MAKE_UP):
            told(cast, made_up_by=wrong)


def test_who_writes_over_another_persons_newer_text_is_told(cast):
    assert version_of(None) == 0
    first = told(cast, version=0)
    with pytest.raises(Conflict, match=CHANGED_MEANWHILE) as conflict:
        told(cast, text="另一个原因。", version=0)
    assert conflict.value.current == first
    assert told(cast, text="另一个原因。", version=version_of(first)).text == "另一个原因。"


def test_who_would_drop_another_persons_make_up_is_told(cast):
    made_up = make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 11, 2), state=MeetingState.HELD)
    seen = version_of(told(cast))
    told(cast, version=seen, made_up_by=made_up)
    with pytest.raises(Conflict, match=CHANGED_MEANWHILE):
        told(cast, version=seen)
    assert Explanation.objects.get().made_up_by == made_up
