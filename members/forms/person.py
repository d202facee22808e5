"""What the firm knows of somebody, and what somebody enters about themselves."""

import unicodedata

from django import forms

from lawfirm_party.common import crypto
from lawfirm_party.common.forms import VersionedForm

from ..choices import PersonKind
from ..models import LONGEST_GROUP, LONGEST_NAME, LONGEST_SPELLING, Person
from ..rules import is_id_number, masked
from .logins import DayField

NOT_AN_ID_NUMBER = "证件号码应为18位，最后一位请核对。"
ID_NUMBER_TAKEN = "这个证件号码已经登记在别人名下。"
NUMBER_UNREADABLE = "已登记的号码读不出来，请联系管理员核对密钥。"
CONTACT = ("phone", "email")
NUMBER = ("id_number", "forget_id_number")


def plain(label, length, **kwargs):
    return forms.CharField(label=label, max_length=length, required=False, **kwargs)


class ContactForm(VersionedForm):
    """Phone and e-mail: one's own, on 我的资料."""

    phone = plain("手机", 20)
    email = forms.EmailField(
        label="邮箱", max_length=254, required=False, help_text="会议通知和重设密码的邮件发到这里。"
    )


class PersonDataForm(VersionedForm):
    """Firm data of a person; contact and ID number only for who may write them."""

    name = forms.CharField(label="姓名", max_length=LONGEST_NAME)
    pinyin = plain("拼音", LONGEST_SPELLING, help_text="空着自动生成；多音字可以改。")
    kind = forms.ChoiceField(label="类别", choices=PersonKind.choices)
    joined_on = DayField(label="入所日期")
    left_on = DayField(label="离所日期", required=False, help_text="从这一天起不再是本所人员，登录随之关闭。")
    licence_number = plain("执业证号", 40, help_text="17位数字。")
    practising_since = DayField(label="首次执业日期", required=False)
    practice_group = plain("专业组", LONGEST_GROUP, help_text="例如刑事、民商事。")
    phone = plain("手机", 20)
    email = forms.EmailField(label="邮箱", max_length=254, required=False)
    id_number = plain("证件号码", 18)
    forget_id_number = forms.BooleanField(label="删除已登记的证件号码", required=False)

    def __init__(self, *args, person=None, with_contact=True, with_number=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        for name in (*(() if with_contact else CONTACT), *(() if with_number else NUMBER)):
            del self.fields[name]
        if with_number:
            self.fields["id_number"].help_text = f"{stored_words(person)}加密保存。"
            if not (person and person.id_number_sealed):
                del self.fields["forget_id_number"]

    def clean_licence_number(self):
        return plain_licence(self.cleaned_data["licence_number"])

    def clean_id_number(self):
        return free_id_number(self.cleaned_data["id_number"], self.person)

    def values(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in {"nonce", "version"}}


def plain_licence(text):
    """A 执业证号 as it is stored, however wide its digits were typed."""
    return unicodedata.normalize("NFKC", text)


def free_id_number(text, person):
    """The ID number as it is stored, "" for none. Raises ValidationError for one that is wrong or somebody else's."""
    number = text.strip().upper()
    if number and not is_id_number(number):
        raise forms.ValidationError(NOT_AN_ID_NUMBER)
    index = crypto.fingerprint(number, "id_number")
    others = Person.objects.exclude(pk=person.pk if person else None)
    if index and others.filter(id_number_index=index).exists():
        raise forms.ValidationError(ID_NUMBER_TAKEN)
    return number


def stored_words(person):
    """What a form says of the number that is stored."""
    if person is None or not person.id_number_sealed:
        return ""
    try:
        return f"已登记 {masked(person.read_id_number())}，留空表示不变。"
    except crypto.Unreadable:
        return NUMBER_UNREADABLE
