"""Figures of circles: none, no two and no two looks of them tell what fewer than three clients said."""

from itertools import combinations
from random import Random

import pytest

from activities.feedback.choices import Satisfaction
from activities.feedback.rules import (
    LEAST,
    Voice,
    circle_figures,
    parts_shown,
    protected_groups,
    told_marks,
)

PARTY, OTHERS, CRIMINAL = "党员", "非党员", "刑事"
A_MARK = Satisfaction.GOOD


def voices(n, *circles, mark=A_MARK, name="overall"):
    return [Voice(frozenset(circles), {name: mark})] * n


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (2, 0), (3, 3), (4, 3), (5, 3), (6, 6)])
def test_a_circle_is_told_in_threes(n, shown):
    assert circle_figures(voices(n, PARTY), within={PARTY}).shown == shown


@pytest.mark.parametrize(("rest", "shown"), [(0, 3), (1, 3), (2, 3), (3, 6)])
def test_the_whole_tells_nothing_of_a_rest_that_is_too_small(rest, shown):
    """All minus the view is nothing, or three."""
    said = voices(3, PARTY) + voices(rest, OTHERS, mark=Satisfaction.VERY_POOR)
    assert circle_figures(said).shown == shown
    assert (Satisfaction.VERY_POOR in circle_figures(said).spread) == (rest == LEAST)


def test_the_first_that_counted_stay_told():
    said = [Voice(frozenset(), {"overall": mark}) for mark in (5, 4, 3, 1)]
    assert circle_figures(said).spread == {5: 1, 4: 1, 3: 1}


def test_each_thing_that_was_asked_has_its_own_threes():
    said = voices(3, PARTY) + voices(2, PARTY, name="skill")
    assert circle_figures(said).shown == 3
    assert circle_figures(said, "skill").shown == 0
    assert circle_figures(said + voices(1, PARTY, name="skill"), "skill").shown == 3


def test_what_counts_in_two_circles_is_told_in_both():
    said = voices(3, PARTY, OTHERS)
    assert [circle_figures(said, within={one}).shown for one in (PARTY, OTHERS)] == [3, 3]
    assert circle_figures(said).shown == 3


def test_the_cards_stand_beside():
    figures = circle_figures(voices(3), asked=10, answered=5, running=2)
    assert (figures.response_rate, figures.answered, figures.running) == (50, 5, 2)


@pytest.mark.parametrize(("small", "shown"), [(0, False), (2, False), (3, True)])
def test_parts_stand_side_by_side_or_not_at_all(small, shown):
    parts = [circle_figures(voices(n, PARTY)) for n in (9, small)]
    assert parts_shown(parts) == shown


@pytest.mark.parametrize(
    ("inside", "outside", "offered"),
    [(4, 9, False), (5, 9, True), (5, 5, True), (5, 4, False), (5, 0, False)],
)
def test_a_group_is_offered_when_it_and_the_rest_are_large_enough(inside, outside, offered):
    found = protected_groups([CRIMINAL] * inside + [""] * outside)
    assert found == ([CRIMINAL] if offered else [])


def test_nobody_without_a_group_is_a_group():
    assert protected_groups([""] * 10 + [CRIMINAL] * 5) == [CRIMINAL]


def told(said):
    """What each figure speaks of: {view: numbers of the answers}. Each answer's mark is its own number."""
    views = [frozenset(), *({one} for one in "PQGHR"), *({*two} for two in combinations("PQGHR", 2))]
    marks = told_marks(said, "overall")
    return [{mark for circles, mark in marks if view <= circles} for view in map(frozenset, views)]


@pytest.mark.parametrize("seed", range(40))
def test_no_difference_of_two_shown_figures_speaks_of_fewer_than_three(seed):
    """Of one look or of two, while answers keep coming: views of Party or not, groups, readers, and what two of them share."""
    dice = Random(seed)
    said = [
        Voice(frozenset(one for one in "PQGHR" if dice.random() < 0.4), {"overall": number})
        for number in range(dice.randrange(60))
    ]
    early = told(said[: dice.randrange(len(said) + 1)])
    late = told(said)
    for one, other in combinations([*early, *late], 2):
        for difference in (one - other, other - one, one & other):
            assert len(difference) == 0 or len(difference) >= LEAST
