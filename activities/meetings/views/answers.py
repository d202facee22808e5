from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lawfirm_party.common import clock, errors, throttle
from lawfirm_party.common.dates import moment_text
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..choices import TOOK_PLACE, MeetingState
from ..commands.answers import NOT_INVITED, ask_leave, come, decide_leave, undo_decision, withdraw_leave
from ..forms.answers import DecisionForm, LeaveForm
from ..models import Meeting
from ..queries.expected import people_told
from ..queries.lists import answers_and_reasons, leaves_for
from ..queries.visible import meetings_for
from ..tokens import Dead, read_token

CAN_COME = "已答复：能参加。"
LEAVE_ASKED = "请假已提交，等书记审批。"
LEAVE_TAKEN_BACK = "请假已撤回。"
LEAVE_APPROVED = "已同意{name}请假。"
LEAVE_REFUSED = "未同意{name}请假，理由会转告本人。"
DECISION_UNDONE = "已撤回对{name}请假的审批，请重新审批。"
NEEDS_SECRETARY = "审批请假需要书记。"
TRIES, WINDOW = 30, timedelta(minutes=10)


def invited_to(request, pk):
    """A meeting that the user sees and is expected at or invited to; else 404 or 403."""
    meeting = get_object_or_404(
        meetings_for(request.user, clock.today()).select_related("branch", "group"), pk=pk
    )
    if request.user.person_id not in people_told(meeting):
        raise PermissionDenied(NOT_INVITED)
    return meeting


def revision_seen(request):
    """The revision of the meeting on the page that was answered; None when the page did not say."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@login_required
@require_POST
def say_come(request, pk):
    meeting = invited_to(request, pk)
    try:
        come(
            meeting_id=meeting.pk,
            person_id=request.user.person_id,
            now=clock.now(),
            revision=revision_seen(request),
        )
        messages.success(request, CAN_COME)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("my")


@login_required
def leave(request, pk):
    meeting = invited_to(request, pk)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return send_leave(request, meeting, form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {"form": form, "meeting": meeting, "when": moment_text(meeting.starts_at, clock.today())}
    return render(request, "meetings/ask_leave.html", context, status=422 if form.is_bound else 200)


def send_leave(request, meeting, form):
    data = form.cleaned_data
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            ask_leave(
                meeting_id=meeting.pk,
                person_id=request.user.person_id,
                reason=data["reason"],
                text=data["text"],
                now=clock.now(),
                revision=revision_seen(request),
            )
            once.answer = reverse("my")
            messages.success(request, LEAVE_ASKED)
    return redirect(once.answer)


@login_required
@require_POST
def withdraw(request, pk):
    meeting = invited_to(request, pk)
    try:
        withdraw_leave(meeting_id=meeting.pk, person_id=request.user.person_id, now=clock.now())
        messages.success(request, LEAVE_TAKEN_BACK)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("my")


@login_required
@require_POST
def decide(request, pk):
    branches = roles_of(request.user, clock.today()).secretary_of
    if not branches:
        raise PermissionDenied(NEEDS_SECRETARY)
    leave = get_object_or_404(leaves_for(branches), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        if "decision" in form.errors:
            return errors.bad_request(request)
        messages.error(request, form.errors["reason"][0])
        return redirect("leaves")
    try:
        words = carry_out(form.cleaned_data, leave, request.user)
        messages.success(request, words.format(name=leave.person.name))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("leaves")


def carry_out(said, leave, user):
    """Do what the button said; the sentence that tells of it."""
    if said["decision"] == "undo":
        undo_decision(leave_id=leave.pk, now=clock.now())
        return DECISION_UNDONE
    approve = said["decision"] == "approve"
    decide_leave(leave_id=leave.pk, user=user, now=clock.now(), approve=approve, reason=said["reason"])
    return LEAVE_APPROVED if approve else LEAVE_REFUSED


@never_cache
def answer(request, token):
    """The public page behind the signed link of a mail: it shows time, place and kind, and takes this one person's answer."""
    link = read_link(token)
    # An answer is counted for its person: one office shares one address, and nobody's guessing shuts the others out.
    counted = f"answer of {link[0]}" if link else f"answer:{get_client_ip_address(request)}"
    tries = link is None or request.method == "POST"
    if tries and not throttle.hit(counted, limit=TRIES, window=WINDOW):
        return errors.too_many(request)
    if link is None:
        raise Http404
    person_id, meeting = link
    if has_begun(meeting):
        return begun_page(request, meeting)
    act = request.POST.get("act")
    if request.method == "POST" and act not in {"come", "leave"}:
        return errors.bad_request(request)
    form = LeaveForm(request.POST if act == "leave" else None)
    if request.method == "POST":
        try:
            if take_answer(act, meeting, person_id, form):
                return redirect("answer", token)
        except Refusal as refusal:
            if not form.is_bound:
                return errors.conflict(request, refusal.sentence)
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    answers, reasons = answers_and_reasons(person_id, [meeting])
    context = {
        "form": form,
        "meeting": meeting,
        "said": answers.get(meeting.pk, ""),
        "because": reasons.get(meeting.pk, ""),
        "when": moment_text(meeting.starts_at, clock.today()),
    }
    return render(request, "meetings/answer.html", context, status=422 if form.is_bound else 200)


def read_link(token):
    """(person id, meeting) of a link to a meeting that still stands as it was told, else None: unknown, expired and revoked are one."""
    try:
        person_id, meeting_id, revision = read_token(token)
    except Dead:
        return None
    meeting = (
        Meeting.objects.filter(
            pk=meeting_id, revision=revision, state__in=[MeetingState.SCHEDULED, *TOOK_PLACE]
        )
        .select_related("branch", "group")
        .first()
    )
    if meeting is None or person_id not in people_told(meeting):
        return None
    return person_id, meeting


def has_begun(meeting):
    return meeting.took_place or meeting.starts_at <= clock.now()


def begun_page(request, meeting):
    """Who holds the mail knows time and place already; an answer comes too late."""
    context = {"meeting": meeting, "when": moment_text(meeting.starts_at, clock.today())}
    status = 409 if request.method == "POST" else 200
    return render(request, "meetings/answer_late.html", context, status=status)


def take_answer(act, meeting, person_id, form):
    """Carry out what the button said; True when something was answered."""
    who = {"meeting_id": meeting.pk, "person_id": person_id, "now": clock.now(), "revision": meeting.revision}
    if act == "come":
        come(**who)
        return True
    if act == "leave" and form.is_valid():
        ask_leave(reason=form.cleaned_data["reason"], text=form.cleaned_data["text"], **who)
        return True
    return False
