"""民主评议党员 on the year board: from the plan to the announcement, and years before the program."""

from datetime import date

import pytest

from activities.evaluations.models import Round, YearTotals
from activities.meetings.queries.board import board_for, year_bounds
from activities.meetings.rules.requirements import CellState
from branches.choices import MeetingKind
from branches.models import KindSetting
from lawfirm_party.common.dates import Every, at
from lawfirm_party.dashboard.queries.evaluation_row import KIND, LABEL, add_evaluations
from members.queries import roles_of
from tests.activities.evaluations.round_world import (
    make_announced,
    make_decided,
    make_planned_round,
    make_running,
)
from tests.conftest import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def cell_of(cast, role="secretary", year=2026, now=NOW):
    board = board_for(cast.branch, *year_bounds(year), now)
    add_evaluations(board, cast.branch, roles_of(cast.users[role], TODAY))
    (row,) = [line for line in board.lines if line.kind == KIND]
    (cell,) = row.cells
    return cell


@pytest.mark.parametrize(
    ("make", "state", "words"),
    [
        (None, CellState.WAITING, "待安排"),
        (make_planned_round, CellState.SCHEDULED, "进行中"),
        (make_running, CellState.SCHEDULED, "进行中"),
        (make_decided, CellState.INCOMPLETE, "待通报"),
        (make_announced, CellState.HELD, "已评"),
    ],
)
def test_the_cell_follows_the_round(cast, make, state, words):
    if make:
        make(cast)
    cell = cell_of(cast)
    assert (cell.state, cell.short_text) == (state, words)
    assert cell.url == ("/evaluation/2026/" if make else "")


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2027, 3, 23), CellState.WAITING),
        (date(2027, 3, 24), CellState.LAPSING),
        (date(2027, 3, 31), CellState.LAPSING),
        (date(2027, 4, 1), CellState.MISSING),
    ],
)
def test_it_may_be_held_until_the_end_of_march_of_the_next_year(cast, day, state):
    assert cell_of(cast, now=at(day, 9)).state == state


def test_it_counts_as_one_of_what_is_asked(cast):
    make_announced(cast)
    before, board = (board_for(cast.branch, *year_bounds(2026), NOW) for _ in range(2))
    add_evaluations(board, cast.branch, roles_of(cast.users["secretary"], TODAY))
    assert len(board.asked) == len(before.asked) + 1
    assert board.count(CellState.HELD) == before.count(CellState.HELD) + 1
    kinds = [line.kind for line in board.lines]
    assert kinds.index(KIND) == kinds.index(MeetingKind.LIFE) + 1


def test_totals_of_a_year_before_the_program_count_and_lead_nowhere(cast):
    YearTotals.objects.create(branch=cast.branch, year=2024, excellent=2, qualified=6)
    cell = cell_of(cast, year=2024)
    assert (cell.state, cell.url) == (CellState.HELD, "")


def test_a_round_has_the_last_word_over_totals_of_its_year(cast):
    make_running(cast)
    YearTotals.objects.create(branch=cast.branch, year=2026, excellent=2, qualified=6)
    assert cell_of(cast).state == CellState.SCHEDULED


def test_a_member_is_led_to_a_round_they_take_part_in_once_it_runs(cast):
    make_planned_round(cast)
    assert cell_of(cast, "member").url == ""
    make_running(cast)
    assert cell_of(cast, "member").url == "/evaluation/2026/"
    Round.objects.get().participants.filter(person=cast.people["member"]).delete()
    assert cell_of(cast, "member").url == ""


def test_where_the_yearly_meeting_is_not_asked_neither_is_the_evaluation(cast):
    KindSetting.objects.create(
        branch=cast.branch, kind=MeetingKind.LIFE, since=date(2026, 1, 1), every=Every.AS_NEEDED, times=1
    )
    board = board_for(cast.branch, *year_bounds(2026), NOW)
    add_evaluations(board, cast.branch, roles_of(cast.users["secretary"], TODAY))
    assert LABEL not in [line.label for line in board.lines]


def test_it_stands_on_the_page(cast):
    make_running(cast)
    page = cast.client("secretary").get("/board/2026/").content.decode()
    assert LABEL in page and "进行中" in page and 'href="/evaluation/2026/"' in page
