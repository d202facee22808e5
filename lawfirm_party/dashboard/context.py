"""What every page shows around its content: navigation by role, bell, banners."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from activities.notices.permissions import can_read_demo_mails
from activities.notices.queries import banner_for, has_demo_mails, unread_count
from lawfirm_party.common import clock
from lawfirm_party.common.demo import is_demo
from members.queries import roles_of


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    icon: str
    active: bool = False


DESK = (
    ("首页", "home", "house"),
    ("组织生活", "meetings", "calendar-event"),
    ("达标总表", "board", "grid-3x3"),
    ("人员", "people", "people"),
    ("议定事项", "decisions", "list-check"),
    ("支部", "branch", "diagram-3"),
)
MEMBER = (
    ("首页", "home", "house"),
    ("我的日程", "my", "calendar-check"),
    ("组织生活", "meetings", "calendar-event"),
    ("达标总表", "board", "grid-3x3"),
    ("人员", "people", "people"),
    ("支部", "branch", "diagram-3"),
)
FIRM = (
    ("首页", "home", "house"),
    ("我的日程", "my", "calendar-check"),
    ("组织生活", "meetings", "calendar-event"),
    ("人员", "people", "people"),
)
OFFICE = (("首页", "home", "house"), ("人员", "people", "people"))
ON_PHONE = {
    DESK: ("home", "meetings", "my", "notices"),
    MEMBER: ("home", "my", "meetings", "board"),
    FIRM: ("home", "my", "meetings", "notices"),
    OFFICE: ("home", "people"),
}
PHONE_ENTRIES = {
    "my": ("我的日程", "calendar-check"),
    "notices": ("通知", "bell"),
}


def desk_of(roles):
    """Which set of pages a user works with."""
    if roles.committee_of:
        return DESK
    if roles.member_of:
        return MEMBER
    return FIRM if roles.person_id and not (roles.is_clerk or roles.is_admin) else OFFICE


@cache
def resolved(name, *args):
    return reverse(name, args=args)


def address(name, roles, today):
    if name == "board":
        return resolved("board", today.year)
    if name == "branch":
        return resolved("branch", min(roles.committee_of or roles.member_of))
    return resolved(name)


def entries(rows, roles, today, path):
    return [
        Entry(label, url, icon, is_active(name, url, path))
        for label, name, icon in rows
        for url in [address(name, roles, today)]
    ]


def is_active(name, url, path):
    if name == "board":
        return path.startswith("/board/")
    return path == url if url == "/" else path.startswith(url)


def phone_rows(desk):
    known = {name: (label, icon) for label, name, icon in desk} | PHONE_ENTRIES
    return [(known[name][0], name, known[name][1]) for name in ON_PHONE[desk]]


def page(request):
    """Template context of every page; nothing is read for somebody who is not logged in."""
    user = getattr(request, "user", None)
    shown = {"elder": request.COOKIES.get("elder") == "1", "demo": is_demo()}
    if user is None or not user.is_authenticated:
        return {**shown, "nav": [], "phone_nav": [], "branch_name": "", "unread": 0, "banners": []}
    now = clock.now()
    today = clock.today()
    roles = roles_of(user, today)
    if request.path.startswith("/admin/"):
        return shown
    desk = desk_of(roles)
    return {
        **shown,
        "nav": entries(desk, roles, today, request.path),
        "phone_nav": entries(phone_rows(desk), roles, today, request.path),
        "branch_name": roles.branch_names[0] if roles.branch_names else "",
        "person_name": roles.person_name or user.username,
        "unread": unread_count(roles.person_id) if roles.person_id else 0,
        "banners": SimpleLazyObject(lambda: list(filter(None, [banner_for(roles, now)]))),
        "can_admin": user.is_staff,
        "mails_url": resolved("mails") if can_read_demo_mails(roles) and has_demo_mails() else "",
        "new_meeting_url": resolved("meeting_new") if roles.secretary_of else "",
    }
