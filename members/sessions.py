"""How long a login lasts, and what ends it (trust.md section 3, row 7).

A session carries three notes: who its user was when it began, when it was last used, and when the password was last given.
No query and, but once a minute, no write is added to a request.
"""

import hashlib
from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session

from lawfirm_party.common import clock
from lawfirm_party.common.dates import local_day

from .queries import read_roles, roles_of

ROLES_CHANGED = "您的身份有变化，请重新登录。"
IDLE_TOO_LONG = "长时间没有操作，已自动退出，请重新登录。"
LOGIN_CLOSED = "这个账号已经关闭，请联系支部书记或管理员。"

STAFF_IDLE = timedelta(minutes=30)
MEMBER_IDLE = timedelta(hours=8)
PROOF_LIVES = timedelta(minutes=5)
NOTED_EVERY = timedelta(minutes=1)
ROLES, SEEN, PROVEN = "roles", "seen", "proven"


def roles_print(roles):
    """A short text that changes whenever what gives somebody rights does; names may change."""
    facts = (
        (roles.user_id, roles.person_id, roles.firm_id, roles.is_admin, roles.is_clerk, roles.is_partner),
        *map(sorted, (roles.secretary_of, roles.committee_of, roles.member_of, roles.leads, roles.groups)),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def idle_limit(roles):
    """How long a login may rest: the committee, the clerk and the admin see much, so theirs is short."""
    staff = roles.committee_of or roles.is_clerk or roles.is_admin
    return STAFF_IDLE if staff else MEMBER_IDLE


def begin(sender, request, user, **kwargs):
    """Note who a session belongs to as it begins; a login proves the password."""
    now = clock.now()
    request.session[ROLES] = roles_print(read_roles(user, local_day(now)))
    request.session[SEEN] = request.session[PROVEN] = now.timestamp()


def note_proof(request):
    """The password was just given."""
    request.session[PROVEN] = clock.now().timestamp()


def is_proven(request):
    """Whether the password was given within five minutes."""
    age = clock.now().timestamp() - request.session.get(PROVEN, 0)
    return 0 <= age < PROOF_LIVES.total_seconds()


def end_what_is_over(get_response):
    """Middleware: a session whose user is somebody else now, or that rested too long, ends before the page is made."""

    def respond(request):
        if SESSION_KEY in request.session:
            now = clock.now()
            sentence = why_over(request, now)
            if sentence:
                logout(request)
                messages.warning(request, sentence)
            else:
                note_use(request.session, now)
        response = get_response(request)
        # What was written is answered with a redirect; a file, a step of a page or a refusal changed nobody's roles.
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            follow_own_hand(request)
        return response

    return respond


def follow_own_hand(request):
    """Who writes down what they are themselves (the first administrator does) goes on, under a new key; others' logins end."""
    if SESSION_KEY not in request.session or not request.user.is_authenticated:
        return
    today = local_day(clock.now())
    if idle_limit(roles_of(request.user, today)) != STAFF_IDLE:
        return
    now_held = roles_print(read_roles(request.user, today))
    if now_held != request.session.get(ROLES):
        request.session.cycle_key()
        request.session[ROLES] = now_held


def why_over(request, now):
    """The sentence for a session that ends with this request, "" for one that goes on."""
    if not request.user.is_authenticated:
        # Whoever's password changed elsewhere lost the session already, so the login itself is closed.
        return LOGIN_CLOSED if SESSION_KEY in request.session else ""
    roles = roles_of(request.user, local_day(now))
    if roles_print(roles) != request.session.get(ROLES):
        return ROLES_CHANGED
    rested = now.timestamp() - request.session.get(SEEN, 0)
    return IDLE_TOO_LONG if rested >= idle_limit(roles).total_seconds() else ""


def note_use(session, now):
    """Remember the last use, at most once a minute; a clock that was set back counts as a minute."""
    if SESSION_KEY not in session:
        return
    rested = now.timestamp() - session[SEEN]
    if not 0 <= rested < NOTED_EVERY.total_seconds():
        session[SEEN] = now.timestamp()


def end_all_of(user):
    """End every session of a login at once, so that none comes back when it is opened again."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
