"""A meeting's own page, and the steps of its life that are one click each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.dates import local, local_day
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..choices import OPEN_RECORD, MeetingState
from ..commands.archive import ONLY_ARCHIVED, archive_meeting, correct_meeting
from ..commands.attendance import NOT_BEGUN, backfill_scheduled, begin_meeting, close_meeting
from ..forms.record import CorrectForm
from ..permissions import can_decide_leave, can_manage, can_read_leave_text, can_read_minutes, can_record
from ..queries.page import MeetingPage, Rights
from ..queries.sheet import sheet_of
from ..queries.visible import meeting_for

NEEDS_RECORDER = "登记考勤和记录需要书记、负责这类会议的委员或组长，或者本次会议的记录人。"
NEEDS_MANAGER = "更正已归档的记录需要书记，或者负责这类会议的委员或组长。"
BEGUN_UNTOLD = "会议已开始，应到人员已经固定。会议通知还没有发出，现在不再发。请登记考勤。"
NEEDS_READER = "这次会议的记录不对您公开。"
NO_RECORD_YET = "会议还没有开始，没有可以打印的记录。"
BEGUN = "会议已开始，应到人员已经固定。请登记考勤。"
CLOSED = "已散会，散会时间记为 {ends}。请把记录补完后归档。"
CLOSED_COMPLETE = "已散会，散会时间记为 {ends}。记录齐全，可以归档。"
BACKFILLED = "已转为补录，不会通知任何人。请登记当时的考勤。"
ARCHIVED = "已归档，编号为{year}年第{number}次。记录从此不能再改。"
CORRECTED = "更正说明已附在记录后面。"


def rights_of(roles, meeting):
    """What somebody may do with a meeting that is visible to them."""
    return Rights(
        manage=can_manage(roles, meeting),
        record=can_record(roles, meeting),
        read=can_read_minutes(roles, meeting),
        decide_leave=can_decide_leave(roles, meeting),
        read_leave_text=can_read_leave_text(roles, meeting),
        see_delivery=meeting.branch_id in roles.committee_of,
    )


def page_of(request, pk, now):
    """The MeetingPage of a meeting the user sees; else 404."""
    today = local_day(now)
    meeting = meeting_for(request.user, today, pk)
    if meeting is None:
        raise Http404
    roles = roles_of(request.user, today)
    return MeetingPage(meeting, rights_of(roles, meeting), roles.person_id, now)


def recorded_page(request, pk, now):
    """The same for somebody who keeps its record; else 403."""
    page = page_of(request, pk, now)
    if not page.rights.record:
        raise PermissionDenied(NEEDS_RECORDER)
    return page


def open_record(request, pk, now, anchor):
    """(page, None) of a record that may still be written, or (page, the way back): to the archived record for its readers."""
    page = page_of(request, pk, now)
    if page.meeting.state == MeetingState.ARCHIVED and page.rights.read:
        return page, redirect(f"{page.meeting.get_absolute_url()}#{anchor}")
    if not page.rights.record:
        raise PermissionDenied(NEEDS_RECORDER)
    if page.meeting.state not in OPEN_RECORD:
        messages.error(request, NOT_BEGUN)
        return page, redirect(page.meeting)
    return page, None


@login_required
@require_safe
def meeting(request, pk):
    page = page_of(request, pk, clock.now())
    return render(request, "meetings/detail.html", {"page": page, "meeting": page.meeting})


@login_required
@require_POST
def begin(request, pk):
    now = clock.now()
    page = recorded_page(request, pk, now)
    is_untold = page.meeting.published_at is not None and not page.delivery.people
    try:
        begin_meeting(meeting_id=pk, user=request.user, now=now)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(page.meeting)
    messages.success(request, BEGUN_UNTOLD if is_untold else BEGUN)
    return redirect("attendance", pk)


@login_required
@require_POST
def backfill_past(request, pk):
    now = clock.now()
    page = recorded_page(request, pk, now)
    try:
        backfill_scheduled(meeting_id=pk, user=request.user, now=now)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(page.meeting)
    messages.success(request, BACKFILLED)
    return redirect("attendance", pk)


@login_required
@require_POST
def close(request, pk):
    now = clock.now()
    page = recorded_page(request, pk, now)
    try:
        messages.success(request, closed_words(close_meeting(meeting_id=pk, user=request.user, now=now)))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(page.meeting)


def closed_words(meeting):
    words = CLOSED_COMPLETE if meeting.state == MeetingState.RECORDED else CLOSED
    return words.format(ends=f"{local(meeting.ends_at):%H:%M}")


@login_required
@require_POST
def archive(request, pk):
    """Archiving cannot be undone, so the first click asks and the second does, for the record as it stood then."""
    now = clock.now()
    page = recorded_page(request, pk, now)
    seen = request.POST.get("seen")
    if not seen and not page.missing and page.meeting.state != MeetingState.ARCHIVED:
        context = {"page": page, "meeting": page.meeting, "hidden": {"seen": page.record.stamp}}
        return render(request, "meetings/archive.html", context)
    try:
        meeting = archive_meeting(meeting_id=pk, user=request.user, now=now, seen=seen)
        messages.success(request, ARCHIVED.format(year=page.day.year, number=meeting.number))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(page.meeting)


@login_required
def correct(request, pk):
    now = clock.now()
    page = page_of(request, pk, now)
    if not page.rights.manage:
        raise PermissionDenied(NEEDS_MANAGER)
    if page.meeting.state != MeetingState.ARCHIVED:
        messages.error(request, ONLY_ARCHIVED)
        return redirect(page.meeting)
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with once_only(request, form.cleaned_data["nonce"]) as once:
            if not once.repeated:
                correct_meeting(meeting_id=pk, user=request.user, now=now, text=form.cleaned_data["text"])
                once.answer = f"{page.meeting.get_absolute_url()}#corrections"
                messages.success(request, CORRECTED)
        return redirect(once.answer)
    context = {"form": form, "page": page, "meeting": page.meeting}
    return render(request, "meetings/correct.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def sheet(request, pk):
    page = recorded_page(request, pk, clock.now())
    return render(request, "meetings/sheet.html", {"sheet": sheet_of(page), "meeting": page.meeting})


@login_required
@require_safe
def printed_record(request, pk):
    """The record on paper for its readers, before the archiving to be signed and after it to be kept."""
    page = page_of(request, pk, clock.now())
    if not page.rights.read:
        raise PermissionDenied(NEEDS_READER)
    if not page.has_begun:
        messages.error(request, NO_RECORD_YET)
        return redirect(page.meeting)
    return render(request, "meetings/record.html", {"page": page, "meeting": page.meeting})
