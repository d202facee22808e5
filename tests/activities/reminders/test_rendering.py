"""What a row says is made from its object when it is sent."""

import pytest
from django.template import engines

from activities.notices.choices import Rule
from activities.reminders import rendering, sources
from activities.reminders.rendering import render
from tests import factories
from tests.activities.notices.outbox import make_row
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.make_person(factories.make_firm(), "丁党明")


@pytest.fixture
def words(settings, monkeypatch):
    """Two templates of a rule that no slice owns; the context is for the test to fill."""
    settings.SITE_URL = "https://party.example"
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {
                            "emails/nudge-subject.txt": "请办理：\n{{ title }}\n",
                            "emails/nudge-body.txt": "{{ person.name }}：\n{{ text }}\n{{ site_url }}{{ path }}\n\n",
                            "emails/_frame.txt": "{{ body }}\n——\n{{ branch.name }}",
                        },
                    )
                ]
            },
        }
    ]
    context = {"title": "A&B <记录>", "text": "“归档”", "path": "/meetings/3/"}
    monkeypatch.setattr(sources, "context_of", lambda row, now: context)
    return context


def test_a_mail_is_plain_text_in_a_frame(person, words):
    telling = render(make_row(person), NOW)
    assert telling.subject == "请办理： A&B <记录>"
    assert telling.body == "丁党明：\n“归档”\nhttps://party.example/meetings/3/\n——\n"


def test_an_in_app_notice_needs_no_template(person, words, monkeypatch):
    monkeypatch.setattr(rendering, "fill", None)
    telling = render(make_row(person, channel="in_app"), NOW)
    assert (telling.title, telling.path, telling.subject) == ("A&B <记录>", "/meetings/3/", "")


def test_an_invitation_is_passed_on(person, words):
    words["ics"] = b"BEGIN:VCALENDAR"
    assert render(make_row(person), NOW).ics == b"BEGIN:VCALENDAR"


def test_the_branch_signs_the_mail(person, words):
    branch = factories.make_branch(person.firm, name="第一党支部")
    assert render(make_row(person, branch=branch), NOW).body.endswith("——\n第一党支部")


def test_what_is_gone_says_nothing(person, monkeypatch):
    monkeypatch.setattr(sources, "context_of", lambda row, now: None)
    assert render(make_row(person), NOW) is None


@pytest.mark.parametrize(
    "rule", ["invitation", "password_reset", "address_left", "address_taken", "term_ending"]
)
def test_rules_about_people_are_asked_of_members(person, rule):
    assert sources.context_of(make_row(person, rule=rule, object_id=10**9, occurrence="x:6"), NOW) is None


def test_a_lapsing_requirement_is_asked_of_the_board(person):
    row = make_row(person, rule="requirement_lapsing", object_id="999999:committee:", occurrence="2026-11")
    assert sources.context_of(row, NOW) is None


def test_every_rule_has_its_two_templates():
    for rule in Rule:
        for part in ("subject", "body"):
            assert engines["django"].engine.get_template(f"emails/{rule}-{part}.txt")


def test_a_published_meeting_is_told_from_its_own_object(cast, settings):
    settings.SITE_URL = "https://party.example"
    meeting = factories.make_meeting(cast.branch)
    row = make_row(
        cast.people["member"],
        rule="meeting_published",
        object_id=meeting.pk,
        occurrence="0",
        branch=cast.branch,
    )
    telling = render(row, NOW)
    assert meeting.title in telling.title
    assert telling.path == f"/meetings/{meeting.pk}/"
    assert "丁党明，您好" in telling.body
    assert "这封邮件由明信律师事务所党支部的工作平台自动发出" in telling.body
    assert b"METHOD:REQUEST" in telling.ics
    assert "\n" not in telling.subject
