"""The planner: asks every slice what is due, writes the rows, and lets them be delivered."""

import logging

from activities.notices.commands import add_rows, beat, deliver_due
from activities.notices.queries import PLANNER, last_beat
from branches.models import Branch
from branches.queries import settings_of
from lawfirm_party.common.dates import local_day

from . import rendering, sources
from .rules import is_wanted, quiet_ends, window

log = logging.getLogger(__name__)


def plan(*, now, due_sources=None):
    """Write the rows of everything that became due since the last look; returns how many are new.

    Run twice, on two hosts, or after days: no row twice. While a source fails, the others are planned and the next look
    starts where this one did.
    """
    last = last_beat(PLANNER)
    since, now = window(last and last.reached, now)
    floors = dict(Branch.objects.values_list("pk", "reminders_since"))
    items, whole = [], True
    for due_items in due_sources or sources.DUE:
        try:
            found = list(due_items(since, now))
        except Exception:
            log.exception("asking %s what is due failed", due_items.__module__)
            whole = False
            continue
        items += [item for item in found if is_wanted(item, since, now, floors.get(item.branch_id))]
    new = add_rows(items=items, now=now)
    beat(PLANNER, now, reached=now if whole else None)
    return new


def quiet_hours():
    """A function (branch_id, now) → the end of the quiet hours or None, that reads each branch's settings once."""
    known = {}

    def hold(branch_id, now):
        if branch_id not in known:
            known.update(settings_of([branch_id]))
        return quiet_ends(now, known[branch_id].branch(local_day(now)))

    return hold


def look(*, now_func, seconds=50):
    """One look at the outbox: plan what is due, then deliver for at most so many seconds; returns (new, Counter of states).

    The tick and `manage.py deliver --loop` do just this. A planner that fails does not stop the sender.
    """
    new = 0
    try:
        new = plan(now=now_func())
    except Exception:
        log.exception("planning failed")
    done = deliver_due(now_func=now_func, render=rendering.render, hold=quiet_hours(), seconds=seconds)
    return new, done
