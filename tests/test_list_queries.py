"""Every list outside the meetings' own tests: as many queries with three rows as with one, under one literal."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.evaluations.commands import record_talk
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.models import Holiday
from tests.activities.evaluations.round_world import make_decided, make_running, part
from tests.activities.feedback.feedback_world import answered, card_with_link, measure_of
from tests.activities.meetings.record_world import make_archived, make_planned
from tests.activities.notices.outbox import deliver, make_group_row, make_row
from tests.activities.notices.sinks import make_robot
from tests.conftest import NOW, TODAY
from tests.factories import make_member, make_person, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ADMIN_LIST = 12


def notices(cast, rows):
    for _ in range(rows):
        make_row(cast.people["member"], channel="in_app")
    deliver()
    return "member", "/notices/"


def outbox(cast, rows):
    for _ in range(rows):
        make_row(cast.people["member"], branch=cast.branch, state="dead")
    return "secretary", "/outbox/"


def cards(cast, rows):
    for _ in range(rows):
        card_with_link(cast)
    return "lawyer", "/feedback/cards/"


def inbox(cast, rows):
    for _ in range(rows):
        answered(cast, 2)
    return "secretary", "/feedback/"


def measures(cast, rows):
    for _ in range(rows):
        measure_of(cast)
    return "secretary", "/feedback/register/"


def with_participants(found, cast, rows):
    """The round with so many others beside the secretary and the member."""
    kept = [part(found, cast, role).pk for role in ("secretary", "member")]
    others = list(found.participants.exclude(pk__in=kept).values_list("pk", flat=True))
    found.participants.filter(pk__in=others[rows:]).delete()
    return found


def colleagues_to_review(cast, rows):
    with_participants(make_running(cast), cast, rows)
    return "member", "/evaluation/2026/peers/"


def opinions(cast, rows):
    with_participants(make_decided(cast), cast, rows)
    return "secretary", "/evaluation/2026/"


def talks(cast, rows):
    found = make_running(cast)
    for day in range(rows):
        pair = {"one_id": cast.people["secretary"].pk, "other_id": cast.people["member"].pk}
        on = TODAY - timedelta(days=day)
        record_talk(user=cast.users["secretary"], round_id=found.pk, on=on, now=NOW, **pair)
    return "secretary", "/evaluation/2026/talks/"


def robots(cast, rows):
    for number in range(rows):
        make_robot(cast.branch, name=f"群{number}")
    return "secretary", "/settings/robots/"


def groups_in_the_outbox(cast, rows):
    for number in range(rows):
        make_group_row(make_robot(cast.branch, name=f"群{number}"))
    return "secretary", "/outbox/"


def people(cast, rows):
    for number in range(rows):
        make_person(cast.firm, f"同名{number}")
    return "secretary", "/members/?q=同名"


def people_of_a_past_day(cast, rows):
    return "secretary", people(cast, rows)[1] + "&on=2024-05-01&sort=stroke"


def people_on_paper(cast, rows):
    return "secretary", people(cast, rows)[1].replace("?", "print/?") + "&standing=party"


def colleagues(cast, rows):
    return "partner", people(cast, rows)[1].replace("?", "partners/?")


def birthdays(cast, rows):
    for number in range(rows):
        make_member(cast.branch, f"同名{number}", since=TODAY.replace(year=2000))
    return "secretary", "/members/birthdays/"


def people_for_a_colleague(cast, rows):
    return "lawyer", people(cast, rows)[1]


def person(cast, rows):
    """The 经历 of a person is a list too."""
    for number in range(rows):
        cast.people["committee"].restrictions.create(
            kind="correction", since=f"20{10 + number}-01-01", until=f"20{10 + number}-06-01"
        )
    return "secretary", f"/members/{cast.people['committee'].pk}/"


def history(cast, rows):
    """Each row with its recorder and the recorder of its end, and what was corrected beside it."""
    person = cast.people["committee"]
    for number in range(rows):
        recorder = make_user(f"recorder{number}", make_person(cast.firm))
        ended = make_user(f"ender{number}", make_person(cast.firm))
        signed = {"recorded_by": recorder, "recorded_at": NOW, "ended_by": ended, "ended_at": NOW}
        days = {"since": f"20{10 + number}-01-01", "until": f"20{10 + number}-06-01"}
        person.restrictions.create(kind="correction", **days, **signed)
        person.exemptions.create(ground="ill", **days, **signed)
        person.corrections.create(
            axis="exemption", before="原来的", after="作废", reason="登记错人", by=recorder, at=NOW
        )
    return "secretary", f"/members/{person.pk}/history/"


def audit(cast, rows):
    """Each line about other things: of every noun one a row."""
    for number in range(rows):
        person = make_person(cast.firm, f"同名{number}")
        user = make_user(f"same{number}", person)
        robot = make_robot(cast.branch, name=f"群{number}")
        meeting = make_planned(cast, day=TODAY)
        things = (f"person:{person.pk}:email", f"user:{user.pk}", f"robot:{robot.pk}:on")
        things += (f"settings:{cast.branch.pk}:branch:2026-12-01", f"meeting:{meeting.pk}:sheet:pdf:A")
        for thing in things:
            write_down(user=user, action=AuditAction.EXPORTED, thing=thing, now=NOW)
    return "admin", "/audit/?q=同名"


def accounts(cast, rows):
    for number in range(rows):
        make_user(f"same{number}", make_person(cast.firm, f"同名{number}"))
    return "secretary", "/members/accounts/?q=同名"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("listed", "queries"),
    [
        (notices, 6),
        (outbox, 6),
        (groups_in_the_outbox, 7),
        (robots, 5),
        (cards, 7),
        (inbox, 11),
        (measures, 7),
        (colleagues_to_review, 8),
        (opinions, 18),
        (talks, 8),
        (people, 15),
        (people_of_a_past_day, 15),
        (people_on_paper, 16),
        (colleagues, 7),
        (birthdays, 9),
        (people_for_a_colleague, 7),
        (person, 14),
        (history, 15),
        (audit, 12),
        (accounts, 7),
    ],
)
def test_a_list_asks_as_much_with_one_row_as_with_three(
    cast, listed, queries, rows, django_assert_num_queries
):
    role, address = listed(cast, rows)
    client = cast.client(role)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_mails_of_a_demo_ask_as_much_with_one_as_with_three(
    cast, demo_site, settings, tmp_path, rows, django_assert_num_queries
):
    settings.MAIL_DIR = settings.EMAIL_FILE_PATH = tmp_path
    for number in range(rows):
        backend = EmailBackend()
        backend.open()
        backend.send_messages([EmailMessage(f"通知{number}", "请参加。", to=["a@b.cn"])])
        backend.close()
    client = cast.client("admin")
    with django_assert_num_queries(3):
        client.get("/mails/")


def test_lists_of_the_admin_site_ask_as_much_with_one_row_as_with_three(cast, monkeypatch):
    """Few rows a page stand for few rows: the lists take no filter by number."""
    for number in (1, 2, 3):
        make_archived(cast, hour=number)
        make_row(cast.people["member"], branch=cast.branch)
        Holiday.objects.create(day=TODAY.replace(day=number), name="假日", is_rest=True)
    client, asked = cast.client("superuser"), {}
    for model, pages in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        for rows in (1, 3):
            monkeypatch.setattr(pages, "list_per_page", rows)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
            asked.setdefault(name, []).append(len(queries))
    assert {name: counts for name, counts in asked.items() if counts[0] != counts[1]} == {}
    assert max(counts[0] for counts in asked.values()) <= ADMIN_LIST
