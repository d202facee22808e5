"""Who wrote a dated fact down, and who its end; a correction stands as it was written."""

from datetime import date, timedelta

import pytest
from django.db import InternalError
from django.urls import reverse

from members.choices import FactAxis
from members.models import CommitteeTerm, DutyExemption, FactCorrection, PartyStanding, Seat
from tests import factories
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def add(cast, model, **data):
    answer = cast.client("clerk").post(reverse(f"admin:members_{model}_add"), data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def test_the_admin_site_writes_down_who_entered_a_fact(cast):
    person = cast.people["lawyer"]
    add(
        cast,
        "dutyexemption",
        person=person.pk,
        ground="ill",
        since="2026-01-01",
        document_number="京律〔2026〕3号",
    )
    row = DutyExemption.objects.get(person=person)
    assert (row.recorded_by, row.recorded_at) == (cast.users["clerk"], NOW)
    assert (row.ended_by, row.document_number) == (None, "京律〔2026〕3号")


def test_a_row_of_before_keeps_that_nobody_is_known(cast):
    row = factories.make_member(cast.branch).standings.get()
    assert (row.recorded_by, row.recorded_at, row.document_number) == (None, None, "")


def test_who_ends_a_row_is_known_and_who_began_it_stays(cast):
    row = PartyStanding(person=cast.people["lawyer"], standing="applicant", since=date(2026, 1, 1))
    row.sign(cast.users["clerk"], NOW)
    row.save()
    row.until = date(2026, 5, 1)
    row.sign(cast.users["secretary"], NOW + timedelta(days=1), is_end=True)
    assert (row.recorded_by, row.ended_by) == (cast.users["clerk"], cast.users["secretary"])
    row.until = None
    row.sign(cast.users["secretary"], NOW, is_end=True)
    assert (row.ended_by, row.ended_at) == (None, None)


def test_the_seats_of_a_term_are_signed_too(cast):
    data = {"branch": cast.other_branch.pk, "since": "2026-01-04", "years": 3, "document_number": "批复1号"}
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-person": cast.people["outsider"].pk}
    rows |= {"0-role": "secretary", "0-since": "2026-01-04"}
    add(cast, "committeeterm", **data, **{f"seats-{name}": value for name, value in rows.items()})
    term = CommitteeTerm.objects.get(branch=cast.other_branch)
    assert {term.recorded_by, Seat.objects.get(term=term).recorded_by} == {cast.users["clerk"]}
    assert term.document_number == "批复1号"


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_correction_stands_as_it_was_written(cast, act):
    FactCorrection.objects.create(
        person=cast.people["member"],
        axis=FactAxis.STANDING,
        before="正式党员，2015年1月1日起",
        after="作废",
        reason="登记错人",
        by=cast.users["clerk"],
        at=NOW,
    )
    with pytest.raises(InternalError):
        FactCorrection.objects.update(
            reason="x"
        ) if act == "update" else FactCorrection.objects.all().delete()
