"""补录: a form over one past meeting, opened as the program thinks it was."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from branches.models import Branch, PartyGroup
from lawfirm_party.common import clock
from lawfirm_party.common.dates import Period, local_day, parse_period
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..choices import MeetingKind
from ..commands.backfill import backfill_meeting
from ..forms.record import BackfillForm
from ..permissions import can_schedule
from ..queries.record import people_of_firm
from ..queries.scheduling import proposal_for
from .scheduling import (
    NEEDS_OFFICE,
    NEEDS_RIGHT,
    branch_asked,
    group_asked,
    kind_asked,
    kind_links,
    put_at_field,
)

BACKFILLED = "已补录，不会通知任何人。请登记当时的考勤，再写记录。"


@dataclass(frozen=True)
class AskedPast:
    """What the address asks to enter, after the checks of who may. `day` is where the form opens."""

    branch: Branch
    kind: str
    group: PartyGroup | None
    period: Period | None
    day: object


def read_asked_past(request, today):
    roles = roles_of(request.user, today)
    branch = branch_asked(request, roles, today)
    kind = kind_asked(request, roles, branch)
    group = group_asked(request, roles, branch, all_groups(branch)) if kind == MeetingKind.GROUP else None
    if not can_schedule(roles, branch.pk, kind, group.pk if group else None):
        raise PermissionDenied(NEEDS_RIGHT.format(kind=MeetingKind(kind).label, also="或者负责的委员、组长"))
    try:
        period = parse_period(request.GET["period"]) if request.GET.get("period") else None
    except ValueError as error:
        raise Http404 from error
    return AskedPast(branch, kind, group, period, opening_day(period, today))


def opening_day(period, today):
    """The last day of the period that is over; without one, yesterday."""
    yesterday = today - timedelta(days=1)
    return min(period.last_day, yesterday) if period else yesterday


def all_groups(branch):
    """The groups of a branch, dissolved ones too: their past can still be entered."""
    return list(PartyGroup.objects.filter(branch=branch).order_by("number"))


@login_required
def backfill(request):
    now = clock.now()
    today = local_day(now)
    if not kinds_anywhere(roles_of(request.user, today)):
        raise PermissionDenied(NEEDS_OFFICE)
    asked = read_asked_past(request, today)
    proposal = proposal_for(
        asked.branch, asked.kind, now, group=asked.group, period=asked.period, day=asked.day
    )
    people = list(people_of_firm(asked.branch.firm_id).values_list("pk", "name", "left_on"))
    left = [(pk, name) for pk, name, left_on in people if left_on and left_on <= today]
    form = BackfillForm(
        request.POST if request.method == "POST" else None,
        kind=asked.kind,
        people=[(pk, name) for pk, name, _ in people if (pk, name) not in left],
        left=left,
        initial=initial_of(asked, proposal),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return enter(request, asked, form, proposal, now)
        except Refusal as refusal:
            put_at_field(form, refusal)
    links = kind_links(roles_of(request.user, today), asked, "meeting_backfill", all_groups(asked.branch))
    context = {"form": form, "asked": asked, "links": links}
    return render(request, "meetings/backfill.html", context, status=422 if form.is_bound else 200)


def kinds_anywhere(roles):
    return roles.secretary_of or roles.committee_of or roles.leads


def enter(request, asked, form, proposal, now):
    decided = {title for title, needs, *_ in proposal.agenda if needs}
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            plan = form.plan(asked.branch.pk, asked.group.pk if asked.group else None, decided)
            meeting = backfill_meeting(
                user=request.user,
                now=now,
                data=plan,
                confirm_another=form.cleaned_data["confirm_another"],
            )
            once.answer = reverse("attendance", args=[meeting.pk])
            messages.success(request, BACKFILLED)
    return redirect(once.answer)


def initial_of(asked, proposal):
    rules = proposal.rules
    ends = datetime.combine(asked.day, rules.start_time) + timedelta(minutes=rules.minutes_long)
    return {
        "title": proposal.title_on(asked.day),
        "day": asked.day,
        "starts": rules.start_time,
        "ends": ends.time(),
        "place": proposal.place,
        "evaluation_year": asked.period.start.year if asked.period else asked.day.year,
        "host": proposal.host_id,
        "recorder": proposal.recorder_id,
        "agenda": "\n".join(title for title, *_ in proposal.agenda),
    }
