"""Error pages in Chinese, each with the request's number and nothing about the machine."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template import loader

log = logging.getLogger(__name__)

LOGIN_EXPIRED = "登录已过期，这段文字还没有保存，暂存在本机。"


def page(request, status, *, framed=True, template="", **context):
    """Render `<status>.html` or the given template; without the frame (no navigation) nothing is read from the database."""
    context["request_number"] = getattr(request, "number", "")
    body = loader.render_to_string(template or f"{status}.html", context, request if framed else None)
    return HttpResponse(body, status=status)


def bad_request(request, exception=None):
    return page(request, 400, framed=False)


def forbidden(request, exception=None):
    return page(request, 403, sentence=str(exception or ""))


def not_found(request, exception=None):
    return page(request, 404)


def conflict(request, sentence=""):
    return page(request, 409, reason=sentence)


def too_many(request):
    response = page(request, 429)
    response["Retry-After"] = "60"
    return response


def server_error(request):
    """Django calls this while the exception is being handled; the database being away is a 503."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return page(request, 500, framed=False)


def unavailable(request):
    response = page(request, 503, framed=False)
    response["Retry-After"] = "5"
    return response


def csrf_failure(request, reason=""):
    """An expired form: what was typed is shown again, to be copied."""
    log.info("csrf refused, request %s", getattr(request, "number", ""))
    context = {"request_number": getattr(request, "number", ""), "kept": typed_text(request)}
    return HttpResponse(loader.render_to_string("403_csrf.html", context, request), status=403)


def login_expired(request):
    """A form that was sent without a login: what was typed is shown again; None when nothing is worth it. A form that saves itself gets a sentence."""
    if request.headers.get("X-Autosave") == "1":
        return JsonResponse({"message": LOGIN_EXPIRED}, status=401)
    kept = typed_text(request)
    return page(request, 403, template="login_expired.html", kept=kept) if kept else None


# Nobody copies these from a page: secrets, and what the program put into the form.
NOT_GIVEN_BACK = (
    "password",
    "id_number",
    "csrfmiddlewaretoken",
    "nonce",
    "version",
    "base",
    "webhook",
    "secret",
)


# What the fields that hold many words are called on their pages, by the last part of their names.
FIELD_WORDS = {
    "discussion": "发言要点",
    "title": "名称",
    "new_item": "新议题",
    "agenda": "议题",
    "theme": "主题",
    "place": "地点",
    "text": "内容",
    "note": "办理情况",
    "reason": "原因",
}
OTHER_WORDS = "文字"


def typed_text(request):
    """[(发言要点2, text)] that the user had typed, so that an expired form loses nothing; codes and dates are quickly chosen again."""
    texts = [
        (FIELD_WORDS.get(key.rpartition("-")[2], OTHER_WORDS), value)
        for key, value in request.POST.items()
        if not any(word in key for word in NOT_GIVEN_BACK) and is_worth_keeping(value.strip())
    ]
    labels = [label for label, _ in texts]
    return [
        (f"{label}{labels[: place + 1].count(label)}" if labels.count(label) > 1 else label, value)
        for place, (label, value) in enumerate(texts)
    ]


def is_worth_keeping(text):
    """Chinese words, or a long text in any other language."""
    return not text.isascii() or len(text) > 20
