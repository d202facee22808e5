"""The filters of 议定事项."""

from django import forms

from ..choices import MeetingKind
from ..queries.decisions import OPEN, STATES


class DecisionFilterForm(forms.Form):
    """What the list can be narrowed to. A value that means nothing is left out, never refused."""

    state = forms.ChoiceField(choices=STATES, required=False)
    mine = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=MeetingKind.choices, required=False)
    branch = forms.IntegerField(min_value=1, max_value=10**18, required=False)
    by = forms.ChoiceField(choices=[("owner", "按责任人")], required=False)

    def chosen(self):
        """The filters that mean something, by name."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: value for name, value in found.items() if (name, value) != ("state", OPEN)}
