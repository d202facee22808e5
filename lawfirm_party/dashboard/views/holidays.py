"""Entering the rest days of a year that were just announced."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lawfirm_party.common import clock
from lawfirm_party.common.dates import day_text
from lawfirm_party.common.forms import PlainForm, once_only
from lawfirm_party.common.holidays import entered_from, read_year, replace_year
from lawfirm_party.common.refusal import Refusal

NEEDS_KEEPER = "录入放假安排需要录入员或管理员身份。"
NOTHING = "请选择文件，或者粘贴文件内容。"
NOT_TEXT = "文件不是文本文件，请选择 JSON 文件。"
TAKEN_IN = "已保存{year}年放假安排，共 {count} 天。"
LARGEST = 200_000


class YearForm(PlainForm):
    text = forms.CharField(
        label="粘贴内容",
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="打开下载的放假安排文件（JSON），全选、复制，粘贴到这里。",
    )
    file = forms.FileField(label="或者选择文件", required=False, allow_empty_file=True)

    def clean(self):
        data = super().clean()
        file = data.get("file")
        if file:
            try:
                data["text"] = file.read(LARGEST + 1).decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(NOT_TEXT) from None
        if not data.get("text"):
            raise forms.ValidationError(NOTHING)
        try:
            data["year"], data["days"] = read_year(data["text"][:LARGEST])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return data


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request):
    """Two steps: the days as they were understood, then the confirmation that replaces the year."""
    if not (request.user.is_staff and request.user.has_perm("common.add_holiday")):
        raise PermissionDenied(NEEDS_KEEPER)
    entered = [(day_text(row.day), row) for row in entered_from(clock.today().year)]
    if request.method != "POST":
        return render(request, "dashboard/holidays.html", {"form": YearForm(), "entered": entered})
    form = YearForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"form": form, "entered": entered}
        return render(request, "dashboard/holidays.html", context, status=422)
    data = form.cleaned_data
    if not request.POST.get("confirmed"):
        lines = [(day_text(row.day), row.name, "休" if row.is_rest else "班") for row in data["days"]]
        context = {"form": YearForm(), "lines": lines, "year": data["year"], "text": data["text"]}
        return render(request, "dashboard/holidays.html", context)
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            year, days = data["year"], data["days"]
            count = replace_year(year=year, days=days, by=request.user, now=clock.now())
            messages.success(request, TAKEN_IN.format(year=year, count=count))
            once.answer = f"{reverse('calendar')}?month={year}-01"
    return redirect(once.answer)
