"""The global search: people, meetings, what was resolved and what must be done, as far as the reader may see each of them."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from activities.meetings.choices import SHORT_KIND_LABELS, STATE_LOOKS, MeetingState
from activities.meetings.models import ActionItem, Resolution
from activities.meetings.permissions import kinds_to_schedule
from activities.meetings.queries.lists import state_word, within
from activities.meetings.queries.visible import agendas_for, meetings_for, minutes_for
from lawfirm_party.common.addresses import address_by_id
from lawfirm_party.common.dates import local_day, moment_text
from members.permissions import reads_audit
from members.queries import Asked, filter_people, roles_of

from ..jumps import pages_named, read_span, title_of

MOST = 20
LONGEST = 100
EXAMPLES = ("今天", "本周", "本月", "近四季度", "议定事项", "通知")


@dataclass(frozen=True)
class Hit:
    """One line of the results; `chip` is (tone, symbol, word) or None."""

    title: str
    url: str
    note: str = ""
    chip: tuple = None


@dataclass
class Group:
    title: str
    hits: list
    has_more: bool = False


@dataclass
class Results:
    """What was found, in groups; `jump` is the address of a page that was named outright."""

    groups: list = field(default_factory=list)
    jump: str = ""

    @property
    def hits(self):
        return [hit for group in self.groups for hit in group.hits]

    @property
    def only(self):
        """Where Enter leads at once: a page that was named, or the one hit there is; else ""."""
        return self.jump or (self.hits[0].url if len(self.hits) == 1 else "")


def search(user, now, text):
    """The Results of a text for a reader; seven queries at most, however many hits. An empty text finds nothing."""
    text = " ".join(text.split())[:LONGEST]
    if not text:
        return Results()
    today = local_day(now)
    exact, near = open_pages(user, today, text)
    if exact:
        return Results(jump=exact[0].url)
    span = read_span("".join(text.split()), today)
    if span:
        return Results([meetings_in(user, today, span)])
    groups = [
        Group("页面", near),
        people_found(user, today, text),
        meetings_found(user, today, text),
        resolutions_found(user, today, text),
        actions_found(user, today, text),
    ]
    return Results([group for group in groups if group.hits])


def open_pages(user, today, text):
    """(exact, near) Hits of the pages a text names, those that are there for the reader."""
    roles = roles_of(user, today)
    return [
        [Hit(title_of(name), url) for name in names for url in [page_address(name, roles, today)] if url]
        for names in pages_named(text)
    ]


def page_address(name, roles, today):
    """The address of a page for a reader; "" when it is not theirs."""
    theirs = {
        "ledger": roles.committee_of,
        "board": roles.branches,
        "outbox": roles.committee_of or roles.is_admin,
        "audit": reads_audit(roles),
        "leaves": roles.secretary_of,
        "branch_settings": roles.secretary_of,
        "meeting_new": any(kinds_to_schedule(roles, pk) for pk in roles.branches),
    }
    if not theirs.get(name, True):
        return ""
    return reverse(name, args=[today.year] if name == "board" else [])


def meetings_in(user, today, span):
    """The meetings of a named time, and the month of the calendar it lies in."""
    meetings = within(meetings_for(user, today), span.period).exclude(state=MeetingState.CANCELLED)
    if span.kind:
        meetings = meetings.filter(kind=span.kind)
    group = meeting_group(span.label, meetings.order_by("starts_at", "id"), today)
    if not group.hits:
        month = f"{reverse('calendar')}?month={span.period.start:%Y-%m}"
        group.hits.append(
            Hit(f"{span.period.start.year}年{span.period.start.month}月的日历", month, "这段时间没有会议")
        )
    return group


def first_of(rows):
    """(the first rows, whether there are more)."""
    rows = list(rows[: MOST + 1])
    return rows[:MOST], len(rows) > MOST


def people_found(user, today, text):
    people, more = first_of(filter_people(user, Asked(today, today, q=text)))
    address = address_by_id("person")
    return Group("人员", [Hit(row.name, address(row.pk), row.get_kind_display()) for row in people], more)


def words_in(text, *paths):
    """The condition that each word of a text stands in one of the fields."""
    every = Q()
    for word in text.split():
        one = Q()
        for path in paths:
            one |= Q(**{f"{path}__icontains": word})
        every &= one
    return every


def meetings_found(user, today, text):
    """Meetings by name and theme, and by agenda where the reader may see it."""
    agenda = agendas_for(user, today).filter(words_in(text, "agenda__title"))
    named = words_in(text, "title", "theme")
    found = meetings_for(user, today).filter(named | Q(pk__in=agenda.values("pk")))
    return meeting_group("会议", found.order_by("-starts_at", "-id"), today)


def meeting_group(title, meetings, today):
    rows, more = first_of(meetings)
    hits = [
        Hit(
            row.title,
            row.get_absolute_url(),
            f"{moment_text(row.starts_at, today)} · {SHORT_KIND_LABELS[row.kind]}",
            (*STATE_LOOKS[row.state][:2], state_word(row, today)),
        )
        for row in rows
    ]
    return Group(title, hits, more)


def resolutions_found(user, today, text):
    """Resolutions of records the reader may read, and what an archived one made public."""
    public = Q(
        is_public=True,
        meeting__state=MeetingState.ARCHIVED,
        meeting__in=meetings_for(user, today).values("pk"),
    )
    read = Q(meeting__in=minutes_for(user, today).values("pk"))
    found = Resolution.objects.filter(words_in(text, "text"), public | read).select_related("meeting")
    rows, more = first_of(found.order_by("-meeting__starts_at", "-id"))
    return Group(
        "决议",
        [
            Hit(
                row.text,
                f"{row.meeting.get_absolute_url()}#resolution-{row.pk}",
                of_meeting(row.meeting, today),
            )
            for row in rows
        ],
        more,
    )


def actions_found(user, today, text):
    """议定事项 of records the reader may read, and the reader's own."""
    mine = Q(owner=roles_of(user, today).person_id or 0)
    read = Q(meeting__in=minutes_for(user, today).values("pk"))
    found = ActionItem.objects.filter(words_in(text, "text"), mine | read).select_related("meeting", "owner")
    rows, more = first_of(found.order_by("done_on", "due_on", "id"))
    return Group("议定事项", [action_hit(row, today) for row in rows], more)


def action_hit(row, today):
    chip = ("ok", "✓", "已办结") if row.done_on else ("info", "◔", "未办结")
    query = urlencode({**({"state": "done"} if row.done_on else {}), "item": row.pk})
    return Hit(
        row.text,
        f"{reverse('decisions')}?{query}#action-{row.pk}",
        f"{row.owner.name} · {of_meeting(row.meeting, today)}",
        chip,
    )


def of_meeting(meeting, today):
    return f"{meeting.title} · {moment_text(meeting.starts_at, today)}"
