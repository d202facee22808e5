from django import forms

from .choices import OutboxState, Rule
from .rules import OPEN, PROBLEMS

STATE_GROUPS = {"problem": PROBLEMS, "open": OPEN}
UNKNOWN_FILTER = "没有这个筛选条件，已显示全部。"


class OutboxFilter(forms.Form):
    """What the outbox page shows; every field comes from the address, so that a view can be passed on."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部状态"), ("problem", "没有送达"), ("open", "还没有发出"), *OutboxState.choices],
        error_messages={"invalid_choice": UNKNOWN_FILTER},
    )
    rule = forms.ChoiceField(
        label="事由",
        required=False,
        choices=[("", "全部事由"), *Rule.choices],
        error_messages={"invalid_choice": UNKNOWN_FILTER},
    )
    meeting = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=10**18 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), UNKNOWN_FILTER),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("state", "rule"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def wanted(self):
        """Keyword arguments for queries.filtered: {} narrows nothing."""
        if not self.is_valid():
            return {}
        state = self.cleaned_data["state"]
        return {
            "states": STATE_GROUPS.get(state, {state} if state else set()),
            "rule": self.cleaned_data["rule"],
            "meeting": self.cleaned_data["meeting"],
        }
