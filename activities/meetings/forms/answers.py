"""Asking for leave, and deciding on it."""

from django import forms

from lawfirm_party.common.forms import PlainForm

from ..choices import LeaveReason
from ..commands.answers import REASON_NEEDED

WHY_TOO_LONG = "理由最多 100 个字。"
TEXT_TOO_LONG = "最多 200 个字。"


class LeaveForm(PlainForm):
    reason = forms.ChoiceField(
        label="事由",
        choices=LeaveReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": REASON_NEEDED, "invalid_choice": REASON_NEEDED},
    )
    text = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        help_text="只有书记看得到。",
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"max_length": TEXT_TOO_LONG},
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("approve", "同意"), ("refuse", "不同意"), ("undo", "撤回审批")])
    reason = forms.CharField(max_length=100, required=False, error_messages={"max_length": WHY_TOO_LONG})
