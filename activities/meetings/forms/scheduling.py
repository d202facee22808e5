"""Scheduling, changing, moving and calling off a meeting."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from lawfirm_party.common.dates import SHANGHAI, local, local_day
from lawfirm_party.common.forms import PlainForm, VersionedForm

from ..choices import MeetingKind
from ..queries.scheduling import NOW, OTHER, Chip, chip_label
from ..rules.scheduling import Plan, start_now

ROWS = 12
# As far ahead as a meeting can be scheduled; R-MTG-6 gives a 组织生活会 three months of the next year.
YEARS_AHEAD = 2
# Longer than this, an end before the start is a slip and is refused.
LONGEST_PAST_MIDNIGHT = timedelta(hours=6)
CHOOSE_TIME = "请选择时间。"
PAST_MIDNIGHT = "已经过了零点，“今天”变了，请重新选择时间。"
TWO_TIMES = "选了一个时间，又填了自选日期：请选“自选”，或清空自选日期。"
NO_SUCH_PERSON = "请从列表中选择。"
NO_SUCH_DATE = "请填写真实存在的日期，例如 2026-11-26。"
NO_SUCH_TIME = "请填写时间，例如 15:00。"
DATES = (date(1990, 1, 1), date(2199, 12, 31))
NO_SUCH_YEAR = "请填写年度，例如 2026。"
WITH_THEME = frozenset({MeetingKind.LECTURE, MeetingKind.THEME_DAY, MeetingKind.LIFE, MeetingKind.STUDY})
THEME_LABELS = {MeetingKind.LECTURE: "课题"}


def required(sentence):
    return {"required": sentence}


def too_long(limit):
    return {"max_length": f"最多 {limit} 个字。"}


def date_field(label, **options):
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"],
        error_messages={"invalid": NO_SUCH_DATE, "required": NO_SUCH_DATE},
        validators=[MinValueValidator(DATES[0], NO_SUCH_DATE), MaxValueValidator(DATES[1], NO_SUCH_DATE)],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control w-date"}),
        **options,
    )


def time_field(label, **options):
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"invalid": NO_SUCH_TIME, "required": NO_SUCH_TIME},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control w-num"}),
        **options,
    )


def text_field(label, limit, *, needed=True, **options):
    messages = {**required(f"请填写{label}。"), **too_long(limit)}
    widget = forms.TextInput(attrs={"class": "form-control"})
    return forms.CharField(
        label=label, max_length=limit, required=needed, error_messages=messages, widget=widget, **options
    )


def moment(day: date, clock: time):
    return datetime.combine(day, clock, SHANGHAI)


def ending(day: date, start: time, end: time):
    """When a meeting of a day ends; an end before the start is meant after midnight where that makes a short meeting."""
    past_midnight = moment(day, end) + timedelta(days=1)
    if end < start and past_midnight - moment(day, start) <= LONGEST_PAST_MIDNIGHT:
        return past_midnight
    return moment(day, end)


def read_moment(text):
    """The moment written as 2026-11-26T15:00, or None."""
    try:
        start = datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
    return start if DATES[0] <= start.date() <= DATES[1] else None


class PlanForm(forms.Form):
    """The fields of a meeting's plan but its time, choices narrowed to the firm's people."""

    title = text_field("会议名称", 80)
    place = text_field("地点", 60)
    theme = text_field("主题", 80, needed=False)
    evaluation_year = forms.TypedChoiceField(
        label="所属年度",
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": NO_SUCH_YEAR},
    )
    host = forms.TypedChoiceField(
        label="主持人",
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": NO_SUCH_PERSON, **required("请选择主持人。")},
    )
    recorder = forms.TypedChoiceField(
        label="记录人",
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": NO_SUCH_PERSON, **required("请选择记录人。")},
    )
    guests = forms.TypedMultipleChoiceField(
        label="列席",
        coerce=int,
        required=False,
        error_messages={"invalid_choice": NO_SUCH_PERSON, "invalid_list": NO_SUCH_PERSON},
        widget=forms.CheckboxSelectMultiple,
    )
    remind_3_days = forms.BooleanField(label="提前3天", required=False)
    remind_1_day = forms.BooleanField(label="提前1天", required=False)
    remind_same_day = forms.BooleanField(label="当天早上", required=False)
    by_email = forms.BooleanField(label="邮件（含日历邀请）", required=False)
    by_robot = forms.BooleanField(label="群消息", required=False)

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.narrow(proposal)
        for number in range(1, ROWS + 1):
            self.fields[f"item_{number}"] = text_field(f"议题{number}", 120, needed=False)
            self.fields[f"resolve_{number}"] = forms.BooleanField(required=False)
            self.fields[f"known_{number}"] = forms.IntegerField(
                required=False, min_value=1, max_value=10**18, widget=forms.HiddenInput
            )

    def narrow(self, proposal):
        expected = [(row.person_id, row.name) for row in proposal.expected]
        others = [(person.pk, person.name) for person in proposal.others]
        people = [("", "请选择"), ("应到人员", expected), ("其他人员", others)]
        for name in ("host", "recorder"):
            self.fields[name].choices = people
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["guests"].choices = others
        if proposal.kind == MeetingKind.LIFE:
            years = range(proposal.day.year - 1, proposal.day.year + YEARS_AHEAD + 1)
            self.fields["evaluation_year"].choices = [(year, f"{year}年度") for year in years]
            self.fields["evaluation_year"].required = True
            self.fields["evaluation_year"].widget.attrs["class"] = "form-select w-num"
        else:
            del self.fields["evaluation_year"]
        if proposal.kind in WITH_THEME:
            self.fields["theme"].label = THEME_LABELS.get(proposal.kind, "主题")
        else:
            del self.fields["theme"]
        if proposal.robots:
            self.fields["by_robot"].label = f"群消息（{'、'.join(proposal.robots)}）"
        else:
            del self.fields["by_robot"]

    def agenda_rows(self):
        """(number, text field, needs-resolution field, hidden id) of every row of the agenda."""
        return [
            (number, self[f"item_{number}"], self[f"resolve_{number}"], self[f"known_{number}"])
            for number in range(1, ROWS + 1)
        ]

    @property
    def rows_shown(self):
        return [row for row in self.agenda_rows() if row[1].value() or row[1].errors]

    @property
    def rows_folded(self):
        shown = {row[0] for row in self.rows_shown}
        return [row for row in self.agenda_rows() if row[0] not in shown]

    def agenda(self):
        """(title, needs_resolution, id or None) of every row with a text."""
        data = self.cleaned_data
        return tuple(
            (data[f"item_{number}"], data[f"resolve_{number}"], data[f"known_{number}"])
            for number in range(1, ROWS + 1)
            if data.get(f"item_{number}")
        )

    def plan(self, starts_at, ends_at, confirmed):
        """The Plan of these clean values."""
        data, proposal = self.cleaned_data, self.proposal
        year = data.get("evaluation_year")
        title = data["title"]
        if title == proposal.title:
            day = local_day(starts_at)
            stays = proposal.period and day in proposal.period and year == proposal.evaluation_year
            title = proposal.title if stays else replace(proposal, evaluation_year=year).title_on(day)
        return Plan(
            branch_id=proposal.branch.pk,
            kind=proposal.kind,
            group_id=proposal.group.pk if proposal.group else None,
            starts_at=starts_at,
            ends_at=ends_at,
            title=title,
            place=data["place"],
            theme=data.get("theme", ""),
            evaluation_year=year,
            host_id=data["host"],
            recorder_id=data["recorder"],
            guest_ids=tuple(data["guests"]),
            agenda=self.agenda(),
            remind_3_days=data["remind_3_days"],
            remind_1_day=data["remind_1_day"],
            remind_same_day=data["remind_same_day"],
            by_email=data["by_email"],
            by_robot=data.get("by_robot"),
            confirm_rest_day=confirmed,
        )


def agenda_initial(lines):
    """Initial values of the agenda's rows from (title, needs_resolution) or (title, needs_resolution, id)."""
    initial = {}
    for number, (title, needs_resolution, *known) in enumerate(lines[:ROWS], start=1):
        initial[f"item_{number}"] = title
        initial[f"resolve_{number}"] = needs_resolution
        initial[f"known_{number}"] = known[0] if known else None
    return initial


def proposal_initial(proposal):
    rules = proposal.rules
    return {
        "title": proposal.title,
        "place": proposal.place,
        "evaluation_year": proposal.evaluation_year,
        "host": proposal.host_id,
        "recorder": proposal.recorder_id,
        "remind_3_days": rules.remind_3_days,
        "remind_1_day": rules.remind_1_day,
        "remind_same_day": rules.remind_same_day,
        "by_email": rules.by_email,
        "by_robot": rules.by_robot,
        **agenda_initial(proposal.agenda),
    }


class NewMeetingForm(PlanForm, PlainForm):
    """Wireframe B: a chip for the time, or 自选 with date and times."""

    when = forms.CharField(label="时间", max_length=40, error_messages=required(CHOOSE_TIME))
    date = date_field("自选日期", required=False)
    start_time = time_field("开始时间", required=False)
    end_time = time_field("结束时间", required=False)
    confirm_rest_day = forms.BooleanField(label="确认在休息日召开", required=False)

    def __init__(self, *args, proposal, now, **kwargs):
        self.now = now
        chips = proposal.chips
        initial = {**proposal_initial(proposal), "when": chips[0].value if chips else OTHER}
        super().__init__(*args, proposal=proposal, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)

    @property
    def chosen(self):
        return self["when"].value()

    @property
    def chips(self):
        """The proposals, and what was chosen should it be none of them any more."""
        chips = list(self.proposal.chips)
        start = read_moment(self.chosen or "")
        if start and self.chosen not in {chip.value for chip in chips}:
            chips.append(Chip(self.chosen, chip_label(start), start))
        return chips

    def clean(self):
        data = super().clean()
        if data.get("when") and not {"date", "start_time", "end_time"} & self.errors.keys():
            self.read_when(data)
        return data

    def read_when(self, data):
        """Put starts_at and ends_at into the clean data, or an error at the field that is wrong."""
        long = timedelta(minutes=self.proposal.rules.minutes_long)
        if data["when"] == OTHER:
            self.read_other(data, long)
            return
        if data.get("date"):
            self.add_error("date", TWO_TIMES)
            return
        start = self.read_chip(data["when"])
        if start:
            data["starts_at"], data["ends_at"] = start, start + long

    def read_other(self, data, long):
        if not data.get("date"):
            self.add_error("date", NO_SUCH_DATE)
        if not data.get("start_time"):
            self.add_error("start_time", NO_SUCH_TIME)
        if not self.errors.keys() & {"date", "start_time"}:
            start = moment(data["date"], data["start_time"])
            data["starts_at"] = start
            data["ends_at"] = (
                ending(data["date"], data["start_time"], data["end_time"])
                if data.get("end_time")
                else start + long
            )

    def read_chip(self, value):
        name, _, day = value.partition("@")
        if name == NOW:
            start = start_now(self.now)
            if day == f"{local_day(start):%Y-%m-%d}":
                return start
            self.add_error("when", PAST_MIDNIGHT)
            return None
        start = read_moment(value)
        if start is None:
            self.add_error("when", CHOOSE_TIME)
        return start

    def plan_now(self):
        """The Plan; choosing 今天，现在 on a rest day says by itself that it is meant."""
        data = self.cleaned_data
        confirmed = data["confirm_rest_day"] or data["when"].startswith(f"{NOW}@")
        plan = self.plan(data["starts_at"], data["ends_at"], confirmed)
        return replace(plan, by_robot=data.get("by_robot", self.proposal.rules.by_robot))


class TimeForm(forms.Form):
    """A day with a start and an end, as three plain fields."""

    date = date_field("日期")
    start_time = time_field("开始时间")
    end_time = time_field("结束时间")
    confirm_rest_day = forms.BooleanField(label="确认在休息日召开", required=False)

    @staticmethod
    def time_initial(meeting):
        starts, ends = local(meeting.starts_at), local(meeting.ends_at)
        return {"date": starts.date(), "start_time": starts.time(), "end_time": ends.time()}

    def moments(self):
        """(starts_at, ends_at) of the clean values."""
        data = self.cleaned_data
        day, start = data["date"], data["start_time"]
        return moment(day, start), ending(day, start, data["end_time"])


class EditScheduledForm(PlanForm, VersionedForm):
    """A scheduled meeting keeps its time; everything else may still change."""


class EditDraftForm(TimeForm, PlanForm, VersionedForm):
    """A draft may change whole."""


class MoveForm(TimeForm, VersionedForm):
    """A proposed time, or 自选 with date and times, which opens with those the meeting has. It stays as long as it was."""

    when = forms.CharField(label="时间", max_length=40, required=False)

    def __init__(self, *args, meeting, chips, **kwargs):
        stands = {**self.time_initial(meeting), "when": OTHER, "version": meeting.version}
        super().__init__(*args, initial=stands, **kwargs)
        self.meeting, self.chips = meeting, chips
        if self.takes_chip:
            for name in ("date", "start_time", "end_time"):
                self.fields[name].required = False

    @property
    def chosen(self):
        return self["when"].value() or OTHER

    @property
    def takes_chip(self):
        return self.chosen != OTHER

    def clean(self):
        data = super().clean()
        if self.takes_chip and read_moment(self.chosen) is None:
            self.add_error("when", CHOOSE_TIME)
        elif self.takes_chip and data.get("date") not in {None, local_day(self.meeting.starts_at)}:
            self.add_error("date", TWO_TIMES)
        return data

    def moments(self):
        if not self.takes_chip:
            return super().moments()
        start = read_moment(self.chosen)
        return start, start + (self.meeting.ends_at - self.meeting.starts_at)


class CancelForm(VersionedForm):
    reason = text_field("取消的原因", 120)
