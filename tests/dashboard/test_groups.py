"""党小组 on its pages: founded, renamed and dissolved by who keeps the branch's Party data."""

from datetime import date, timedelta

import pytest

from activities.meetings.choices import MeetingState
from branches import commands
from branches.choices import MeetingKind
from branches.models import PartyGroup
from lawfirm_party.common.models import AuditEntry
from tests import factories
from tests.activities.meetings.record_world import form_on
from tests.conftest import NOW, TODAY
from tests.submissions import SUBMISSIONS, page_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def text_of(answer):
    return " ".join(answer.content.decode().split())


def dissolving(cast, group, **changes):
    return page_form(cast.client("secretary"), f"/groups/{group.pk}/dissolve/", **changes)


def test_a_new_group_is_proposed_with_the_next_number_and_founded(cast):
    factories.make_group(cast.branch, 2, dissolved_on=date(2020, 1, 1))
    submission = page_form(cast.client("secretary"), f"/branches/{cast.branch.pk}/groups/new/")
    assert (submission.data["number"], submission.data["name"]) == ("3", "第三党小组")
    answer = submission.send()
    group = PartyGroup.objects.get(branch=cast.branch, number=3)
    assert answer["Location"] == f"/groups/{group.pk}/"
    assert (group.name, group.founded_on) == ("第三党小组", TODAY)
    assert AuditEntry.objects.get(thing=f"group:{group.pk}:founded").user == cast.users["secretary"]


def test_founding_sent_twice_is_one_group(cast):
    submission = SUBMISSIONS["group_new"](cast)
    places = {submission.send()["Location"], submission.send()["Location"]}
    assert len(places) == 1
    assert PartyGroup.objects.filter(branch=cast.branch).count() == 2


def test_what_is_refused_stands_at_its_field_beside_what_was_typed(cast):
    answer = SUBMISSIONS["group_new"](cast).send(number="1")
    assert answer.status_code == 422
    assert answer.context["form"].errors["number"] == ["序号 1 已经用于第一党小组，请另选。"]
    assert "青年党小组" in text_of(answer)
    answer = SUBMISSIONS["group_new"](cast).send(founded_on="1999-01-01")
    assert answer.context["form"].errors["founded_on"] == ["不能早于支部成立日期。"]


def test_a_group_is_renamed(cast):
    answer = SUBMISSIONS["group"](cast).send()
    cast.group.refresh_from_db()
    assert (answer.status_code, cast.group.name) == (302, "诉讼党小组")


def test_who_saves_over_somebody_elses_change_sees_it_first(cast):
    submission = SUBMISSIONS["group"](cast)
    PartyGroup.objects.filter(pk=cast.group.pk).update(name="非诉党小组")
    answer = submission.send()
    assert answer.status_code == 409
    assert "现在登记的是：非诉党小组，序号 1" in text_of(answer) and "诉讼党小组" in text_of(answer)
    assert submission.client.post(submission.address, form_on(answer, None)).status_code == 302
    cast.group.refresh_from_db()
    assert cast.group.name == "诉讼党小组"


def test_a_group_is_not_dissolved_while_people_are_in_it(cast):
    answer = dissolving(cast, cast.group).send()
    assert answer.status_code == 422
    sentence = answer.context["form"].errors["dissolved_on"][0]
    assert sentence.startswith("从2026年11月18日起还有 4 人编在第一党小组：") and "丁党明" in sentence
    cast.group.refresh_from_db()
    assert cast.group.dissolved_on is None


def test_a_group_is_not_dissolved_before_a_meeting_that_is_planned(cast):
    group = factories.make_group(cast.branch, 2)
    meeting = factories.make_meeting(
        cast.branch, MeetingKind.GROUP, date(2026, 11, 26), group=group, title="小组会"
    )
    answer = dissolving(cast, group, dissolved_on="2026-11-26").send()
    assert answer.context["form"].errors["dissolved_on"] == [
        "从这一天起还有党小组会：小组会，2026年11月26日（周四）。请先取消或改期，或者另选撤销日期。"
    ]
    assert dissolving(cast, group, dissolved_on="2026-11-27").send().status_code == 302
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    assert dissolving(cast, group, dissolved_on="2026-11-26").send().status_code == 302


def test_an_empty_group_ends_and_may_go_on_after_all(cast):
    assert SUBMISSIONS["group_dissolve"](cast).send().status_code == 302
    group = PartyGroup.objects.get(number=9)
    assert group.dissolved_on == TODAY
    answer = dissolving(cast, group, dissolved_on="").send(follow=True)
    group.refresh_from_db()
    assert (answer.status_code, group.dissolved_on) == (302, None)
    things = AuditEntry.objects.filter(thing__startswith="group:").order_by("pk")
    assert [entry.thing for entry in things] == [f"group:{group.pk}:dissolved", f"group:{group.pk}:kept"]


def test_a_group_that_goes_on_is_not_dissolved_on_no_day(cast):
    assert dissolving(cast, factories.make_group(cast.branch, 2), dissolved_on="").send().status_code == 422


def test_the_page_shows_who_is_in_it_today_and_who_is_in_none(cast):
    alone = factories.make_member(cast.branch, "吴组明")
    answer = cast.client("clerk").get(f"/groups/{cast.group.pk}/")
    names = [row.person.name for row in answer.context["inside"]]
    assert names[0] == "陈长明" and len(names) == 4
    assert "吴组明" in [row.name for row in answer.context["in_none"]]
    assert f"/members/{alone.pk}/group/" in text_of(answer)


def test_only_keepers_find_the_way_from_the_branch(cast):
    factories.make_group(cast.branch, 2, founded_on=TODAY + timedelta(days=13))
    factories.make_group(cast.branch, 3, dissolved_on=date(2025, 1, 1))
    page = f"/branches/{cast.branch.pk}/"
    for role in ("secretary", "committee", "clerk"):
        text = text_of(cast.client(role).get(page))
        assert f'href="/groups/{cast.group.pk}/"' in text and "groups/new/" in text
        assert "第二党小组</a>（2026年12月1日起设立）" in text
        assert "第三党小组</a>（2025年1月1日起撤销）" in text
    for role in ("member", "partner", "committee_only", "admin"):
        text = text_of(cast.client(role).get(page))
        assert "/groups/" not in text and "第三党小组" not in text


def test_the_audit_page_says_what_was_done_to_a_group(cast):
    commands.change_group(
        user=cast.users["secretary"], group_id=cast.group.pk, number=1, name="诉讼党小组",
        founded_on=cast.group.founded_on, now=NOW,
    )  # fmt: skip
    assert "诉讼党小组：修改" in text_of(cast.client("admin").get("/audit/"))


def test_the_page_asks_as_much_with_one_member_as_with_many(cast, django_assert_num_queries):
    client = cast.client("secretary")
    for group in (cast.group, factories.make_group(cast.branch, 2)):
        client.get(f"/groups/{group.pk}/")
    with django_assert_num_queries(11):
        client.get(f"/groups/{cast.group.pk}/")
    for _ in range(3):
        factories.make_member(cast.branch, group=cast.group)
    with django_assert_num_queries(11):
        client.get(f"/groups/{cast.group.pk}/")
