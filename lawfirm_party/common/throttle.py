"""Rate limits that live in the database, and what they are counted by."""

import hashlib
import unicodedata
from datetime import timedelta
from ipaddress import ip_address

from django.conf import settings
from django.db import transaction

from . import clock
from .models import RateCount


def hit(key, *, limit, window):
    """Count one try under `key`; True while no more than `limit` fell into its window, a timedelta that begins with the first."""
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


def seconds_left(key, *, window):
    """How long until the window of a key is over and its count begins anew; 0 when nothing was counted."""
    row = RateCount.objects.filter(key=key[:120]).first()
    return max(0, round((row.window_start + window - clock.now()).total_seconds())) if row else 0


def forget(key):
    """Begin anew with a key at once."""
    RateCount.objects.filter(key=key[:120]).delete()


def text_key(name, text):
    """A key for a login name or an address, which stays out of the table; full width counts as half, as at login."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return f"{name}:{hashlib.sha256(plain.encode()).hexdigest()}"


def client_address(request):
    """Where a request comes from. Each of our own proxies adds one address at the end; what stands before, anybody may write."""
    given = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < settings.PROXY_COUNT <= len(given):
        try:
            return str(ip_address(given[-settings.PROXY_COUNT].strip()))
        except ValueError:
            pass
    return request.META.get("REMOTE_ADDR") or None
