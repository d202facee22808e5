"""F8: the clock of the machine jumps by an hour or a day, on a leap day and at the end of a year: 0 duplicate, 0 lost."""

from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from activities.notices.models import Notice
from activities.notices.rules import OPEN
from activities.reminders import sources
from activities.reminders.commands import plan
from lawfirm_party.common.dates import at
from tests import factories
from tests.activities.notices.outbox import Post, deliver
from tests.activities.reminders.fakes import Slice, item

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TICK = timedelta(minutes=15)
EVERY = timedelta(minutes=20)


@pytest.mark.parametrize(
    "day",
    [date(2028, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2027, 2, 28)],
    ids=str,
)
@pytest.mark.parametrize(
    "jump", [HOUR, -HOUR, 24 * HOUR, -24 * HOUR], ids=lambda jump: f"{jump / HOUR:+.0f}h"
)
def test_a_clock_that_jumps_for_a_while_loses_and_repeats_nothing(day, jump):
    person = factories.make_person(factories.make_firm())
    midnight = at(day + timedelta(days=1), 0)
    dues = [midnight - 2 * HOUR + EVERY * number for number in range(12)]
    items = [
        item(due, person, number=number, useful=timedelta(days=9), channels=("email", "in_app"))
        for number, due in enumerate(dues)
    ]
    source, post = Slice(*items), Post()
    true_time = midnight - 2 * HOUR
    while true_time < midnight + 3 * HOUR:
        wrong = midnight - HOUR <= true_time < midnight + HOUR
        now = true_time + (jump if wrong else timedelta())
        plan(now=now, due_sources=[source.due_items])
        deliver(at=now, post=post)
        true_time += TICK

    assert sorted(Counter(post.tried).values()) == [1] * len(items)
    assert Notice.objects.count() == len(items)


@pytest.mark.parametrize("killed", ["before sending", "while sending"])
def test_the_tick_itself_survives_a_clock_that_goes_back_a_day(monkeypatch, killed):
    """A sender killed in the future leaves claims that no lease explains: they are freed, not waited for."""
    from activities.notices.commands.delivery import claim, start_sending
    from activities.notices.models import OutboxRow

    person = factories.make_person(factories.make_firm())
    now = at(date(2026, 12, 31), 12)
    monkeypatch.setattr(sources, "DUE", ())
    plan(now=now, due_sources=[Slice(item(now, person)).due_items])
    batch = claim(channel="email", now=now + 24 * HOUR)
    if killed == "while sending":
        mail = SimpleNamespace(extra_headers={"Message-ID": "<1@x>"})
        assert start_sending(batch.rows[0], mail, batch, now + 24 * HOUR)
    post = Post()
    deliver(at=now, post=post)
    assert len(post.sent) == 1
    assert not OutboxRow.objects.filter(state__in=OPEN).exists()
