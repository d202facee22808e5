"""R-MTG-1 to R-MTG-6, R-COM-1, R-GRP-1: what is required in which period, on each side of every limit."""

from datetime import date

import pytest

from activities.meetings.rules.requirements import (
    WHY_AS_NEEDED,
    WHY_BRANCH,
    WHY_CHANGED,
    WHY_COMMITTEE,
    WHY_GROUP,
    BranchFacts,
    CellState,
    GroupFacts,
    Slot,
    committee_spans,
    lines_of,
    rate_of,
    slots_of,
    source_of,
    state_of,
)
from branches.choices import MeetingKind
from branches.rules import DEFAULT_KINDS, BranchRules, KindRules
from lawfirm_party.common.dates import Every, month_period, parse_period

ALWAYS = ((date(2000, 1, 1), date(2100, 1, 1)),)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
GROUP = GroupFacts(1, "第一党小组", date(2020, 1, 1))


def facts(**fields):
    return BranchFacts(**{"founded_on": date(2000, 3, 1), "committee_spans": ALWAYS, **fields})


def slots(kind, group=None, span=YEAR, **fields):
    return slots_of(facts(**fields), kind, group, *span)


def asked(found):
    return [slot.period.key for slot in found if slot.required]


def reasons(found):
    return {slot.period.key: slot.why_not for slot in found if not slot.required}


def members(count, since=date(2000, 1, 1), until=date(2100, 1, 1)):
    return [(since, until)] * count


def rules(kind, every, times=1):
    return KindRules(kind, every, times)


# -- periods ----------------------------------------------------------------------------------------------------


def test_each_kind_is_asked_in_its_own_period_r_mtg_1_to_6():
    assert asked(slots(MeetingKind.ASSEMBLY)) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert len(asked(slots(MeetingKind.COMMITTEE))) == 12
    assert asked(slots(MeetingKind.LECTURE)) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert len(asked(slots(MeetingKind.THEME_DAY))) == 12
    assert asked(slots(MeetingKind.LIFE)) == ["2026"]


def test_what_is_held_as_needed_is_never_asked_r_jnt_1():
    found = slots(MeetingKind.PARTNERS)
    assert len(found) == 12
    assert set(reasons(found).values()) == {WHY_AS_NEEDED}


@pytest.mark.parametrize(("count", "is_asked"), [(6, False), (7, True), (8, True)])
def test_seven_full_members_make_the_committee_due_r_com_1(count, is_asked):
    found = slots(MeetingKind.COMMITTEE, committee_spans=committee_spans(members(count)))
    assert (asked(found) != []) is is_asked
    if not is_asked:
        assert set(reasons(found).values()) == {WHY_COMMITTEE}


def test_worked_example_1_six_full_members_are_not_missing_a_committee_r_com_2():
    found = slots(MeetingKind.COMMITTEE, committee_spans=committee_spans(members(6)))
    states = {
        state_of(slot, complete=0, incomplete=0, scheduled=0, explained=False, today=date(2027, 2, 1))
        for slot in found
    }
    assert states == {CellState.NOT_APPLICABLE}


def test_a_period_asks_what_applied_on_every_one_of_its_days_r_com_1():
    spans = committee_spans([*members(6), (date(2026, 3, 2), date(2026, 6, 30))])
    assert asked(slots(MeetingKind.COMMITTEE, committee_spans=spans)) == ["2026-04", "2026-05"]
    spans = committee_spans([*members(6), (date(2026, 3, 1), date(2026, 7, 1))])
    assert asked(slots(MeetingKind.COMMITTEE, committee_spans=spans)) == [
        "2026-03",
        "2026-04",
        "2026-05",
        "2026-06",
    ]


def test_one_member_after_another_leaves_no_gap_r_com_1():
    spans = committee_spans(
        [*members(6), (date(2026, 1, 1), date(2026, 3, 15)), (date(2026, 3, 15), date(2027, 1, 1))]
    )
    assert len(asked(slots(MeetingKind.COMMITTEE, committee_spans=spans))) == 12


def test_worked_example_8_a_branch_founded_on_20_may_owes_its_first_committee_meeting_in_june():
    found = slots(MeetingKind.COMMITTEE, founded_on=date(2026, 5, 20))
    assert asked(found)[0] == "2026-06"
    assert reasons(found)["2026-05"] == WHY_BRANCH


def test_worked_example_8_the_founding_period_counts_by_setting():
    rows = ((date(2026, 5, 20), BranchRules(founding_period_counts=True)),)
    assert asked(slots(MeetingKind.COMMITTEE, founded_on=date(2026, 5, 20), branch_rows=rows))[0] == "2026-05"
    later = ((date(2026, 5, 21), BranchRules(founding_period_counts=True)),)
    assert (
        asked(slots(MeetingKind.COMMITTEE, founded_on=date(2026, 5, 20), branch_rows=later))[0] == "2026-06"
    )


def test_the_first_day_of_a_month_is_a_whole_month():
    assert asked(slots(MeetingKind.COMMITTEE, founded_on=date(2026, 5, 1)))[0] == "2026-05"


def test_a_dissolved_branch_owes_nothing_from_the_period_of_its_end():
    assert asked(slots(MeetingKind.COMMITTEE, dissolved_on=date(2026, 4, 30)))[-1] == "2026-03"
    assert asked(slots(MeetingKind.COMMITTEE, dissolved_on=date(2026, 5, 1)))[-1] == "2026-04"


def test_worked_example_8_without_groups_there_is_no_line_of_group_meetings_r_mtg_3():
    assert MeetingKind.GROUP not in [kind for kind, _ in lines_of(facts(), *YEAR)]
    both = facts(groups=(GROUP, GroupFacts(2, "第二党小组", date(2027, 1, 1))))
    assert [group.id for kind, group in lines_of(both, *YEAR) if kind == MeetingKind.GROUP] == [1]


def test_a_group_owes_meetings_only_while_it_exists_r_grp_1():
    group = GroupFacts(1, "第一党小组", date(2026, 2, 10), date(2026, 9, 15))
    found = slots(MeetingKind.GROUP, group, groups=(group,))
    assert asked(found) == ["2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08"]
    assert reasons(found)["2026-02"] == WHY_GROUP


# -- dated settings ---------------------------------------------------------------------------------------------


def test_a_changed_frequency_holds_for_whole_periods_only():
    rows = {MeetingKind.LECTURE: [(date(2026, 8, 10), rules(MeetingKind.LECTURE, Every.MONTH))]}
    found = slots(MeetingKind.LECTURE, kind_rows=rows)
    assert asked(found) == ["2026-Q1", "2026-Q2", "2026-09", "2026-10", "2026-11", "2026-12"]
    assert reasons(found) == {"2026-07": WHY_CHANGED, "2026-08": WHY_CHANGED}


def test_a_change_from_month_to_quarter_keeps_the_whole_months_before_it():
    rows = {MeetingKind.COMMITTEE: [(date(2026, 5, 15), rules(MeetingKind.COMMITTEE, Every.QUARTER))]}
    found = slots(MeetingKind.COMMITTEE, kind_rows=rows)
    assert asked(found) == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-Q3", "2026-Q4"]


def test_more_meetings_are_asked_from_the_first_whole_period_on():
    rows = {MeetingKind.COMMITTEE: [(date(2026, 5, 15), rules(MeetingKind.COMMITTEE, Every.MONTH, 2))]}
    times = {slot.period.key: slot.times for slot in slots(MeetingKind.COMMITTEE, kind_rows=rows)}
    assert (times["2026-04"], times["2026-05"], times["2026-06"]) == (1, 1, 2)


def test_a_setting_of_today_leaves_last_year_as_it_was():
    rows = {MeetingKind.COMMITTEE: [(date(2026, 11, 18), rules(MeetingKind.COMMITTEE, Every.QUARTER))]}
    last_year = (date(2025, 1, 1), date(2026, 1, 1))
    assert slots(MeetingKind.COMMITTEE, span=last_year, kind_rows=rows) == slots(
        MeetingKind.COMMITTEE, span=last_year
    )


def test_four_quarters_across_new_year_show_both_years_of_a_yearly_kind():
    found = slots(MeetingKind.LIFE, span=(date(2025, 10, 1), date(2026, 10, 1)))
    assert asked(found) == ["2025", "2026"]


# -- states -----------------------------------------------------------------------------------------------------


def state(slot_period="2026-11", kind=MeetingKind.COMMITTEE, today=date(2026, 11, 18), times=1, **counts):
    slot = Slot(kind, None, parse_period(slot_period), times)
    numbers = {"complete": 0, "incomplete": 0, "scheduled": 0, "explained": False, **counts}
    return state_of(slot, today=today, **numbers)


def test_held_with_a_complete_record_is_done_even_when_the_period_is_over():
    assert state(complete=1) == CellState.HELD
    assert state(complete=1, today=date(2027, 5, 1)) == CellState.HELD


def test_held_without_its_record_is_incomplete():
    assert state(incomplete=1) == CellState.INCOMPLETE
    assert state(incomplete=1, today=date(2027, 5, 1)) == CellState.INCOMPLETE


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 10, 20), CellState.WAITING),
        (date(2026, 11, 1), CellState.WAITING),
        (date(2026, 11, 22), CellState.WAITING),
        (date(2026, 11, 23), CellState.LAPSING),
        (date(2026, 11, 30), CellState.LAPSING),
        (date(2026, 12, 1), CellState.MISSING),
    ],
)
def test_seven_days_before_the_end_it_is_about_to_lapse(today, expected):
    assert state(today=today) == expected


def test_scheduled_in_the_period_is_neither_waiting_nor_missing_until_it_is_over():
    assert state(scheduled=1) == CellState.SCHEDULED
    assert state(scheduled=1, today=date(2026, 12, 1)) == CellState.MISSING


def test_a_reason_explains_what_is_missing_and_nothing_else():
    assert state(explained=True, today=date(2026, 12, 1)) == CellState.EXPLAINED
    assert state(explained=True) == CellState.WAITING
    assert state(explained=True, complete=1, today=date(2026, 12, 1)) == CellState.HELD


def test_every_one_of_several_times_is_needed():
    assert state(times=2, complete=1) == CellState.WAITING
    assert state(times=2, complete=1, scheduled=1) == CellState.SCHEDULED
    assert state(times=2, complete=1, incomplete=1) == CellState.INCOMPLETE
    assert state(times=2, complete=1, today=date(2026, 12, 1)) == CellState.MISSING
    assert state(times=2, complete=2) == CellState.HELD


def test_worked_example_15_a_lecture_held_without_minutes_is_incomplete_and_none_is_missing():
    over = {"slot_period": "2026-Q2", "kind": MeetingKind.LECTURE, "today": date(2026, 11, 18)}
    assert state(incomplete=1, **over) == CellState.INCOMPLETE
    assert state(**over) == CellState.MISSING


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2027, 3, 31), CellState.LAPSING), (date(2027, 4, 1), CellState.MISSING)]
)
def test_the_yearly_life_meeting_may_be_held_until_31_march_r_mtg_6(today, expected):
    assert state("2026", MeetingKind.LIFE, today) == expected


def test_a_life_meeting_fills_the_year_it_carries_r_mtg_6():
    slot = Slot(MeetingKind.LIFE, None, parse_period("2026"))
    assert slot.takes(date(2027, 3, 31), 2026)
    assert not slot.takes(date(2027, 4, 1), 2026)
    assert not slot.takes(date(2027, 2, 1), None)
    assert not slot.takes(date(2026, 2, 1), 2025)
    assert slot.takes(date(2026, 12, 20), None)


def test_worked_example_7_quarters_not_rolling_days_r_mtg_1():
    held = [date(2026, 1, 5), date(2026, 3, 30), date(2026, 7, 2), date(2026, 10, 8)]
    counts = {slot.period.key: sum(slot.takes(day) for day in held) for slot in slots(MeetingKind.ASSEMBLY)}
    assert counts == {"2026-Q1": 2, "2026-Q2": 0, "2026-Q3": 1, "2026-Q4": 1}


def test_the_rate_counts_held_among_everything_that_should_have_been():
    states = [CellState.HELD] * 9 + [CellState.MISSING, CellState.EXPLAINED, CellState.INCOMPLETE]
    assert rate_of([*states, CellState.NOT_APPLICABLE]) == 75
    assert rate_of([CellState.NOT_APPLICABLE]) is None
    assert rate_of([CellState.HELD] * 199 + [CellState.MISSING]) == 99


def test_the_rule_is_named_only_where_the_branch_asks_just_that():
    committee = MeetingKind.COMMITTEE
    assert "第十二条" in source_of(committee, DEFAULT_KINDS[committee])
    assert source_of(committee, rules(committee, Every.MONTH, 2)) == "本支部设置：支委会每月2次"
    assert source_of(MeetingKind.LECTURE, DEFAULT_KINDS[MeetingKind.LECTURE]) == "本支部设置：党课每季度1次"


def test_a_month_holds_its_first_and_last_day():
    slot = Slot(MeetingKind.COMMITTEE, None, month_period(date(2028, 2, 1)))
    assert slot.takes(date(2028, 2, 1))
    assert slot.takes(date(2028, 2, 29))
    assert not slot.takes(date(2028, 3, 1))
