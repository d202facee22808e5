"""The minutes as one form over a whole meeting, which works without JavaScript, saves itself, and survives two editors.

Every field of a stored row carries the row's id in its name; a row that the page does not know yet is called new0, new1 …
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from django import forms

from lawfirm_party.common.dates import at, local, local_day
from lawfirm_party.common.forms import VersionedForm

from ..commands.minutes import ActionData, ItemData, MinutesData, ResolutionData
from ..rules.quorum import outcome_of
from .scheduling import date_field, text_field, time_field

NEW_ROWS = 20
MOST_WORDS = 20_000
BAD_VOTES = "请填写 0 到 999 的整数。"
NO_SUCH_PERSON = "请从列表中选择。"
TOO_MANY_WORDS = "最多 {most} 个字，现在有 {count} 个字，请删减后再保存。"
VOTES_WITHOUT_TEXT = "请写决议内容。"
VOTES_FOR_MISSING = "请填写赞成票数。"
OWNER_MISSING = "请选择责任人。"
DUE_MISSING = "请填写期限。"
DUE_TOO_EARLY = "期限不能早于会议当天。"
SIGNED_WITHOUT_DATE = "请填写签字日期。"
NOT_FOR_BASE = frozenset({"version", "nonce", "base", "new_item"})


def votes_field(label):
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), BAD_VOTES)
    widget = forms.NumberInput(
        attrs={"class": "form-control w-num", "inputmode": "numeric", "min": 0, "max": 999}
    )
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=999, error_messages=messages, widget=widget
    )


def person_field(label):
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": NO_SUCH_PERSON},
        widget=forms.Select(attrs={"class": "form-select"}),
    )


def tick(label):
    return forms.BooleanField(
        label=label, required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


class FrameForm(VersionedForm):
    """The meeting's own fields. Host and recorder are for those who manage it: the recorder does not hand the pen on."""

    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100_000)
    place = text_field("地点", 60, needed=False)
    host = person_field("主持人")
    recorder = person_field("记录人")
    starts = time_field("开始时间")
    ends = time_field("散会时间")
    host_signed = tick("主持人纸质已签")
    host_signed_on = date_field("主持人签字日期", required=False)
    recorder_signed = tick("记录人纸质已签")
    recorder_signed_on = date_field("记录人签字日期", required=False)
    new_item = text_field("新议题", 120, needed=False)

    def __init__(self, data, *, meeting, people, may_manage, today):
        self.meeting = meeting
        super().__init__(data, initial=frame_initial(meeting, today))
        for name in ("host", "recorder"):
            if may_manage:
                self.fields[name].choices = [("", "请选择"), *people]
            else:
                del self.fields[name]

    def clean(self):
        for who in ("host", "recorder"):
            ticked = self.cleaned_data.get(f"{who}_signed")
            if ticked and self.cleaned_data.get(f"{who}_signed_on", "wrong") is None:
                self.add_error(f"{who}_signed_on", SIGNED_WITHOUT_DATE)
        return super().clean()

    def values(self):
        """The meeting's fields by name; what was not sent stays, and so do hours that were not really changed: they are finer than a minute."""
        typed, meeting = self.cleaned_data, self.meeting
        frame = {"place": typed["place"]} if "place" in self.data else {}
        for name in ("host", "recorder"):
            if name in self.fields and name in self.data:
                frame[f"{name}_id"] = typed[name]
            frame[f"{name}_signed_on"] = typed[f"{name}_signed_on"] if typed[f"{name}_signed"] else None
        starts, ends = typed["starts"], typed["ends"]
        if (starts, ends) != (clock_of(meeting.starts_at), clock_of(meeting.ends_at)):
            day = local_day(meeting.starts_at)
            last_day = local_day(meeting.ends_at) if starts >= ends else day
            frame["starts_at"] = at(day, starts.hour, starts.minute)
            frame["ends_at"] = at(min(last_day, day + timedelta(days=1)), ends.hour, ends.minute)
        return frame


def clock_of(moment):
    return local(moment).time().replace(second=0, microsecond=0)


def frame_initial(meeting, today):
    signing_day = max(today, local_day(meeting.starts_at))
    return {
        "version": meeting.version,
        "place": meeting.place,
        "host": meeting.host_id,
        "recorder": meeting.recorder_id,
        "starts": clock_of(meeting.starts_at),
        "ends": clock_of(meeting.ends_at),
        "host_signed": meeting.host_signed_on is not None,
        "host_signed_on": meeting.host_signed_on or signing_day,
        "recorder_signed": meeting.recorder_signed_on is not None,
        "recorder_signed_on": meeting.recorder_signed_on or signing_day,
    }


class ItemForm(forms.Form):
    title = text_field("议题名称", 120, needed=False)
    discussion = forms.CharField(
        label="发言要点",
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 6, "data-most": MOST_WORDS}),
    )
    needs_resolution = tick("这个议题需要作出决议")
    remove = tick("删除这个议题")

    def clean_discussion(self):
        """A browser that is told the limit cuts a longer text off without a word: it is said here instead."""
        text = self.cleaned_data["discussion"].replace("\r\n", "\n")
        if len(text) > MOST_WORDS:
            raise forms.ValidationError(TOO_MANY_WORDS.format(most=MOST_WORDS, count=len(text)))
        return text


class ResolutionForm(forms.Form):
    text = text_field("决议", 500, needed=False)
    votes_for = votes_field("赞成")
    votes_against = votes_field("反对")
    votes_abstained = votes_field("弃权")
    is_public = tick("向全体党员公开")

    def clean(self):
        typed = super().clean()
        votes = [typed.get(name) for name in ("votes_for", "votes_against", "votes_abstained")]
        if any(vote is not None for vote in votes):
            if not typed.get("text") and "text" not in self.errors:
                self.add_error("text", VOTES_WITHOUT_TEXT)
            if votes[0] is None and "votes_for" not in self.errors:
                self.add_error("votes_for", VOTES_FOR_MISSING)
        return typed

    def values(self, pk):
        typed = self.cleaned_data
        return ResolutionData(
            pk,
            typed["text"],
            typed["votes_for"],
            typed["votes_against"],
            typed["votes_abstained"],
            typed["is_public"],
        )


class ActionForm(forms.Form):
    text = text_field("议定事项", 200, needed=False)
    owner_id = person_field("责任人")
    due_on = date_field("期限", required=False)

    def __init__(self, *args, people, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["owner_id"].choices = [("", "请选择"), *people]

    def clean(self):
        typed = super().clean()
        if typed.get("text"):
            if typed.get("owner_id", "wrong") is None:
                self.add_error("owner_id", OWNER_MISSING)
            if typed.get("due_on", "wrong") is None:
                self.add_error("due_on", DUE_MISSING)
            elif typed.get("due_on") and typed["due_on"] < self.day:
                self.add_error("due_on", DUE_TOO_EARLY)
        return typed

    def values(self, pk):
        typed = self.cleaned_data
        return ActionData(pk, typed["text"], typed["owner_id"], typed["due_on"])


@dataclass
class Row:
    """A resolution's or action's form, and the id of the stored row that it names."""

    form: forms.Form
    pk: int | None


@dataclass
class ItemBlock:
    """One agenda item's forms; `is_doubtful` when something is to be done although a resolution has not passed."""

    number: int
    item: object
    form: ItemForm
    resolutions: list = field(default_factory=list)
    actions: list = field(default_factory=list)
    own_resolutions: tuple = ()
    own_actions: tuple = ()
    is_doubtful: bool = False

    def forms(self):
        return [self.form, *(row.form for row in (*self.resolutions, *self.actions))]

    @property
    def has_resolution(self):
        return self.item.needs_resolution or len(self.resolutions) > 1 or has_errors(self.resolutions)

    @property
    def has_action(self):
        return len(self.actions) > 1 or has_errors(self.actions)


def has_errors(rows):
    return any(row.form.is_bound and row.form.errors for row in rows)


class MinutesForms:
    """All forms of one meeting's minutes. `people` are (id, name) pairs of those who may chair, record or take something on."""

    def __init__(self, record, *, people, may_manage, today, data=None):
        self.record, self.people, self.data = record, people, data
        self.meeting, self.today = record.meeting, today
        self.day = local_day(self.meeting.starts_at)
        self.known = read_base(data.get("base", "")) if data is not None else {}
        self.frame = FrameForm(data, meeting=self.meeting, people=people, may_manage=may_manage, today=today)
        self.blocks = [self.block(number, item) for number, item in enumerate(record.items, 1)]
        if data is None:
            self.frame.initial["base"] = json.dumps(
                {name: digest(text) for name, text in self.texts().items()}, separators=(",", ":")
            )

    def block(self, number, item):
        initial = {
            "title": item.title,
            "discussion": item.discussion,
            "needs_resolution": item.needs_resolution,
        }
        form = ItemForm(self.data, prefix=f"item-{item.pk}", initial=initial)
        return ItemBlock(
            number,
            item,
            form,
            self.rows(ResolutionForm, f"item-{item.pk}-resolution", item.resolutions),
            self.rows(ActionForm, f"item-{item.pk}-action", item.actions, people=self.people, day=self.day),
            self.own_rows(f"item-{item.pk}-resolution", item.resolutions),
            self.own_rows(f"item-{item.pk}-action", item.actions),
            bool(item.actions) and self.has_failed(item),
        )

    def has_failed(self, item):
        kind, counts = self.meeting.kind, self.record.counts
        return any(outcome_of(kind, counts, row.votes_for).passed is False for row in item.resolutions)

    def own_rows(self, prefix, stored):
        """Ids of the rows that this page's own autosaves made: it did not know them when it was opened, and nobody else's save lies between."""
        if self.data is None or f"{prefix}-new0-text" not in self.data or not self.known:
            return ()
        return tuple(row.pk for row in stored if f"{prefix}-{row.pk}-text" not in self.known)

    def rows(self, form_class, prefix, stored, **options):
        """Forms of the stored rows that the page knows, and of the new ones: always one more, empty."""
        rows = []
        for row in stored:
            name = f"{prefix}-{row.pk}"
            if self.data is None or f"{name}-text" in self.data:
                initial = {key: getattr(row, key) for key in form_class.base_fields}
                rows.append(Row(form_class(self.data, prefix=name, initial=initial, **options), row.pk))
        typed = 0
        while self.data is not None and typed < NEW_ROWS and f"{prefix}-new{typed}-text" in self.data:
            typed += 1
        for place in range(max(typed, 1)):
            rows.append(Row(form_class(self.data, prefix=f"{prefix}-new{place}", **options), None))
        return rows

    def forms(self):
        return [self.frame, *(form for block in self.blocks for form in block.forms())]

    def new_forms(self):
        return [
            row.form
            for block in self.blocks
            for row in (*block.resolutions, *block.actions)
            if row.pk is None
        ]

    def is_valid(self, unfinished_rows=False):
        """Whether everything can be stored; with `unfinished_rows` a new row may still be incomplete, it is then left out."""
        new = self.new_forms() if unfinished_rows else []
        faulty = [form for form in self.forms() if not form.is_valid() and form not in new]
        return not faulty

    def errors(self):
        """(words, id of the field) of everything wrong, in the order of the page; the words say which item it is about."""
        placed = [("", self.frame)]
        placed += [(f"议题{block.number} · ", form) for block in self.blocks for form in block.forms()]
        return [
            (place + with_label(bound.label, sentence), bound.auto_id)
            for place, form in placed
            for bound in form
            for sentence in bound.errors
        ]

    def add_error(self, name, sentence):
        """Put a command's refusal at the field it names, else above the form."""
        for form in self.forms():
            for key in form.fields:
                if form.add_prefix(key) == name:
                    form.add_error(key, sentence)
                    return
        self.frame.add_error(None, sentence)

    def values(self):
        """The MinutesData of a valid form; a new row that is not valid keeps what stands at its place."""
        blocks = [block for block in self.blocks if block.form.add_prefix("title") in self.data]
        return MinutesData(
            version=self.frame.cleaned_data["version"],
            frame=self.frame.values(),
            items=tuple(map(item_data, blocks)),
            new_item=self.frame.cleaned_data["new_item"],
        )

    def texts(self):
        """{field name: text} of everything as it stands in the form, but the fields that steer it."""
        return {
            form.add_prefix(name): as_text(form[name].value())
            for form in self.forms()
            for name in form.fields
            if form.add_prefix(name) not in NOT_FOR_BASE
        }


def with_label(label, sentence):
    return sentence if sentence.startswith(label) else f"{label}：{sentence}"


def item_data(block):
    typed = block.form.cleaned_data
    return ItemData(
        pk=block.item.pk,
        title=typed["title"],
        discussion=typed["discussion"],
        needs_resolution=typed["needs_resolution"],
        remove=typed["remove"],
        resolutions=tuple(row_data(row, ResolutionData) for row in block.resolutions),
        actions=tuple(row_data(row, ActionData) for row in block.actions),
        own_resolutions=block.own_resolutions,
        own_actions=block.own_actions,
    )


def row_data(row, data_class):
    return row.form.values(row.pk) if row.form.is_valid() else data_class(row.pk, None)


def as_text(value):
    """A field's value the way a browser sends it, so that two of them can be compared."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    text = value.strftime("%H:%M") if hasattr(value, "hour") else str(value)
    return text.replace("\r\n", "\n").strip()


def digest(text):
    return sha256(text.encode()).hexdigest()[:12]


@dataclass
class Merge:
    """What to show after somebody else saved first: `data` fills the form again, `theirs` is what stands where mine differs,
    `lost` are typed texts whose place is gone."""

    data: dict
    theirs: dict
    lost: list

    @property
    def differs(self):
        return bool(self.theirs or self.lost)


def merge(current, posted):
    """Lay what was posted over the forms as they stand now (an unbound MinutesForms).

    A field that the user did not touch takes the newer text; a touched one keeps the user's, with the newer one beside it.
    """
    now = current.texts()
    base = read_base(posted.get("base", ""))
    mine = {name: as_text(posted.get(name, "")) for name in {*base, *(set(posted) & set(now))}}
    merged, theirs, lost = dict(now), {}, []
    for name, text in mine.items():
        untouched = base.get(name) == digest(text)
        if untouched or is_new_row(name):
            continue
        if name not in now:
            lost += [text] if text not in {"", "on"} else []
        elif text != now[name]:
            merged[name], theirs[name] = text, now[name]
    place_new_rows(merged, theirs, now, base, posted)
    place_new_item(merged, theirs, now, base, posted)
    return Merge(merged, theirs, lost)


def read_base(text):
    try:
        base = json.loads(text)
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def is_new_row(name):
    return "-new" in name


def place_new_rows(merged, theirs, now, base, posted):
    """New rows go behind the stored ones, but for those that this page's own autosave stored already."""
    stored = {
        (name.rsplit("-", 2)[0], text)
        for name, text in now.items()
        if name.endswith("-text") and name not in base and text
    }
    places = {}
    for name in posted:
        if not (is_new_row(name) and name.endswith("-text") and as_text(posted[name])):
            continue
        prefix = name.removesuffix("-text")
        kind = prefix.rsplit("-", 1)[0]
        if (kind, as_text(posted[name])) in stored or f"{kind}-new0-text" not in now:
            continue
        place = places.get(kind, 0)
        places[kind] = place + 1
        for key in posted:
            if key.startswith(f"{prefix}-"):
                merged[f"{kind}-new{place}-{key.removeprefix(f'{prefix}-')}"] = posted[key]
        theirs[f"{kind}-new{place}-text"] = ""


def place_new_item(merged, theirs, now, base, posted):
    title = as_text(posted.get("new_item", ""))
    added = {text for name, text in now.items() if name.endswith("-title") and name not in base}
    if title and title not in added:
        merged["new_item"] = title
        theirs["new_item"] = ""
