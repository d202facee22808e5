"""Index of the slices' models."""

from .ballots.models import MarkCount, MarkFacts, Poll, PollEvaluatee, ReceiptList, Roll, SealedBox
from .meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    CorrectionNote,
    Explanation,
    Guest,
    LeaveRequest,
    Meeting,
    Nudge,
    Resolution,
    Rsvp,
)
from .notices.models import Notice, OutboxRow, Robot

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attendance",
    "CorrectionNote",
    "Explanation",
    "Guest",
    "LeaveRequest",
    "MarkCount",
    "MarkFacts",
    "Meeting",
    "Notice",
    "Nudge",
    "OutboxRow",
    "Poll",
    "PollEvaluatee",
    "ReceiptList",
    "Resolution",
    "Robot",
    "Roll",
    "Rsvp",
    "SealedBox",
]
