"""What every page shows around its content: navigation by face, bell, banners."""

from functools import cache

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from activities.notices.permissions import can_read_demo_mails
from activities.notices.queries import has_demo_mails, signals_for
from lawfirm_party.common import clock
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.demo import is_demo
from members.permissions import reads_audit
from members.queries import roles_of

from .faces import Face, face_of, faces_of
from .navigation import navigation_of, owner_of


@cache
def resolved(name):
    return reverse(name)


def page(request):
    """Template context of every page; nothing is read for somebody who is not logged in."""
    user = getattr(request, "user", None)
    shown = {"elder": request.COOKIES.get("elder") == "1", "demo": is_demo()}
    if user is None or not user.is_authenticated:
        return {**shown, "navigation": None, "branch_name": "", "unread": 0, "banners": []}
    now = clock.now()
    today = local_day(now)
    roles = roles_of(user, today)
    if request.path.startswith("/admin/"):
        return shown
    face = face_of(request, roles)
    signals = SimpleLazyObject(lambda: signals_for(roles, now))
    return {
        **shown,
        "navigation": navigation_of(face, owner_of(request.path), today.year),
        "face": face,
        "other_faces": [other for other in faces_of(roles) if other != face],
        "branch_name": roles.branch_names[0] if roles.branch_names else "",
        "has_person": roles.person_id is not None,
        "person_name": roles.person_name or user.username,
        "unread": SimpleLazyObject(lambda: signals.unread),
        "banners": SimpleLazyObject(lambda: signals.banners),
        "settings_url": resolved("branch_settings") if roles.committee_of else "",
        "robots_url": resolved("robots") if roles.secretary_of else "",
        "can_admin": user.is_staff,
        "audit_url": resolved("audit") if reads_audit(roles) and face != Face.ADMIN else "",
        "mails_url": resolved("mails") if can_read_demo_mails(roles) and has_demo_mails() else "",
        "new_meeting_url": resolved("meeting_new") if roles.secretary_of else "",
    }
