"""Follow a complaint or a low answer up to its end."""

from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal

from ..models import Handling, HandlingStep
from ..queries.inbox import possible_owners
from .answers import locked_answer

NOTHING_TO_HANDLE = "这条反馈不需要处理。"
ALREADY_CLOSED = "已经办结，不能再改。"
NEEDS_TEXT = "请写明经过。"
NEEDS_RESULT = "请写明处理结果。"
NOT_A_HANDLER = "处理人必须是能查看反馈、又不承办这个案件的合伙人或支部委员。"
SAME_OWNER = "现在就是这个人在处理。"


def locked_handling(user, answer_id, now):
    """The open handling of an answer that the user may read, locked. Raises Refusal."""
    answer = locked_answer(user, answer_id, now)
    handling = Handling.objects.select_for_update(no_key=True).filter(answer=answer).first()
    if handling is None:
        raise Refusal(NOTHING_TO_HANDLE)
    if handling.closed_at:
        raise Conflict(ALREADY_CLOSED)
    return handling


@transaction.atomic
def add_step(*, user, answer_id, text, now):
    """Write down one step; the HandlingStep. Raises Refusal."""
    handling = locked_handling(user, answer_id, now)
    if not text.strip():
        raise Refusal(NEEDS_TEXT, "text")
    return HandlingStep.objects.create(handling=handling, text=text.strip(), by=user, at=now)


@transaction.atomic
def hand_on(*, user, answer_id, person_id, now):
    """Give the handling to somebody else, who is told; the Handling. Raises Refusal."""
    handling = locked_handling(user, answer_id, now)
    person = possible_owners(handling.answer, local_day(now)).filter(pk=person_id).first()
    if person is None:
        raise Refusal(NOT_A_HANDLER, "owner")
    if person.pk == handling.owner_id:
        raise Refusal(SAME_OWNER, "owner")
    handling.owner, handling.owner_since = person, now
    handling.save()
    return handling


@transaction.atomic
def close_handling(*, user, answer_id, outcome, result, now):
    """End the handling with an Outcome and what came of it; from then on the answer counts (R-EVA-5). Raises Refusal."""
    handling = locked_handling(user, answer_id, now)
    if not result.strip():
        raise Refusal(NEEDS_RESULT, "result")
    handling.outcome, handling.result = outcome, result.strip()
    handling.closed_at, handling.closed_by = now, user
    handling.save()
    return handling
