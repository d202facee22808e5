"""Writes of the outbox (trust.md section 1); this index is what other slices import from.

    queued → claimed → sending → sent | queued (again) | dead | uncertain | missed | cancelled

Every move is a compare-and-swap on the state and the claim's token, so that two senders never both believe a row is theirs.
"""

from .delivery import Telling, deliver_due
from .inbox import mark_all_read, mark_read
from .robots import add_robot, change_robot, reserve_test, send_test, switch_robot
from .rows import add_rows, beat, call_back_row, cancel_rows, resend_row

__all__ = [
    "Telling",
    "add_robot",
    "add_rows",
    "beat",
    "call_back_row",
    "cancel_rows",
    "change_robot",
    "deliver_due",
    "mark_all_read",
    "mark_read",
    "resend_row",
    "reserve_test",
    "send_test",
    "switch_robot",
]
