"""One crispy helper for all forms, and the two hidden fields that make a form safe to send twice."""

import secrets

from crispy_forms.helper import FormHelper
from django import forms
from django.db import IntegrityError, transaction

from . import clock
from .models import UsedNonce

MISSING = "请填写这一项。"
TOO_LONG = "这一项太长了。"


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
            if name != "nonce":
                field.widget.attrs.setdefault("autocomplete", "off")


class VersionedForm(PlainForm):
    """A form over something that others may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)


class OnceOnly:
    """`with OnceOnly(nonce) as once:` runs the block once per nonce.

    Inside, `once.answer` is "" the first time; set it to the address the user is sent to. On a repeated
    nonce the block is not for running: `once.repeated` is True and `once.answer` is the earlier address.
    """

    def __init__(self, nonce):
        self.nonce = nonce
        self.answer = ""
        self.repeated = False

    def __enter__(self):
        self.block = transaction.atomic()
        self.block.__enter__()
        if self.nonce:
            try:
                with transaction.atomic():
                    UsedNonce.objects.create(nonce=self.nonce, at=clock.now(), answer="")
            except IntegrityError:
                self.repeated = True
                self.answer = UsedNonce.objects.get(nonce=self.nonce).answer
        return self

    def __exit__(self, kind, error, trace):
        if kind is None and self.nonce and not self.repeated:
            UsedNonce.objects.filter(nonce=self.nonce).update(answer=self.answer)
        return self.block.__exit__(kind, error, trace)
