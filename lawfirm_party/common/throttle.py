"""Rate limits that live in the database."""

from datetime import timedelta

from django.db import transaction

from . import clock
from .models import RateCount


def hit(key, *, limit, window):
    """Count one try under `key`; True while no more than `limit` fell into the last `window` (timedelta)."""
    now = clock.now()
    with transaction.atomic():
        RateCount.objects.bulk_create(
            [RateCount(key=key[:120], window_start=now, count=0)], ignore_conflicts=True
        )
        row = RateCount.objects.select_for_update().get(key=key[:120])
        if row.window_start + window <= now or row.window_start > now + timedelta(minutes=5):
            row.window_start, row.count = now, 0
        row.count += 1
        row.save()
    return row.count <= limit
