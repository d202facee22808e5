"""Putting a stored fact of a person right: the form, who may, and what stays beside it."""

from datetime import date

import pytest

from members.models import FactCorrection, Restriction
from tests.activities.meetings.record_world import form_on
from tests.submissions import page_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
REASON = "核对了入党志愿书"


@pytest.fixture
def row(cast):
    return cast.people["member"].standings.get()


def address(row, axis="standing"):
    return f"/members/{row.person_id}/correct/?axis={axis}&row={row.pk}"


def send(cast, row, role="secretary", axis="standing", **typed):
    return page_form(cast.client(role), address(row, axis), reason=REASON, **typed).send()


def test_it_is_reached_from_the_history_and_what_stood_there_stays_beside_it(cast, row):
    client, history = cast.client("secretary"), f"/members/{row.person_id}/history/"
    assert f"axis=standing&amp;row={row.pk}" in client.get(history).content.decode()
    assert send(cast, row, since="2014-07-01").status_code == 302
    row.refresh_from_db()
    note = FactCorrection.objects.get()
    assert row.since == date(2014, 7, 1)
    assert ("2014年7月1日" in note.after, "2014年7月1日" in note.before) == (True, False)
    page = client.get(history).content.decode()
    for words in (note.before, note.after, REASON, "高书明，2026年11月18日"):
        assert words in page


def test_a_row_is_taken_out_and_its_words_stay(cast):
    row = Restriction.objects.create(
        person=cast.people["member"], kind="probation", since=date(2026, 1, 1), document_number="1号"
    )
    assert send(cast, row, axis="restriction", take_out="on").status_code == 302
    assert not Restriction.objects.exists()
    assert FactCorrection.objects.get().after == "作废"


def test_a_second_click_corrects_once_also_when_the_row_is_gone(cast):
    row = cast.people["member"].exemptions.create(ground="ill", since=date(2026, 1, 1))
    form = page_form(cast.client("secretary"), address(row, "exemption"), reason=REASON, take_out="on")
    assert [form.send().status_code for _ in range(2)] == [302, 302]
    assert FactCorrection.objects.count() == 1


def test_without_a_reason_or_against_the_table_nothing_is_changed(cast, row):
    form = page_form(cast.client("secretary"), address(row), since="2014-07-01")
    assert form.send().status_code == 422
    before = row.since
    cast.people["member"].standings.create(standing="masses", since=date(2000, 1, 1), until=date(2005, 1, 1))
    answer = send(cast, row, since="2003-01-01")
    row.refresh_from_db()
    assert (answer.status_code, row.since, FactCorrection.objects.exists()) == (422, before, False)
    assert "since" in answer.context["form"].errors or answer.context["form"].non_field_errors()


def test_what_somebody_changed_meanwhile_is_not_written_over(cast, row):
    form = page_form(cast.client("secretary"), address(row), reason=REASON, note="我的说明")
    type(row).objects.update(note="别人的说明")
    answer = form.send()
    assert answer.status_code == 409
    assert "我的说明" in answer.content.decode()
    row.refresh_from_db()
    assert (row.note, FactCorrection.objects.exists()) == ("别人的说明", False)
    once_more = form_on(answer, None)
    assert form.client.post(form.address, once_more).status_code == 302
    row.refresh_from_db()
    assert row.note == "我的说明"


@pytest.mark.parametrize("axis", ["relation", "group"])
def test_every_axis_opens_with_what_is_stored_and_saves_it_as_it_was(cast, axis):
    person = cast.people["member"]
    row = person.memberships.get() if axis == "relation" else person.group_memberships.get()
    assert send(cast, row, axis=axis).status_code == 302
    note = FactCorrection.objects.get()
    assert note.before == note.after


@pytest.mark.parametrize(
    ("role", "status"),
    [("secretary", 200), ("committee", 200), ("clerk", 200)]
    + [
        (role, 403)
        for role in ("committee_only", "member", "leader", "partner", "lawyer", "outsider", "admin")
    ],
)
def test_who_may_write_party_data_may_correct_it(cast, row, role, status):
    assert cast.client(role).get(address(row)).status_code == status


@pytest.mark.parametrize(
    "query", ["axis=standing&row=x", "axis=seat&row=1", "axis=standing&row=" + "9" * 18, "row=1"]
)
def test_what_is_no_row_of_the_person_is_not_there(cast, row, query):
    client, page = cast.client("secretary"), f"/members/{row.person_id}/correct/"
    assert client.get(f"{page}?{query}").status_code == 404
    other = cast.people["fifth"].standings.get()
    for method in (client.get, client.post):
        assert method(f"{page}?axis=standing&row={other.pk}").status_code == 404
