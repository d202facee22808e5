"""What ties the entries of the audit trail together: each is sealed with the one before, under a key that lies outside the database.

The text that is sealed never changes its form, or no old entry would fit any more.
"""

import json
from datetime import UTC

from .crypto import fingerprint


def digest_of(entry):
    """The seal of an entry (with pk, previous, at, user_id, action, thing): 64 hex digits."""
    moment = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = [entry.previous, entry.pk, moment, entry.user_id, entry.action, entry.thing]
    return fingerprint(json.dumps(facts, ensure_ascii=False), "audit")
