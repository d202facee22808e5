"""The navigation of each face: at most six pages in the bar, four on a phone. Made once for each place in it, because it stands on every page."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse

from lawfirm_party.common import clock

from .faces import Face

# Of each page: its label, and its icon.
PAGES = {
    "home": ("首页", "house"),
    "my": ("我的日程", "calendar-check"),
    "meetings": ("组织生活", "calendar-event"),
    "board": ("达标总表", "grid-3x3"),
    "people": ("人员", "people"),
    "decisions": ("议定事项", "list-check"),
    "ledger": ("台账", "journal-text"),
    "evaluations": ("民主评议", "clipboard-check"),
    "evaluation_dashboard": ("看板", "bar-chart"),
    "feedback": ("客户反馈", "chat-square-text"),
    "notices": ("通知", "bell"),
    "outbox": ("发件箱", "send"),
    "audit": ("审计记录", "shield-lock"),
    "admin:index": ("后台", "gear"),
}
IN_BAR = {
    Face.COMMITTEE: ("home", "meetings", "board", "people", "evaluations", "ledger"),
    Face.MEMBER: ("home", "my", "meetings", "board", "people", "evaluations"),
    Face.PARTNER: ("home", "my", "meetings", "people", "evaluation_dashboard", "feedback"),
    Face.COLLEAGUE: ("home", "my", "meetings", "people"),
    Face.CLERK: ("home", "people", "feedback", "admin:index"),
    Face.ADMIN: ("home", "people", "outbox", "audit", "admin:index"),
}
ON_PHONE = {
    Face.COMMITTEE: ("home", "meetings", "board", "notices"),
    Face.MEMBER: ("home", "my", "meetings", "notices"),
    Face.PARTNER: ("home", "my", "meetings", "notices"),
    Face.COLLEAGUE: ("home", "my", "meetings", "notices"),
    Face.CLERK: ("home", "people", "notices", "admin:index"),
    Face.ADMIN: ("home", "people", "outbox", "admin:index"),
}
# Whose page an address is, by its first part.
OWNERS = {
    "": "home",
    "me": "my",
    "leaves": "meetings",
    "meetings": "meetings",
    "calendar": "meetings",
    "board": "board",
    "members": "people",
    "branches": "people",
    "groups": "people",
    "terms": "people",
    "decisions": "decisions",
    "feedback": "feedback",
    "evaluation": "evaluations",
    "ballots": "evaluations",
    "ledger": "ledger",
    "notices": "notices",
    "outbox": "outbox",
    "audit": "audit",
}
# Under which entry a page stands for who has none of its own.
UNDER = {"decisions": "meetings", "feedback": "evaluations", "evaluations": "evaluation_dashboard"}
# Pages of one year: the bar leads to this year's.
BY_YEAR = {"board", "evaluation_dashboard"}


@dataclass(frozen=True)
class Entry:
    name: str
    label: str
    url: str
    icon: str
    active: bool


@dataclass(frozen=True)
class Navigation:
    """The entries of bar and phone bar, and both drawn; `below` stands in the menu where the bar has no room."""

    entries: tuple
    phone_entries: tuple
    bar: str
    below: str
    phone: str


def owner_of(path):
    """The page of PAGES that an address belongs to, or ""."""
    return OWNERS.get(path.split("/", 2)[1], "")


@lru_cache(maxsize=512)
def navigation_of(face, active, year):
    """The Navigation of a Face while a page is open; `year` is the one to which pages of a year lead."""
    entries = entries_of(IN_BAR[face], active, year)
    phone_entries = entries_of(ON_PHONE[face], active, year)

    def drawn(part, shown):
        return render_to_string(f"partials/_nav_{part}.html", {"entries": shown})

    return Navigation(
        entries, phone_entries, drawn("bar", entries), drawn("below", entries), drawn("phone", phone_entries)
    )


def address_of(name, year=None):
    """Where a page is; what is by year is this year's, or that of the year given."""
    return reverse(name, args=[year or clock.today().year] if name in BY_YEAR else [])


def entries_of(names, active, year):
    here = active if active in names else UNDER.get(active)
    return tuple(
        Entry(name, label, address_of(name, year), icon, name == here)
        for name in names
        for label, icon in [PAGES[name]]
    )
