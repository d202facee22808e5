"""What is written down about a person's dated facts: one form an act, opened as things stand."""

from django import forms

from branches.models import Branch, PartyGroup
from lawfirm_party.common.forms import VersionedForm

from ..choices import ExemptionGround, FactAxis, Relation, RestrictionKind, Standing, WayOut
from ..models import DutyExemption, GroupMembership, Membership, Partner, PartyStanding, Restriction
from ..queries.facts import facts_version
from ..rules.moves import MOVES, allowed_from, relations_after
from .logins import DayField

SINCE = "从哪一天起"
# The first day on which something holds no more, as everywhere a day is entered; pages show the last one on which it did.
UNTIL = "从哪一天起不再有效"
NOTE_HELP = "只要求“一般”的事项没有照办时，在这里写明原因。"
NO_MORE = "结束组织关系（已转走，或者不再是党员）"
# A word, because an empty value would stand chosen when the form opens.
END = "end"
NO_GROUP = "不再编入党小组"
NO_WAY_OUT = "不是出党"
REASON_MISSING = "请写明更正原因。"


class FactForm(VersionedForm):
    """A form over one axis of a person; `version` is that of the rows it was opened over."""

    model = None

    def __init__(self, *args, person, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.last = person, None
        self.last = self.model.objects.filter(person=person).order_by("since").last()
        self.fields["version"].initial = facts_version(self.model, person.pk)
        for name in ("since", "until"):
            if name in self.fields and self.fields[name].required:
                self.fields[name].initial = today

    def values(self):
        """What the command of the act takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "nonce"}

    @property
    def is_running(self):
        return self.last is not None and self.last.until is None


def document_field(label="批准文号", **kwargs):
    return forms.CharField(label=label, max_length=60, required=False, **kwargs)


def note_field(help_text=NOTE_HELP):
    return forms.CharField(label="说明", max_length=200, required=False, help_text=help_text)


class StandingForm(FactForm):
    model = PartyStanding

    standing = forms.ChoiceField(label="变更为", widget=forms.RadioSelect)
    left_by = forms.ChoiceField(label="出党方式", required=False, help_text="变更为群众的党员要选。")
    since = DayField(label=SINCE, help_text="预备党员从支部大会通过之日起；转正的，从预备期满之日起算党龄。")
    document_number = document_field(help_text="上级党组织批复或备案的文号。")
    note = note_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        before = Standing(self.last.standing) if self.is_running else Standing.MASSES
        after = list(Standing) if self.last is None else allowed_from(before)
        self.fields["standing"].choices = [(value, self.word(before, value)) for value in after]
        ways = set().union(*(move.ways for (start, _), move in MOVES.items() if start == before))
        if self.last is None or not ways:
            del self.fields["left_by"]
        else:
            chosen = [(way.value, way.label) for way in WayOut if way in ways]
            self.fields["left_by"].choices = [("", NO_WAY_OUT), *chosen]

    @staticmethod
    def word(before, after):
        return "延长预备期" if before == after == Standing.PROBATIONARY else Standing(after).label


class RestrictionForm(FactForm):
    model = Restriction

    kind = forms.ChoiceField(label="限制", choices=RestrictionKind.choices, widget=forms.RadioSelect)
    since = DayField(label=SINCE)
    until = DayField(label=UNTIL, required=False, help_text="限期改正一般为半年，不超过一年，必须填写。")
    document_number = document_field()
    note = note_field()


class EndRestrictionForm(FactForm):
    model = Restriction

    until = DayField(label=UNTIL)
    end_document = document_field("解除文号")
    note = note_field("")


class RelationForm(FactForm):
    model = Membership

    relation = forms.ChoiceField(label="变更为", widget=forms.RadioSelect)
    branch = forms.ModelChoiceField(Branch.objects.none(), label="党支部", empty_label=None)
    since = DayField(label=SINCE)
    document_number = document_field("介绍信编号", help_text="介绍信有效期一般不超过三个月。")
    note = note_field()

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        before = self.last.relation if self.is_running else ""
        after = relations_after(before) if self.last else [*Relation.values]
        self.fields["relation"].choices = [
            (value or END, Relation(value).label if value else NO_MORE) for value in after
        ]
        units = Branch.objects.active(today).filter(firm=self.person.firm_id)
        if self.is_running and before != Relation.HERE:
            units = units.filter(pk=self.last.branch_id)
        self.fields["branch"].queryset = units
        self.fields["branch"].initial = self.last.branch_id if self.last else units.first()

    def clean_relation(self):
        relation = self.cleaned_data["relation"]
        return "" if relation == END else relation


class ExemptionForm(FactForm):
    model = DutyExemption

    ground = forms.ChoiceField(label="情形", choices=ExemptionGround.choices, widget=forms.RadioSelect)
    since = DayField(label=SINCE)
    until = DayField(label=UNTIL, required=False, help_text="不定期的可以空着。")
    document_number = document_field("决定文号", help_text="没有文号的可以空着。")
    note = note_field("例如支委会哪一次会议决定。")


class EndExemptionForm(FactForm):
    model = DutyExemption

    until = DayField(label=UNTIL)
    end_document = document_field("结束文号")
    note = note_field("")


class GroupForm(FactForm):
    model = GroupMembership

    group = forms.ModelChoiceField(
        PartyGroup.objects.none(), label="党小组", required=False, empty_label=NO_GROUP
    )
    is_leader = forms.BooleanField(
        label="担任组长", required=False, help_text="原来的组长从同一天起不再担任，仍在组里。"
    )
    since = DayField(label=SINCE)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        here = Membership.objects.on(today).filter(person=self.person).values("branch")
        self.fields["group"].queryset = PartyGroup.objects.active(today).filter(branch__in=here)
        if self.is_running:
            self.fields["group"].initial, self.fields["is_leader"].initial = (
                self.last.group_id,
                self.last.is_leader,
            )
        else:
            self.fields["group"].required = True
            self.fields["group"].empty_label = "请选择"


CORRECTED = {
    FactAxis.STANDING: (PartyStanding, ["standing", "left_by"]),
    FactAxis.RELATION: (Membership, ["relation", "branch"]),
    FactAxis.RESTRICTION: (Restriction, ["kind"]),
    FactAxis.EXEMPTION: (DutyExemption, ["ground"]),
    FactAxis.GROUP: (GroupMembership, ["group", "is_leader"]),
}
PAPERS = ["document_number", "end_document", "note"]


class CorrectionForm(VersionedForm):
    """One stored row of a person as it stands, to be put right or taken out; `version` is that of the rows of its axis."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = facts_version(type(row), row.person_id)
        own = next(names for model, names in CORRECTED.values() if model is type(row))
        papers = [name for name in PAPERS if hasattr(row, name)]
        self.fields |= forms.fields_for_model(
            type(row), fields=[*own, "since", "until", *papers], formfield_callback=field_of
        )
        for name in (*own, "since", "until", *papers):
            self.fields[name].initial = getattr(row, f"{name}_id", getattr(row, name))
        for name, model in (("branch", Branch), ("group", PartyGroup)):
            if name in self.fields:
                path = "firm" if model is Branch else "branch__firm"
                self.fields[name].queryset = model.objects.filter(**{path: row.person.firm_id})
                self.fields[name].empty_label = None
        self.fields["until"].help_text = "空着表示一直有效。"
        self.fields["take_out"] = forms.BooleanField(
            label="这一条登记错了，整条作废", required=False, help_text="例如登记到了别人名下。"
        )
        self.fields["reason"] = forms.CharField(
            label="更正原因",
            max_length=200,
            error_messages={"required": REASON_MISSING},
            help_text="写明依据，例如核对了哪一份原件。原来的记录、更正人和时间会一起留下。",
        )

    def values(self):
        """What the command takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "nonce"}


def field_of(column, **kwargs):
    """A stored column as a field: days as everywhere, choices to be seen at once."""
    if column.name in {"since", "until"}:
        label = SINCE if column.name == "since" else UNTIL
        return DayField(label=label, required=not column.null)
    if column.choices and not column.blank:
        return forms.ChoiceField(label=column.verbose_name, choices=column.choices, widget=forms.RadioSelect)
    if column.name == "left_by":
        choices = [("", NO_WAY_OUT), *column.choices]
        return forms.ChoiceField(label=column.verbose_name, choices=choices, required=False)
    return column.formfield(**kwargs)


class PartnerForm(FactForm):
    model = Partner

    is_partner = forms.BooleanField(label="是合伙人", required=False, initial=True)
    is_managing = forms.BooleanField(
        label="担任主任", required=False, help_text="原来的主任从同一天起不再担任，仍是合伙人。"
    )
    is_founding = forms.BooleanField(label="创始合伙人", required=False)
    since = DayField(label=SINCE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_running:
            for name in ("is_managing", "is_founding"):
                self.fields[name].initial = getattr(self.last, name)
