from dataclasses import asdict, fields
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from lawfirm_party.common.dates import Every
from lawfirm_party.common.forms import PlainForm, VersionedForm
from lawfirm_party.common.rows import row_version

from .rules import SWITCHES, BranchRules, KindRules

NO_SUCH_DATE = "请填写真实存在的日期，例如 2026-12-01。"
NO_SUCH_TIME = "请填写时间，例如 15:00。"
NO_RHYTHM = "请选择频次。"
BETWEEN = "请填写 {least} 到 {most} 的整数。"
PLACE_MISSING = "请填写惯常地点。"
GROUP_NAME_MISSING = "请填写党小组名称。"
GROUP_NAME_TOO_LONG = "最多 30 个字。"
PLACE_TOO_LONG = "最多 60 个字。"
DATES = (date(1990, 1, 1), date(2199, 12, 31))


def date_field(label, help_text):
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"],
        error_messages={"invalid": NO_SUCH_DATE, "required": NO_SUCH_DATE},
        validators=[MinValueValidator(DATES[0], NO_SUCH_DATE), MaxValueValidator(DATES[1], NO_SUCH_DATE)],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control w-date"}),
    )


def time_field(label):
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"invalid": NO_SUCH_TIME, "required": NO_SUCH_TIME},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control w-num"}),
    )


def number_field(label, least, most):
    sentence = BETWEEN.format(least=least, most=most)
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
        widget=forms.NumberInput(attrs={"class": "form-control w-num"}),
    )


class SettingsForm(VersionedForm):
    """Settings that hold from a day on; `shape` is the dataclass of rules that the fields make."""

    since = date_field("从哪一天起", "以前的日期按以前的设置，达标总表不会因此改变。")
    shape = None

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, initial={**asdict(rules), **kwargs.pop("initial", {})}, **kwargs)
        self.rules = rules

    def new_rules(self):
        """The rules of the clean values; what the form does not ask for stays as it is."""
        asked = {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}
        known = {field.name for field in fields(self.shape)}
        return self.shape(**{**asdict(self.rules), **{n: v for n, v in asked.items() if n in known}})


class BranchRulesForm(SettingsForm):
    shape = BranchRules
    quiet_from = time_field("免打扰开始")
    quiet_until = time_field("免打扰结束")
    minutes_due_days = number_field("会后几天内归档", 1, 60)
    lapse_warning_days = number_field("到期前几天提醒未安排", 1, 60)


class KindRulesForm(SettingsForm):
    shape = KindRules
    every = forms.ChoiceField(
        label="频次",
        choices=Every.choices,
        error_messages={"required": NO_RHYTHM, "invalid_choice": NO_RHYTHM},
        widget=forms.Select(attrs={"class": "form-select w-num"}),
    )
    times = number_field("每期几次", 1, 31)
    start_time = time_field("惯常时间")
    minutes_long = number_field("时长（分钟）", 10, 600)
    place = forms.CharField(
        label="惯常地点",
        max_length=60,
        error_messages={"required": PLACE_MISSING, "max_length": PLACE_TOO_LONG},
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    on_rest_days = forms.BooleanField(label="可在休息日召开", required=False)
    remind_3_days = forms.BooleanField(label="提前3天", required=False)
    remind_1_day = forms.BooleanField(label="提前1天", required=False)
    remind_same_day = forms.BooleanField(label="当天早上", required=False)
    by_email = forms.BooleanField(label="邮件（含日历邀请）", required=False)
    by_robot = forms.BooleanField(label="群消息", required=False)

    def __init__(self, *args, for_the_group, **kwargs):
        super().__init__(*args, **kwargs)
        if not for_the_group:
            del self.fields["by_robot"]

    @property
    def choices_shown(self):
        """The ticks, as one row."""
        return [self[name] for name in SWITCHES if name in self.fields]


class GroupDataForm(PlainForm):
    """What a new 党小组 is called, and since when it is there."""

    name = forms.CharField(
        label="名称",
        max_length=30,
        error_messages={"required": GROUP_NAME_MISSING, "max_length": GROUP_NAME_TOO_LONG},
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    number = number_field("序号", 1, 99)
    founded_on = date_field("设立日期", "从这一天起可以编入党员、召开党小组会。")

    def values(self):
        """What the command takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "nonce"}


class GroupChangeForm(VersionedForm, GroupDataForm):
    """The same of a 党小组 that is there."""

    def __init__(self, *args, group, **kwargs):
        named = {name: getattr(group, name) for name in ("name", "number", "founded_on")}
        super().__init__(*args, initial={**named, "version": row_version(group)}, **kwargs)


class DissolveForm(VersionedForm):
    """The day from which on a 党小组 is no more; only one that has such a day may be left without it again."""

    dissolved_on = date_field("从哪一天起撤销", "这一天以前的会议和记录都留着。")

    def __init__(self, *args, group, today, **kwargs):
        day = group.dissolved_on or today
        super().__init__(*args, initial={"dissolved_on": day, "version": row_version(group)}, **kwargs)
        if group.dissolved_on:
            self.fields["dissolved_on"].required = False
            self.fields["dissolved_on"].help_text = "空着保存，就是不撤销了。"

    def values(self):
        """What the command takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "nonce"}
