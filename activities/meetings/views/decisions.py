from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..commands.minutes import finish_action, nudge_owner, nudge_recorder, reopen_action
from ..forms.record import DoneForm
from ..models import ActionItem
from ..permissions import can_manage, can_read_minutes
from ..queries.decisions import actions_visible, decision_line
from ..queries.visible import meetings_for

NEEDS_OWNER = "办结议定事项需要责任人本人，或者书记、本次会议的记录人。"
NEEDS_MANAGER = "催办需要书记，或者负责这类会议的委员或组长。"
DONE = "已办结：{text}"
REOPENED = "已撤回办结：{text}"
NUDGED = "已催办，{name}会收到提醒。"
NUDGED_TODAY = "今天已经催办过{name}，不再重复提醒。"
A_PAGE = 50


def may_finish(roles, action):
    """The owner; who manages the meeting; its recorder, after the archiving too."""
    own = {action.owner_id, action.meeting.recorder_id}
    return roles.person_id in own or can_manage(roles, action.meeting)


def readable_actions(request, today):
    roles = roles_of(request.user, today)
    if roles.person_id is None:
        return []
    meetings = meetings_for(request.user, today)
    return actions_visible(
        meetings.values("pk"), roles.person_id, lambda meeting: can_read_minutes(roles, meeting)
    )


@login_required
@require_safe
def decisions(request):
    today = local_day(clock.now())
    roles = roles_of(request.user, today)
    show_done = request.GET.get("state") == "done"
    actions = [row for row in readable_actions(request, today) if (row.done_on is not None) == show_done]
    if show_done:
        actions.sort(key=lambda row: row.done_on, reverse=True)
    page = Paginator(actions, A_PAGE).get_page(request.GET.get("page"))
    seen = set(
        meetings_for(request.user, today)
        .filter(pk__in=[row.meeting_id for row in page])
        .values_list("pk", flat=True)
    )
    lines = [
        decision_line(
            row,
            today,
            sees_meeting=row.meeting_id in seen,
            may_finish=may_finish(roles, row),
            may_nudge=can_manage(roles, row.meeting) and row.owner_id != roles.person_id,
        )
        for row in page
    ]
    query = "state=done" if show_done else ""
    context = {"lines": lines, "page": page, "show_done": show_done, "pager_query": query}
    return render(request, "meetings/decisions.html", context)


def action_of(request, pk, today):
    """An action item that is visible to the user; else 404."""
    action = get_object_or_404(ActionItem.objects.select_related("meeting", "owner"), pk=pk)
    roles = roles_of(request.user, today)
    if roles.person_id is not None and action.owner_id == roles.person_id:
        return action
    if not meetings_for(request.user, today).filter(pk=action.meeting_id).exists():
        raise Http404
    if not can_read_minutes(roles, action.meeting):
        raise Http404
    return action


@login_required
@require_POST
def action_done(request, pk):
    now = clock.now()
    action = action_of(request, pk, local_day(now))
    if not may_finish(roles_of(request.user, local_day(now)), action):
        raise PermissionDenied(NEEDS_OWNER)
    form = DoneForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
    elif form.cleaned_data["undo"]:
        reopen_action(action_id=pk, user=request.user, now=now)
        messages.success(request, REOPENED.format(text=action.text))
    else:
        finish_action(action_id=pk, user=request.user, now=now, note=form.cleaned_data["note"])
        messages.success(request, DONE.format(text=action.text))
    return redirect(page_before(request))


def page_before(request):
    """The page of this site that the button stood on, else the list."""
    page = request.POST.get("next", "")
    inside = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if inside else "decisions"


@login_required
@require_POST
def action_nudge(request, pk):
    now = clock.now()
    action = action_of(request, pk, local_day(now))
    if not can_manage(roles_of(request.user, local_day(now)), action.meeting):
        raise PermissionDenied(NEEDS_MANAGER)
    try:
        _, made = nudge_owner(action_id=pk, user=request.user, now=now)
        messages.success(request, (NUDGED if made else NUDGED_TODAY).format(name=action.owner.name))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("decisions")


@login_required
@require_POST
def meeting_nudge(request, pk):
    now = clock.now()
    today = local_day(now)
    meeting = get_object_or_404(meetings_for(request.user, today).select_related("recorder"), pk=pk)
    if not can_manage(roles_of(request.user, today), meeting):
        raise PermissionDenied(NEEDS_MANAGER)
    try:
        _, made = nudge_recorder(meeting_id=pk, user=request.user, now=now)
        messages.success(request, (NUDGED if made else NUDGED_TODAY).format(name=meeting.recorder.name))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(meeting)
