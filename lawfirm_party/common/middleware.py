"""Small middleware: a number for each request, text that PostgreSQL cannot hold, addresses of buttons, forms sent after the login expired."""

import re
import secrets

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url

from . import errors

BAD_TEXT = re.compile("[\x00\ud800-\udfff]")


def request_number(get_response):
    def respond(request):
        request.number = secrets.token_hex(4)
        response = get_response(request)
        response["X-Request-Number"] = request.number
        return response

    return respond


def has_bad_text(text):
    return BAD_TEXT.search(text) is not None


def refuse_bad_text(get_response):
    """NUL and lone surrogates reach no query: a clean 400 instead of a database error."""

    def respond(request):
        cookies = request.COOKIES.values()
        if has_bad_text(request.path_info) or has_bad_in(request.GET) or any(map(has_bad_text, cookies)):
            return errors.bad_request(request)
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if request.method == "POST" and has_bad_in(request.POST):
            return errors.bad_request(request)
        return None

    respond.process_view = process_view
    return respond


def explain_wrong_method(get_response):
    """The address of a button, typed in by hand, is answered with a page and not with an empty 405."""

    def respond(request):
        response = get_response(request)
        if response.status_code != 405 or response.content:
            return response
        explained = errors.page(request, 405)
        explained["Allow"] = response["Allow"]
        return explained

    return respond


def has_bad_in(data):
    return any(has_bad_text(key) or any(map(has_bad_text, values)) for key, values in data.lists())


def give_text_back(get_response):
    """The way to the login loses what a form carried, so a form with words in it is answered with these words first."""

    def respond(request):
        response = get_response(request)
        if request.method == "POST" and leads_to_login(request, response):
            return errors.login_expired(request) or response
        return response

    return respond


def leads_to_login(request, response):
    to_login = redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    return response.status_code == 302 and response["Location"] == to_login["Location"]
