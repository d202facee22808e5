from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from branches.models import Branch, PartyGroup
from lawfirm_party.common import clock, errors
from lawfirm_party.common.dates import Period, local_day, moment_text, parse_period
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import branches_for, roles_of

from ..choices import SHORT_KIND_LABELS, MeetingKind, MeetingState
from ..commands.backfill import undo_backfill
from ..commands.scheduling import (
    cancel_meeting,
    create_meeting,
    edit_meeting,
    move_meeting,
    publish_meeting,
)
from ..forms.scheduling import (
    CancelForm,
    EditDraftForm,
    EditScheduledForm,
    MoveForm,
    NewMeetingForm,
    TimeForm,
    agenda_initial,
)
from ..permissions import can_manage, can_schedule, kinds_to_schedule
from ..queries.due import people_to_tell_off
from ..queries.expected import people_told
from ..queries.scheduling import OTHER, groups_of, other_times, proposal_for
from ..queries.visible import meetings_for
from ..rules.scheduling import LATEST_DAYS_AHEAD, NOT_NOW, may, way_out, window_for

NEEDS_OFFICE = "安排会议需要书记、委员或者党小组长。"
NEEDS_RIGHT = "安排{kind}需要书记{also}。"
NEEDS_MANAGER = "修改会议安排需要书记，或者这类会议的安排人。"
SAVED = "已存为草稿，还没有通知任何人。"
PUBLISHED = "已安排，一分钟内把通知发给 {count} 人。"
EDITED = "已保存。时间和地点没有变，不再另发通知。"
PLACE_TOLD = "已保存。新的地点会通知收到过会议通知的人。"
GUESTS_TOLD = "已保存。会议通知会发给新列席的 {count} 人。"
PLACE_AND_GUESTS_TOLD = "已保存。新的地点会通知收到过会议通知的人，会议通知会发给新列席的 {count} 人。"
MOVED = "已改期，新的时间将通知 {count} 人。"
CANCELLED = "已取消，取消通知会发给收到过通知的 {count} 人。"
CANCELLED_UNTOLD = "已取消。还没有人收到过通知，不另发取消通知。"
DRAFT_CANCELLED = "草稿已取消。"
BACKFILL_UNDONE = "已撤销补录，没有通知任何人。"
# What the commands name, as the forms call it.
FIELD_NAMES = {
    "agenda": ("agenda", "item_1"),
    "when": ("when", "date", "day"),
    "end_time": ("end_time", "ends"),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks to schedule, after the checks of who may."""

    branch: Branch
    kind: str
    group: PartyGroup | None = None
    period: Period | None = None
    day: date | None = None


def number(text):
    """An id from a query string, or None; raises Http404 for what can be no id."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)


def read_asked(request, today):
    """The Asked of a request. Raises Http404 for what is not there, PermissionDenied for what is not the user's to do."""
    roles = roles_of(request.user, today)
    branch = branch_asked(request, roles, today)
    kind = kind_asked(request, roles, branch)
    group = None
    if kind == MeetingKind.GROUP:
        group = group_asked(request, roles, branch, groups_of(branch.pk, today))
    if not can_schedule(roles, branch.pk, kind, group.pk if group else None):
        also = "或者本组组长" if kind == MeetingKind.GROUP else ""
        raise PermissionDenied(NEEDS_RIGHT.format(kind=MeetingKind(kind).label, also=also))
    try:
        period = parse_period(request.GET["period"]) if request.GET.get("period") else None
        day = date.fromisoformat(request.GET["date"]) if request.GET.get("date") else None
    except ValueError as error:
        raise Http404 from error
    last_day = today + timedelta(days=LATEST_DAYS_AHEAD)
    return Asked(branch, kind, group, period, day if day and today <= day <= last_day else None)


def branch_asked(request, roles, today):
    pk = number(request.GET.get("branch"))
    if pk is not None:
        return get_object_or_404(branches_for(request.user, today), pk=pk)
    mine = roles.secretary_of or roles.committee_of or (roles.member_of if roles.leads else ())
    if not mine:
        raise PermissionDenied(NEEDS_OFFICE)
    return Branch.objects.get(pk=min(mine))


def kind_asked(request, roles, branch):
    kind = request.GET.get("type")
    if kind:
        if kind not in MeetingKind.values:
            raise Http404
        return kind
    kinds = kinds_to_schedule(roles, branch.pk)
    if not kinds:
        raise PermissionDenied(NEEDS_OFFICE)
    return MeetingKind.COMMITTEE if MeetingKind.COMMITTEE in kinds else kinds[0]


def group_asked(request, roles, branch, groups):
    """The group that the address names among these, else the first that the user may schedule."""
    pk = number(request.GET.get("group"))
    wanted = [group for group in groups if pk in {None, group.pk}]
    mine = [group for group in wanted if can_schedule(roles, branch.pk, MeetingKind.GROUP, group.pk)]
    if not wanted:
        raise Http404
    return (mine or wanted)[0]


def kind_links(roles, asked, page, groups):
    """[(label, address, is this page)] to switch the type on a page, one link for each of the groups that the user may schedule."""
    links = []
    for kind in kinds_to_schedule(roles, asked.branch.pk):
        address = f"{reverse(page)}?type={kind}"
        if kind != MeetingKind.GROUP:
            links.append((SHORT_KIND_LABELS[kind], address, kind == asked.kind))
            continue
        for group in groups:
            if can_schedule(roles, asked.branch.pk, kind, group.pk):
                here = asked.group is not None and group.pk == asked.group.pk
                links.append((f"{group.name}会", f"{address}&group={group.pk}", here))
    return links


def is_over(asked, today):
    """Nothing can be scheduled any more for the period that was asked for; it can be entered afterwards."""
    return asked.period and window_for(asked.kind, None, asked.period, today).end <= today


def to_backfill(asked):
    query = {"type": asked.kind, "period": asked.period.key}
    if asked.group:
        query["group"] = asked.group.pk
    return redirect(f"{reverse('meeting_backfill')}?{urlencode(query)}")


@login_required
def new(request):
    now = clock.now()
    today = local_day(now)
    asked = read_asked(request, today)
    if is_over(asked, today):
        return to_backfill(asked)
    proposal = proposal_for(
        asked.branch, asked.kind, now, group=asked.group, period=asked.period, day=asked.day
    )
    if request.method == "POST":
        form = NewMeetingForm(request.POST, proposal=proposal, now=now)
        if form.is_valid():
            try:
                return create(request, form, now)
            except Refusal as refusal:
                put_at_field(form, refusal)
    else:
        form = NewMeetingForm(proposal=proposal, now=now, initial=other_day(asked, proposal))
    roles, groups = roles_of(request.user, today), groups_of(asked.branch.pk, today)
    links = kind_links(roles, asked, "meeting_new", groups)
    context = {"form": form, "proposal": proposal, "links": links, "today": today}
    return render(request, "meetings/new.html", context, status=422 if form.is_bound else 200)


def create(request, form, now):
    publish = request.POST.get("act") == "publish"
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            meeting = create_meeting(user=request.user, now=now, data=form.plan_now(), publish=publish)
            once.answer = meeting.get_absolute_url()
            words = PUBLISHED.format(count=len(people_told(meeting))) if publish else SAVED
            messages.success(request, words)
    return redirect(once.answer)


def other_day(asked, proposal):
    """A day that the address asks for opens as 自选, at the usual time."""
    if not asked.day:
        return {}
    clock_time = proposal.chips[0].starts_at if proposal.chips else None
    return {
        "when": OTHER,
        "date": asked.day,
        "evaluation_year": asked.period.start.year if asked.period else asked.day.year,
        "start_time": clock_time.time() if clock_time else proposal.rules.start_time,
    }


def put_at_field(form, refusal):
    """Show a command's refusal where it belongs in the form."""
    names = FIELD_NAMES.get(refusal.field, (refusal.field,))
    form.add_error(next((name for name in names if name in form.fields), None), refusal.sentence)


def managed(request, pk, act):
    """(meeting, way back): a meeting that the user sees and may manage, else 404 or 403.

    The way back is set when the page would offer what the meeting's state no longer allows; a POST is left to the command.
    """
    today = clock.today()
    meeting = get_object_or_404(
        meetings_for(request.user, today).select_related("branch", "group", "host", "recorder"), pk=pk
    )
    if not can_manage(roles_of(request.user, today), meeting):
        raise PermissionDenied(NEEDS_MANAGER)
    if act == "cancel":
        act = way_out(meeting.is_backfilled)
    if request.method != "POST" and not may(act, meeting.state):
        messages.error(request, NOT_NOW[act])
        return meeting, redirect(meeting)
    return meeting, None


@login_required
def edit(request, pk):
    meeting, way_back = managed(request, pk, "edit")
    if way_back:
        return way_back
    now = clock.now()
    proposal = proposal_for(
        meeting.branch, meeting.kind, now, group=meeting.group, day=local_day(meeting.starts_at)
    )
    form_class = EditDraftForm if meeting.state == MeetingState.DRAFT else EditScheduledForm
    status, stored = 200, None
    if request.method == "POST":
        form, status = form_class(request.POST, proposal=proposal), 422
        if form.is_valid():
            try:
                return save_edit(request, meeting, form, now)
            except Conflict as conflict:
                stored, status = conflict.current, 409
                form = with_version(form_class, request.POST, stored.version, proposal)
            except Refusal as refusal:
                put_at_field(form, refusal)
    else:
        form = form_class(proposal=proposal, initial=edit_initial(meeting))
    context = {"form": form, "meeting": meeting, "proposal": proposal, "stored": stored}
    return render(request, "meetings/edit.html", context, status=status)


def save_edit(request, meeting, form, now):
    data = form.cleaned_data
    if meeting.state == MeetingState.DRAFT:
        plan = form.plan(*form.moments(), data["confirm_rest_day"])
    else:
        plan = form.plan(meeting.starts_at, meeting.ends_at, True)
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            edited = edit_meeting(
                meeting_id=meeting.pk, user=request.user, now=now, data=plan, version=data["version"]
            )
            once.answer = meeting.get_absolute_url()
            messages.success(request, words_after_edit(edited, now))
    return redirect(once.answer)


def words_after_edit(meeting, now):
    """Who is told of the change that was made at this moment."""
    if meeting.state == MeetingState.DRAFT:
        return SAVED
    guests = meeting.guests.filter(invited_at=now).count()
    if meeting.place_changed_at == now:
        return (PLACE_AND_GUESTS_TOLD if guests else PLACE_TOLD).format(count=guests)
    return GUESTS_TOLD.format(count=guests) if guests else EDITED


def with_version(form_class, posted, version, proposal):
    """The same typed text over the version that stands there now, so that saving again is a decision."""
    data = posted.copy()
    data["version"] = version
    data["nonce"] = ""
    return form_class(data, proposal=proposal)


def edit_initial(meeting):
    lines = [(item.title, item.needs_resolution, item.pk) for item in meeting.agenda.all()]
    plain = ("title", "place", "theme", "evaluation_year", "version")
    reminders = ("remind_3_days", "remind_1_day", "remind_same_day", "by_email", "by_robot")
    return {
        **{name: getattr(meeting, name) for name in (*plain, *reminders)},
        **TimeForm.time_initial(meeting),
        "host": meeting.host_id,
        "recorder": meeting.recorder_id,
        "guests": [guest.person_id for guest in meeting.guests.all()],
        **agenda_initial(lines),
    }


@login_required
@require_POST
def publish(request, pk):
    meeting, _ = managed(request, pk, "publish")
    if meeting.state == MeetingState.SCHEDULED:
        return redirect(meeting)
    version = request.POST.get("version", "")
    try:
        meeting = publish_meeting(
            meeting_id=meeting.pk,
            user=request.user,
            now=clock.now(),
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
        )
    except Conflict as conflict:
        return errors.conflict(request, conflict.sentence)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("meeting_edit", meeting.pk)
    messages.success(request, PUBLISHED.format(count=len(people_told(meeting))))
    return redirect(meeting)


@login_required
def move(request, pk):
    meeting, way_back = managed(request, pk, "move")
    if way_back:
        return way_back
    status, stored = 200, None
    chips, on_rest_days = other_times(meeting, clock.now())
    opened = partial(MoveForm, meeting=meeting, chips=chips)
    if request.method == "POST":
        form, status = opened(request.POST), 422
        if form.is_valid():
            try:
                return save_move(request, meeting, form)
            except Conflict as conflict:
                stored, status = conflict.current, 409
                form = opened({**request.POST.dict(), "version": stored.version, "nonce": ""})
            except Refusal as refusal:
                put_at_field(form, refusal)
    else:
        form = opened()
    context = {"form": form, "meeting": meeting, "stored": stored, "on_rest_days": on_rest_days}
    context["count"] = len(people_told(meeting))
    return render(request, "meetings/move.html", context, status=status)


def save_move(request, meeting, form):
    data = form.cleaned_data
    starts_at, ends_at = form.moments()
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            moved = move_meeting(
                meeting_id=meeting.pk,
                user=request.user,
                now=clock.now(),
                starts_at=starts_at,
                ends_at=ends_at,
                version=data["version"],
                confirm_rest_day=data["confirm_rest_day"],
            )
            once.answer = meeting.get_absolute_url()
            messages.success(request, MOVED.format(count=len(people_told(moved))))
    return redirect(once.answer)


@login_required
def cancel(request, pk):
    meeting, way_back = managed(request, pk, "cancel")
    if way_back:
        return way_back
    status = 200
    if request.method == "POST":
        form, status = CancelForm(request.POST), 422
        if form.is_valid():
            try:
                return save_cancel(request, meeting, form)
            except Conflict as conflict:
                return errors.conflict(request, conflict.sentence)
            except Refusal as refusal:
                put_at_field(form, refusal)
    else:
        form = CancelForm(initial={"version": meeting.version})
    context = {
        "form": form,
        "meeting": meeting,
        "act_label": "撤销补录" if meeting.is_backfilled else "取消会议",
        "is_draft": meeting.state == MeetingState.DRAFT,
        "count": told_off(meeting, clock.now()),
        "when": moment_text(meeting.starts_at, clock.today()),
    }
    return render(request, "meetings/cancel.html", context, status=status)


def save_cancel(request, meeting, form):
    data, now = form.cleaned_data, clock.now()
    command = undo_backfill if meeting.is_backfilled else cancel_meeting
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            cancelled = command(
                meeting_id=meeting.pk,
                user=request.user,
                now=now,
                reason=data["reason"],
                version=data["version"],
            )
            once.answer = meeting.get_absolute_url()
            messages.success(request, words_after_cancelling(cancelled, now))
    return redirect(once.answer)


def words_after_cancelling(meeting, now):
    if meeting.is_backfilled:
        return BACKFILL_UNDONE
    if not meeting.published_at:
        return DRAFT_CANCELLED
    count = told_off(meeting, now)
    return CANCELLED.format(count=count) if count else CANCELLED_UNTOLD


def told_off(meeting, now):
    """How many people will be told that a meeting is off: nobody once it would be over."""
    return len(people_to_tell_off(meeting)) if now < meeting.ends_at else 0
