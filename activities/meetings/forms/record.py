"""Marking attendance, correcting an archived record, finishing an item, and entering a past meeting."""

from dataclasses import dataclass

from django import forms

from lawfirm_party.common.forms import TOO_LONG, PlainForm

from ..choices import LeaveReason, MeetingKind, Presence
from ..commands.minutes import MOST_ITEMS, TOO_MANY_ITEMS
from ..rules.scheduling import Plan
from .scheduling import WITH_THEME, date_field, ending, moment, text_field, time_field, too_long

CLICK_AGAIN = "没有看清您点的是哪一项，请再点一次。"
TEXT_MISSING = "请写明更正的内容。"
AGENDA_MISSING = "请至少写一个议题。"
ITEM_TOO_LONG = "每个议题最多 120 个字。"
NO_SUCH_YEAR = "请填写年度，例如 2026。"
CHOOSE_ONE = dict.fromkeys(("required", "invalid_choice", "invalid_list"), "请从列表中选择。")
EVERYBODY = "all"
MARKS = frozenset({Presence.PRESENT, Presence.LEAVE, Presence.ABSENT})
OFFERED_REASONS = (LeaveReason.COURT, LeaveReason.TRAVEL, LeaveReason.OTHER)


@dataclass(frozen=True)
class Mark:
    """What one button of the attendance page says. `person_id` None: everybody."""

    person_id: int | None
    presence: str = Presence.PRESENT
    reason: str = ""


class MarkForm(PlainForm):
    """`mark` is "all", "12:present", "12:leave:court" or "12:absent", the value of the button that was pressed."""

    mark = forms.CharField(max_length=40, error_messages={"required": CLICK_AGAIN, "max_length": CLICK_AGAIN})

    def clean_mark(self):
        text = self.cleaned_data["mark"]
        if text == EVERYBODY:
            return Mark(None)
        number, _, rest = text.partition(":")
        presence, _, reason = rest.partition(":")
        known = number.isascii() and number.isdigit() and len(number) <= 18 and presence in MARKS
        if not known or reason not in {"", *OFFERED_REASONS} or (reason and presence != Presence.LEAVE):
            raise forms.ValidationError(CLICK_AGAIN)
        return Mark(int(number), presence, reason)

    @property
    def seen(self):
        """What the page had shown for the person, None when it did not say."""
        mark = self.cleaned_data["mark"]
        return self.data.get(f"seen-{mark.person_id}")


class CorrectForm(PlainForm):
    text = forms.CharField(
        label="更正说明",
        max_length=500,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4}),
        help_text="写明哪一处有误、应当是什么。原记录不变，说明附在后面，记下更正人和时间。",
        error_messages={"required": TEXT_MISSING, "max_length": TOO_LONG},
    )


class DoneForm(PlainForm):
    note = forms.CharField(
        label="办理情况", max_length=200, required=False, error_messages={"max_length": TOO_LONG}
    )
    undo = forms.BooleanField(required=False)


class BackfillForm(PlainForm):
    """A past meeting of one kind. `people` are (id, name) of the firm's people, `left` of those who have left it since."""

    title = text_field("会议名称", 80)
    day = date_field("召开日期")
    starts = time_field("开始时间")
    ends = time_field("结束时间")
    place = text_field("地点", 60)
    theme = text_field("主题", 80, needed=False)
    evaluation_year = forms.IntegerField(
        label="所属年度",
        min_value=1990,
        max_value=2199,
        help_text="组织生活会可以在次年 3 月 31 日以前召开，所属年度另记。",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NO_SUCH_YEAR),
        widget=forms.NumberInput(attrs={"class": "form-control w-num", "inputmode": "numeric"}),
    )
    host = forms.TypedChoiceField(label="主持人", coerce=int, error_messages=CHOOSE_ONE)
    recorder = forms.TypedChoiceField(label="记录人", coerce=int, error_messages=CHOOSE_ONE)
    guests = forms.TypedMultipleChoiceField(
        label="列席",
        coerce=int,
        required=False,
        error_messages=CHOOSE_ONE,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    agenda = forms.CharField(
        label="议题",
        max_length=5_000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4}),
        help_text="每行一个议题。发言要点和决议在下一步填写。",
        error_messages={"required": AGENDA_MISSING, **too_long(5_000)},
    )
    confirm_another = forms.BooleanField(label="确定再补录一次", required=False)

    def __init__(self, *args, kind, people, left, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in ("host", "recorder"):
            self.fields[name].choices = [
                ("", "请选择"),
                ("在所人员", people),
                *([("已离所", left)] if left else []),
            ]
            self.fields[name].widget.attrs["class"] = "form-select w-name"
        self.fields["guests"].choices = [*people, *left]
        if kind != MeetingKind.LIFE:
            del self.fields["evaluation_year"]
        if kind not in WITH_THEME:
            del self.fields["theme"]
        for name, field in self.fields.items():
            field.label = self.base_fields[name].label

    def clean_agenda(self):
        titles = [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        if not titles:
            raise forms.ValidationError(AGENDA_MISSING)
        if len(titles) > MOST_ITEMS:
            raise forms.ValidationError(TOO_MANY_ITEMS)
        if any(len(title) > 120 for title in titles):
            raise forms.ValidationError(ITEM_TOO_LONG)
        return titles

    def plan(self, branch_id, group_id, decided):
        """The Plan of a valid form; `decided` are the titles that usually end in a resolution."""
        typed = self.cleaned_data
        return Plan(
            branch_id=branch_id,
            kind=self.kind,
            starts_at=moment(typed["day"], typed["starts"]),
            ends_at=ending(typed["day"], typed["starts"], typed["ends"]),
            title=typed["title"],
            place=typed["place"],
            group_id=group_id,
            host_id=typed["host"],
            recorder_id=typed["recorder"],
            theme=typed.get("theme", ""),
            evaluation_year=typed.get("evaluation_year"),
            guest_ids=tuple(typed["guests"]),
            agenda=tuple((title, title in decided) for title in typed["agenda"]),
        )
