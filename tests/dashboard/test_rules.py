"""What changed most: figures of all kinds compared by how far they could have moved."""

from decimal import Decimal

from lawfirm_party.dashboard.rules import Change, largest


def mark(now, before, label="客户满意度"):
    return Change(label, Decimal(now), Decimal(before), 4)


def share(now, before, label="反馈回收率"):
    return Change(label, now, before, 100, "%")


def test_a_change_counts_by_its_share_of_what_there_can_be():
    small, large = share(60, 58), mark("4.6", "4.4")
    assert largest([small, large]) == [large, small]
    assert largest([share(70, 58), mark("4.6", "4.4")])[0].label == "反馈回收率"


def test_at_most_three_are_told():
    changes = [share(50 + n, 50, str(n)) for n in (1, 2, 3, 4)]
    assert [one.label for one in largest(changes)] == ["4", "3", "2"]


def test_what_stayed_the_same_is_no_change():
    assert largest([share(50, 50), mark("4.0", "4.0")]) == []


def test_it_says_from_where_to_where():
    assert mark("4.6", "4.4").words == "从 4.4 升到 4.6"
    assert share(50, 60).words == "从 60% 降到 50%"
