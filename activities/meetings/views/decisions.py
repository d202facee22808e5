from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.addresses import inside
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..commands.minutes import finish_action, nudge_owner, nudge_recorder, reopen_action
from ..forms.decisions import DecisionFilterForm
from ..forms.record import DoneForm
from ..models import ActionItem
from ..permissions import can_manage, can_read_minutes
from ..queries.decisions import (
    HEADINGS,
    OPEN,
    RESOLVED,
    STATES,
    DecisionLine,
    Decisions,
    carried_text,
    carried_to,
    meetings_seen,
    new_meeting_url,
    read_actions,
    resolutions_beside,
    resolved_lines,
    reviews_for,
)
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


@login_required
@require_safe
def decisions(request):
    today = local_day(clock.now())
    chosen = DecisionFilterForm(request.GET).chosen()
    everything = Decisions(request.user, today)
    paginator = Paginator(everything.entries(**chosen), A_PAGE)
    page = paginator.get_page(request.GET.get("page") or page_with(request.GET.get("item"), paginator))
    context = {
        "page": page,
        "sections": sections_of(page, request.user, today, everything),
        "chosen": chosen,
        "state": chosen.get("state", OPEN),
        "states": STATES,
        "kinds": everything.kinds,
        "branches": everything.branches,
    }
    return render(request, "meetings/decisions.html", context)


def page_with(item, paginator):
    """The number of the page on which the action item with this id stands; 1 when it stands on none."""
    places = [
        n
        for n, entry in enumerate(paginator.object_list)
        if entry.section != RESOLVED and str(entry.pk) == item
    ]
    return places[0] // A_PAGE + 1 if places else 1


def sections_of(page, user, today, everything):
    """[(key, heading, lines)] of a page of Entries; five queries, however many there are."""
    actions = read_actions([entry.pk for entry in page if entry.section != RESOLVED])
    lines = action_lines(actions, user, today)
    resolved = resolved_lines(
        [entry.pk for entry in page if entry.section == RESOLVED], everything.progress()
    )
    return [
        (key, heading, [(resolved if key == RESOLVED else lines)[entry.pk] for entry in entries])
        for key, heading in HEADINGS.items()
        if (entries := [entry for entry in page if entry.section == key])
    ]


def action_lines(actions, user, today):
    """{id: DecisionLine} of ActionItems by id."""
    if not actions:
        return {}
    found = list(actions.values())
    about = {
        "roles": roles_of(user, today),
        "today": today,
        "seen": meetings_seen(user, today, found),
        "beside": resolutions_beside(user, today, found),
        "reviews": reviews_for(user, today, found),
    }
    return {row.pk: line_of(row, **about) for row in found}


def line_of(action, *, roles, today, seen, beside, reviews):
    is_open, manages = action.done_on is None, can_manage(roles, action.meeting)
    review = carried_to(action, reviews)
    waits = review is not None and local_day(review.starts_at) >= today
    return DecisionLine(
        action=action,
        days_late=max((today - action.due_on).days, 0) if is_open else 0,
        meeting_url=action.meeting.get_absolute_url() if action.meeting_id in seen else "",
        resolutions=beside.get(action.item_id, ()),
        carried=carried_text(review, today) if review else "",
        carried_url=reverse("meeting", args=[review.pk]) if review else "",
        carry_on_url=new_meeting_url(action.meeting) if is_open and manages and not waits else "",
        may_finish=is_open and may_finish(roles, action),
        may_undo=not is_open and may_finish(roles, action),
        may_nudge=is_open and manages and action.owner_id != roles.person_id,
    )


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
    return inside(request.POST.get("next", "")) or "decisions"


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
    return redirect(page_before(request))


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
