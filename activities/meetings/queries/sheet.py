"""The printed sign-in sheet of a meeting."""

from dataclasses import dataclass, field

from ..choices import Presence
from ..models import Meeting
from .page import when_text


@dataclass(frozen=True)
class SheetRow:
    number: int
    name: str
    on_leave: bool = False


@dataclass(frozen=True)
class Sheet:
    """Rows by 姓氏笔画, guests apart."""

    meeting: Meeting
    when: str
    rows: tuple = field(default=())
    guests: tuple = field(default=())


def sheet_of(page):
    """The Sheet of a MeetingPage."""
    if page.has_begun:
        leaves = {row.person_id for row in page.record.expected if row.presence == Presence.LEAVE}
        people = [(row.person_id, row.name) for row in page.record.expected]
        guests = [row.name for row in page.record.guests]
    else:
        leaves = {leave.person_id for leave in page.approved_leaves}
        people = [(row.person_id, row.name) for row in page.expected]
        guests = page.guests
    rows = tuple(SheetRow(n, name, pk in leaves) for n, (pk, name) in enumerate(people, 1))
    return Sheet(
        page.meeting,
        when_text(page.meeting),
        rows,
        tuple(SheetRow(n, name) for n, name in enumerate(guests, len(rows) + 1)),
    )
