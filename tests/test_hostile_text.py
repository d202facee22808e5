"""Hostile words in every text of the database, shown on every page, stay words (trust.md section 3, row 14)."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat

from activities.ballots.models import Poll
from activities.evaluations.models import Participant
from activities.feedback.models import Handling, HandlingStep
from activities.meetings.choices import LeaveReason
from activities.meetings.commands.archive import archive_meeting
from activities.meetings.models import ActionItem, CorrectionNote, Explanation, LeaveRequest, Meeting
from activities.notices.models import Notice, OutboxRow
from activities.reminders import commands
from lawfirm_party.common import clock
from lawfirm_party.common.models import Holiday
from lawfirm_party.common.richtext import TAGS, rich_text

from . import factories
from .activities.evaluations.round_world import part, written_about
from .activities.meetings.record_world import make_complete, make_planned
from .addresses import admin_addresses, program_addresses
from .conftest import NOW, TODAY

# Closes an attribute, opens an element, and asks the template for a secret; n names the field that held it.
HOSTILE = "'\"><z{n}>{{{{1}}}}"
BROKEN_OUT = re.compile(r"<z\d+>")
SHOWN = re.compile(r"&lt;z(\d+)&gt;")
# What the program reads itself: keys, numbers in a fixed form, addresses that mails go to.
NOT_WORDS = {
    *("dedupe_key", "object_id", "occurrence", "message_id", "password", "username", "pinyin", "initials"),
    *("stroke_rank", "id_number_sealed", "id_number_index", "email", "phone", "licence_number", "period"),
    *("subject", "result_hash", "token_hash"),
    *("key", "nonce", "answer", "thing", "url", "sealed_key", "sealed_secret"),
}
OURS = ("activities", "members", "branches", "common")


def text_fields():
    return [
        field
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and field.name not in NOT_WORDS
    ]


def plant():
    """{n: field} after writing hostile words into every text of every row."""
    planted = {}
    for n, field in enumerate(text_fields(), 10):
        words = Concat(Value(HOSTILE.format(n=n)), Cast("pk", models.CharField()))
        if field.model._base_manager.update(**{field.name: words}):
            planted[n] = str(field)
    return planted


def busy_branch(cast):
    """Rows behind every page: a complete record, a planned meeting, a leave, an explanation, an action item, a holiday."""
    record = make_complete(cast)
    secretary, person = cast.users["secretary"], cast.people["secretary"]
    planned = make_planned(cast, day=TODAY.replace(day=20))
    LeaveRequest.objects.create(
        meeting=planned, person=cast.people["committee"], reason=LeaveReason.OTHER, asked_at=NOW
    )
    for done in (None, TODAY):
        ActionItem.objects.create(
            meeting=record, item=record.agenda.first(), text="x", owner=person, due_on=TODAY, done_on=done
        )
    Explanation.objects.create(
        branch=cast.branch, kind="assembly", period="2026-Q3", text="x", by=secretary, at=NOW
    )
    Holiday.objects.create(day=TODAY, is_rest=False, name="x")
    factories.make_meeting(cast.branch, state="cancelled", day=TODAY.replace(day=27))
    return record


def pages_of(cast, program, record):
    """(address, html) of every page of the program for the secretary, and of the admin site for the admin."""
    own = {
        address.replace(f"/{Meeting.objects.latest('pk').pk}/", f"/{record.pk}/")
        for address in program.values()
    }
    cancelled = Meeting.objects.get(state="cancelled").get_absolute_url()
    planned = Meeting.objects.filter(state="scheduled").earliest("pk").get_absolute_url()
    mine = (
        *program.values(),
        *sorted(own),
        cancelled,
        planned,
        "/decisions/?state=done",
        "/calendar/",
        "/evaluation/2025/",
        *(f"/evaluation/2025/opinions/{one.pk}/" for one in Participant.objects.filter(round__year=2025)),
    )
    for role, addresses in (("secretary", mine), ("clerk", admin_addresses().values())):
        client = cast.client(role)
        for address in addresses:
            answer = client.get(address, follow=True)
            assert answer.status_code != 500, address
            if "attachment" not in answer.get("Content-Disposition", ""):
                yield address, answer.content.decode()


def end_handlings(cast):
    """What a client's answer led to, told to its end."""
    end = {"outcome": "upheld", "result": "x", "closed_at": NOW, "closed_by": cast.users["secretary"]}
    assert Handling.objects.update(**end)
    HandlingStep.objects.create(handling=Handling.objects.get(), text="x", by=cast.users["secretary"], at=NOW)


def test_hostile_words_stay_words_on_every_page(cast, frozen):
    record = busy_branch(cast)
    program = program_addresses(cast)
    OutboxRow.objects.update(state="dead")
    Notice.objects.update(person=cast.people["secretary"])
    end_handlings(cast)
    about = Participant.objects.get(round__state="running", person=cast.people["member"])
    written_about(about, part(about.round, cast, "leader"), cast.users["secretary"])
    # Nobody rewrites an open poll: its words are taken in before it opens.
    Poll.objects.update(state="keyed")
    planted = plant()
    Poll.objects.update(state="open")
    archive_meeting(meeting_id=record.pk, user=cast.users["secretary"], now=NOW)
    CorrectionNote.objects.create(
        meeting=record, text=HOSTILE.format(n=9), by=cast.users["secretary"], at=NOW
    )
    broken, shown = [], set()
    for address, html in pages_of(cast, program, record):
        if BROKEN_OUT.search(html) or settings.SECRET_KEY in html:
            broken.append(address)
        shown |= set(map(int, SHOWN.findall(html)))
    assert broken == []
    hidden = {field for n, field in planted.items() if n not in shown}
    assert hidden <= NEVER_SHOWN, hidden
    assert 9 in shown


# Shown on none of these pages: the end of the audit trail is for a command to compare, a job says something when it has
# failed only, and of a stored file the kind is for the browser.
NEVER_SHOWN = {"common.AuditHead.digest", "common.Job.sentence", "common.StoredFile.content_type"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://evil.example"]
)
def test_an_address_in_a_notice_is_no_link(cast, frozen, url):
    program_addresses(cast)
    Notice.objects.update(url=url, person=cast.people["secretary"])
    page = cast.client("secretary").get("/notices/").content.decode()
    assert f'href="{url}' not in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        "<a href='javascript:alert(1)'>x</a>",
        "**粗<b onclick=x>体</b>**",
        "| a | <svg/onload=x> |\n|---|---|\n| 1 | 2 |",
        "- <iframe src=//evil.example>\n- <style>*{}</style>",
        "<https://evil.example>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "```\n<script>\n```",
        "<<script>script>alert(1)<</script>/script>",
    ],
)
def test_minutes_have_no_tag_but_the_few(text):
    html = rich_text(text)
    tags = re.findall(r"<\s*/?\s*([a-zA-Z!][^\s>/]*)([^>]*)>", html)
    assert {name for name, _ in tags} <= TAGS
    assert not any(attributes.strip(" /") for _, attributes in tags)


@pytest.mark.parametrize(
    "text", ["会议\r\nBcc: evil@example.com", "会议\nX-Evil: 1", "会议\u2028\r\n\r\n<b>"]
)
def test_a_title_adds_no_line_to_the_head_of_a_mail(cast, frozen, text):
    factories.make_meeting(cast.branch, published_at=NOW, created_at=NOW, title=text, place=text)
    commands.look(now_func=clock.now)
    assert mail.outbox
    for message in mail.outbox:
        sent = message.message()
        assert sent["Bcc"] is None and sent["X-Evil"] is None
        assert sent.get_all("Subject")[0].count("\n") <= 1
        calendar = next((part for part in sent.walk() if part.get_content_type() == "text/calendar"), None)
        assert calendar is None or b"\nX-Evil" not in calendar.get_payload(decode=True)
