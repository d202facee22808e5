from django import forms

from lawfirm_party.common.forms import PlainForm, VersionedForm
from members.forms.logins import DayField

from .choices import ABSTAIN, CapBase, Disposal, DisposalStep, Grade, PeerMark
from .models import LONGEST
from .rules import Correction

NO_DAY = "请填写截止时间。"
NO_GRADE = "请选择等次。"
KEEP_GRADE = "维持原等次（{grade}）"
# What a ballot can say of one person, by its value.
MARKS = {**dict(Grade.choices), **ABSTAIN}
NO_DISPOSAL = "none"
MOST_PAPERS = 999
NOT_ALL = "五项加起来应当等于收回的 {n} 张票。"
NO_MARK = "请选一项。"
LONGEST_ITEM = 200
ITEM_TOO_LONG = f"整改事项每行一项，一项不超过 {LONGEST_ITEM} 个字。"


def long_text(label, limit=LONGEST, rows=6, **options):
    widget = forms.Textarea(attrs={"rows": rows, "data-most": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, **options)


class TimesForm(VersionedForm):
    """What may move while a round runs."""

    study = forms.ModelChoiceField(
        label="集中学习的会议", queryset=None, required=False, empty_label="还没有"
    )
    self_until = DayField(label="个人自评截止（含当天）")
    peers_until = DayField(label="党员互评截止（含当天）")
    ballot_until = forms.DateTimeField(
        label="民主测评截止",
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "w-date"}, format="%Y-%m-%dT%H:%M"
        ),
        error_messages={"invalid": NO_DAY, "required": NO_DAY},
    )

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["study"].queryset = meetings

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in {"nonce", "version"}}


class PlanForm(TimesForm):
    field_order = ["plan", "probationary_fill", "with_masses", "cap_base"]
    plan = long_text("方案", help_text="目的、时间安排、方法步骤和要求。党员看得到。")
    probationary_fill = forms.BooleanField(label="预备党员也填写自评和互评", required=False, initial=True)
    with_masses = forms.BooleanField(
        label="另行组织群众测评", required=False, help_text="结果单独列出，不并入党员测评。"
    )
    cap_base = forms.ChoiceField(label="优秀名额按谁计算", choices=CapBase, widget=forms.RadioSelect)
    scrutineer = forms.ModelChoiceField(
        label="监票人",
        queryset=None,
        help_text="不能是程序的管理员，也不宜是支部委员。口令由监票人一个人保管。",
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scrutineer"].queryset = people


class SelfReviewForm(VersionedForm):
    done = long_text("履职和表现", required=False)
    lacking = long_text("存在的问题", required=False)
    mending = long_text("整改措施", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("done", "lacking", "mending"):
            self.fields[name].may_wait = True

    def words(self):
        return {name: self.cleaned_data[name] for name in ("done", "lacking", "mending")}


class PeersForm(PlainForm):
    """All colleagues on one page: whoever is left out stays open. `colleagues`: Participants; `written`: {participant id: PeerReview}."""

    def __init__(self, *args, colleagues, written, **kwargs):
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues
        for one in colleagues:
            stored, name = written.get(one.pk), one.person.name
            self.fields[f"mark-{one.pk}"] = forms.TypedChoiceField(
                label=name,
                coerce=int,
                empty_value=None,
                choices=PeerMark,
                required=False,
                initial=stored and stored.mark,
                error_messages={"invalid_choice": NO_MARK},
            )
            self.fields[f"words-{one.pk}"] = long_text(
                f"对{name}的意见", limit=500, rows=2, required=False, initial=stored.words if stored else ""
            )

    def clean(self):
        for one in self.colleagues:
            if self.cleaned_data.get(f"words-{one.pk}") and self.cleaned_data.get(f"mark-{one.pk}") is None:
                self.add_error(f"mark-{one.pk}", NO_MARK)

    @property
    def rows(self):
        """[(mark field, words field, [(value, label, is chosen)], whether the words stand open)] in the order of the ballot."""
        found = []
        for one in self.colleagues:
            mark, words = self[f"mark-{one.pk}"], self[f"words-{one.pk}"]
            marks = [(each.value, each.label, str(mark.value()) == str(each.value)) for each in PeerMark]
            found.append((mark, words, marks, bool(words.value() or words.errors)))
        return found

    @property
    def reviews(self):
        data = self.cleaned_data
        return {
            one.pk: (data[f"mark-{one.pk}"], data[f"words-{one.pk}"])
            for one in self.colleagues
            if data[f"mark-{one.pk}"] is not None
        }


class PaperForm(PlainForm):
    """Totals of a vote on paper: how many of each mark for everybody who is graded. `people`: [(person id, name)]."""

    papers = forms.IntegerField(label="收回的票", min_value=1, max_value=MOST_PAPERS)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        for person_id, name in people:
            for mark, word in MARKS.items():
                self.fields[f"n-{person_id}-{mark}"] = forms.IntegerField(
                    label=f"{name}，{word}", min_value=0, max_value=MOST_PAPERS, required=False
                )

    def clean(self):
        papers = self.cleaned_data.get("papers")
        for (person_id, _), of_person in zip(self.people, self.totals, strict=True):
            if papers and sum(of_person.values()) != papers:
                self.add_error(f"n-{person_id}-{next(iter(MARKS))}", NOT_ALL.format(n=papers))

    @property
    def rows(self):
        """[(name, [(field, the mark's word)])]; the first field of a row carries what is wrong with it."""
        return [
            (name, [(self[f"n-{person_id}-{mark}"], word) for mark, word in MARKS.items()])
            for person_id, name in self.people
        ]

    @property
    def totals(self):
        """[{mark: n}] in the order of the people; what was left empty is none."""
        data = self.cleaned_data
        return [
            {mark: data.get(f"n-{person_id}-{mark}") or 0 for mark in MARKS} for person_id, _ in self.people
        ]


class OpinionForm(VersionedForm):
    grade = forms.ChoiceField(
        label="等次",
        choices=Grade,
        widget=forms.RadioSelect,
        error_messages={"required": NO_GRADE, "invalid_choice": NO_GRADE},
    )
    reasons = long_text("评定理由", limit=1000, rows=3)
    mend = long_text("整改事项", limit=1000, rows=3, required=False, help_text="每行一项，带入下一年的评议。")

    def clean_mend(self):
        if any(len(item) > LONGEST_ITEM for item in self.items()):
            raise forms.ValidationError(ITEM_TOO_LONG)
        return self.cleaned_data["mend"]

    def items(self):
        lines = (line.strip() for line in self.cleaned_data["mend"].splitlines())
        return [line for line in lines if line]


class ReplyForm(PlainForm):
    """The answer to an objection, and another grade where one was decided."""

    text = long_text("答复", limit=1000, rows=3)
    grade = forms.ChoiceField(
        label="等次", required=False, error_messages={"invalid_choice": NO_GRADE}, widget=forms.RadioSelect
    )
    meeting = forms.ModelChoiceField(
        label="决定更正的会议",
        queryset=None,
        required=False,
        help_text="提出异议以后召开的支部委员会会议、党员大会或者组织生活会。",
    )
    reasons = long_text("更正以后的评定理由", limit=1000, rows=3, required=False)
    over_cap_reason = long_text("优秀超出名额的原因", limit=500, rows=2, required=False)

    def __init__(self, *args, appraisal, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        others = [choice for choice in Grade.choices if choice[0] != appraisal.grade]
        keeps = KEEP_GRADE.format(grade=appraisal.get_grade_display())
        self.fields["grade"].choices = [("", keeps), *others]
        self.fields["meeting"].queryset = meetings

    @property
    def correction(self):
        """The Correction that was entered; None where the grade stands."""
        names = ("grade", "reasons", "meeting", "over_cap_reason")
        data = {name: self.cleaned_data[name] for name in names}
        return Correction(**data) if data["grade"] else None


class DecisionForm(PlainForm):
    meeting = forms.ModelChoiceField(
        label="作出评定的会议", queryset=None, error_messages={"required": "请选择会议。"}
    )
    over_cap_reason = long_text("优秀超出名额的原因", limit=500, rows=2, required=False)

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class TalkForm(PlainForm):
    one = forms.ModelChoiceField(label="谈话人", queryset=None)
    other = forms.ModelChoiceField(label="谈话对象", queryset=None)
    on = DayField(label="日期")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["one"].queryset = self.fields["other"].queryset = people


class DisposalForm(PlainForm):
    kind = forms.ChoiceField(
        label="建议的处置",
        choices=[*Disposal.choices, (NO_DISPOSAL, "不作组织处置")],
        widget=forms.RadioSelect,
        error_messages={"required": NO_MARK},
        help_text="已因同一问题受到党纪处分的，不再给予组织处置。",
    )

    def clean_kind(self):
        kind = self.cleaned_data["kind"]
        return "" if kind == NO_DISPOSAL else kind


class DisposalStepForm(PlainForm):
    step = forms.ChoiceField(choices=DisposalStep, widget=forms.HiddenInput)
    on = DayField(label="日期")
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="例如文号、会议名称。")


class EndingForm(PlainForm):
    ending = forms.CharField(label="结果", max_length=200)


class MendedForm(PlainForm):
    done_on = DayField(label="完成日期")
    note = forms.CharField(label="完成情况", max_length=200, required=False)


class WordsForm(PlainForm):
    text = long_text("内容", limit=1000, rows=3)
