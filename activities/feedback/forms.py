from django import forms

from lawfirm_party.common.forms import PlainForm, VersionedForm
from members.forms.logins import DayField

from .choices import Dimension, MatterKind, MeasureKind, MeasureSource, Outcome, Satisfaction
from .rules import LONGEST_TEXT
from .words import PAGE, choices_in

NO_LAWYER = "请选择承办律师。"
NO_KIND = "请选择案件类型。"
TOO_LONG = "最多500字，请删减一些。"


def long_text(label, help_text="", required=True, rows=3):
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": TOO_LONG},
    )


class FeedbackForm(forms.Form):
    """The client's form, in the language of its page. It carries no nonce: one card has one answer."""

    def __init__(self, data, language, stored=None):
        super().__init__(data, initial=stored)
        words = PAGE[language]
        self.fields["overall"] = forms.ChoiceField(
            label=words["overall"],
            choices=choices_in(Satisfaction, language),
            error_messages={"required": words["required"], "invalid_choice": words["required"]},
        )
        for name, label in choices_in(Dimension, language):
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", words["skip"]), *choices_in(Satisfaction, language)],
                error_messages={"invalid_choice": words["required"]},
            )
        self.fields["text"] = forms.CharField(
            label=words["text"],
            max_length=LONGEST_TEXT,
            required=False,
            help_text=words["text_help"],
            widget=forms.Textarea(attrs={"rows": 4, "class": "form-control", "autocomplete": "off"}),
            error_messages={"max_length": words["too_long"]},
        )
        self.fields["is_complaint"] = forms.BooleanField(label=words["complaint"], required=False)

    @property
    def dimensions(self):
        return [self[name] for name in Dimension.values]

    @property
    def has_dimensions(self):
        """Whether any of them is chosen, or wrong: the fold is open then."""
        return any(field.value() or field.errors for field in self.dimensions)

    @property
    def marks(self):
        """{name: 1-5 or None} of the overall answer and the dimensions."""
        names = ("overall", *Dimension.values)
        return {name: int(self.cleaned_data[name]) if self.cleaned_data[name] else None for name in names}


class CardForm(PlainForm):
    matter_code = forms.CharField(
        label="案件编号",
        max_length=40,
        help_text="只写编号，例如〔2026〕刑字第012号。不要写客户名称和案情。",
    )
    kind = forms.ChoiceField(
        label="案件类型",
        choices=MatterKind,
        widget=forms.RadioSelect,
        error_messages={"required": NO_KIND, "invalid_choice": NO_KIND},
    )
    is_finished = forms.BooleanField(label="已经办结", required=False, initial=True)
    lawyers = forms.ModelMultipleChoiceField(
        label="承办律师",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NO_LAWYER, "invalid_choice": NO_LAWYER, "invalid_pk_value": NO_LAWYER},
    )

    def __init__(self, *args, lawyers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lawyers"].queryset = lawyers


class InboxFilter(forms.Form):
    """What narrows the inbox; what is unknown does not."""

    state = forms.ChoiceField(
        label="处理", required=False, choices=[("", "全部"), ("open", "待处理"), ("handled", "已办结")]
    )
    year = forms.ChoiceField(label="年度", required=False)
    kind = forms.ChoiceField(label="案件类型", required=False, choices=[("", "全部"), *MatterKind.choices])
    lawyer = forms.ModelChoiceField(label="承办律师", required=False, queryset=None, empty_label="全部")

    def __init__(self, data, *, years, lawyers):
        super().__init__(data)
        self.fields["year"].choices = [("", "全部"), *((str(year), f"{year}年") for year in years)]
        self.fields["lawyer"].queryset = lawyers
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def wanted(self):
        """{name: value} of the filters that are understood; year as a number."""
        data = (
            self.cleaned_data if self.is_valid() else {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
        )
        return {**data, "year": int(data["year"]) if data["year"] else None, "lawyer": data["lawyer"] or None}


class ShownTextForm(PlainForm):
    shown_text = long_text(
        "给承办律师看的文字", "去掉能看出是谁、是哪件事的话。留空就不给看。", required=False
    )


class StepForm(PlainForm):
    text = long_text("这一步做了什么", "例：与客户通话，了解情况。不写客户姓名。")


class OwnerForm(PlainForm):
    owner = forms.ModelChoiceField(
        label="交给谁",
        queryset=None,
        error_messages={"required": "请选择处理人。", "invalid_choice": "请选择处理人。"},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people


class CloseForm(PlainForm):
    outcome = forms.ChoiceField(
        label="结论",
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。", "invalid_choice": "请选择结论。"},
    )
    result = long_text("处理结果", "怎样处理的，怎样答复客户的。办结后才计入评议，不能再改。")


class MeasureForm(VersionedForm):
    kind = forms.ChoiceField(label="类别", choices=MeasureKind, widget=forms.RadioSelect)
    source = forms.ChoiceField(
        label="来源",
        choices=MeasureSource,
        widget=forms.RadioSelect,
        help_text="只登记律师协会、司法行政机关和其他机关转来的；客户在反馈卡上的投诉在“客户反馈”里处理。",
    )
    person = forms.ModelChoiceField(
        label="涉及人员", queryset=None, required=False, empty_label="本所（不涉及个人）"
    )
    received_on = DayField(label="收到日期")
    document_number = forms.CharField(label="文号", max_length=60, required=False)
    summary = forms.CharField(label="事由", max_length=200, help_text="一句话，不写客户名称。")
    outcome = forms.CharField(label="结果", max_length=200, required=False)
    closed_on = DayField(label="办结日期", required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        for name in ("kind", "source"):
            self.fields[name].error_messages.update(required="请选一项。", invalid_choice="请选一项。")

    def values(self):
        """What record_measure takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"nonce", "version"}}
