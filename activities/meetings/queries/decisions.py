"""议定事项 and 决议: everything resolved anywhere, as far as a user may see it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from lawfirm_party.common.dates import day_text, local_day
from members.queries import roles_of

from ..choices import SHORT_KIND_LABELS, MeetingKind, MeetingState
from ..models import ActionItem, Resolution
from ..rules.scheduling import CARRIED_IN
from .visible import agendas_for, meetings_for, minutes_for

OPEN, LATE, DONE, RESOLVED, ALL = "open", "late", "done", "resolved", "all"
STATES = [(OPEN, "未办结"), (LATE, "逾期"), (DONE, "已办结"), (RESOLVED, "决议"), (ALL, "全部")]
HEADINGS = {OPEN: "未办结", DONE: "已办结", RESOLVED: "决议"}
REVIEW = CARRIED_IN.partition("（")[0]


class ActionRow(NamedTuple):
    """What an item is filtered and sorted by."""

    pk: int
    done_on: date | None
    due_on: date
    owner_id: int
    owner_pinyin: str
    item_id: int
    kind: str
    branch_id: int
    branch: str


class ResolutionRow(NamedTuple):
    pk: int
    item_id: int
    kind: str
    branch_id: int
    branch: str


class Entry(NamedTuple):
    """One line to be: in which section, and the row it is about."""

    section: str
    pk: int


OF_MEETING = ("meeting__kind", "meeting__branch", "meeting__branch__short_name")


def actions_visible(user, on):
    """The items of records a user may read on a day, and the user's own; nothing for a login without a person."""
    person = roles_of(user, on).person_id
    read = Q(meeting__in=minutes_for(user, on).values("pk"))
    return ActionItem.objects.filter(read | Q(owner=person)) if person else ActionItem.objects.none()


def resolutions_visible(user, on):
    """What was resolved in records a user may read on a day, and what an archived one made public (trust.md 3a)."""
    read = Q(meeting__in=minutes_for(user, on).values("pk"))
    public = Q(
        is_public=True,
        meeting__state=MeetingState.ARCHIVED,
        meeting__in=meetings_for(user, on).values("pk"),
    )
    return Resolution.objects.filter(read | public)


@dataclass
class Decisions:
    """All that a user may see, read once: what the chips offer, and the entries that meet a filter. Two queries."""

    user: object
    today: date

    def __post_init__(self):
        actions = actions_visible(self.user, self.today).order_by("due_on", "id")
        columns = ("pk", "done_on", "due_on", "owner", "owner__pinyin", "item", *OF_MEETING)
        self.actions = [ActionRow(*row) for row in actions.values_list(*columns)]
        found = resolutions_visible(self.user, self.today).order_by("-meeting__starts_at", "-id")
        self.resolutions = [ResolutionRow(*row) for row in found.values_list("pk", "item", *OF_MEETING)]

    @property
    def kinds(self):
        there = {row.kind for row in (*self.actions, *self.resolutions)}
        return [(kind.value, SHORT_KIND_LABELS[kind]) for kind in MeetingKind if kind in there]

    @property
    def branches(self):
        """(id, short name) of the branches whose decisions are there; none when there would be one to choose."""
        there = {row.branch_id: row.branch for row in (*self.actions, *self.resolutions)}
        return sorted(there.items()) if len(there) > 1 else []

    def entries(self, *, state=OPEN, mine=False, kind="", branch=None, by=""):
        """Entries that meet the filters: open ones by due date (or by owner), then done ones, the last first, then resolutions."""
        actions = [row for row in self.actions if fits(row, kind, branch)]
        person = roles_of(self.user, self.today).person_id
        if mine:
            actions = [row for row in actions if row.owner_id == person]
        if by == "owner":
            actions.sort(key=lambda row: (row.owner_pinyin, row.due_on, row.pk))
        todo = [row for row in actions if row.done_on is None]
        done = [row for row in actions if row.done_on is not None]
        if by != "owner":
            done.sort(key=lambda row: (row.done_on, row.pk), reverse=True)
        found = []
        if state in {OPEN, LATE, ALL}:
            found += [Entry(OPEN, row.pk) for row in todo if state != LATE or row.due_on < self.today]
        if state in {DONE, ALL}:
            found += [Entry(DONE, row.pk) for row in done]
        if state in {RESOLVED, ALL} and not mine:
            # A resolution stands beside what must be done for it; alone it stands where nobody was charged.
            told = {row.item_id for row in actions} if state == ALL else set()
            rows = [row for row in self.resolutions if fits(row, kind, branch) and row.item_id not in told]
            found += [Entry(RESOLVED, row.pk) for row in rows]
        return found

    def progress(self):
        """{agenda item id: (how many items follow from it, how many of them are done)}."""
        counted = {}
        for row in self.actions:
            count, done = counted.get(row.item_id, (0, 0))
            counted[row.item_id] = (count + 1, done + (row.done_on is not None))
        return counted


def fits(row, kind, branch):
    return (not kind or row.kind == kind) and (branch is None or row.branch_id == branch)


@dataclass(frozen=True)
class DecisionLine:
    """One item of the list. `may_finish` and `may_nudge` say which buttons stand there."""

    action: ActionItem
    days_late: int
    meeting_url: str
    resolutions: tuple
    carried: str
    carried_url: str
    carry_on_url: str
    may_finish: bool
    may_undo: bool
    may_nudge: bool

    @property
    def late_words(self):
        return f" {self.days_late} 天"


@dataclass(frozen=True)
class ResolvedLine:
    """One resolution: what was voted, and in words what became of it."""

    resolution: Resolution
    meeting_url: str
    votes: str
    progress: str


def votes_text(resolution):
    if resolution.votes_for is None:
        return ""
    against, abstained = resolution.votes_against or 0, resolution.votes_abstained or 0
    return f"赞成 {resolution.votes_for} · 反对 {against} · 弃权 {abstained}"


def read_actions(ids):
    """{id: ActionItem} with all that a line says; one query."""
    rows = ActionItem.objects.select_related("owner", "meeting__branch", "meeting__group", "done_by__person")
    return rows.in_bulk(ids)


def resolved_lines(ids, progress):
    """{id: ResolvedLine}; one query."""
    rows = Resolution.objects.select_related("meeting", "item").in_bulk(ids)
    return {pk: resolved_line(row, progress.get(row.item_id)) for pk, row in rows.items()}


def resolved_line(resolution, progress):
    words = ""
    if progress:
        count, done = progress
        words = f"议定事项 {count} 项，" + ("全部办结" if count == done else f"已办结 {done} 项")
    return ResolvedLine(resolution, resolution.meeting.get_absolute_url(), votes_text(resolution), words)


def resolutions_beside(user, today, actions):
    """{agenda item id: (ResolvedLine, …)} of what the user may read of the items' own agenda items; one query."""
    found = {}
    rows = resolutions_visible(user, today).filter(item__in={action.item_id for action in actions})
    for row in rows.select_related("meeting").order_by("id"):
        found.setdefault(row.item_id, []).append(resolved_line(row, None))
    return {item: tuple(lines) for item, lines in found.items()}


def meetings_seen(user, today, actions):
    ids = {action.meeting_id for action in actions}
    return set(meetings_for(user, today).filter(pk__in=ids).values_list("pk", flat=True))


class Review(NamedTuple):
    """A meeting whose agenda takes up what is still open from earlier ones of its kind."""

    pk: int
    line: tuple
    starts_at: object


def reviews_for(user, today, actions):
    """Reviews that the user may read the agenda of, for the lines of meetings of these items, by time; one query."""
    kinds = {action.meeting.kind for action in actions}
    branches = {action.meeting.branch_id for action in actions}
    meetings = agendas_for(user, today).filter(
        kind__in=kinds, branch__in=branches, agenda__title__contains=REVIEW
    )
    meetings = meetings.exclude(state__in=[MeetingState.DRAFT, MeetingState.CANCELLED]).distinct()
    rows = meetings.order_by("starts_at", "pk").values_list("pk", "branch", "kind", "group", "starts_at")
    return [Review(pk, tuple(line), starts_at) for pk, *line, starts_at in rows]


def carried_to(action, reviews):
    """The last Review that an item was open for, or None."""
    line = (action.meeting.branch_id, action.meeting.kind, action.meeting.group_id)
    fitting = [
        review
        for review in reviews
        if review.line == line
        and review.starts_at > action.meeting.starts_at
        and (action.done_on is None or local_day(review.starts_at) <= action.done_on)
    ]
    return fitting[-1] if fitting else None


def carried_text(review, today):
    kind = SHORT_KIND_LABELS[review.line[1]]
    return f"列入{day_text(local_day(review.starts_at), today)}{kind}议程"


def new_meeting_url(meeting):
    """Where the next meeting of the same line is scheduled: its agenda takes the open items along."""
    asked = {"type": meeting.kind, "branch": meeting.branch_id}
    if meeting.group_id:
        asked["group"] = meeting.group_id
    return f"{reverse('meeting_new')}?{urlencode(asked)}"
