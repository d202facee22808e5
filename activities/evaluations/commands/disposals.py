"""The path that may follow 不合格 (R-DIS): steps written down one after the other. Nothing here changes anybody's standing."""

from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..choices import DisposalStep, RoundState
from ..models import DisposalCase, DisposalDone
from ..rules import next_disposal_step

ONLY_SECRETARY = "处置的步骤由支部书记登记。"
NOT_OWN = "涉及本人的处置，不能由本人登记。"
NOT_YET = "评定结果通报以后才能开始处置程序。"
CLOSED = "这件事已经结束，不能再登记。"
NOT_NEXT = "要按顺序登记，下一步是“{step}”。"
ALL_DONE = "全部步骤都已登记。"
TO_COME = "日期不能晚于今天。"
BEFORE = "日期不能早于上一步的 {day}。"
NEEDS_KIND = "请先选择建议的处置。"
NEEDS_ENDING = "请写明结果。"
STARTED = "程序已经开始，处置不能再改；不再办下去的，写明结果，结束这一件。"


def locked_case(case_id, user, now):
    """An open DisposalCase of an announced round, locked, for its branch's secretary. Raises Refusal."""
    case = (
        DisposalCase.objects.select_for_update(no_key=True, of=("self",))
        .select_related("participant__round")
        .get(pk=case_id)
    )
    found = case.participant.round
    if found.branch_id not in roles_of(user, local_day(now)).secretary_of:
        raise Refusal(ONLY_SECRETARY)
    if case.participant.person_id == user.person_id:
        raise Refusal(NOT_OWN)
    if found.state not in {RoundState.ANNOUNCED, RoundState.ARCHIVED}:
        raise Refusal(NOT_YET)
    if case.closed_at:
        raise Refusal(CLOSED)
    return case


@transaction.atomic
def choose_disposal(*, user, case_id, kind, now):
    """Name the 处置 that is proposed (R-DIS-1), or "" for none; the DisposalCase. It stands once a step was taken. Raises Refusal."""
    case = locked_case(case_id, user, now)
    if case.done.exists():
        raise Refusal(STARTED, "kind")
    case.kind = kind
    case.save()
    return case


@transaction.atomic
def write_disposal_step(*, user, case_id, step, on, note, now):
    """Write down that a step of R-DIS-6 was taken on a day; the DisposalDone. One after the other. Raises Refusal."""
    case = locked_case(case_id, user, now)
    if not case.kind:
        raise Refusal(NEEDS_KIND)
    done = {row.step: row.on for row in case.done.all()}
    following = next_disposal_step(done)
    if following is None:
        raise Refusal(ALL_DONE)
    if step != following:
        raise Refusal(NOT_NEXT.format(step=following.label), "step")
    if on > local_day(now):
        raise Refusal(TO_COME, "on")
    latest = max(done.values(), default=None)
    if latest and on < latest:
        raise Refusal(BEFORE.format(day=f"{latest.year}年{latest.month}月{latest.day}日"), "on")
    if step == DisposalStep.DECIDED:
        case.decided_on = on
        case.save()
    return DisposalDone.objects.create(case=case, step=step, on=on, note=note.strip(), by=user)


@transaction.atomic
def end_disposal(*, user, case_id, ending, now):
    """Close a case with its result in words; the DisposalCase. What ends before the end of its path was no 处置. Raises Refusal."""
    case = locked_case(case_id, user, now)
    if not ending.strip():
        raise Refusal(NEEDS_ENDING, "ending")
    done = set(case.done.values_list("step", flat=True))
    if next_disposal_step(done) is not None:
        case.kind = ""
    case.ending, case.closed_at = ending.strip(), now
    case.save()
    return case
