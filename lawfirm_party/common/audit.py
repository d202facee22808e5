"""The audit trail: who saw, took away or changed what must be accounted for (trust.md section 3, row 17)."""

from .models import AuditEntry


def write_down(*, user, action, thing, now):
    """Add one line. `user` None: nobody is logged in. `thing` names the object by kind and number, never by personal data."""
    return AuditEntry.objects.create(at=now, user=user, action=action, thing=thing)
