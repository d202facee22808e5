"""The minutes: one form for everything, saved by its button, by itself while typing, and never over somebody else's text."""

import json
import re
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lawfirm_party.common import clock
from lawfirm_party.common.dates import local
from lawfirm_party.common.refusal import Conflict, Refusal

from ..commands.attendance import close_meeting
from ..commands.minutes import CHANGED_MEANWHILE, save_minutes
from ..forms.minutes import MinutesForms, digest, merge
from ..queries.record import people_at
from .meeting import closed_words, open_record

SAVED = "已保存。"
NOT_SAVED = "有一处内容还不能保存：{sentence}"
PLACES = re.compile(r"(?:item-[0-9]{1,18}-(?:resolutions|actions)|new-item)\Z")
EMPTY = "（空）"


@login_required
def minutes(request, pk):
    page, way_back = open_record(request, pk, clock.now(), "minutes")
    if way_back:
        return way_back
    if request.method == "POST":
        return save(request, page, request.headers.get("X-Autosave") == "1")
    return minutes_page(request, page, forms_of(page))


def forms_of(page, data=None):
    record = page.record
    people = people_at(record)
    return MinutesForms(record, people=people, may_manage=page.rights.manage, today=page.today, data=data)


def minutes_page(request, page, forms, status=200, **context):
    context = {"page": page, "meeting": page.meeting, "forms": forms, "form": forms.frame, **context}
    return render(request, "meetings/minutes.html", context, status=status)


def save(request, page, is_autosave):
    forms = forms_of(page, request.POST)
    if not forms.is_valid(unfinished_rows=is_autosave):
        return refused(request, page, forms, is_autosave)
    data = forms.values()
    try:
        meeting = save_minutes(
            meeting_id=page.meeting.pk,
            user=request.user,
            now=page.now,
            data=only_text(data) if is_autosave else data,
        )
    except Conflict as conflict:
        return conflicting(request, page, conflict.current, is_autosave)
    except Refusal as refusal:
        forms.add_error(refusal.field, refusal.sentence)
        return refused(request, page, forms, is_autosave)
    if is_autosave:
        return saved_answer(replace(page, meeting=meeting))
    return after_saving(request, page)


def only_text(data):
    """Autosave neither adds nor removes an agenda item: half a title is no item."""
    return replace(data, new_item="", items=tuple(replace(item, remove=False) for item in data.items))


def saved_answer(page):
    """What a save by itself tells the page: when, its new version, and what is missing now."""
    return JsonResponse(
        {
            "saved": f"{local(page.now):%H:%M}",
            "version": page.meeting.version,
            "missing": page.missing_links,
        }
    )


def refused(request, page, forms, is_autosave):
    if is_autosave:
        sentences = [words for words, _ in forms.errors()] or forms.frame.non_field_errors()
        return JsonResponse({"message": NOT_SAVED.format(sentence=sentences[0])}, status=422)
    return minutes_page(request, page, forms, 422)


def conflicting(request, page, current, is_autosave):
    """Both texts side by side; the next save counts from the newer version. A repeated click that differs in nothing is no conflict."""
    page = replace(page, meeting=current)
    stored = forms_of(page)
    merged = merge(stored, request.POST)
    if not merged.differs:
        return saved_answer(page) if is_autosave else after_saving(request, page)
    if is_autosave:
        return JsonResponse({"message": CHANGED_MEANWHILE}, status=409)
    base = {name: digest(text) for name, text in stored.texts().items()}
    data = {**merged.data, "version": current.version, "base": json.dumps(base, separators=(",", ":"))}
    forms = forms_of(page, data)
    forms.is_valid()
    show_theirs(forms, merged.theirs)
    context = {"conflict": True, "sentence": CHANGED_MEANWHILE, "lost": merged.lost}
    return minutes_page(request, page, forms, 409, **context)


def show_theirs(forms, theirs):
    """Hang the stored text beside each field in which the two differ."""
    for form in forms.forms():
        for name, field in form.fields.items():
            key = form.add_prefix(name)
            if key in theirs and "-new" not in key and key != "new_item":
                words = dict(getattr(field, "choices", ())).get(number_or(theirs[key]), theirs[key])
                field.theirs = {"on": "已勾选"}.get(words, words) or EMPTY


def number_or(text):
    return int(text) if text.isdigit() else text


def after_saving(request, page):
    address = reverse("minutes", args=[page.meeting.pk])
    act = request.POST.get("act", "")
    if act == "close":
        meeting = close_meeting(
            meeting_id=page.meeting.pk, user=request.user, now=page.now, end_is_known=True
        )
        messages.success(request, closed_words(meeting), extra_tags=address)
        return redirect(page.meeting)
    messages.success(request, SAVED, extra_tags=address)
    if act == "done":
        return redirect(page.meeting)
    return redirect(f"{address}#{act}" if PLACES.match(act) else address)
