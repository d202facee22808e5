"""Small middleware: a number for each request, and text that PostgreSQL cannot hold."""

import secrets

from . import errors


def request_number(get_response):
    def respond(request):
        request.number = secrets.token_hex(4)
        response = get_response(request)
        response["X-Request-Number"] = request.number
        return response

    return respond


def has_bad_text(text):
    return "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text)


def refuse_bad_text(get_response):
    """NUL and lone surrogates reach no query: a clean 400 instead of a database error."""

    def respond(request):
        if has_bad_text(request.path_info) or has_bad_in(request.GET):
            return errors.bad_request(request)
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if request.method == "POST" and has_bad_in(request.POST):
            return errors.bad_request(request)
        return None

    respond.process_view = process_view
    return respond


def has_bad_in(data):
    return any(has_bad_text(key) or any(map(has_bad_text, values)) for key, values in data.lists())
