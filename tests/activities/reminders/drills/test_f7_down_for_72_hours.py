"""F7: 72 h down, then up: each occurrence one row; what is still useful goes out once, the rest is missed and visible."""

from datetime import timedelta

import pytest

from activities.notices.choices import OutboxState
from activities.notices.models import OutboxRow
from activities.reminders.commands import plan
from tests import factories
from tests.activities.notices.outbox import Post, deliver
from tests.activities.reminders.fakes import Slice, item
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

HOURS = 72
HOUR = timedelta(hours=1)
SHORT_LIVED = 6 * HOUR
LONG_LIVED = 7 * 24 * HOUR


def test_what_is_still_useful_goes_out_once_and_the_rest_is_missed():
    person = factories.make_person(factories.make_firm())
    short = [item(NOW + hour * HOUR, person, number=hour, useful=SHORT_LIVED) for hour in range(HOURS)]
    long = [item(NOW + hour * HOUR, person, number=1000 + hour, useful=LONG_LIVED) for hour in range(HOURS)]
    source = Slice(*short, *long)
    plan(now=NOW, due_sources=[source.due_items])
    deliver(at=NOW)

    post = Post()
    for later in (timedelta(), timedelta(seconds=1), timedelta(minutes=1)):
        up_again = NOW + HOURS * HOUR + later
        plan(now=up_again, due_sources=[source.due_items])
        deliver(at=up_again, post=post)

    rows = OutboxRow.objects.values_list("object_id", "state")
    assert len(rows) == len({number for number, _ in rows}) == 2 * HOURS
    missed = {int(number) for number, state in rows if state == OutboxState.MISSED}
    # Hour 66 was useful until the very moment; hour 0 went out before all went down.
    assert missed == set(range(1, HOURS - 5))
    assert len(post.tried) == len(set(post.tried)) == 2 * HOURS - 2 - len(missed)
    assert {state for number, state in rows if int(number) not in missed} == {OutboxState.SENT}
