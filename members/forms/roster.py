"""What the lists of people are narrowed to: forms of the address line."""

from django import forms
from django.core.exceptions import ValidationError

from lawfirm_party.common.dates import FIRST_DAY

from ..choices import PersonKind

NO_SUCH_DAY = "没有这一天，请填写像 2024-05-01 这样的日期。下面是今天的名册。"
STILL_TO_COME = "这一天还没有到，名册只能查到今天为止。下面是今天的名册。"
BY_STROKE = "stroke"


class DayForm(forms.Form):
    """The day a list is about; today where nothing is asked."""

    on = forms.DateField(
        label="哪一天的名册",
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NO_SUCH_DAY},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data, *, today):
        super().__init__(data)
        self.today = today

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day < FIRST_DAY:
            raise ValidationError(NO_SUCH_DAY)
        if day and day > self.today:
            raise ValidationError(STILL_TO_COME)
        return day

    def day(self):
        """The day asked for, or today where that is none."""
        self.is_valid()
        return self.cleaned_data.get("on") or self.today

    @property
    def sentence(self):
        """Why the day asked for cannot be shown, or nothing."""
        return " ".join(self.errors.get("on", []))


class MeaningfulForm(forms.Form):
    """A value that means nothing is left out, never refused."""

    def chosen(self):
        """The filters that mean something, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PeopleFilterForm(MeaningfulForm):
    """What the list of people can be narrowed to; `standings`, `branches` and `groups` are those the reader may ask for."""

    q = forms.CharField(max_length=60, required=False)
    kind = forms.ChoiceField(choices=PersonKind.choices, required=False)
    standing = forms.ChoiceField(required=False)
    branch = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    group = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    partner = forms.BooleanField(required=False)
    left = forms.BooleanField(required=False)
    sort = forms.ChoiceField(choices=[(BY_STROKE, "按姓氏笔画")], required=False)

    def __init__(self, data, *, standings, branches, groups):
        super().__init__(data)
        self.fields["standing"].choices = standings
        self.fields["branch"].choices = [(unit.pk, unit.name) for unit in branches]
        self.fields["group"].choices = [(unit.pk, unit.name) for unit in groups]


class ColleaguesFilterForm(MeaningfulForm):
    """What the partners' list of the firm's people can be narrowed to."""

    q = forms.CharField(max_length=60, required=False)
    kind = forms.ChoiceField(choices=PersonKind.choices, required=False)
    partner = forms.BooleanField(required=False)
    left = forms.BooleanField(required=False)
