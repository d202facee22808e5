"""The audit trail: who saw, took away or changed what must be accounted for (trust.md section 3, row 17)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from .chain import digest_of
from .models import AuditCheck, AuditEntry, AuditHead

ALTERED = "内容被改过，或者不是程序写入的"
OUT_OF_LINE = "与前一条接不上：中间缺了记录，或者多了、换了位置"
CUT_OFF = "末尾与登记的不符：最后的记录被删掉，或者登记被改过"


# So many entries a page goes along; the rest waits for the next look at the whole.
AT_A_GLANCE = 500


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
    walk = Walk().along(AuditEntry.objects.order_by("pk").iterator())
    return walk.found if walk.ends_at(head) else [*walk.found, Finding(0, CUT_OFF)]


class Walk:
    """A way along the trail from where it is known to fit: what was found wrong, and how far it came."""

    def __init__(self, count=0, last=0, digest=""):
        self.found, self.count, self.last, self.digest = [], count, last, digest

    def along(self, entries):
        for entry in entries:
            if entry.previous != self.digest:
                self.found.append(Finding(entry.pk, OUT_OF_LINE))
            if entry.digest != digest_of(entry):
                self.found.append(Finding(entry.pk, ALTERED))
            self.count, self.last, self.digest = self.count + 1, entry.pk, entry.digest
        return self

    def ends_at(self, head):
        return (head.entries, head.last, head.digest) == (self.count, self.last, self.digest)


@transaction.atomic
def check_trail(*, now):
    """Look at the whole trail and remember how that ended, for the page to go on from; returns the findings."""
    found = findings()
    head = AuditHead.locked()
    ended = {"entries": head.entries, "last": head.last, "digest": head.digest, "problems": len(found)}
    AuditCheck.objects.update_or_create(pk=1, defaults={"at": now, **ended})
    return found


@dataclass(frozen=True)
class TrailState:
    """Whether the trail fits. `checked_at` is when all of it was looked at last, `added` how many entries it grew by since.

    `waiting`: how many of these nobody has looked at yet.
    """

    entries: int
    problems: int
    checked_at: datetime | None
    added: int
    waiting: int


def trail_state():
    """The TrailState: what the last look at the whole found, and a look at what came since, its newest end as well; three queries.

    The end is read before the entries, which are only ever added: somebody writing meanwhile is no finding.
    """
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    check = AuditCheck.objects.filter(pk=1).first() or AuditCheck()
    fresh = AuditEntry.objects.filter(pk__gte=check.last, pk__lte=head.last).order_by("pk")
    entries = list(fresh[: AT_A_GLANCE + 1])
    problems = check.problems
    if check.last:
        problems += not still_there(check, entries.pop(0) if entries else None)
    entries, is_cut = entries[:AT_A_GLANCE], len(entries) >= AT_A_GLANCE
    walk = Walk(check.entries, check.last, check.digest).along(entries)
    waiting = max(head.entries - walk.count, 0) if is_cut else 0
    problems += len(walk.found) + (not waiting and not walk.ends_at(head))
    if not head.last:
        problems += AuditEntry.objects.exists()
    return TrailState(head.entries, problems, check.at, len(entries), waiting)


def still_there(check, entry):
    """Whether the entry that the last look ended with is what it was."""
    return (
        entry is not None
        and (entry.pk, entry.digest) == (check.last, check.digest)
        and entry.digest == digest_of(entry)
    )
