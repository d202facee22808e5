"""The audit trail, for whoever keeps the program."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.dates import date_text, local_day
from members.forms.logins import DayField
from members.permissions import reads_audit
from members.queries import roles_of

from ..queries.audit import audit_for, audit_lines, chain_words, narrow

NEEDS_ADMIN = "查看审计记录需要管理员身份。"
NO_SUCH_DAY = "没有这一天，请填写像 2026-05-01 这样的日期。"
PER_PAGE = 50


def day_field(label):
    field = DayField(label=label, required=False, error_messages={"invalid": NO_SUCH_DAY})
    field.widget.attrs["class"] = "form-control w-date"
    return field


class AuditFilterForm(forms.Form):
    """What the trail can be narrowed to. A value that means nothing is left out; of a day it is said."""

    since = day_field("从哪一天")
    until = day_field("到哪一天")
    q = forms.CharField(
        label="操作人",
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "form-control w-name", "placeholder": "姓名、拼音或登录名", "autocomplete": "off"}
        ),
    )
    action = forms.ChoiceField(
        label="事项",
        choices=[("", "全部"), *AuditAction.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def chosen(self):
        """The filters that mean something, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def sentence(self):
        """What was asked for and is no day, or nothing."""
        return next((errors[0] for name, errors in self.errors.items() if name in {"since", "until"}), "")


@login_required
@require_safe
def audit(request):
    """Who did what when, newest first; and whether the trail is as it was written."""
    now = clock.now()
    today = local_day(now)
    if not reads_audit(roles_of(request.user, today)):
        raise PermissionDenied(NEEDS_ADMIN)
    form = AuditFilterForm(request.GET)
    chosen = form.chosen()
    entries = narrow(audit_for(request.user, today), **chosen)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    tone, sentence = chain_words(now)
    context = {
        "form": form,
        "page": page,
        "lines": audit_lines(page.object_list, request.user, now),
        "chips": chips_of(chosen),
        "query": urlencode(chosen),
        "chain_tone": tone,
        "chain": sentence,
    }
    return render(request, "dashboard/audit.html", context)


def chips_of(chosen):
    """(words, query without it) of each filter that is on."""
    words = {
        "since": lambda day: f"{date_text(day)}起",
        "until": lambda day: f"到{date_text(day)}",
        "q": lambda text: f"“{text}”",
        "action": lambda action: AuditAction(action).label,
    }
    return [
        (words[name](value), urlencode({other: kept for other, kept in chosen.items() if other != name}))
        for name, value in chosen.items()
    ]
