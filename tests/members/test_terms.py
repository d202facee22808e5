"""Committees' terms through the form: an election with all its seats, and what is put right later (R-COM)."""

from datetime import date, timedelta

import pytest

from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.models import AuditEntry
from lawfirm_party.common.refusal import Conflict, Refusal
from members.choices import SeatRole
from members.commands import terms
from members.commands.terms import SeatEntry
from members.models import CommitteeTerm, Seat
from members.queries import roles_of
from members.queries.terms import terms_version
from tests import factories
from tests.activities.meetings.record_world import form_on
from tests.conftest import NOW, TODAY
from tests.submissions import SUBMISSIONS, elected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ELECTED = date(2026, 11, 10)
THREE = (("secretary", "secretary"), ("committee", "organisation"), ("sixth", "publicity"))


def entries(cast, *people, **words):
    return [
        SeatEntry(row=row, person=cast.people[who], roles=(role,), **words)
        for row, (who, role) in enumerate(people or THREE)
    ]


def elect(cast, people=THREE, **words):
    words = {
        "since": ELECTED,
        "years": 3,
        "document_number": "省直党委〔2026〕21号",
        "note": "支部合并",
        **words,
    }
    rows = words.pop("entries", None) or entries(cast, *people)
    return terms.begin_term(
        branch_id=cast.branch.pk, entries=rows, by=cast.users["secretary"], now=NOW, **words
    )


def change(cast, rows=(), note="", version=None, **values):
    return terms.change_term(
        term_id=cast.term.pk,
        values={"note": note, **values},
        entries=list(rows),
        by=cast.users["secretary"],
        now=NOW,
        version=version,
    )


def held(term):
    return {(seat.person.name, seat.role, seat.until) for seat in term.seats.select_related("person")}


def test_an_election_ends_the_last_term_and_seats_everybody_at_once(cast):
    answer = SUBMISSIONS["term_new"](cast).send()
    assert (answer.status_code, answer["Location"]) == (302, f"/branches/{cast.branch.pk}/")
    cast.term.refresh_from_db()
    new = CommitteeTerm.objects.get(branch=cast.branch, since=ELECTED)
    assert (cast.term.until, new.years, new.recorded_by) == (ELECTED, 3, cast.users["secretary"])
    assert held(new) == {
        ("高书明", "secretary", None),
        ("李组明", "organisation", None),
        ("周六明", "publicity", None),
    }
    assert {seat.since for seat in new.seats.all()} == {ELECTED}


def test_one_person_holds_several_offices_in_one_row(cast):
    submission = SUBMISSIONS["term_new"](cast)
    answer = submission.send(**{"seat-1-roles": ["deputy", "organisation"]})
    assert answer.status_code == 302
    term = CommitteeTerm.objects.get(since=ELECTED)
    assert {seat.role for seat in term.seats.filter(person=cast.people["committee"])} == {
        "deputy",
        "organisation",
    }
    page = submission.client.get(f"/terms/{term.pk}/edit/")
    assert [row.line.words for row in page.context["formset"] if row.line] == [
        "书记",
        "副书记、组织委员",
        "宣传委员",
    ]


def test_sent_twice_it_is_one_term(cast):
    submission = SUBMISSIONS["term_new"](cast)
    assert [submission.send().status_code, submission.send().status_code] == [302, 302]
    assert CommitteeTerm.objects.filter(branch=cast.branch).count() == 2


def test_more_rows_come_without_javascript_and_keep_what_was_typed(cast):
    submission = SUBMISSIONS["term_new"](cast)
    before = terms_version(cast.branch.pk)
    answer = submission.send(act="more", note="写了一半")
    data = form_on(answer, None)
    assert (answer.status_code, terms_version(cast.branch.pk)) == (200, before)
    assert data["seat-TOTAL_FORMS"] == str(int(submission.data["seat-TOTAL_FORMS"]) + 3)
    assert (data["note"], data["seat-2-person"], data["seat-2-roles"]) == (
        "写了一半",
        str(cast.people["sixth"].pk),
        "publicity",
    )
    assert submission.client.post(submission.address, data).status_code == 302


def test_who_saves_over_somebody_elses_change_sees_it_first(cast):
    submission = SUBMISSIONS["term_edit"](cast)
    factories.make_seat(cast.term, cast.people["fifth"], SeatRole.YOUTH)
    answer = submission.send()
    assert answer.status_code == 409
    assert "孙五明：青年委员" in answer.content.decode()
    data = {**submission.data, **form_on(answer, None)}
    assert submission.client.post(submission.address, data).status_code == 302
    assert ("孙五明", "youth", None) in held(cast.term)


def test_a_stale_version_is_a_conflict(cast):
    with pytest.raises(Conflict):
        elect(cast, version=terms_version(cast.branch.pk) + 1)


def test_whoever_resigned_makes_room_for_a_by_election(cast):
    SUBMISSIONS["term_edit"](cast).send()
    assert held(cast.term) == {
        ("高书明", "secretary", None),
        ("李组明", "organisation", None),
        ("王宣明", "publicity", date(2026, 10, 1)),
        ("陈长明", "publicity", None),
    }


def test_a_new_secretary_follows_the_old_one_in_the_same_form(cast):
    submission = SUBMISSIONS["term_edit"](cast)
    words = {"seat-2-until": "", "seat-0-until": "2026-10-01", "seat-3-roles": "secretary"}
    assert submission.send(**words).status_code == 302
    assert ("陈长明", "secretary", None) in held(cast.term)


def test_a_row_that_was_entered_wrongly_is_taken_out(cast):
    SUBMISSIONS["term_edit"](cast).send(**{"seat-2-remove": "on", "seat-2-until": ""})
    assert "王宣明" not in {name for name, *_ in held(cast.term)}


def test_a_row_reaches_no_seat_of_another_term(cast):
    other = factories.make_seat(factories.make_term(cast.other_branch), cast.people["outsider"])
    answer = SUBMISSIONS["term_edit"](cast).send(**{"seat-2-seats": str(other.pk), "seat-2-remove": "on"})
    assert Seat.objects.filter(pk=other.pk, until=None).exists()
    assert answer.status_code == 422


def test_somebody_of_another_branch_cannot_be_chosen(cast):
    answer = SUBMISSIONS["term_new"](cast).send(**elected(2, cast.people["outsider"], "publicity"))
    assert answer.status_code == 422
    assert "person" in answer.context["formset"].forms[2].errors


def test_offices_without_a_person_and_a_person_without_offices_are_told_in_their_rows(cast):
    words = {"seat-1-person": "", "seat-2-roles": []}
    answer = SUBMISSIONS["term_new"](cast).send(**words)
    formset = answer.context["formset"]
    assert answer.status_code == 422
    assert ("person" in formset.forms[1].errors, "roles" in formset.forms[2].errors) == (True, True)


def test_roles_follow_at_once_and_the_change_is_written_down(cast):
    elect(cast, (("committee", "secretary"), ("secretary", "organisation"), ("sixth", "publicity")))
    user = type(cast.users["secretary"]).objects.get(pk=cast.users["committee"].pk)
    assert roles_of(user, TODAY).secretary_of == {cast.branch.pk}
    entry = AuditEntry.objects.get(action=AuditAction.ROLE_CHANGED)
    assert entry.thing.startswith(f"term:{cast.branch.pk}:") and entry.thing.endswith(":begun")
    lines = cast.client("admin").get("/audit/").content.decode()
    assert "的委员会：登记新一届" in lines


def test_the_login_of_who_lost_an_office_ends_and_the_writers_own_goes_on(cast):
    lost = cast.client("committee_only")
    assert lost.get("/").status_code == 200
    submission = SUBMISSIONS["term_new"](cast)
    submission.send()
    assert lost.get("/")["Location"].startswith("/accounts/login/")
    assert submission.client.get("/").status_code == 200


def test_the_password_is_asked_for_again_after_five_minutes(cast, time_machine):
    submission = SUBMISSIONS["term_new"](cast)
    time_machine.move_to(NOW + timedelta(minutes=6), tick=False)
    answer = submission.send()
    assert (answer.status_code, "password_again" in answer.content.decode()) == (422, True)
    assert not CommitteeTerm.objects.filter(since=ELECTED).exists()


# ---- the rules


def test_nobody_elects_in_the_future(cast):
    with pytest.raises(Refusal) as refused:
        elect(cast, since=TODAY + timedelta(days=1))
    assert refused.value.field == "since"


def test_a_new_term_begins_after_the_last_one(cast):
    with pytest.raises(Refusal) as refused:
        elect(cast, since=cast.term.since)
    assert refused.value.field == "since"


def test_an_early_election_rests_on_an_approval_r_com_3(cast):
    with pytest.raises(Refusal) as refused:
        elect(cast, document_number="")
    assert refused.value.field == "document_number"


@pytest.mark.parametrize(("note", "passes"), [("", False), ("支部合并", True)])
def test_more_than_a_year_early_or_late_is_explained_r_com_3(cast, note, passes):
    CommitteeTerm.objects.filter(pk=cast.term.pk).update(since=date(2025, 12, 1))
    if passes:
        assert elect(cast, note=note).note == note
        return
    with pytest.raises(Refusal) as refused:
        elect(cast, note=note)
    assert refused.value.field == "note"


def test_a_committee_of_two_is_none_where_seven_are_full_members_r_com_1(cast):
    with pytest.raises(Refusal) as refused:
        elect(cast, THREE[:2])
    assert "至少3人，现在是2人" in refused.value.sentence
    assert not CommitteeTerm.objects.filter(since=ELECTED).exists()


def test_who_may_not_be_elected_has_no_seat_r_vote_3(cast):
    for who in ("probationary", "seventh"):
        cast.people["seventh"].restrictions.get_or_create(kind="probation", since=date(2026, 1, 1))
        with pytest.raises(Refusal) as refused:
            elect(cast, (*THREE[:2], (who, "publicity")))
        assert (refused.value.field, "没有被选举权" in refused.value.sentence) == ("seat-2-person", True)


def test_a_secretary_of_less_than_a_year_needs_a_reason_r_com_5(cast):
    young = factories.make_member(cast.branch, "新书明", since=date(2026, 1, 5))
    cast.people["young"] = young
    people = (("young", "secretary"), *THREE[1:])
    with pytest.raises(Refusal) as refused:
        elect(cast, people, note="")
    assert (refused.value.field, "党龄" in refused.value.sentence) == ("note", True)
    assert elect(cast, people, note="所主任，上级指定").pk


def test_no_second_secretary_at_the_same_time(cast):
    with pytest.raises(Refusal) as refused:
        elect(cast, (("secretary", "secretary"), ("committee", "secretary"), ("sixth", "publicity")))
    assert "书记" in refused.value.sentence


def test_a_small_branch_elects_a_secretary_alone_r_com_2(cast):
    branch = cast.other_branch
    rows = [SeatEntry(row=0, person=cast.people["outsider"], roles=("secretary",))]
    words = {"since": ELECTED, "years": 3, "by": cast.users["clerk"], "now": NOW}
    assert terms.begin_term(branch_id=branch.pk, entries=rows, **words).seats.count() == 1


@pytest.mark.parametrize(
    ("day", "approval", "field"),
    [
        (date(2029, 3, 1), "省直党委〔2028〕1号", None),
        (date(2029, 3, 2), "省直党委〔2028〕1号", "delayed_until"),
        (date(2028, 9, 1), "", "delay_approval"),
        (date(2028, 3, 1), "省直党委〔2028〕1号", "delayed_until"),
    ],
)
def test_a_delay_has_its_limit_and_its_document_r_com_3(cast, day, approval, field):
    words = {"delayed_until": day, "delay_approval": approval}
    if field is None:
        assert change(cast, **words).ends == day
        return
    with pytest.raises(Refusal) as refused:
        change(cast, **words)
    assert refused.value.field == field


def test_a_term_ends_with_what_is_open_in_it(cast):
    term = change(cast, until=ELECTED, end_document="省直党委〔2026〕30号")
    assert (term.until, term.ended_by) == (ELECTED, cast.users["secretary"])
    assert roles_of(cast.users["secretary"], TODAY).secretary_of == frozenset()


def test_a_term_does_not_end_before_an_office_in_it(cast):
    factories.make_seat(cast.term, cast.people["sixth"], since=date(2026, 11, 15))
    with pytest.raises(Refusal) as refused:
        change(cast, until=ELECTED)
    assert (refused.value.field, "周六明" in refused.value.sentence) == ("until", True)


# ---- the page of all terms


def test_all_terms_stand_on_one_page_newest_first(cast):
    elect(cast)
    page = cast.client("secretary").get(f"/branches/{cast.branch.pk}/terms/")
    text = page.content.decode()
    assert [line.term.since for line in page.context["terms"]] == [ELECTED, date(2025, 3, 1)]
    assert ("已换届" in text, "省直党委〔2026〕21号" in text) == (True, True)


def test_a_member_reads_who_sat_where_but_not_the_papers(cast):
    CommitteeTerm.objects.update(document_number="发文号9", note="说明的话")
    text = cast.client("member").get(f"/branches/{cast.branch.pk}/terms/").content.decode()
    assert ("王宣明" in text, "发文号9" in text, "说明的话" in text) == (True, False, False)
