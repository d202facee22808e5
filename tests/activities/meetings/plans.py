"""Plans of meetings for the tests: a 支委会 on Thursday 2026-11-26 unless the test says otherwise."""

from datetime import date, timedelta

from activities.meetings.choices import MeetingKind
from activities.meetings.rules.scheduling import Plan
from lawfirm_party.common.dates import at


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
