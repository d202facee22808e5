"""A person's calendar for the program that subscribes to it: no login, the address is the key."""

import hashlib
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock, errors, throttle
from lawfirm_party.common.dates import local_day
from members.queries import user_of_calendar

from ..queries.feed import feed_for

HOUR = timedelta(hours=1)
# Several devices that each ask every few minutes.
READS_PER_HOUR = 120
BAD_ADDRESSES_PER_HOUR = 30


@never_cache
@require_safe
def feed(request, token):
    """Unknown, revoked and closed look the same; guessing is counted, and shuts nobody out of a living calendar."""
    now = clock.now()
    user = user_of_calendar(token, local_day(now))
    key = f"calendar:{user.pk}" if user else f"no-calendar:{throttle.client_address(request)}"
    if not throttle.hit(key, limit=READS_PER_HOUR if user else BAD_ADDRESSES_PER_HOUR, window=HOUR):
        return errors.too_many(request)
    if user is None:
        raise Http404
    data, changed = feed_for(user, now)
    etag = quote_etag(hashlib.sha256(data).hexdigest())
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["ETag"] = etag
    if changed:
        response["Last-Modified"] = http_date(changed.timestamp())
    # By the content alone: somebody taken off a list leaves no later moment behind.
    return get_conditional_response(request, etag=etag, response=response)
