"""Logging in, passwords, and the first run."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator

from lawfirm_party.common.dates import DAY_OUT_OF_RANGE, FIRST_DAY, LAST_DAY
from lawfirm_party.common.forms import MISSING, PlainForm

from ..models import User

LONGEST_LOGIN = 150
WRONG_LOGIN = "登录名或密码不对，或者账号已停用。"
PASSWORD_WRONG = "密码不对。"
PASSWORDS_DIFFER = "两次输入的密码不一致。"
OLD_PASSWORD_WRONG = "原密码不对。"
BRANCH_BEFORE_FIRM = "不能早于律师事务所成立日期。"
NAME_FOR_ADDRESS = "填写邮箱时请同时填写姓名。"
PASSWORD_HELP = "至少12个字符；不要全是数字，不要用常见密码、登录名，也不要用单位、支部这类容易猜到的词。"
PASSWORD_TOO_LONG = "密码最多128个字符。"


class SignInForm(AuthenticationForm):
    """One sentence for every failure: it never tells which half was wrong, nor whether the login exists."""

    error_messages = {"invalid_login": WRONG_LOGIN, "inactive": WRONG_LOGIN}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        # Django only tells the browser how long a name may be.
        self.fields["username"].validators.append(MaxLengthValidator(LONGEST_LOGIN, WRONG_LOGIN))
        self.fields["password"].validators.append(MaxLengthValidator(1000, WRONG_LOGIN))
        for field in self.fields.values():
            field.error_messages["required"] = MISSING


class PasswordAgainForm(PlainForm):
    """The password of who is logged in, before something that asks for it again."""

    password_again = forms.CharField(
        label="密码",
        strip=False,
        max_length=1000,
        error_messages={"max_length": PASSWORD_WRONG},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(SetPasswordForm):
    """Two fields for a new password."""

    error_messages = {"password_mismatch": PASSWORDS_DIFFER}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        word_new_password(self.fields)


class ChangePasswordForm(PasswordChangeForm):
    error_messages = {"password_mismatch": PASSWORDS_DIFFER, "password_incorrect": OLD_PASSWORD_WRONG}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原密码"
        limit_password(self.fields["old_password"])
        word_new_password(self.fields)


def word_new_password(fields):
    fields["new_password1"].label = "新密码"
    fields["new_password1"].help_text = PASSWORD_HELP
    fields["new_password2"].label = "再输入一次新密码"
    fields["new_password2"].help_text = ""
    for name in ("new_password1", "new_password2"):
        limit_password(fields[name])


def limit_password(field):
    field.error_messages["required"] = MISSING
    field.validators.append(MaxLengthValidator(128, PASSWORD_TOO_LONG))


class ResetRequestForm(PlainForm):
    text = forms.CharField(label="登录名或邮箱", max_length=254)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["autocomplete"] = "username"


class DayField(forms.DateField):
    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date", "class": "w-date"}, format="%Y-%m-%d")
        limits = [
            MinValueValidator(FIRST_DAY, DAY_OUT_OF_RANGE),
            MaxValueValidator(LAST_DAY, DAY_OUT_OF_RANGE),
        ]
        super().__init__(widget=widget, validators=limits, **kwargs)


class SetUpForm(PlainForm):
    """The first page of an empty program: firm, branch, and the first administrator."""

    firm_name = forms.CharField(label="律师事务所名称", max_length=60)
    firm_short_name = forms.CharField(label="律师事务所简称", max_length=20)
    firm_founded_on = DayField(label="律师事务所成立日期")
    branch_name = forms.CharField(label="党支部名称", max_length=60)
    branch_short_name = forms.CharField(label="党支部简称", max_length=20, help_text="显示在每页左上角。")
    superior = forms.CharField(label="上级党组织", max_length=60, required=False)
    branch_founded_on = DayField(label="党支部成立日期")
    person_name = forms.CharField(
        label="管理员姓名", max_length=30, required=False, help_text="填写后同时登记为本所人员。"
    )
    person_email = forms.EmailField(label="管理员邮箱", required=False, help_text="忘记密码时用来重设。")
    username = User._meta.get_field("username").formfield(
        label="管理员登录名", help_text="字母、数字和 @ . + - _ 都可以。"
    )
    password1 = forms.CharField(
        label="密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label="再输入一次密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(User.username_validator)
        self.fields["password1"].help_text = PASSWORD_HELP
        limit_password(self.fields["password1"])
        limit_password(self.fields["password2"])

    def parts(self):
        """(heading, fields) as the page groups them."""
        return [
            (heading, [field for field in self.visible_fields() if field.name.startswith(starts)])
            for heading, starts in (
                ("律师事务所", "firm_"),
                ("党支部", ("branch_", "superior")),
                ("管理员", ("person_", "username", "password")),
            )
        ]

    def clean(self):
        data = super().clean()
        firm_day, branch_day = data.get("firm_founded_on"), data.get("branch_founded_on")
        if firm_day and branch_day and branch_day < firm_day:
            self.add_error("branch_founded_on", BRANCH_BEFORE_FIRM)
        if data.get("person_email") and not data.get("person_name"):
            self.add_error("person_name", NAME_FOR_ADDRESS)
        if {"password1", "password2"} <= data.keys() and data["password1"] != data["password2"]:
            self.add_error("password2", PASSWORDS_DIFFER)
        if data.get("password1"):
            try:
                validate_password(data["password1"], User(username=data.get("username", "")))
            except ValidationError as error:
                self.add_error("password1", error)
        data["password"] = data.get("password1")
        return data
