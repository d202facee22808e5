"""The year board over real rows: worked examples 7, 8, 15 and 18 of domain.md, and what each cell says."""

from datetime import date, datetime

import pytest

from activities.meetings.choices import MeetingState
from activities.meetings.models import Explanation
from activities.meetings.queries.board import board_for, cell_for, make_ups_for, recent_bounds, year_bounds
from activities.meetings.rules.requirements import CellState
from branches.choices import MeetingKind
from branches.models import BranchSetting, KindSetting
from lawfirm_party.common.dates import SHANGHAI, Every, at, parse_period
from tests.factories import make_branch, make_group, make_meeting, make_member, make_user, numbers

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def branch():
    branch = make_branch()
    for _ in range(7):
        make_member(branch)
    return branch


def held(branch, kind, day, **fields):
    """A meeting whose record is complete, unless another state is given."""
    state = fields.pop("state", MeetingState.ARCHIVED)
    archived = {"number": next(numbers), "archived_at": at(day, 20)} if state == MeetingState.ARCHIVED else {}
    return make_meeting(branch, kind, day, state=state, **archived, **fields)


def cells(branch, kind, now=NOW, year=2026, group=None):
    """{period key: Cell} of one line."""
    board = board_for(branch, *year_bounds(year), now)
    found = [cell for cell in board.cells if cell.slot.kind == kind]
    return {cell.slot.period.key: cell for cell in found if not group or cell.slot.group_id == group.pk}


def states(branch, kind, **more):
    return {key: cell.state for key, cell in cells(branch, kind, **more).items()}


def test_worked_example_7_a_quarter_is_a_calendar_quarter_r_mtg_1(branch):
    for day in (date(2026, 1, 5), date(2026, 3, 30), date(2026, 7, 2), date(2026, 10, 8)):
        held(branch, MeetingKind.ASSEMBLY, day)
    found = cells(branch, MeetingKind.ASSEMBLY)
    assert {key: (cell.state, cell.text) for key, cell in found.items()} == {
        "2026-Q1": (CellState.HELD, "2"),
        "2026-Q2": (CellState.MISSING, "缺"),
        "2026-Q3": (CellState.HELD, "1"),
        "2026-Q4": (CellState.HELD, "1"),
    }


def test_worked_example_7_the_last_and_the_first_day_of_quarters_r_mtg_1(branch):
    held(branch, MeetingKind.ASSEMBLY, date(2026, 3, 31), starts_at=at(date(2026, 3, 31), 23))
    held(branch, MeetingKind.ASSEMBLY, date(2026, 4, 1), starts_at=at(date(2026, 4, 1), 0, 30))
    found = states(branch, MeetingKind.ASSEMBLY)
    assert (found["2026-Q1"], found["2026-Q2"]) == (CellState.HELD, CellState.HELD)


def test_worked_example_8_two_of_three_groups_met_r_mtg_3(branch):
    groups = [make_group(branch, number) for number in (1, 2, 3)]
    for group in groups[:2]:
        held(branch, MeetingKind.GROUP, date(2026, 5, 12), group=group)
    of_may = [states(branch, MeetingKind.GROUP, group=group)["2026-05"] for group in groups]
    assert of_may == [CellState.HELD, CellState.HELD, CellState.MISSING]


def test_worked_example_8_without_groups_there_is_no_line(branch):
    assert cells(branch, MeetingKind.GROUP) == {}


def test_worked_example_8_a_branch_founded_on_20_may_owes_june_r_mtg_2():
    young = make_branch(founded_on=date(2026, 5, 20))
    for _ in range(7):
        make_member(young)
    found = states(young, MeetingKind.COMMITTEE)
    assert (found["2026-05"], found["2026-06"]) == (CellState.NOT_APPLICABLE, CellState.MISSING)


def test_worked_example_1_with_six_full_members_the_cells_say_not_applicable_r_com_2():
    small = make_branch()
    for _ in range(6):
        make_member(small)
    make_member(small, standing="probationary")
    make_member(small, standing="probationary")
    found = cells(small, MeetingKind.COMMITTEE)
    assert {(cell.state, cell.text) for cell in found.values()} == {(CellState.NOT_APPLICABLE, "不适用")}


def test_an_inflow_member_does_not_make_the_committee_due_r_com_1(branch):
    small = make_branch()
    for _ in range(6):
        make_member(small)
    make_member(small, relation="inflow")
    assert set(states(small, MeetingKind.COMMITTEE).values()) == {CellState.NOT_APPLICABLE}


def test_worked_example_15_each_kind_needs_its_own_record_r_mtg_10(branch):
    day = date(2026, 4, 10)
    held(branch, MeetingKind.ASSEMBLY, day)
    assert states(branch, MeetingKind.LECTURE)["2026-Q2"] == CellState.MISSING
    held(branch, MeetingKind.LECTURE, day, hour=16, state=MeetingState.HELD)
    held(branch, MeetingKind.THEME_DAY, day, hour=17)
    assert states(branch, MeetingKind.ASSEMBLY)["2026-Q2"] == CellState.HELD
    assert states(branch, MeetingKind.LECTURE)["2026-Q2"] == CellState.INCOMPLETE
    assert states(branch, MeetingKind.THEME_DAY)["2026-04"] == CellState.HELD


def test_worked_example_18_an_old_record_counts_as_the_life_meeting_of_its_year(branch):
    assert "民主生活会" not in MeetingKind.labels
    held(
        branch,
        MeetingKind.LIFE,
        date(2026, 1, 20),
        evaluation_year=2025,
        original_title="2025年度民主生活会",
        is_backfilled=True,
    )
    cell = cells(branch, MeetingKind.LIFE, year=2025)["2025"]
    assert (cell.state, cell.text) == (CellState.HELD, "1补录")
    assert cells(branch, MeetingKind.LIFE, year=2026)["2026"].held == ()


def test_a_meeting_of_another_branch_or_a_draft_or_a_cancelled_one_fills_nothing(branch):
    held(make_branch(branch.firm), MeetingKind.ASSEMBLY, date(2026, 2, 1))
    make_meeting(branch, MeetingKind.ASSEMBLY, date(2026, 2, 1), state=MeetingState.DRAFT)
    make_meeting(branch, MeetingKind.ASSEMBLY, date(2026, 2, 2), state=MeetingState.CANCELLED)
    assert states(branch, MeetingKind.ASSEMBLY)["2026-Q1"] == CellState.MISSING


def test_a_scheduled_meeting_shows_its_day_until_the_day_is_over(branch):
    make_meeting(branch, MeetingKind.COMMITTEE, date(2026, 11, 26))
    on_the_day = cells(branch, MeetingKind.COMMITTEE, now=at(date(2026, 11, 26), 23))["2026-11"]
    assert (on_the_day.state, on_the_day.text) == (CellState.SCHEDULED, "11-26")
    day_after = cells(branch, MeetingKind.COMMITTEE, now=at(date(2026, 11, 27), 1))["2026-11"]
    assert day_after.state == CellState.LAPSING
    assert len(day_after.passed) == 1


def test_a_reason_is_kept_beside_a_missing_meeting_and_a_make_up_never_fills_the_old_cell(branch):
    period = "2026-03"
    later = held(branch, MeetingKind.COMMITTEE, date(2026, 4, 2))
    Explanation.objects.create(
        branch=branch, kind=MeetingKind.COMMITTEE, period=period, text="委员外出", made_up_by=later,
        by=make_user("s"), at=NOW,
    )  # fmt: skip
    found = cells(branch, MeetingKind.COMMITTEE)
    assert (found[period].state, found[period].explanation) == (CellState.EXPLAINED, "委员外出")
    assert found["2026-04"].state == CellState.HELD


def test_what_is_held_as_needed_is_shown_and_never_counted(branch):
    held(branch, MeetingKind.UNION, date(2026, 3, 18))
    board = board_for(branch, *year_bounds(2026), NOW)
    line = next(line for line in board.lines if line.kind == MeetingKind.UNION)
    assert (line.rhythm, line.total, line.asked) == ("按需", "1次", [])
    assert {cell.text for cell in line.cells} == {"", "1"}


def test_figures_count_the_year_and_the_rate_only_what_is_over(branch):
    for month in range(1, 11):
        held(branch, MeetingKind.COMMITTEE, date(2026, month, 15))
    for kind in (MeetingKind.THEME_DAY, MeetingKind.ASSEMBLY, MeetingKind.LECTURE, MeetingKind.LIFE):
        KindSetting.objects.create(branch=branch, kind=kind, since=date(2000, 3, 1), every=Every.AS_NEEDED)
    board = board_for(branch, *year_bounds(2026), at(date(2026, 12, 5), 10))
    assert (len(board.asked), board.count(CellState.HELD), board.count(CellState.MISSING)) == (12, 10, 1)
    assert board.rate == 90


def test_a_changed_setting_changes_the_board_from_its_day_on_only(branch):
    before = states(branch, MeetingKind.LECTURE, year=2025)
    KindSetting.objects.create(
        branch=branch, kind=MeetingKind.LECTURE, since=date(2026, 7, 1), every=Every.MONTH, times=2
    )
    assert states(branch, MeetingKind.LECTURE, year=2025) == before
    found = cells(branch, MeetingKind.LECTURE)
    assert list(found) == ["2026-Q1", "2026-Q2", *(f"2026-{month:02d}" for month in range(7, 13))]
    assert found["2026-07"].slot.times == 2
    assert found["2026-07"].source == "本支部设置：党课每月2次"


def test_of_several_in_a_period_it_is_said_how_many_are_there(branch):
    KindSetting.objects.create(
        branch=branch, kind=MeetingKind.COMMITTEE, since=date(2026, 1, 1), every=Every.MONTH, times=2
    )
    held(branch, MeetingKind.COMMITTEE, date(2026, 9, 15))
    make_meeting(branch, MeetingKind.COMMITTEE, date(2026, 11, 26))
    found = cells(branch, MeetingKind.COMMITTEE, now=at(date(2026, 11, 18), 10))
    assert [found[key].not_held for key in ("2026-09", "2026-10")] == ["应开2次，只开了1次", "未召开"]
    assert [found[key].not_scheduled for key in ("2026-11", "2026-12")] == ["还有1次尚未安排", "尚未安排"]


def test_the_days_before_a_requirement_lapses_are_a_setting(branch):
    now = at(date(2026, 11, 18), 10)
    assert states(branch, MeetingKind.COMMITTEE, now=now)["2026-11"] == CellState.WAITING
    BranchSetting.objects.create(branch=branch, since=date(2026, 1, 1), lapse_warning_days=12)
    assert states(branch, MeetingKind.COMMITTEE, now=now)["2026-11"] == CellState.LAPSING


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [
        (date(2026, 11, 18), date(2025, 10, 1), date(2026, 10, 1)),
        (date(2027, 1, 1), date(2026, 1, 1), date(2027, 1, 1)),
        (date(2028, 3, 31), date(2027, 1, 1), date(2028, 1, 1)),
    ],
)
def test_the_last_four_quarters_are_complete_ones(today, start, end):
    assert recent_bounds(today) == (start, end)


def test_across_new_year_the_yearly_line_names_its_years_and_counts_the_one_that_ended(branch):
    board = board_for(branch, date(2025, 10, 1), date(2026, 10, 1), at(date(2026, 11, 18), 10))
    line = next(line for line in board.lines if line.kind == MeetingKind.LIFE)
    assert [(cell.text, cell.span) for cell in line.cells] == [("2025年 缺", 3), ("2026年 待安排", 9)]
    assert line.total == "0/1"


def test_yearly_lines_may_begin_earlier_than_the_rest(branch):
    start, end = date(2026, 7, 1), date(2027, 1, 1)
    held(branch, MeetingKind.LIFE, date(2026, 1, 15), evaluation_year=2025)
    board = board_for(branch, start, end, NOW, yearly_from=date(2025, 1, 1))
    life = [cell for cell in board.cells if cell.slot.kind == MeetingKind.LIFE]
    assert [(cell.slot.period.key, cell.state) for cell in life][0] == ("2025", CellState.HELD)
    assert {cell.slot.period.start.year for cell in board.cells if cell not in life} == {2026}


def test_cell_for_finds_only_cells_that_the_board_has(branch):
    group = make_group(branch)
    period = parse_period("2026-10")
    assert cell_for(branch, MeetingKind.GROUP, group.pk, period, NOW).label == "第一党小组会"
    assert cell_for(branch, MeetingKind.GROUP, None, period, NOW) is None
    assert cell_for(branch, MeetingKind.GROUP, group.pk + 1, period, NOW) is None
    assert cell_for(branch, MeetingKind.COMMITTEE, group.pk, period, NOW) is None
    assert cell_for(branch, MeetingKind.COMMITTEE, None, parse_period("2026-Q4"), NOW) is None


def test_make_ups_are_later_meetings_of_the_same_line_that_took_place(branch):
    cell = cell_for(branch, MeetingKind.COMMITTEE, None, parse_period("2026-10"), NOW)
    held(branch, MeetingKind.COMMITTEE, date(2026, 10, 31))
    later = held(branch, MeetingKind.COMMITTEE, date(2026, 11, 1), state=MeetingState.HELD)
    make_meeting(branch, MeetingKind.COMMITTEE, date(2026, 11, 2))
    held(branch, MeetingKind.ASSEMBLY, date(2026, 11, 3))
    assert list(make_ups_for(branch.pk, cell)) == [later]


def test_the_board_reads_the_same_with_one_and_with_many_meetings(branch, django_assert_num_queries):
    make_group(branch)
    for month in (1, 2, 3):
        held(branch, MeetingKind.COMMITTEE, date(2026, month, 15))
        with django_assert_num_queries(6):
            board_for(branch, *year_bounds(2026), NOW)
