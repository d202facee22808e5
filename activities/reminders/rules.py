"""When to look and when to be quiet, as pure functions."""

from datetime import datetime, timedelta

from lawfirm_party.common.dates import SHANGHAI, local

# Facts whose transaction was still open when the last look passed them by.
MARGIN = timedelta(minutes=10)
# How far the very first look reaches back, so that what was asked for before the first start is not lost.
FIRST_LOOK = timedelta(days=3)


def window(reached, now):
    """(since, now]: from the last look, or from now if the clock went back since, less a margin; both aware."""
    if reached is None:
        return now - FIRST_LOOK, now
    return min(reached, now) - MARGIN, now


def is_wanted(item, since, now, reminders_since):
    """Whether a DueItem lies in the window and not before its branch wants to be reminded at all."""
    if not since < item.due_at <= now:
        return False
    return reminders_since is None or item.due_at >= reminders_since


def quiet_ends(moment, rules):
    """The moment at which the quiet hours end that `moment` lies in, or None outside them.

    `rules.quiet_from` is inclusive, `rules.quiet_until` exclusive, on the wall clock of Shanghai; the hours may pass
    midnight, and equal times mean that there are none.
    """
    wall = local(moment)
    day, clock = wall.date(), wall.time()
    if rules.quiet_from < rules.quiet_until:
        if not rules.quiet_from <= clock < rules.quiet_until:
            return None
    elif rules.quiet_from > rules.quiet_until:
        if rules.quiet_until <= clock < rules.quiet_from:
            return None
        day += timedelta(days=clock >= rules.quiet_from)
    else:
        return None
    return datetime.combine(day, rules.quiet_until, SHANGHAI)
