"""Facts of a person through the forms: one act a form, along the legal table, with document and recorder."""

from datetime import date

import pytest

from lawfirm_party.common.refusal import CLASHES, Conflict, Refusal
from members.choices import FactAxis
from members.commands import facts
from members.models import FactCorrection, GroupMembership, Person
from members.queries.facts import facts_version
from tests import factories
from tests.activities.meetings.record_world import form_on
from tests.conftest import NOW, TODAY
from tests.submissions import SUBMISSIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def act(command, cast, who="member", **words):
    return command(person_id=cast.people[who].pk, by=cast.users["clerk"], now=NOW, **words)


def test_a_change_of_standing_ends_the_running_row_and_is_signed(cast):
    answer = SUBMISSIONS["standing_change"](cast).send()
    old, new = cast.people["member"].standings.order_by("since")
    assert answer["Location"] == f"/members/{cast.people['member'].pk}/history/"
    assert (old.until, new.since, new.standing) == (date(2026, 11, 1), date(2026, 11, 1), "suspended")
    assert {old.ended_by, new.recorded_by} == {cast.users["secretary"]}
    assert new.document_number == "省直党委〔2026〕8号"


def test_what_the_table_has_not_is_refused_at_the_field_and_the_typed_text_stays(cast):
    answer = SUBMISSIONS["standing_change"](cast).send(document_number="", note="写了一半")
    assert answer.status_code == 422
    assert answer.context["form"].errors["document_number"] == ["请填写批准文号。"]
    assert "写了一半" in answer.content.decode()
    assert cast.people["member"].standings.count() == 1


def test_sent_twice_it_is_one_row(cast):
    submission = SUBMISSIONS["standing_change"](cast)
    assert [submission.send().status_code, submission.send().status_code] == [302, 302]
    assert cast.people["member"].standings.count() == 2


def test_who_saves_over_somebody_elses_change_sees_it_first(cast):
    submission = SUBMISSIONS["exemption_change"](cast)
    cast.people["member"].exemptions.create(ground="old", since="2020-01-01", until="2021-01-01")
    answer = submission.send()
    assert answer.status_code == 409
    assert "年老体弱" in answer.content.decode()
    data = {**submission.data, **form_on(answer, None)}
    assert submission.client.post(submission.address, data).status_code == 302


def test_a_stale_version_is_a_conflict(cast):
    version = facts_version(cast.people["member"].standings.model, cast.people["member"].pk)
    with pytest.raises(Conflict):
        act(facts.change_standing, cast, standing="suspended", since=TODAY, version=version + 1)


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2015, 1, 1)])
def test_nothing_begins_in_the_future_nor_before_the_row_that_runs(cast, day):
    with pytest.raises(Refusal) as refused:
        act(facts.change_standing, cast, standing="suspended", since=day, document_number="1号")
    assert refused.value.field == "since"


def test_a_relation_is_sent_on_and_ended(cast):
    branch = cast.branch
    act(
        facts.change_relation,
        cast,
        relation="in_transit",
        branch=branch,
        since=date(2026, 9, 1),
        document_number="1号",
    )
    act(facts.change_relation, cast, relation="", since=TODAY)
    last = cast.people["member"].memberships.order_by("since").last()
    assert (last.relation, last.until, last.ended_by) == ("in_transit", TODAY, cast.users["clerk"])


def test_no_change_of_relation_stands_chosen_when_the_form_opens(cast):
    submission = SUBMISSIONS["relation_change"](cast)
    page = submission.client.get(submission.address)
    assert form_on(page, None).get("relation") is None
    assert submission.send(relation="").status_code == 422
    assert submission.send(relation="end", note="已转走").status_code == 302
    assert cast.people["member"].memberships.get().until == date(2026, 11, 1)


def test_somebody_moves_between_groups_and_leaves_them(cast):
    other = factories.make_group(cast.branch, 2)
    act(facts.place_in_group, cast, group=other, since=date(2026, 10, 1), is_leader=True)
    act(facts.place_in_group, cast, group=None, since=TODAY)
    rows = cast.people["member"].group_memberships.order_by("since")
    assert [(row.group.number, row.until) for row in rows] == [(1, date(2026, 10, 1)), (2, TODAY)]


def test_a_new_leader_takes_over_and_the_old_one_stays_in_the_group_r_grp_1(cast):
    answer = SUBMISSIONS["group_change"](cast).send(is_leader="on", since="2026-11-10")
    rows = cast.people["leader"].group_memberships.order_by("since")
    day = date(2026, 11, 10)
    assert answer.status_code == 302
    assert [(row.is_leader, row.until, row.group_id) for row in rows] == [
        (True, day, cast.group.pk),
        (False, None, cast.group.pk),
    ]
    assert (rows[0].ended_by, rows[1].recorded_by) == (cast.users["secretary"],) * 2
    assert cast.people["sixth"].group_memberships.get().is_leader


def test_a_leader_refused_leaves_the_old_one_in_office(cast):
    with pytest.raises(Refusal):
        act(facts.place_in_group, cast, "outsider", group=cast.group, is_leader=True, since=TODAY)
    assert cast.people["leader"].group_memberships.get().until is None


def test_a_new_managing_partner_takes_over_from_the_old_one(cast):
    act(facts.change_partner, cast, "committee", is_managing=True, since=TODAY)
    held = {row.person.name: row.is_managing for row in cast.firm.partners.filter(until=None)}
    assert held[cast.people["committee"].name] and not held[cast.people["secretary"].name]


def test_who_was_managing_partner_stays_one_no_longer_than_was_entered(cast):
    before, end = cast.people["secretary"], date(2027, 1, 1)
    before.partnerships.update(until=end)
    act(facts.change_partner, cast, "committee", is_managing=True, since=TODAY)
    rows = before.partnerships.order_by("since")
    assert [(row.is_managing, row.until) for row in rows] == [(True, TODAY), (False, end)]


@pytest.fixture
def quicker(monkeypatch):
    """Somebody else's row is stored just after a row of this model was found right."""

    def store_after_check(model, rival):
        check = model.full_clean

        def full_clean(row, *args, **kwargs):
            check(row, *args, **kwargs)
            rival.save()

        monkeypatch.setattr(model, "full_clean", full_clean)

    return store_after_check


def test_a_leader_who_was_named_a_moment_earlier_is_a_conflict(cast, quicker):
    group = factories.make_group(cast.branch, 2)
    rival = GroupMembership(person=cast.people["seventh"], group=group, is_leader=True, since=TODAY)
    quicker(GroupMembership, rival)
    answer = SUBMISSIONS["group_change"](cast).send(group=group.pk, is_leader="on", since="2026-11-18")
    assert answer.status_code == 409
    assert CLASHES in answer.content.decode()
    assert not cast.people["sixth"].group_memberships.exists()


def test_a_licence_that_was_entered_a_moment_earlier_is_refused(cast, quicker):
    licence = "13701201810000001"
    rival = Person(firm=cast.firm, name="先到", kind="lawyer", joined_on=TODAY, licence_number=licence)
    quicker(Person, rival)
    answer = SUBMISSIONS["person_new"](cast).send(licence_number=licence)
    assert answer.status_code == 422
    assert CLASHES in answer.content.decode()
    assert not Person.objects.filter(name="钱新明").exists()


def test_a_corrected_relation_still_leads_to_the_next_one_r_mem(cast):
    words = {"branch": cast.branch, "document_number": "1号"}
    act(facts.change_relation, cast, relation="in_transit", since=date(2026, 9, 1), **words)
    row = cast.people["member"].memberships.order_by("since").first()
    words = {"axis": FactAxis.RELATION, "row_id": row.pk, "reason": "登记错"}
    with pytest.raises(Refusal) as refused:
        act(facts.correct_fact, cast, relation="inflow", **words)
    assert refused.value.field == "relation"
    act(facts.correct_fact, cast, since=date(2014, 1, 1), **words)
    row.refresh_from_db()
    assert (row.relation, row.since) == ("here", date(2014, 1, 1))


def test_a_correction_keeps_what_stood_there_and_why(cast):
    row = cast.people["member"].standings.get()
    words = {"axis": FactAxis.STANDING, "row_id": row.pk, "reason": "日期写错"}
    act(facts.correct_fact, cast, since=date(2014, 1, 1), **words)
    note = FactCorrection.objects.get()
    assert ("2015年1月1日" in note.before, "2014年1月1日" in note.after) == (True, True)
    assert (note.by, note.at, note.reason) == (cast.users["clerk"], NOW, "日期写错")


def test_a_wrong_row_is_taken_out_in_the_open(cast):
    row = cast.people["member"].exemptions.create(ground="old", since="2020-01-01")
    act(facts.correct_fact, cast, axis="exemption", row_id=row.pk, reason="登记错人", take_out=True)
    assert not cast.people["member"].exemptions.exists()
    page = cast.client("member").get(f"/members/{cast.people['member'].pk}/history/").content.decode()
    assert "年老体弱" in page and "登记错人" in page and "作废" in page


def test_the_day_a_restriction_is_entered_to_is_the_first_without_it_and_the_form_says_so(cast):
    submission = SUBMISSIONS["restriction_change"](cast)
    assert "从哪一天起不再有效" in submission.client.get(submission.address).content.decode()
    words = {"kind": "correction", "since": "2026-01-01", "until": "2026-07-01", "document_number": "1号"}
    page = submission.client.get(submission.send(**words)["Location"]).content.decode()
    assert "至 2026年6月30日" in page


def test_old_rows_say_that_nothing_is_recorded(cast):
    page = cast.client("member").get(f"/members/{cast.people['member'].pk}/history/")
    assert {line.recorded for line in page.context["lines"]} == {"未记录"}


def test_who_leaves_the_firm_is_told_what_is_still_entered(cast):
    submission = SUBMISSIONS["person_edit"](cast)
    answer = submission.send(left_on="2026-11-18")
    page = submission.client.get(answer["Location"]).content.decode()
    assert "还登记着：第一党小组" in page


def test_a_new_person_has_a_spelling_and_a_sealed_number(cast):
    SUBMISSIONS["person_new"](cast).send(id_number="11010519491231002X")
    person = Person.objects.get(name="钱新明")
    assert (person.pinyin, person.read_id_number()) == ("qian xin ming", "11010519491231002X")


def test_the_admin_enters_neither_contact_nor_number(cast):
    fields = cast.client("admin").get("/members/new/").context["form"].fields
    assert not {"phone", "email", "id_number"} & set(fields)


def test_ones_own_phone_and_address_and_nothing_else(cast):
    SUBMISSIONS["my_data"](cast).send(name="改名", email="new@example.com")
    person = Person.objects.get(pk=cast.people["member"].pk)
    assert (person.phone, person.email, person.name) == ("13900002222", "new@example.com", "丁党明")


def test_a_stale_form_of_ones_own_data_keeps_the_typed_text(cast):
    submission = SUBMISSIONS["my_data"](cast)
    Person.objects.filter(pk=cast.people["member"].pk).update(phone="13700000000")
    answer = submission.send()
    assert (answer.status_code, "13900002222" in answer.content.decode()) == (409, True)
