"""Who takes much away or changes rights gives the password again first (trust.md section 3, row 7)."""

from functools import wraps
from urllib.parse import urlencode, urlsplit

from axes.utils import reset as reset_attempts
from django.contrib import messages
from django.contrib.auth import authenticate
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from lawfirm_party.common import errors
from lawfirm_party.common.addresses import inside
from lawfirm_party.common.throttle import client_address, hit

from .commands import LOGIN_TRIES_PER_HOUR, TRIES_WINDOW, login_key
from .forms.logins import PASSWORD_WRONG, PasswordAgainForm
from .sessions import is_proven, note_proof

CHOOSE_AGAIN = "密码已过5分钟，请再输入一次；刚才选的文件没有保存，确认后请重新选择。"
TYPED = "password_again"


def password_again(view):
    """The decorated view answers only within five minutes of the last proof of the password; a login counts.

    Stands below login_required. Later than that, a GET goes by way of /accounts/confirm/, and a POST is answered with a page
    that asks for the password and sends the same form on: nothing that was typed is lost.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return password_page(request) or view(request, *args, **kwargs)

    return guarded


def password_page(request):
    """The answer that asks for the password, or None when it was proven and the request may go on."""
    if not request.user.is_authenticated:
        return None
    if request.method != "POST":
        return None if is_proven(request) else redirect(confirm_address(request))
    typed = request.POST.get(TYPED)
    forget_typed(request)
    if is_proven(request):
        return None
    if request.FILES:
        messages.warning(request, CHOOSE_AGAIN)
        return redirect(confirm_address(request, page_before(request)))
    form = PasswordAgainForm(None if typed is None else {TYPED: typed})
    refused = form.is_bound and prove(request, form)
    if refused is None:
        return None
    return refused or ask_on_the_way(request, form)


def forget_typed(request):
    """The view gets the form as it was first sent: the double click of one that was proven is still the same form."""
    kept = request.POST.copy()
    kept.pop(TYPED, None)
    kept._mutable = False
    request.POST = kept


def prove(request, form):
    """Try the typed password, throttled as at the login: None when it is right, else False or the answer to too many tries."""
    if not form.is_valid():
        return False
    name = request.user.get_username()
    if not hit(login_key(name), limit=LOGIN_TRIES_PER_HOUR, window=TRIES_WINDOW):
        return errors.too_many(request)
    if authenticate(request, username=name, password=form.cleaned_data[TYPED]) is None:
        form.add_error(TYPED, PASSWORD_WRONG)
        return False
    reset_attempts(username=name, ip=client_address(request))
    note_proof(request)
    return None


def ask_on_the_way(request, form):
    """The page that asks for the password and carries the form that was sent; other passwords are typed again."""
    carried = [
        (key, value)
        for key, values in request.POST.lists()
        if "password" not in key and key != "csrfmiddlewaretoken"
        for value in values
    ]
    return password_form_page(request, form, carried=carried, back=page_before(request))


def password_form_page(request, form, status=422, **context):
    page = render(request, "registration/password_again.html", {"form": form, **context}, status=status)
    add_never_cache_headers(page)
    return page


def confirm_address(request, wanted=""):
    query = {"next": wanted or request.get_full_path(), "back": page_before(request)}
    return f"{reverse('confirm_password')}?{urlencode(query)}"


def page_before(request):
    """The page of this site the request came from, else home."""
    parts = urlsplit(request.META.get("HTTP_REFERER", ""))
    if parts.netloc != request.get_host():
        return "/"
    return inside(parts.path + (f"?{parts.query}" if parts.query else "")) or "/"
