"""A person's meetings of a year, as far as the reader may see those meetings."""

from dataclasses import dataclass

from django.db.models.functions import ExtractYear

from lawfirm_party.common.dates import SHANGHAI, at, moment_text, year_period
from members.queries import roles_of

from ..choices import Presence
from ..models import ActionItem, Attendance
from ..rules.record import public_reason
from .lists import PRESENCE_TONES
from .visible import meetings_for, minutes_for


@dataclass(frozen=True)
class Figure:
    label: str
    value: object
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Attended:
    """One meeting of a person's year."""

    title: str
    url: str
    when: str
    tone: str
    word: str
    reason: str


def attendance_of(person_id, user, today):
    """The person's Attendance rows at meetings that took place and that the reader may see."""
    seen = meetings_for(user, today).took_place()
    return Attendance.objects.filter(person=person_id, meeting__in=seen.values("pk"))


def years_of(rows):
    """The years there is anything of, newest first; one query."""
    years = rows.annotate(year=ExtractYear("meeting__starts_at", tzinfo=SHANGHAI)).order_by()
    return sorted(years.values_list("year", flat=True).distinct(), reverse=True)


def year_of(person_id, user, today, year):
    """(Figures, Attended lines) of a person's year; one query. Guests and what is not marked are no part of the rate."""
    period = year_period(today.replace(year=year, month=1, day=1))
    rows = attendance_of(person_id, user, today).filter(
        meeting__starts_at__gte=at(period.start, 0), meeting__starts_at__lt=at(period.end, 0)
    )
    rows = list(rows.select_related("meeting").order_by("-meeting__starts_at", "-id"))
    roles = roles_of(user, today)
    lines = [
        Attended(
            title=row.meeting.title,
            url=row.meeting.get_absolute_url(),
            when=moment_text(row.meeting.starts_at, today),
            tone=PRESENCE_TONES.get(row.presence, "plain"),
            word=(
                "列席" if row.is_guest and row.presence == Presence.PRESENT else row.get_presence_display()
            ),
            reason=reason_for(row, roles) if row.presence == Presence.LEAVE else "",
        )
        for row in rows
    ]
    return figures_of([row for row in rows if not row.is_guest]), lines


def reason_for(row, roles):
    """Why somebody was on leave: in full for themselves and the secretary, for everybody else what may be said of it (R-MTG-11)."""
    in_full = row.person_id == roles.person_id or row.meeting.branch_id in roles.secretary_of
    if in_full and row.leave_reason:
        return row.get_leave_reason_display()
    return public_reason(row.leave_reason)


def figures_of(rows):
    """应到, 到会, 请假, 缺席 and 出勤率; the rate stands apart from leave, and is left out while there is nothing to divide by."""
    count = {kind: sum(row.presence == kind for row in rows) for kind in Presence}
    figures = [
        Figure("应到", len(rows), "次"),
        Figure("到会", count[Presence.PRESENT], "次"),
        Figure("请假", count[Presence.LEAVE], "次"),
        Figure("缺席", count[Presence.ABSENT], "次"),
    ]
    judged = count[Presence.PRESENT] + count[Presence.ABSENT]
    if judged:
        rate = round(100 * count[Presence.PRESENT] / judged)
        figures.append(Figure("出勤率", f"{rate}%", note="请假不计"))
    return figures


def open_actions_of(person_id, user, today):
    """The person's open 议定事项 from meetings whose minutes the reader may read; one query."""
    readable = minutes_for(user, today).values("pk")
    rows = ActionItem.objects.filter(owner=person_id, done_on=None, meeting__in=readable)
    return list(rows.select_related("meeting"))
