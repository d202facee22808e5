"""Who opens which page of the admin site, by model (trust.md section 3, row 8): everybody else gets nothing at all."""

import pytest
from django.contrib import admin

from activities.evaluations.models import YearTotals
from branches.models import BranchSetting, KindSetting
from lawfirm_party.common.models import AuditEntry, Heartbeat, Holiday
from members.choices import ExemptionGround, RestrictionKind
from members.models import DutyExemption, Restriction

from .activities.meetings.record_world import make_begun
from .activities.notices.outbox import make_row
from .addresses import admin_addresses
from .conftest import NOW, ROLES, TODAY

PAGES = {
    "l": "changelist",
    "a": "add",
    "c": "change",
    "h": "history",
    "d": "delete",
    "i": "import",
    "t": "import_template",
    "e": "export",
}
# Pages that open, by model, for the clerk, the admin group, and a superuser: l list, a add, c one row, h its history,
# d delete, i import, t its template, e export.
TABLE = """
common_holiday           lachd     lachd     lachd
common_auditentry        -         lch       lch
common_heartbeat         -         lch       lch
branches_firm            lach      lach      lachd
branches_branch          lach      lach      lachd
branches_partygroup      lachite   lachite   lachdite
branches_branchsetting   lach      lach      lachd
branches_kindsetting     lach      lach      lachd
members_person           lachite   lachite   lachdite
members_partystanding    lachite   -         lachdite
members_restriction      lachite   -         lachdite
members_dutyexemption    lachite   -         lachdite
members_membership       lachite   -         lachdite
members_groupmembership  lachite   -         lachdite
members_partner          lachite   -         lachdite
members_committeeterm    lachite   -         lachdite
members_seat             lachite   -         lachdite
members_user             -         lach      lachd
activities_meeting       lch       lch       lch
activities_attendance    lch       lch       lch
activities_outboxrow     lch       lch       lch
activities_yeartotals    lach      lach      lachd
"""


def one_row_each(cast):
    """A row of every model that the cast itself does not have."""
    meeting = make_begun(cast)
    person = cast.people["member"]
    make_row(person, branch=cast.branch)
    Holiday.objects.create(day=TODAY, is_rest=True, name="调休")
    Heartbeat.objects.create(name="sender", seen_at=NOW)
    AuditEntry.objects.create(at=NOW, user=cast.users["clerk"], action="revealed", thing="person:1")
    BranchSetting.objects.create(branch=cast.branch, since=TODAY)
    KindSetting.objects.create(branch=cast.branch, kind=meeting.kind, since=TODAY, every="month", times=1)
    Restriction.objects.create(person=person, kind=RestrictionKind.values[0], since=TODAY)
    YearTotals.objects.create(branch=cast.branch, year=2020, excellent=6, qualified=15)
    DutyExemption.objects.create(person=person, ground=ExemptionGround.values[0], since=TODAY)


def expected():
    rows = (line.split() for line in TABLE.strip().splitlines())
    return {
        (model, role): letters
        for model, *cells in rows
        for role, letters in zip(("clerk", "admin", "superuser"), cells, strict=True)
    }


def opened(client, addresses):
    found = {}
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        letters = [
            letter
            for letter, page in PAGES.items()
            if f"{name}_{page}" in addresses and client.get(addresses[f"{name}_{page}"]).status_code == 200
        ]
        found[name] = "".join(letters) or "-"
    return found


@pytest.mark.parametrize("role", ["clerk", "admin", "superuser"])
def test_staff_opens_what_the_table_says(cast, frozen, role):
    one_row_each(cast)
    addresses = admin_addresses()
    actual = opened(cast.client(role), addresses)
    assert actual == {model: letters for (model, who), letters in expected().items() if who == role}


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"clerk", "admin"}])
def test_nobody_else_opens_anything(cast, frozen, role):
    one_row_each(cast)
    client = cast.client(role)
    answers = {
        (name, method): answer
        for name, address in admin_addresses().items()
        for method in ("get", "post")
        if not refused(role, answer := getattr(client, method)(address))
    }
    assert answers == {}


def refused(role, answer):
    if role == "anonymous":
        return answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
    return answer.status_code == 403
