"""The list of accounts: its filters, and what is done from it."""

from django import forms

from lawfirm_party.common.forms import PlainForm

from ..choices import AccountState
from .roster import MeaningfulForm

CIRCLES = [("branch", "支部的人"), ("others", "其他同事")]


class AccountFilterForm(MeaningfulForm):
    """What the list of accounts can be narrowed to."""

    q = forms.CharField(max_length=60, required=False)
    state = forms.ChoiceField(choices=AccountState.choices, required=False)
    circle = forms.ChoiceField(choices=CIRCLES, required=False)


class InviteAllForm(PlainForm):
    circle = forms.ChoiceField(choices=CIRCLES, required=False, widget=forms.HiddenInput)


class SwitchForm(PlainForm):
    """Close or open a login."""

    active = forms.TypedChoiceField(choices=[("1", "启用"), ("0", "停用")], coerce=lambda text: text == "1")
