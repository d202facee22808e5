"""What nobody asks for any more is thrown away, so that no table grows with the years."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from .jobs import throw_away_finished
from .models import PreparedImport, RateCount, UsedNonce
from .stored import throw_away_old

NONCES_LIVE = timedelta(days=2)
COUNTS_LIVE = timedelta(days=1)
IMPORTS_WAIT = timedelta(days=1)


def tidy(*, now):
    """Delete old form numbers, old counts, files nobody confirmed, made files and sessions that are over; returns how many rows."""
    old = (
        UsedNonce.objects.filter(at__lt=now - NONCES_LIVE),
        RateCount.objects.filter(window_start__lt=now - COUNTS_LIVE),
        PreparedImport.objects.filter(made_at__lt=now - IMPORTS_WAIT),
        Session.objects.filter(expire_date__lt=now),
    )
    files = throw_away_old(now=now) + throw_away_finished(now=now)
    return files + sum(rows.delete()[0] for rows in old)
