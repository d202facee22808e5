from django import forms

from lawfirm_party.common.forms import PlainForm, VersionedForm

from .choices import OutboxState, RobotKind, Rule
from .robots import ADAPTERS
from .rules import OPEN, PROBLEMS

STATE_GROUPS = {"problem": PROBLEMS, "open": OPEN}
UNKNOWN_FILTER = "没有这个筛选条件，已显示全部。"

NAME_MISSING = "请填写群的名称。"
NAME_TOO_LONG = "最多 30 个字。"
KIND_MISSING = "请选择平台。"
ADDRESS_MISSING = "请粘贴机器人的地址。"
ADDRESS_WRONG = "这不是{service}给出的机器人地址，应以 https://{host}/ 开头，请完整粘贴。"
SECRET_MISSING = "{service}的机器人要有加签密钥：在安全设置里选“加签”或“签名校验”，把密钥粘贴到这里。"
SECRET_WRONG = "密钥应是一串字母和数字，请完整粘贴。"
LONGEST_ADDRESS = 400
LONGEST_SECRET = 200


class OnceInput(forms.TextInput):
    """A text that no page gives back, not even beside an error: whoever has it speaks in the group."""

    def get_context(self, name, value, attrs):
        return super().get_context(name, None, attrs)


def secret_field(label, limit, help_text):
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit,
        error_messages={"max_length": SECRET_WRONG},
        help_text=help_text,
        widget=OnceInput(attrs={"class": "form-control", "spellcheck": "false"}),
    )


class RobotFields(forms.Form):
    """What a new robot and a changed one have in common; `kind` is the robot's own, or chosen."""

    name = forms.CharField(
        label="群名称",
        max_length=30,
        error_messages={"required": NAME_MISSING, "max_length": NAME_TOO_LONG},
        help_text="只在本平台里用，便于认出是哪个群。",
    )
    webhook = secret_field("机器人地址", LONGEST_ADDRESS, "在群里添加自定义机器人后，复制它给出的完整地址。")
    secret = secret_field("加签密钥", LONGEST_SECRET, "钉钉、飞书必须填写；企业微信不用。")
    kept = False

    def clean(self):
        data = super().clean()
        kind = self.kind_chosen(data)
        if kind:
            adapter, service = ADAPTERS[kind], RobotKind(kind).label
            data["key"] = self.read_key(data.get("webhook", ""), adapter, service)
            data["secret"] = self.read_secret(data.get("secret", ""), adapter, service)
        return data

    def read_key(self, address, adapter, service):
        key = adapter.read_key(address)
        if address and not key:
            self.add_error("webhook", ADDRESS_WRONG.format(service=service, host=adapter.HOST))
        elif not address and not self.kept and "webhook" not in self.errors:
            self.add_error("webhook", ADDRESS_MISSING)
        return key

    def read_secret(self, secret, adapter, service):
        if not adapter.NEEDS_SECRET:
            return ""
        if secret and not (secret.isascii() and secret.isprintable() and " " not in secret):
            self.add_error("secret", SECRET_WRONG)
        elif not secret and not self.kept and "secret" not in self.errors:
            self.add_error("secret", SECRET_MISSING.format(service=service))
        return secret


class NewRobotForm(RobotFields, PlainForm):
    kind = forms.ChoiceField(
        label="平台",
        choices=RobotKind.choices,
        error_messages={"required": KIND_MISSING, "invalid_choice": KIND_MISSING},
        widget=forms.RadioSelect,
    )
    field_order = ["kind", "name", "webhook", "secret"]

    def kind_chosen(self, data):
        return data.get("kind")


class RobotForm(RobotFields, VersionedForm):
    """A robot that is there: what is left empty stays as it is."""

    kept = True

    def __init__(self, *args, robot, **kwargs):
        super().__init__(*args, **kwargs)
        self.robot = robot
        self.fields["webhook"].label = "新的机器人地址"
        self.fields["webhook"].help_text = "不换就留空。保存着的地址和密钥不再显示。"
        self.fields["secret"].label = "新的加签密钥"
        self.fields["secret"].help_text = "不换就留空。"
        if not ADAPTERS[robot.kind].NEEDS_SECRET:
            del self.fields["secret"]

    def kind_chosen(self, data):
        return self.robot.kind


class OutboxFilter(forms.Form):
    """What the outbox page shows; every field comes from the address, so that a view can be passed on."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部状态"), ("problem", "没有送达"), ("open", "还没有发出"), *OutboxState.choices],
        error_messages={"invalid_choice": UNKNOWN_FILTER},
    )
    rule = forms.ChoiceField(
        label="事由",
        required=False,
        choices=[("", "全部事由"), *Rule.choices],
        error_messages={"invalid_choice": UNKNOWN_FILTER},
    )
    meeting = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=10**18 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), UNKNOWN_FILTER),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("state", "rule"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def wanted(self):
        """Keyword arguments for queries.filtered: {} narrows nothing."""
        if not self.is_valid():
            return {}
        state = self.cleaned_data["state"]
        return {
            "states": STATE_GROUPS.get(state, {state} if state else set()),
            "rule": self.cleaned_data["rule"],
            "meeting": self.cleaned_data["meeting"],
        }
