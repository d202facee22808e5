"""说明: why a required meeting was not held. It never fills the cell, it only says what happened."""

from zlib import crc32

from django.db import transaction

from branches.models import Branch
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal

from ..choices import TOOK_PLACE
from ..models import Explanation
from ..queries.board import cell_for
from ..rules.requirements import CellState

NOT_MISSING = "这一期没有缺会，不需要说明。"
NO_TEXT = "请写明没有召开的原因。"
WRONG_MAKE_UP = "补开的会议必须是这一期之后已经召开的同类会议。"
CHANGED_MEANWHILE = "别人刚刚修改了这条说明，请核对后再保存。"


def version_of(explanation):
    """What a form carries of the explanation it was opened on: a print of all that it may change, 0 while there is none."""
    if explanation is None:
        return 0
    print_of = f"{explanation.made_up_by_id}|{explanation.text}"
    return crc32(print_of.encode()) % 2_000_000_000 + 1


@transaction.atomic
def explain(*, branch, kind, group_id, period, text, user, now, version=None, made_up_by=None):
    """Store or change the reason why a period's meeting was not held; returns the Explanation.

    Refuses unless the cell is missing or explained (ux 1.6) and a make-up took place later; Conflict when somebody
    else wrote meanwhile.
    """
    Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)
    cell = cell_for(branch, kind, group_id, period, now)
    if cell is None or cell.state not in {CellState.MISSING, CellState.EXPLAINED}:
        raise Refusal(NOT_MISSING)
    if not text.strip():
        raise Refusal(NO_TEXT, "text")
    if made_up_by and not can_make_up(made_up_by, branch, cell):
        raise Refusal(WRONG_MAKE_UP, "made_up_by")
    key = {"branch": branch, "kind": kind, "group_id": group_id, "period": period.key}
    earlier = Explanation.objects.filter(**key).first()
    if version is not None and version != version_of(earlier):
        raise Conflict(CHANGED_MEANWHILE, current=earlier)
    values = {"text": text.strip(), "made_up_by": made_up_by, "by": user, "at": now}
    return Explanation.objects.update_or_create(**key, defaults=values)[0]


def can_make_up(meeting, branch, cell):
    """Whether a meeting may be named as the make-up: of the same kind and group, held after the period's last day."""
    same = (meeting.branch_id, meeting.kind, meeting.group_id) == (
        branch.pk,
        cell.slot.kind,
        cell.slot.group_id,
    )
    return same and meeting.state in TOOK_PLACE and local_day(meeting.starts_at) > cell.slot.deadline
