"""The legal table of changes: every pair, and a value on each side of each limit."""

from datetime import date
from itertools import product

import pytest

from members.choices import Relation, RestrictionKind, Standing, WayOut
from members.rules import moves
from members.rules.moves import Spell, judge_relation, judge_restriction, judge_standing

S = Standing
START = date(2024, 6, 15)
FAR = date(2025, 6, 15)
# What may follow what: R-DEV forward and back, R-DIS-1, R-DIS-5, and the one extension of R-DEV-2.
ALLOWED = {
    S.MASSES: {S.APPLICANT},
    S.APPLICANT: {S.ACTIVIST, S.MASSES},
    S.ACTIVIST: {S.CANDIDATE, S.APPLICANT, S.MASSES},
    S.CANDIDATE: {S.PROBATIONARY, S.ACTIVIST, S.MASSES},
    S.PROBATIONARY: {S.FULL, S.MASSES, S.PROBATIONARY},
    S.FULL: {S.SUSPENDED, S.MASSES},
    S.SUSPENDED: {S.FULL, S.MASSES},
}


def way_of(before, after):
    if after != S.MASSES:
        return ""
    return {S.PROBATIONARY: WayOut.CANCELLED, S.FULL: WayOut.STRUCK_OFF, S.SUSPENDED: WayOut.STRUCK_OFF}.get(
        before, ""
    )


def obstacle(spells, after, since, *, document="党委〔2025〕1号", way="", note=""):
    return judge_standing(spells, after, since, document=document, way=way).first(note)


def chain(*rows):
    """Spells that follow each other at once."""
    ends = [since for _, since in rows[1:]] + [None]
    return [Spell(what, since, until) for (what, since), until in zip(rows, ends, strict=True)]


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_every_pair_of_standings_is_judged_as_the_table_says(before, after):
    found = obstacle(chain((before, START)), after, FAR, way=way_of(before, after), note="见说明")
    assert (found is None) == (after in ALLOWED[before]), found
    assert (after in moves.allowed_from(before)) == (after in ALLOWED[before])


def test_a_gap_is_masses():
    spells = [Spell(S.FULL, START, date(2025, 1, 1))]
    assert obstacle(spells, S.FULL, FAR)[0] == "standing"
    assert obstacle(spells, S.APPLICANT, FAR) is None


def test_the_first_row_writes_down_what_somebody_is():
    assert obstacle([], S.FULL, START, document="") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [(S.ACTIVIST, S.CANDIDATE), (S.PROBATIONARY, S.FULL), (S.PROBATIONARY, S.PROBATIONARY)],
)
@pytest.mark.parametrize(("day", "fits"), [(date(2025, 6, 14), False), (FAR, True)])
def test_r_dev_a_year_passes_first(before, after, day, fits):
    found = obstacle(chain((before, START)), after, day)
    assert found is None if fits else found[0] == "since"


def test_r_dev_1_later_than_the_expiry_asks_why():
    spells = chain((S.PROBATIONARY, START))
    assert obstacle(spells, S.FULL, date(2025, 6, 16))[0] == "note"
    assert obstacle(spells, S.FULL, date(2025, 6, 16), note="上级推迟") is None


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2025, 12, 14), False),
        (date(2025, 12, 15), True),
        (date(2026, 6, 15), True),
        (date(2026, 6, 16), False),
    ],
)
def test_r_dev_2_an_extension_has_six_to_twelve_months(day, fits):
    found = obstacle(chain((S.PROBATIONARY, START), (S.PROBATIONARY, FAR)), S.FULL, day)
    assert found is None if fits else found[0] == "since"


def test_r_dev_2_no_second_extension():
    spells = chain((S.PROBATIONARY, START), (S.PROBATIONARY, FAR))
    assert obstacle(spells, S.PROBATIONARY, date(2026, 6, 15)) == ("standing", moves.SECOND_EXTENSION)


@pytest.mark.parametrize(("day", "fits"), [(date(2029, 6, 14), False), (date(2029, 6, 15), True)])
@pytest.mark.parametrize("way", [WayOut.STRUCK_OFF, WayOut.PERSUADED])
def test_r_dis_2_five_years_before_a_new_admission(day, fits, way):
    spells = [Spell(S.MASSES, START, FAR, way), Spell(S.CANDIDATE, FAR)]
    found = obstacle(spells, S.PROBATIONARY, day)
    assert found is None if fits else found[0] == "since"


def test_r_dis_2_who_left_of_their_own_will_does_not_wait():
    spells = [Spell(S.MASSES, START, FAR, WayOut.WITHDREW), Spell(S.CANDIDATE, FAR)]
    assert obstacle(spells, S.PROBATIONARY, date(2026, 1, 1)) is None


@pytest.mark.parametrize(("day", "asks"), [(date(2026, 6, 14), True), (date(2026, 6, 15), False)])
def test_r_dis_5_two_years_before_who_is_not_found_is_struck_off(day, asks):
    found = obstacle(chain((S.SUSPENDED, START)), S.MASSES, day, way=WayOut.STRUCK_OFF)
    assert found == ("note", moves.TWO_YEARS) if asks else found is None


@pytest.mark.parametrize(
    ("before", "way", "fits"),
    [
        (S.FULL, WayOut.PERSUADED, True),
        (S.FULL, WayOut.CANCELLED, False),
        (S.FULL, "", False),
        (S.PROBATIONARY, WayOut.CANCELLED, True),
        (S.PROBATIONARY, WayOut.PERSUADED, False),
    ],
)
def test_r_dev_3_and_r_dis_1_the_way_out_fits_the_standing(before, way, fits):
    found = obstacle(chain((before, START)), S.MASSES, FAR, way=way)
    assert found is None if fits else found[0] == "left_by"


@pytest.mark.parametrize(("before", "after"), list(moves.MOVES))
def test_what_the_superior_approves_needs_its_number_and_what_is_filed_only_asks(before, after):
    found = obstacle(chain((before, START)), after, FAR, document="", way=way_of(before, after))
    paper = moves.MOVES[before, after].paper
    if paper is moves.Paper.NEEDED:
        assert found == ("document_number", moves.NEEDS_DOCUMENT)
    else:
        assert found == (("note", moves.USUAL_DOCUMENT) if paper is moves.Paper.USUAL else None)


# ---- restrictions


@pytest.mark.parametrize(
    ("until", "field"),
    [
        (None, "until"),
        (date(2024, 12, 14), "note"),
        (date(2024, 12, 15), None),
        (date(2024, 12, 16), "note"),
        (date(2025, 6, 15), "note"),
        (date(2025, 6, 16), "until"),
    ],
)
def test_r_dis_2_a_correction_lasts_half_a_year_and_a_year_at_most(until, field):
    verdict = judge_restriction(S.FULL, RestrictionKind.CORRECTION, START, until, document="1号")
    assert (verdict.first("") or (None,))[0] == field


def test_r_dis_2_with_a_reason_a_correction_may_last_a_year():
    verdict = judge_restriction(S.FULL, RestrictionKind.CORRECTION, START, FAR, document="1号")
    assert verdict.first("支部大会决定") is None


@pytest.mark.parametrize(("standing", "kind"), list(product(S, RestrictionKind)))
def test_r_dev_3_who_may_be_restricted(standing, kind):
    verdict = judge_restriction(standing, kind, START, date(2024, 12, 15), document="1号")
    allowed = standing == S.FULL or (standing == S.PROBATIONARY and kind != RestrictionKind.PROBATION)
    assert (verdict.first("") is None) == allowed


def test_r_dis_6_a_restriction_needs_its_number():
    assert (
        judge_restriction(S.FULL, RestrictionKind.PROBATION, START, None).first("x")[0] == "document_number"
    )


# ---- relations

RELATIONS = {
    "": {"here", "inflow"},
    "here": {"in_transit", "outflow", ""},
    "in_transit": {"here", ""},
    "outflow": {"here", "in_transit"},
    "inflow": {"here", ""},
}


@pytest.mark.parametrize(("before", "after"), list(product(["", *Relation.values], repeat=2)))
def test_r_mem_every_pair_of_relations_in_one_branch(before, after):
    last = Spell(before, START) if before else None
    found = judge_relation(last, after, date(2024, 7, 1), document="介绍信1号").first("")
    assert (found is None) == (after in RELATIONS[before])


def test_r_mem_1_between_branches_of_the_firm_only_the_membership_moves():
    last = Spell(Relation.HERE, START)
    assert judge_relation(last, "here", FAR, same_branch=False, document="1号").first("") is None
    assert judge_relation(last, "outflow", FAR, same_branch=False).first("x")[0] == "relation"


@pytest.mark.parametrize(("day", "asks"), [(date(2024, 9, 15), False), (date(2024, 9, 16), True)])
def test_r_mem_3_a_letter_is_good_for_three_months(day, asks):
    found = judge_relation(Spell(Relation.IN_TRANSIT, START), "", day).first("")
    assert found == (("note", moves.LETTER_TOO_OLD) if asks else None)


def test_r_mem_2_who_is_sent_on_takes_a_letter():
    found = judge_relation(Spell(Relation.HERE, START), "in_transit", FAR).first("x")
    assert found == ("document_number", moves.NEEDS_DOCUMENT)
