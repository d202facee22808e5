"""Index of the slices' models."""

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
    "Meeting",
    "Notice",
    "Nudge",
    "OutboxRow",
    "Resolution",
    "Robot",
    "Rsvp",
]
