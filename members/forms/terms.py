"""A committee's term with all its seats: one row a person, with every office that this person holds."""

from crispy_forms.helper import FormHelper
from django import forms

from branches.rules import TERM_YEARS
from lawfirm_party.common.forms import MISSING, VersionedForm

from ..choices import SeatRole
from ..commands.terms import SeatEntry
from ..models import Seat
from ..queries.terms import seat_lines
from .logins import DayField

SAME_PERSON_TWICE = "上面已经有这个人的这项职务。"
NO_ROLE = "请勾选职务；登记错了的，勾选“去掉这一行”。"
NOBODY = "请选择人员。"
WHO = "请选择"
# The form of a committee of seven with as many who resigned, and then some.
MOST_ROWS = 40
PREFIX = "seat"


class NewTermForm(VersionedForm):
    """What an election decided; the seats stand in the SeatFormSet below it."""

    since = DayField(label="选举日期", help_text="上一届从这一天起结束。")
    years = forms.IntegerField(
        label="任期（年）",
        min_value=1,
        max_value=5,
        initial=TERM_YEARS,
        widget=forms.NumberInput(attrs={"class": "w-num"}),
    )
    document_number = forms.CharField(
        label="批复文号",
        max_length=60,
        required=False,
        help_text="上级党组织批复选举结果的文号；提前换届必须填写。",
    )
    note = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        help_text="只要求“一般”的事项没有照办时，在这里写明原因。",
    )


class TermForm(NewTermForm):
    """A term as it is entered, with an approved delay and its end."""

    delayed_until = DayField(label="批准延期至", required=False, help_text="从这一天起届满；一般不超过1年。")
    delay_approval = forms.CharField(
        label="延期批准文号", max_length=60, required=False, help_text="延期时必须填写。"
    )
    until = DayField(
        label="从哪一天起不再有效", required=False, help_text="登记新一届时自动填写；撤销委员会时在这里填写。"
    )
    end_document = forms.CharField(label="结束文号", max_length=60, required=False)
    field_order = (
        *("since", "years", "document_number", "delayed_until", "delay_approval"),
        *("until", "end_document", "note"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].help_text = ""

    def values(self):
        """Fields of CommitteeTerm."""
        return {name: self.cleaned_data[name] for name in self.field_order}


class SeatRowForm(forms.Form):
    """One person's offices. A row over stored seats says whose it is; an empty row is none."""

    seats = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    person = forms.TypedChoiceField(label="人员", required=False, coerce=int, empty_value=None)
    roles = forms.MultipleChoiceField(
        label="职务", choices=SeatRole.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    since = DayField(label="当选日期", required=False, help_text="空着就是选举日期。")
    until = DayField(label="从哪一天起不再担任", required=False, help_text="空着就到本届结束。")
    remove = forms.BooleanField(label="登记错了，去掉这一行", required=False)

    def __init__(self, *args, people, labels, known, number, **kwargs):
        super().__init__(*args, **kwargs)
        # An empty row says nothing, wherever it stands: clean() knows it.
        self.empty_permitted = False
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.number, self.known_people = number, people
        self.line = self.stored_line(known)
        if self.line:
            del self.fields["person"]
            self.title = labels.get(self.line.person.pk, self.line.person.name)
        else:
            del self.fields["remove"]
            self.fields["person"].choices = [("", WHO), *labels.items()]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def stored_line(self, known):
        """The SeatLine that the row was opened over, None for a new row or when the seats are gone."""
        typed = (
            self.data.get(self.add_prefix("seats"), "") if self.is_bound else self.initial.get("seats", "")
        )
        numbers = [int(word) for word in str(typed)[:200].split("-") if word.isascii() and word.isdigit()]
        lines = seat_lines([known[number] for number in numbers if number in known])
        return lines[0] if lines else None

    def clean(self):
        data = super().clean()
        if self.line is None and not any(data.get(name) for name in ("person", "roles", "since", "until")):
            return data
        if self.line is None and "person" not in self.errors and not data.get("person"):
            self.add_error("person", NOBODY)
        if not data.get("roles") and not data.get("remove") and "roles" not in self.errors:
            self.add_error("roles", NO_ROLE if self.line else MISSING)
        return data

    def entry(self):
        """The SeatEntry of the row, None of an empty one."""
        data = self.cleaned_data
        person = self.line.person if self.line else self.known_people.get(data["person"])
        if person is None:
            return None
        return SeatEntry(
            row=self.number,
            person=person,
            roles=tuple(data["roles"]),
            since=data["since"],
            until=data["until"],
            seats=tuple(seat.pk for seat in self.line.seats) if self.line else (),
            remove=bool(data.get("remove")),
        )


class BaseSeatFormSet(forms.BaseFormSet):
    def __init__(self, *args, people, labels, seats=(), **kwargs):
        """`people` by number and `labels` by number: who may be chosen; `seats`: those stored of the term."""
        self.chosen = {"people": people, "labels": labels, "known": {seat.pk: seat for seat in seats}}
        super().__init__(*args, prefix=PREFIX, **kwargs)

    def get_form_kwargs(self, index):
        return {**self.chosen, "number": index or 0}

    def clean(self):
        held = set()
        for form in self.forms:
            entry = form.entry() if form.is_valid() else None
            for role in entry.roles if entry and not entry.remove else ():
                key = (entry.person.pk, role, entry.since)
                if key in held:
                    form.add_error("roles", SAME_PERSON_TWICE)
                held.add(key)

    def entries(self):
        """The SeatEntries of all rows that say something."""
        return [entry for form in self.forms if (entry := form.entry())]


def seat_form_set(extra=0):
    return forms.formset_factory(
        SeatRowForm, formset=BaseSeatFormSet, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 20
    )


def rows_of(seats: list[Seat]):
    """What the rows over stored seats open with."""
    return [
        {"seats": line.key, "roles": line.roles, "since": line.since, "until": line.until}
        for line in seat_lines(seats)
    ]


def typed_rows(data):
    """What stands in the rows of a form that was sent, for a page that shows them again with more rows."""
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    names = ("seats", "person", "since", "until", "remove")
    return [
        {name: data.get(f"{PREFIX}-{row}-{name}", "") for name in names}
        | {"roles": data.getlist(f"{PREFIX}-{row}-roles")}
        for row in range(min(count, MOST_ROWS))
    ]
