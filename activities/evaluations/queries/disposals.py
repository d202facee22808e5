"""The path after 不合格 as a page shows it."""

from dataclasses import dataclass

from ..choices import Disposal, DisposalStep
from ..models import DisposalCase
from ..rules import disposal_clock, next_disposal_step

# After 劝其退党 or 除名 nobody is admitted again for so many years (R-DIS-2).
NO_RETURN_YEARS = 5


@dataclass(frozen=True)
class DisposalPage:
    """`steps`: [(DisposalStep, DisposalDone or None)] in their order; `clock`: (earliest, latest last day) of 限期改正."""

    case: DisposalCase
    steps: list
    following: DisposalStep | None
    clock: tuple | None

    @property
    def has_begun(self):
        return any(done for _, done in self.steps)

    @property
    def bars_return(self):
        return self.case.kind in {Disposal.PERSUADE, Disposal.REMOVE}


def disposals_of(found):
    """The cases of a round, with their people."""
    return DisposalCase.objects.filter(participant__round=found).select_related("participant__person")


def disposal_page(case):
    """The DisposalPage of a case; one query."""
    done = {row.step: row for row in case.done.all()}
    return DisposalPage(
        case=case,
        steps=[(step, done.get(step)) for step in DisposalStep],
        following=next_disposal_step(done) if case.kind and not case.closed_at else None,
        clock=disposal_clock(case.kind, case.decided_on) if case.decided_on else None,
    )
