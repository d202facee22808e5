"""Logging in, passwords, and the first run."""

from datetime import timedelta
from math import ceil

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock, errors
from lawfirm_party.common.addresses import inside
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Refusal
from lawfirm_party.common.throttle import hit, seconds_left, text_key

from .. import commands, queries
from ..forms.logins import (
    ChangePasswordForm,
    NewPasswordForm,
    PasswordAgainForm,
    ResetRequestForm,
    SetUpForm,
    SignInForm,
)
from ..reauth import password_form_page, prove
from ..sessions import note_proof

PASSWORD_CHANGED = "密码已修改，其他设备需要重新登录。"
PASSWORD_SET = "新密码已设置，请登录。"
SET_UP_DONE = "已建立单位和支部，请用刚才的登录名和密码登录。"
HOUR = timedelta(hours=1)
LOGIN_TRIES_PER_HOUR = commands.LOGIN_TRIES_PER_HOUR
RESETS_PER_HOUR = 5
RESETS_PER_ADDRESS = 30
BAD_LINKS_PER_ADDRESS = 30
LINK_COOKIE = ("__Host-" if settings.SESSION_COOKIE_SECURE else "") + "set-password"


def posted(request):
    return request.POST if request.method == "POST" else None


def form_page(request, template, form, **context):
    """A page with one form; what was refused comes back with 422 and the typed text."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def address_key(name, request):
    return f"{name}:{get_client_ip_address(request)}"


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
        note_proof(request)
        messages.success(request, PASSWORD_CHANGED)
        return redirect("home")
    return form_page(request, "registration/password_change_form.html", form)


@sensitive_post_parameters()
@never_cache
@login_required
def confirm_password(request):
    """Asks for the password on the way to a page that wants it again (members.reauth)."""
    back = inside(request.GET.get("back", "")) or reverse("home")
    form = PasswordAgainForm(posted(request))
    refused = form.is_bound and prove(request, form)
    if refused is None:
        return redirect(inside(request.GET.get("next", "")) or back)
    if refused:
        return refused
    return password_form_page(request, form, back=back, status=422 if form.errors else 200)


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
