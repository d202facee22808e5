"""One crispy helper for all forms, and the two hidden fields that make a form safe to send twice."""

import hashlib
import secrets
from contextlib import contextmanager
from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction

from . import clock
from .models import UsedNonce

MISSING = "请填写这一项。"
TOO_LONG = "这一项太长了。"
WRONG_ADDRESS = "请填写正确的邮箱地址。"
ALREADY_SENT = "这份表单已经提交过，这次没有再保存。"
# What Django puts into a box in which nothing is chosen, and what stands there instead.
DASHES, CHOOSE = "---------", "请选择"


class PlainForm(forms.Form):
    """Every form of the program: crispy without its own form tag, and a nonce against the double click."""

    nonce = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.fields["nonce"].initial = secrets.token_urlsafe(16)
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = MISSING
            if getattr(field, "empty_label", None) == DASHES:
                field.empty_label = CHOOSE
            if name != "nonce":
                field.widget.attrs.setdefault("autocomplete", "off")


class VersionedForm(PlainForm):
    """A form over something that others may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)


@dataclass
class Once:
    """What became of a form that was sent: whether it came before, and the address its sender goes to."""

    repeated: bool = False
    answer: str = ""


@contextmanager
def once_only(request, nonce):
    """`with once_only(request, nonce) as once:` runs the block once per form that a user was given, in one transaction.

    The first time set `once.answer` to the address the user is sent to. When `once.repeated` is True the block is not for
    running, and `once.answer` is the earlier address; who changed the form before sending it again is told that it was
    not stored. Without a nonce every time is the first.
    """
    with transaction.atomic():
        if not nonce:
            yield Once()
            return
        sent = UsedNonce(nonce=key_of(request, nonce), at=clock.now(), content=content_of(request))
        earlier = store_or_find(sent)
        if earlier and earlier.content != sent.content:
            messages.warning(request, ALREADY_SENT)
        once = Once(bool(earlier), earlier.answer if earlier else "")
        yield once
        if not earlier:
            UsedNonce.objects.filter(pk=sent.pk).update(answer=once.answer)


def earlier_answer(request):
    """Where the first sending of this very form led, or "": for forms whose own choices change with what they do."""
    nonce = request.POST.get("nonce", "")[:64]
    row = UsedNonce.objects.filter(nonce=key_of(request, nonce)).first() if nonce else None
    return row.answer if row and row.content == content_of(request) else ""


def store_or_find(sent):
    """None when the nonce is new, else the row of the form that came first; waits for one that is just being handled."""
    try:
        with transaction.atomic():
            sent.save(force_insert=True)
    except IntegrityError:
        return UsedNonce.objects.get(pk=sent.pk)
    return None


def key_of(request, nonce):
    """A nonce counts for the user and the address it was used by only."""
    return hashlib.sha256(f"{request.user.pk}|{request.path}|{nonce}".encode()).hexdigest()


def content_of(request):
    """A short text that differs when anything typed does; the CSRF token is masked anew on every page."""
    typed = [(key, values) for key, values in request.POST.lists() if key != "csrfmiddlewaretoken"]
    return hashlib.sha256(repr(sorted(typed)).encode()).hexdigest()
