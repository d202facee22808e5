"""What is written down about lists that leave the program."""

from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction


def note_roster_export(*, user, day, proof, now):
    """Write the export of a list of people into the audit trail, with its day, its length and the code of its Proof."""
    thing = f"people:{day.isoformat()}:{proof.count}:{proof.code}"
    write_down(user=user, action=AuditAction.EXPORTED, thing=thing, now=now)
