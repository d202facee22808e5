"""Everything a form for a new meeting opens with, so that scheduling needs no typing."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from activities.notices.queries import robots_speaking
from branches.models import Branch, PartyGroup
from branches.queries import settings_for
from branches.rules import KindRules
from lawfirm_party.common.calendar import not_published, rest_days
from lawfirm_party.common.dates import WEEKDAYS, Every, Period, local, local_day, period_of
from members.choices import SeatRole
from members.models import GroupMembership, Seat

from ..choices import FOR_THE_GROUP, MeetingState
from ..models import ActionItem, Meeting
from ..rules.expected import expected_people
from ..rules.scheduling import (
    agenda_for,
    evaluation_year_for,
    period_in_question,
    propose_starts,
    start_now,
    title_for,
    window_for,
)
from .expected import is_in_firm, people_with_ties, ties_of

HOSTS = (SeatRole.SECRETARY, SeatRole.DEPUTY)
RECORDERS = (SeatRole.ORGANISATION, SeatRole.PUBLICITY)
NOW = "now"
OTHER = "other"


@dataclass(frozen=True)
class Chip:
    """One moment to choose; `value` is what the form sends back, `mark` 休 or 班."""

    value: str
    label: str
    starts_at: datetime
    mark: str = ""


@dataclass
class Proposal:
    """A new meeting as the program would hold it. `day` is the day that everything was computed for."""

    branch: Branch
    kind: str
    group: PartyGroup | None
    period: Period | None
    rules: KindRules
    day: date
    title: str
    evaluation_year: int | None
    chips: list = field(default_factory=list)
    days_note: str = ""
    expected: list = field(default_factory=list)
    people: list = field(default_factory=list)
    host_id: int | None = None
    recorder_id: int | None = None
    place: str = ""
    agenda: tuple = ()
    open_actions: list = field(default_factory=list)
    robots: tuple = ()

    @property
    def for_the_group(self):
        return self.kind in FOR_THE_GROUP

    @property
    def voting_count(self):
        return sum(row.has_vote for row in self.expected)

    @property
    def others(self):
        """Who could be invited besides those expected."""
        expected = {row.person_id for row in self.expected}
        return [person for person in self.people if person.pk not in expected]

    @property
    def preview(self):
        """The first lines of the notice as it would go out for what is proposed."""
        host = next((person.name for person in self.people if person.pk == self.host_id), "")
        lines = [
            f"请您参加{self.title}。",
            f"时间：{self.chips[0].label}" if self.chips else "",
            f"地点：{self.place}",
            f"主持：{host}" if host else "",
            *(f"议题{number}：{title}" for number, (title, _) in enumerate(self.agenda, start=1)),
        ]
        return [line for line in lines if line]

    def title_on(self, day):
        group = self.group.name if self.group else ""
        return title_for(self.kind, day, self.rules.every, group, self.evaluation_year)


def proposal_for(branch, kind, now, *, group=None, period=None, day=None):
    """The Proposal for a branch, a kind and, if asked for, a group, a Period or a day; nine or ten queries."""
    today = local_day(now)
    settings = settings_for(branch.pk)
    rules = settings.kind(kind, max(today, period.start) if period else today)
    last = last_meetings(branch.pk, kind, group)
    before = [meeting.starts_at for meeting in last]
    window = window_for(kind, rules.every, period or period_in_question(rules, before, today), today)
    chips, rests = chips_in(window, rules, before, now)
    if today in window:
        chips.append(chip_now(now, rests))
    on = day or local_day(chips[0].starts_at if chips else now)
    actions = open_actions(branch.pk, kind, group)
    people = people_with_ties(branch.pk, on)
    ties = [ties_of(person, on) for person in people]
    people = [person for person in people if is_in_firm(person, on)]
    proposal = Proposal(
        branch=branch,
        kind=kind,
        group=group,
        period=period,
        rules=rules,
        day=on,
        title="",
        evaluation_year=evaluation_year_for(kind, period, today),
        chips=chips,
        days_note=not_published(rests, window.days()),
        expected=expected_people(kind, ties, group.pk if group else None),
        people=people,
        place=last[0].place if last else rules.place,
        agenda=agenda_for(kind, len(actions)),
        open_actions=actions,
        robots=robots_to_tell(branch.pk, kind),
    )
    title = proposal.title_on(period.start if period else on)
    host, recorder = officers(branch, group, on)
    if last and last[0].recorder_id in {person.pk for person in people}:
        recorder = last[0].recorder_id
    return replace(proposal, title=title, host_id=host, recorder_id=recorder)


def chips_in(window, rules, before, now):
    """(Chips of the moments proposed in a window after the last meetings, the rest days that were asked about)."""
    today = local_day(now)
    rests = rest_days(today, max(window.end, today + timedelta(days=1)))
    starts = propose_starts(rules, before, window, now, rests.is_rest)
    return [chip_for(start, rests) for start in starts], rests


def other_times(meeting, now):
    """(Chips of the moments that a meeting could be moved to inside its own period, else the current one; whether rest days may be among them)."""
    today, day = local_day(now), local_day(meeting.starts_at)
    rules = settings_for(meeting.branch_id).kind(meeting.kind, max(today, day))
    before = [
        row.starts_at for row in last_meetings(meeting.branch_id, meeting.kind, meeting.group, but=meeting)
    ]
    chips = []
    for period in (period_of_meeting(meeting, rules, day), None):
        window = window_for(meeting.kind, rules.every, period, today)
        chips = chips or chips_in(window, rules, before, now)[0]
    return [chip for chip in chips if chip.starts_at != meeting.starts_at], rules.on_rest_days


def period_of_meeting(meeting, rules, day):
    """The Period that a meeting counts for; None for a kind that is held as needed."""
    if rules.every == Every.AS_NEEDED:
        return None
    return period_of(rules.every, date(meeting.evaluation_year, 1, 1) if meeting.evaluation_year else day)


def robots_to_tell(branch_id, kind):
    """Names of the groups that can be told of such a meeting; a query for kinds that concern the whole branch only."""
    if kind not in FOR_THE_GROUP:
        return ()
    return tuple(robots_speaking([branch_id]).get(branch_id, {}).values())


def last_meetings(branch_id, kind, group, but=None):
    """The last three meetings of the kind (of the group), `but` one, that took place or stand in the calendar, newest first."""
    meetings = Meeting.objects.filter(branch=branch_id, kind=kind, group=group)
    meetings = meetings.exclude(state__in=[MeetingState.CANCELLED, MeetingState.DRAFT])
    return list(meetings.exclude(pk=but and but.pk).order_by("-starts_at", "-id")[:3])


def open_actions(branch_id, kind, group):
    """What earlier meetings of the kind decided and nobody has done yet; it is taken into the next agenda."""
    meetings = {"meeting__branch": branch_id, "meeting__kind": kind, "meeting__group": group}
    return list(ActionItem.objects.filter(done_on=None, **meetings).select_related("owner"))


def officers(branch, group, on):
    """(host id, recorder id) by office: R-MTG-1 and R-MTG-3 name who chairs."""
    host = recorder = None
    if group:
        rows = list(GroupMembership.objects.on(on).filter(group=group).order_by("-is_leader", "id"))
        host = next((row.person_id for row in rows if row.is_leader), None)
        recorder = next((row.person_id for row in rows if not row.is_leader), None)
    seats = list(Seat.objects.in_force(on).filter(term__branch=branch).values_list("role", "person"))
    host = host or holder(seats, HOSTS)
    return host, recorder or holder(seats, RECORDERS) or host


def holder(seats, roles):
    for role in roles:
        for held, person_id in seats:
            if held == role:
                return person_id
    return None


def chip_for(start, rests):
    return Chip(f"{local(start):%Y-%m-%dT%H:%M}", chip_label(start), start, rests.day(local_day(start)).mark)


def chip_now(now, rests):
    start = start_now(now)
    day = local_day(start)
    return Chip(f"{NOW}@{day:%Y-%m-%d}", f"今天，现在 {local(start):%H:%M}", start, rests.day(day).mark)


def chip_label(start):
    """11月26日 周四 15:00."""
    wall = local(start)
    return f"{wall.month}月{wall.day}日 周{WEEKDAYS[wall.weekday()]} {wall:%H:%M}"


def groups_of(branch_id, on):
    """The groups of a branch that exist on a day, by number."""
    return list(PartyGroup.objects.active(on).filter(branch=branch_id))
