"""What nobody asks for any more is thrown away, so that no table grows with the years."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from .models import RateCount, UsedNonce

NONCES_LIVE = timedelta(days=2)
COUNTS_LIVE = timedelta(days=1)


def tidy(*, now):
    """Delete old form numbers, old counts and sessions that are over; returns how many rows."""
    old = (
        UsedNonce.objects.filter(at__lt=now - NONCES_LIVE),
        RateCount.objects.filter(window_start__lt=now - COUNTS_LIVE),
        Session.objects.filter(expire_date__lt=now),
    )
    return sum(rows.delete()[0] for rows in old)
