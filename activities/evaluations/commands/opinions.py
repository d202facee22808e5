"""The committee's opinion of each, and what comes after it: acknowledged, objected to, answered, mended."""

from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import roles_of

from ..choices import Grade, RoundState
from ..models import Appraisal, DisposalCase, MendItem, Participant
from ..queries.rounds import reviewing_meetings, sits_alone
from ..rules import is_over_cap

ONLY_COMMITTEE = "等次由支部委员会评定。"
NOT_GRADED = "参加评议，不评定等次。"
NOT_OWN = "本人的评定意见由其他委员填写。"
NEEDS_REASONS = "请写明评定理由。"
NOT_NOW = "民主评议现在是“{state}”，不能做这一步。"
CHANGED = "别人刚刚改过这一项，请核对后再保存。"
NOT_TOLD = "评定结果还没有告知本人。"
NEEDS_OBJECTION = "请写明异议。"
NEEDS_REPLY = "请写明答复。"
NO_OBJECTION = "本人没有提出异议。"
NOT_OWN_REPLY = "本人的异议由其他委员答复。"
ALREADY_REPLIED = "这项异议已经答复过。"
CLOSED = "这次评议已经归档，不能再提出异议。有意见请向支部或者上级党组织反映。"
ALREADY_OBJECTED = "已经提出过异议，请等支部答复。"
OVER_CAP = "优秀 {n} 人，超过一般不超过的 {cap} 人，请写明原因。"
SAME_GRADE = "与原来的等次相同。维持原等次的，选“维持原等次”。"
NEEDS_REVIEW = "请选择会议，由会议决定更正。"


def locked_participant(participant_id, states):
    """A Participant whose round is in one of the states, with the round locked. Raises Refusal."""
    found = (
        Participant.objects.select_for_update(no_key=True, of=("self", "round"))
        .select_related("round", "person")
        .get(pk=participant_id)
    )
    if found.round.state not in states:
        raise Refusal(NOT_NOW.format(state=found.round.get_state_display()))
    return found


def is_left_to_others(participant, user, now):
    """Whether what is about a user is others' to write: always, but for who is alone in the committee."""
    return participant.person_id == user.person_id and not sits_alone(
        participant.round.branch_id, local_day(now)
    )


@transaction.atomic
def grade(*, user, participant_id, grade, reasons, mend, version, now):
    """Write down the committee's opinion of one person; the Appraisal.

    Nobody writes the own, but who is alone in the committee. A grade is always somebody's own choice with reasons: nothing here reads a tally or a figure (R-EVA-3, R-EVA-5, PIPL art 24).
    `mend`: texts of what is to be mended. 不合格 opens the path of R-DIS as a checklist, and does nothing more.
    Raises Refusal, and Conflict when somebody else was quicker.
    """
    participant = locked_participant(participant_id, {RoundState.RUNNING})
    if participant.round.branch_id not in roles_of(user, local_day(now)).committee_of:
        raise Refusal(ONLY_COMMITTEE)
    if not participant.is_graded:
        raise Refusal(NOT_GRADED)
    if is_left_to_others(participant, user, now):
        raise Refusal(NOT_OWN)
    if not reasons.strip():
        raise Refusal(NEEDS_REASONS, "reasons")
    appraisal = Appraisal.objects.filter(participant=participant).first() or Appraisal(
        participant=participant
    )
    if appraisal.version != version:
        raise Conflict(CHANGED, appraisal)
    appraisal.grade, appraisal.reasons, appraisal.by, appraisal.at = grade, reasons.strip(), user, now
    appraisal.version += 1
    appraisal.save()
    MendItem.objects.filter(participant=participant, done_on=None).delete()
    MendItem.objects.bulk_create(MendItem(participant=participant, text=text) for text in mend)
    open_disposal_of(participant, grade, now)
    return appraisal


def open_disposal_of(participant, grade, now):
    """不合格 has a checklist, another grade has none, unless steps of it were taken."""
    if grade == Grade.UNQUALIFIED:
        DisposalCase.objects.get_or_create(participant=participant, defaults={"opened_at": now})
    else:
        DisposalCase.objects.filter(participant=participant, done=None).delete()


def refuse_over_cap(grades, cap, reason):
    """Refuse more 优秀 among the Grades than the cap without a reason, since the rule says 一般 (R-EVA-2)."""
    if is_over_cap(grades, cap) and not reason.strip():
        n = list(grades).count(Grade.EXCELLENT)
        raise Refusal(OVER_CAP.format(n=n, cap=cap), "over_cap_reason")


def own_told(participant_id, person_id):
    """The Appraisal that somebody was told, locked. Raises Refusal."""
    participant = locked_participant(participant_id, {RoundState.ANNOUNCED, RoundState.ARCHIVED})
    appraisal = Appraisal.objects.select_for_update(no_key=True).filter(participant=participant).first()
    if participant.person_id != person_id or appraisal is None or appraisal.told_at is None:
        raise Refusal(NOT_TOLD)
    return appraisal


@transaction.atomic
def acknowledge(*, person_id, participant_id, now):
    """The person has read the result; the Appraisal. A second time changes nothing. Raises Refusal."""
    appraisal = own_told(participant_id, person_id)
    if appraisal.acknowledged_at is None:
        appraisal.acknowledged_at = now
        appraisal.save()
    return appraisal


@transaction.atomic
def object_to(*, person_id, participant_id, text, now):
    """The person objects, once; the Appraisal. Raises Refusal."""
    appraisal = own_told(participant_id, person_id)
    if appraisal.participant.round.state == RoundState.ARCHIVED:
        raise Refusal(CLOSED)
    if appraisal.objected_at:
        raise Refusal(ALREADY_OBJECTED)
    if not text.strip():
        raise Refusal(NEEDS_OBJECTION, "objection")
    appraisal.objection, appraisal.objected_at = text.strip(), now
    appraisal.acknowledged_at = appraisal.acknowledged_at or now
    appraisal.save()
    return appraisal


def correct(appraisal, correction, now):
    """Put another grade in the place of the one that was told. Raises Refusal."""
    found = appraisal.participant.round
    if correction.grade == appraisal.grade:
        raise Refusal(SAME_GRADE, "grade")
    meetings = reviewing_meetings(found, appraisal)
    if correction.meeting is None or not meetings.filter(pk=correction.meeting.pk).exists():
        raise Refusal(NEEDS_REVIEW, "meeting")
    if not correction.reasons.strip():
        raise Refusal(NEEDS_REASONS, "reasons")
    if correction.grade == Grade.EXCELLENT:
        allow_one_more(found, correction.over_cap_reason)
    appraisal.grade, appraisal.reasons = correction.grade, correction.reasons.strip()
    appraisal.corrected_in, appraisal.acknowledged_at = correction.meeting, None
    open_disposal_of(appraisal.participant, correction.grade, now)


def allow_one_more(found, reason):
    """Make room for one more 优秀 in an announced round: past the cap with a reason of its own, beside the earlier ones. Raises Refusal."""
    told = Appraisal.objects.filter(participant__round=found).values_list("grade", flat=True)
    grades = [*told, Grade.EXCELLENT]
    refuse_over_cap(grades, found.cap, reason)
    if is_over_cap(grades, found.cap):
        found.over_cap_reason = "\n".join(filter(None, (found.over_cap_reason, reason.strip())))
        found.save()


@transaction.atomic
def reply_to(*, user, participant_id, text, now, correction=None):
    """The committee answers an objection, once; the Appraisal. Nobody answers the own, but who is alone in the committee.

    The grade stands, unless a Correction says which other one was decided, in a meeting since the objection; the person
    acknowledges that one anew. Raises Refusal.
    """
    participant = locked_participant(participant_id, {RoundState.ANNOUNCED, RoundState.ARCHIVED})
    if participant.round.branch_id not in roles_of(user, local_day(now)).committee_of:
        raise Refusal(ONLY_COMMITTEE)
    if is_left_to_others(participant, user, now):
        raise Refusal(NOT_OWN_REPLY)
    appraisal = Appraisal.objects.select_for_update(no_key=True).filter(participant=participant).first()
    if appraisal is None or appraisal.objected_at is None:
        raise Refusal(NO_OBJECTION)
    if appraisal.replied_at:
        raise Refusal(ALREADY_REPLIED)
    if not text.strip():
        raise Refusal(NEEDS_REPLY, "text")
    appraisal.participant = participant
    if correction:
        correct(appraisal, correction, now)
    appraisal.reply, appraisal.replied_at, appraisal.replied_by = text.strip(), now, user
    appraisal.save()
    return appraisal
