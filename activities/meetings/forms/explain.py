from django import forms

from lawfirm_party.common.dates import day_text, local
from lawfirm_party.common.forms import TOO_LONG, VersionedForm

from ..commands.explain import NO_TEXT
from ..models import Meeting

LONGEST = 300


class MakeUpField(forms.ModelChoiceField):
    def label_from_instance(self, meeting):
        return f"{day_text(local(meeting.starts_at).date())} {meeting.title}"


class ExplainForm(VersionedForm):
    """Why it was not held, and the later meeting that made up for it."""

    text = forms.CharField(
        label="没有召开的原因",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只有支部委员看得到内容。例：组长外地开庭。",
        error_messages={"required": NO_TEXT, "max_length": TOO_LONG},
    )
    made_up_by = MakeUpField(
        label="补开的会议",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="没有补开",
        help_text="事后补开的会议只作为说明，不改变这一期的结果。",
        error_messages={"invalid_choice": "请从列表中选择。"},
    )

    def __init__(self, *args, make_ups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["made_up_by"].queryset = make_ups
