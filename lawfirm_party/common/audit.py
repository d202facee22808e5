"""The audit trail: who saw, took away or changed what must be accounted for (trust.md section 3, row 17)."""

from dataclasses import dataclass

from django.db import transaction

from .chain import digest_of
from .models import AuditEntry, AuditHead

ALTERED = "内容被改过，或者不是程序写入的"
OUT_OF_LINE = "与前一条接不上：中间缺了记录，或者多了、换了位置"
CUT_OFF = "末尾与登记的不符：最后的记录被删掉，或者登记被改过"


@dataclass(frozen=True)
class Finding:
    """One place at which the trail is not what was written; `number` 0 is its end."""

    number: int
    sentence: str


def write_down(*, user, action, thing, now):
    """Add one line. `user` None: nobody is logged in. `thing` names the object by kind and number, never by personal data."""
    return AuditEntry.objects.create(at=now, user=user, action=action, thing=thing)


@transaction.atomic
def findings():
    """Everything wrong with the trail, in its order: entries altered, taken out, put in, moved, or cut off at the end.

    Writers wait meanwhile. Whoever can read the keys of this machine and write its database can make a trail that fits:
    keep the last digest (`manage.py verify_audit` prints it) elsewhere against that.
    """
    head = AuditHead.locked()
    found, count, last, digest = [], 0, 0, ""
    for entry in AuditEntry.objects.order_by("pk").iterator():
        if entry.previous != digest:
            found.append(Finding(entry.pk, OUT_OF_LINE))
        if entry.digest != digest_of(entry):
            found.append(Finding(entry.pk, ALTERED))
        count, last, digest = count + 1, entry.pk, entry.digest
    if (head.entries, head.last, head.digest) != (count, last, digest):
        found.append(Finding(0, CUT_OFF))
    return found
