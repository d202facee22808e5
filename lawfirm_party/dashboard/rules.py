"""What the dashboard decides by itself: no ORM, no clock."""

from dataclasses import dataclass
from decimal import Decimal

LARGEST_CHANGES = 3


@dataclass(frozen=True)
class Change:
    """A figure in a year and in the year before. `span`: from its least to its most, so that changes of all kinds compare."""

    label: str
    now: Decimal
    before: Decimal
    span: int
    unit: str = ""

    @property
    def difference(self):
        return self.now - self.before

    @property
    def size(self):
        return abs(self.difference) / self.span

    @property
    def words(self):
        way = "升到" if self.difference > 0 else "降到"
        return f"从 {self.before}{self.unit} {way} {self.now}{self.unit}"


def largest(changes):
    """The Changes that are largest for their span, at most three; what stayed the same is none."""
    moved = [change for change in changes if change.difference]
    return sorted(moved, key=lambda change: change.size, reverse=True)[:LARGEST_CHANGES]
