"""The one place that reads the clock; everything else takes the moment or the day as an argument."""

from django.utils import timezone

from .dates import local_day


def now():
    return timezone.now()


def today():
    """Today's date in Shanghai."""
    return local_day(now())
