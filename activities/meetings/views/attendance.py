from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse

from lawfirm_party.common import clock
from lawfirm_party.common.refusal import Conflict, Refusal

from ..commands.attendance import mark, mark_all_present
from ..forms.record import MarkForm
from .meeting import open_record

ALL_MARKED = "已登记 {count} 人到会。个别没有到会的，请改为请假或缺席。"
NOBODY_LEFT = "所有人都已登记，没有改动。"


@login_required
def attendance(request, pk):
    now = clock.now()
    page, way_back = open_record(request, pk, now, "attendance")
    if way_back:
        return way_back
    if request.method == "POST":
        return record(request, page, now)
    return attendance_page(request, page)


def attendance_page(request, page, status=200, sentence=""):
    context = {"page": page, "meeting": page.meeting, "sentence": sentence}
    return render(request, "meetings/attendance.html", context, status=status)


def record(request, page, now):
    form = MarkForm(request.POST)
    if not form.is_valid():
        return attendance_page(request, page, 422, form.errors["mark"][0] if "mark" in form.errors else "")
    chosen = form.cleaned_data["mark"]
    if chosen.person_id is None:
        return everybody(request, page, now)
    try:
        mark(
            meeting_id=page.meeting.pk,
            person_id=chosen.person_id,
            presence=chosen.presence,
            reason=chosen.reason,
            seen=form.seen,
            user=request.user,
            now=now,
        )
    except Conflict as conflict:
        return attendance_page(request, page, 409, conflict.sentence)
    except Refusal as refusal:
        return attendance_page(request, page, 422, refusal.sentence)
    return redirect(f"{reverse('attendance', args=[page.meeting.pk])}#p{chosen.person_id}")


def everybody(request, page, now):
    try:
        count = mark_all_present(meeting_id=page.meeting.pk, user=request.user, now=now)
    except Refusal as refusal:
        return attendance_page(request, page, 422, refusal.sentence)
    messages.success(request, ALL_MARKED.format(count=count) if count else NOBODY_LEFT)
    return redirect("attendance", page.meeting.pk)
