"""Index of the slices' models."""

from .ballots.models import MarkCount, MarkFacts, Poll, PollEvaluatee, ReceiptList, Roll, SealedBox
from .feedback.models import Answer, FeedbackCard, Handling, HandlingStep, Measure
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
    "Answer",
    "Attendance",
    "CorrectionNote",
    "Explanation",
    "FeedbackCard",
    "Guest",
    "Handling",
    "HandlingStep",
    "LeaveRequest",
    "MarkCount",
    "MarkFacts",
    "Measure",
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
