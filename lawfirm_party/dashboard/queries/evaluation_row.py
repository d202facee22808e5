"""The row of 民主评议党员 on the year board (R-MTG-7): asked of the years of which the 组织生活会 is asked, to which it may be joined."""

from dataclasses import dataclass

from django.urls import reverse

from activities.evaluations.choices import RoundState
from activities.evaluations.queries.rounds import TOLD
from activities.evaluations.queries.years import years_of
from activities.meetings.queries.board import Cell, Line
from activities.meetings.rules.requirements import CellState
from branches.choices import MeetingKind
from lawfirm_party.common import regulations

KIND = "evaluation"
LABEL = "民主评议党员"
WARNING_DAYS = 7
MONTHS = 12
UNDER_WAY = {CellState.HELD: "已评", CellState.INCOMPLETE: "待通报", CellState.SCHEDULED: "进行中"}


@dataclass
class EvaluationCell(Cell):
    """One year's evaluation."""

    @property
    def short_text(self):
        return UNDER_WAY.get(self.state) or super().short_text

    @property
    def words(self):
        return f"{self.slot.period.label} {UNDER_WAY.get(self.state, self.state_label)}"


def add_evaluations(board, branch, roles):
    """Put the row under that of the 组织生活会, where that one is asked by the year; one query."""
    life = next((line for line in board.lines if line.kind == MeetingKind.LIFE), None)
    if life is None or any(cell.slot.period.months != MONTHS for cell in life.cells):
        return
    # A round has the last word over totals of the same year.
    years = {one.year: one for one in reversed(years_of(branch.pk, roles))}
    cells = [cell_like(cell, years.get(cell.slot.period.start.year)) for cell in life.cells]
    board.lines.insert(board.lines.index(life) + 1, Line(KIND, LABEL, "每年1次", cells, life.end))


def cell_like(life, found):
    """The cell of the year of a 组织生活会; `found` (EvaluatedYear) is None where nothing was planned."""
    year = life.slot.period.start.year
    return EvaluationCell(
        slot=life.slot,
        state=state_of(life, found.state if found else None),
        today=life.today,
        span=life.span,
        label=LABEL,
        source=regulations.EVALUATION.says("一般每年开展1次"),
        url=reverse("evaluation", args=[year]) if found and found.is_visible else "",
    )


def state_of(life, state):
    """The CellState of a year, from the state of its round (None without one)."""
    if not life.slot.required:
        return CellState.NOT_APPLICABLE
    if state in TOLD:
        return CellState.HELD
    if state == RoundState.DECIDED:
        return CellState.INCOMPLETE
    if life.is_over:
        return CellState.MISSING
    if state is not None:
        return CellState.SCHEDULED
    return CellState.LAPSING if life.days_left <= WARNING_DAYS else CellState.WAITING
