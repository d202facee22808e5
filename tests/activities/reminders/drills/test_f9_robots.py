"""F9 for groups: everything a robot's service can answer, over a real socket, row by row."""

from datetime import timedelta

import pytest

from activities.notices.channels import EmailGateway
from activities.notices.commands import claims
from activities.notices.robots import gateway
from activities.notices.robots.gateway import RobotGateway
from lawfirm_party.common import clock
from tests import factories
from tests.activities.notices.outbox import deliver, make_group_row
from tests.activities.notices.sinks import OK, make_robot, serving
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)
THEN = NOW + 2 * MINUTE


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(gateway, "SECONDS_TO_ANSWER", 0.5)
    monkeypatch.setattr(claims.random, "random", lambda: 0)


@pytest.fixture
def robot():
    return make_robot(factories.make_branch())


def walk(row):
    """Deliver at the moments the row names, until it comes to an end."""
    now = THEN
    for _ in range(20):
        deliver(at=now, robots=RobotGateway)
        row.refresh_from_db()
        if row.state != "queued":
            return
        now = row.next_try_at
    raise AssertionError("the row never came to an end")


@pytest.mark.parametrize(
    ("answer", "end", "calls"),
    [
        ({"errcode": 0}, "sent", 1),
        ({"errcode": 93000, "errmsg": "invalid webhook url"}, "dead", 1),
        ({"errcode": 45009, "errmsg": "freq out of limit"}, "dead", 6),
        ({"errcode": -1}, "dead", 6),
        ({"errcode": 77777}, "dead", 6),
        ((500, b"oops"), "dead", 6),
        ((404, b"no"), "dead", 1),
        ((302, b""), "dead", 6),
        (b"<html>", "uncertain", 2),
        (2, "uncertain", 2),
    ],
)
def test_each_answer_ends_as_the_table_says(settings, robot, answer, end, calls):
    row = make_group_row(robot, useful_until=NOW + timedelta(days=2))
    with serving(answer) as sink:
        settings.ROBOT_TEST_ADDRESS = sink.address
        walk(row)
        assert len(sink.letters) == calls
    assert (row.state, row.attempts) == (end, calls)
    assert bool(row.error) == (end != "sent")


def test_a_group_whose_service_hangs_holds_no_mail_up(settings, robot, fill, sink):
    """It costs one time-out a look."""
    fill(50)
    for _ in range(20):
        make_group_row(robot, due_at=clock.now() - MINUTE, useful_until=clock.now() + timedelta(days=1))
    with serving(2) as hanging:
        settings.ROBOT_TEST_ADDRESS = hanging.address
        done = deliver(at=clock.now, post=EmailGateway, robots=RobotGateway)
        assert len(hanging.letters) <= 1
    assert done["sent"] == 50
    assert len(sink.arrived()) == 50


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_each_service_takes_its_own_letter(settings, kind):
    make_group_row(make_robot(factories.make_branch(), kind))
    with serving(OK[kind]) as sink:
        settings.ROBOT_TEST_ADDRESS = sink.address
        assert deliver(at=THEN, robots=RobotGateway) == {"sent": 1}
    assert len(sink.texts) == 1
