from django import forms

from lawfirm_party.common.forms import PlainForm

from .choices import Mark

NOT_MARKED = "请选一项。"
NEEDS_PASSPHRASE = "请输入口令。"


class BallotForm(forms.Form):
    """One choice for each person, nothing preselected; the same for every voter. It carries no nonce: the roll stands against the second click."""

    def __init__(self, data, names):
        super().__init__(data)
        self.names = names
        for pk, title, _ in names:
            self.fields[self.field_name(pk)] = forms.ChoiceField(
                label=title,
                choices=Mark.choices,
                error_messages={"required": NOT_MARKED, "invalid_choice": NOT_MARKED},
            )

    @staticmethod
    def field_name(pk):
        return f"m{pk}"

    @property
    def rows(self):
        """[(field, is the voter's own, [(value, label, is chosen)])] in the order of the ballot."""
        return [
            (field, own, [(mark.value, mark.label, field.value() == mark.value) for mark in Mark])
            for field, own in ((self[self.field_name(pk)], own) for pk, _, own in self.names)
        ]

    @property
    def marks(self):
        return {pk: Mark(self.cleaned_data[self.field_name(pk)]) for pk, _, _ in self.names}


class PassphraseForm(PlainForm):
    passphrase = forms.CharField(
        label="口令",
        max_length=60,
        strip=True,
        error_messages={"required": NEEDS_PASSPHRASE},
        help_text="16个字母和数字，大小写、空格和横线不影响。",
    )


class VoidForm(PlainForm):
    reason = forms.CharField(
        label="作废的原因", max_length=120, help_text="例：口令遗失。作废后选票不可恢复，可以重新发起投票。"
    )
