from django import forms

from ..choices import PersonKind


class PeopleFilterForm(forms.Form):
    """What the list of people can be narrowed to. A value that means nothing is left out, never refused."""

    q = forms.CharField(max_length=60, required=False)
    kind = forms.ChoiceField(choices=PersonKind.choices, required=False)
    standing = forms.ChoiceField(required=False)
    group = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    left = forms.BooleanField(required=False)

    def __init__(self, data, *, standings, groups):
        super().__init__(data)
        self.fields["standing"].choices = standings
        self.fields["group"].choices = [(group.pk, group.name) for group in groups]

    def chosen(self):
        """The filters that mean something, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
