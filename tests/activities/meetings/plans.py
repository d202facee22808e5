"""Plans of meetings for the tests: a 支委会 on Thursday 2026-11-26 unless the test says otherwise."""

from datetime import date, timedelta

from activities.meetings.choices import MeetingKind
from activities.meetings.commands.scheduling import create_meeting
from activities.meetings.models import Nudge
from activities.meetings.rules.scheduling import Plan
from lawfirm_party.common.dates import at
from tests.conftest import NOW


def make_plan(cast, **changes):
    start = changes.get("starts_at") or at(date(2026, 11, 26), 15)
    plan = {
        "branch_id": cast.branch.pk,
        "kind": MeetingKind.COMMITTEE,
        "starts_at": start,
        "ends_at": start + timedelta(minutes=90),
        "title": "2026年11月支部委员会会议",
        "place": "一号会议室",
        "host_id": cast.people["secretary"].pk,
        "recorder_id": cast.people["committee"].pk,
        "agenda": (("传达学习上级文件精神", False), ("研究发展对象", True)),
    }
    return Plan(**{**plan, **changes})


def published(cast, now=NOW, **changes):
    """A meeting of such a plan that everybody will be told of."""
    return create_meeting(
        user=cast.users["secretary"], now=now, data=make_plan(cast, **changes), publish=True
    )


def nudge(cast, **about):
    """A 催办 of the leader."""
    return Nudge.objects.create(
        branch=cast.branch, person=cast.people["leader"], by=cast.users["secretary"], at=NOW, **about
    )
