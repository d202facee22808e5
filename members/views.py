"""Logging in, passwords, the first run, the list of people and a person."""

from datetime import timedelta
from math import ceil

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock, errors
from lawfirm_party.common.crypto import Unreadable
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Refusal
from lawfirm_party.common.throttle import hit, seconds_left, text_key

from . import commands, permissions, queries
from .choices import PersonKind
from .forms import (
    ChangePasswordForm,
    NewPasswordForm,
    PeopleFilterForm,
    ResetRequestForm,
    SetUpForm,
    SignInForm,
)

NEEDS_SECRETARY_OR_CLERK = "查看证件号码需要支部书记或录入员身份。"
NEEDS_SECRETARY_OR_ADMIN = "发出邀请需要支部书记或管理员身份。"
INVITED = "已向{name}发出邀请，链接三天内有效。"
PASSWORD_CHANGED = "密码已修改，其他设备需要重新登录。"
PASSWORD_SET = "新密码已设置，请登录。"
SET_UP_DONE = "已建立单位和支部，请用刚才的登录名和密码登录。"
HOUR = timedelta(hours=1)
LOGIN_TRIES_PER_HOUR = 30
RESETS_PER_HOUR = 5
RESETS_PER_ADDRESS = 30
BAD_LINKS_PER_ADDRESS = 30
LINK_COOKIE = ("__Host-" if settings.SESSION_COOKIE_SECURE else "") + "set-password"
PEOPLE_PER_PAGE = 50


def posted(request):
    return request.POST if request.method == "POST" else None


def form_page(request, template, form, **context):
    """A page with one form; what was refused comes back with 422 and the typed text."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def address_key(name, request):
    return f"{name}:{get_client_ip_address(request)}"


# Logging in


class SignIn(LoginView):
    """Throttled by axes for login and address together, and here for the login alone, before any password is tried."""

    authentication_form = SignInForm

    def get(self, request, *args, **kwargs):
        if not queries.is_set_up():
            return redirect("first_run")
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        key = commands.login_key(request.POST.get("username", ""))
        if not hit(key, limit=LOGIN_TRIES_PER_HOUR, window=HOUR):
            return locked_out(request, seconds=seconds_left(key, window=HOUR))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        commands.note_sign_in(user=form.get_user(), now=clock.now())
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_default_redirect_url(self):
        roles = queries.roles_of(self.request.user, clock.today())
        return reverse("admin:index") if roles.is_clerk and not roles.branches else reverse("home")


def locked_out(request, response=None, credentials=None, seconds=None):
    """Called by axes after too many wrong passwords for one login from one address, and by us with our own wait."""
    wait = round(settings.AXES_COOLOFF_TIME * 3600) if seconds is None else seconds
    context = {"lockout_minutes": ceil(wait / 60)}
    page = render(request, "registration/lockout.html", context, status=429)
    page["Retry-After"] = str(wait)
    return page


@sensitive_post_parameters()
@never_cache
@login_required
def password_change(request):
    form = ChangePasswordForm(request.user, posted(request))
    if form.is_valid():
        commands.change_password(user=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, PASSWORD_CHANGED)
        return redirect("home")
    return form_page(request, "registration/password_change_form.html", form)


def password_reset(request):
    """Says the same whether or not anybody is known by what was typed."""
    form = ResetRequestForm(posted(request))
    if form.is_valid():
        text = form.cleaned_data["text"]
        if not (
            hit(address_key("reset", request), limit=RESETS_PER_ADDRESS, window=HOUR)
            and hit(text_key("reset", text), limit=RESETS_PER_HOUR, window=HOUR)
        ):
            return errors.too_many(request)
        commands.request_password_reset(text=text, now=clock.now())
        return redirect("password_reset_done")
    return form_page(request, "registration/password_reset_form.html", form)


@require_safe
def password_reset_done(request):
    return render(request, "registration/password_reset_done.html")


@never_cache
@require_safe
def set_password(request, token):
    """The address in the mail. It moves the token into a cookie, so that no later request tells it in a Referer."""
    if queries.mail_of_token(token, clock.now()) is None:
        return dead_link(request)
    response = redirect("new_password")
    response.set_cookie(
        LINK_COOKIE,
        token,
        max_age=HOUR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@sensitive_post_parameters()
@never_cache
def new_password(request):
    token = request.COOKIES.get(LINK_COOKIE, "")
    now = clock.now()
    mail = queries.mail_of_token(token, now)
    if mail is None:
        return dead_link(request)
    form = NewPasswordForm(mail.user, posted(request))
    if not form.is_valid():
        return form_page(request, "registration/password_reset_confirm.html", form, validlink=True)
    try:
        commands.set_password(token=token, password=form.cleaned_data["new_password1"], now=now)
    except Refusal:
        return dead_link(request)
    messages.success(request, PASSWORD_SET)
    response = redirect("login")
    response.delete_cookie(LINK_COOKIE)
    return response


def dead_link(request):
    """Unknown, used up and expired look the same; guessing is counted."""
    if not hit(address_key("link", request), limit=BAD_LINKS_PER_ADDRESS, window=HOUR):
        return errors.too_many(request)
    return render(request, "registration/password_reset_confirm.html", {"validlink": False}, status=404)


@sensitive_post_parameters()
@never_cache
def first_run(request):
    form = SetUpForm(posted(request))
    if form.is_valid():
        with once_only(request, form.cleaned_data["nonce"]) as once:
            if not once.repeated:
                try:
                    commands.set_up(data=form.cleaned_data, now=clock.now())
                except Refusal as refusal:
                    raise Http404 from refusal
                once.answer = reverse("login")
                messages.success(request, SET_UP_DONE)
        return redirect(once.answer)
    if queries.is_set_up():
        raise Http404
    return form_page(request, "members/first_run.html", form)


# People


@login_required
@require_safe
def people(request):
    today = clock.today()
    roles = queries.roles_of(request.user, today)
    with_party = permissions.sees_party_columns(roles)
    groups = queries.groups_found(request.user, today) if with_party else []
    standings = queries.standings_found(roles, today) if with_party else []
    chosen = PeopleFilterForm(request.GET, standings=standings, groups=groups).chosen()
    found = queries.filter_people(request.user, today, **chosen)
    page = Paginator(found, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "members/people.html",
        {
            "page": page,
            "rows": queries.rows_of(page.object_list, request.user, today, with_party),
            "chosen": chosen,
            "with_party": with_party,
            "groups": groups,
            "kinds": PersonKind.choices,
            "standings": standings,
            "can_add": request.user.is_staff and request.user.has_perm("members.add_person"),
        },
    )


def person_context(request, person, **extra):
    today = clock.today()
    roles = queries.roles_of(request.user, today)
    branches = queries.branch_ids_of(person.pk, today)
    with_party = permissions.can_read_party_data(roles, person, branches)
    return {
        "page": queries.person_page(person, today, with_party),
        "person": person,
        "can_read_contact": permissions.can_read_contact(roles, person, branches),
        "can_reveal": permissions.can_reveal_id_number(roles, branches),
        "can_invite": permissions.can_invite(roles, branches) and not queries.logs_in(person),
        "can_edit": request.user.is_staff and request.user.has_perm("members.change_person"),
        **extra,
    }


@login_required
@require_safe
def person(request, pk):
    found = get_object_or_404(queries.people_for(request.user, clock.today()), pk=pk)
    return render(request, "members/person.html", person_context(request, found))


@never_cache
@login_required
@require_POST
def reveal_id_number(request, pk):
    """Shows the number once, on this answer only: it stands in no address and in no message."""
    today = clock.today()
    found = get_object_or_404(queries.people_for(request.user, today), pk=pk)
    roles = queries.roles_of(request.user, today)
    if not permissions.can_reveal_id_number(roles, queries.branch_ids_of(pk, today)):
        raise PermissionDenied(NEEDS_SECRETARY_OR_CLERK)
    try:
        number = commands.reveal_id_number(person_id=pk, by=request.user, now=clock.now())
    except Unreadable as error:
        messages.error(request, str(error))
        return redirect(found)
    return render(request, "members/person.html", person_context(request, found, id_number=number))


@login_required
@require_POST
def invite(request, pk):
    today = clock.today()
    found = get_object_or_404(queries.people_for(request.user, today), pk=pk)
    roles = queries.roles_of(request.user, today)
    if not permissions.can_invite(roles, queries.branch_ids_of(pk, today)):
        raise PermissionDenied(NEEDS_SECRETARY_OR_ADMIN)
    try:
        commands.invite(person_id=pk, by=request.user, now=clock.now())
        messages.success(request, INVITED.format(name=found.name))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(found)
