"""What meetings say of many people's year at once, for an evaluation: attendance apart from leave, hours of study, tasks done."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from branches.choices import MeetingKind
from lawfirm_party.common.dates import at, local_day

from ..choices import TOOK_PLACE, Presence
from ..models import ActionItem, Attendance, Meeting

PARTY_LIFE = (
    MeetingKind.ASSEMBLY,
    MeetingKind.COMMITTEE,
    MeetingKind.GROUP,
    MeetingKind.LECTURE,
    MeetingKind.THEME_DAY,
    MeetingKind.LIFE,
)
STUDY = (MeetingKind.LECTURE, MeetingKind.STUDY)
# 学时 of a year that a member needs at least (R-EDU-1), and who is in a committee (R-EDU-2).
STUDY_TARGET, COMMITTEE_TARGET = 32, 56


# 组织评定 is made by the 支委会 or the 党员大会, which may be joined to the 组织生活会 (R-EVA-1, R-MTG-7).
DECIDES_GRADES = (MeetingKind.COMMITTEE, MeetingKind.ASSEMBLY, MeetingKind.LIFE)


def meetings_to_decide(branch_id, since):
    """Meetings of a branch that took place from a day on (inclusive) and can decide grades, the latest first."""
    found = Meeting.objects.took_place().filter(branch=branch_id, kind__in=DECIDES_GRADES)
    return found.filter(starts_at__gte=at(since, 0)).order_by("-starts_at")


@dataclass
class MeetingYear:
    """A person's year: meetings of Party life by Presence (guests apart), minutes of study, tasks done of those due."""

    present: int = 0
    leave: int = 0
    absent: int = 0
    study_minutes: int = 0
    tasks_done: int = 0
    tasks: int = 0

    @property
    def rate(self):
        """Whole per cent of present among present and absent: leave stands apart; None without any."""
        judged = self.present + self.absent
        return round(100 * self.present / judged) if judged else None

    @property
    def study_hours(self):
        """Whole and half hours, rounded down."""
        return self.study_minutes // 30 / 2


def in_year(year, path=""):
    return Q(**{f"{path}gte": at(date(year, 1, 1), 0), f"{path}lt": at(date(year + 1, 1, 1), 0)})


def meeting_years(person_ids, year):
    """{person id: MeetingYear} of people given by id; two queries. One afternoon of several records is counted by each record, hours by its own."""
    found = defaultdict(MeetingYear)
    rows = Attendance.objects.filter(
        in_year(year, "meeting__starts_at__"), person__in=list(person_ids), meeting__state__in=TOOK_PLACE
    ).order_by()
    columns = ("person", "presence", "is_guest", "meeting__kind", "meeting__starts_at", "meeting__ends_at")
    for person_id, presence, guest, kind, starts_at, ends_at in rows.values_list(*columns):
        mine = found[person_id]
        if kind in PARTY_LIFE and not guest:
            mine.present += presence == Presence.PRESENT
            mine.leave += presence == Presence.LEAVE
            mine.absent += presence == Presence.ABSENT
        if kind in STUDY and presence == Presence.PRESENT:
            mine.study_minutes += minutes_between(starts_at, ends_at)
    days = Q(due_on__gte=date(year, 1, 1), due_on__lt=date(year + 1, 1, 1))
    tasks = ActionItem.objects.filter(days, owner__in=list(person_ids)).order_by()
    for person_id, done in tasks.values_list("owner", F("done_on")):
        found[person_id].tasks += 1
        found[person_id].tasks_done += done is not None
    return found


def study_hours(person_ids, years):
    """{year: {person id: whole and half hours of study}} of people given by id, rounded down; one query. Years without any study are empty."""
    asked = Q()
    for year in years:
        asked |= in_year(year, "meeting__starts_at__")
    rows = Attendance.objects.filter(
        asked,
        person__in=list(person_ids),
        meeting__state__in=TOOK_PLACE,
        meeting__kind__in=STUDY,
        presence=Presence.PRESENT,
    ).order_by()
    found = {year: defaultdict(MeetingYear) for year in years}
    for person_id, starts_at, ends_at in rows.values_list("person", "meeting__starts_at", "meeting__ends_at"):
        mine = found[local_day(starts_at).year][person_id]
        mine.study_minutes += minutes_between(starts_at, ends_at)
    return {year: {pk: mine.study_hours for pk, mine in people.items()} for year, people in found.items()}


def minutes_between(starts_at, ends_at):
    return int((ends_at - starts_at).total_seconds() // 60)
