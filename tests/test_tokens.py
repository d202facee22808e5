"""Public links: whatever is done to a token, it opens nothing that it was not made for (trust.md section 3, row 13)."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import signing
from django.db import connection
from django.test import Client

from activities.meetings.choices import MeetingState
from activities.meetings.models import LeaveRequest, Meeting, Rsvp
from activities.meetings.tokens import answer_token
from lawfirm_party.common.dates import at
from members.choices import AccountMailKind
from members.models import AccountMail, Person, User
from members.queries import token_of

from . import factories
from .conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"请求编号：<strong>[0-9a-f]{8}</strong>")


@dataclass
class Link:
    """A living link, and what the next person in the firm would have."""

    address: str
    token: str
    neighbour: str

    def open(self, token):
        return Client().get(self.address.format(token), follow=True)

    def use(self, token):
        client = Client()
        client.get(self.address.format(token))
        if "/r/" in self.address:
            return client.post(self.address.format(token), {"act": "come"})
        words = {"new_password1": "yu-hou-chun-shan-37", "new_password2": "yu-hou-chun-shan-37"}
        client.cookies["set-password"] = token
        return client.post("/accounts/password/new/", words)


def reset_of(user):
    mail = AccountMail.objects.create(user=user, kind=AccountMailKind.PASSWORD_RESET, requested_at=NOW)
    return token_of(AccountMail.objects.get(pk=mail.pk))


@pytest.fixture
def meeting(cast, frozen):
    return factories.make_meeting(cast.branch)


@pytest.fixture
def rsvp_link(cast, meeting):
    mine, other = cast.people["member"].pk, cast.people["leader"].pk
    return Link("/r/{}/", answer_token(meeting, mine), answer_token(meeting, other))


@pytest.fixture
def password_link(cast, frozen):
    return Link("/accounts/password/{}/", reset_of(cast.users["member"]), reset_of(cast.users["leader"]))


@pytest.fixture(params=["rsvp_link", "password_link"])
def link(request):
    return request.getfixturevalue(request.param)


def effects():
    passwords = list(User.objects.order_by("pk").values_list("password", flat=True))
    return passwords, Rsvp.objects.count(), LeaveRequest.objects.count()


def tampered(link):
    """Tokens of the same look: a letter changed at each third place, parts of two tokens joined, one cut and one longer."""
    token, other = link.token, link.neighbour
    for place in range(0, len(token), 3):
        yield token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    sign = "." if "." in token else "-"
    cut, other_cut = token.rindex(sign), other.rindex(sign)
    yield token[:cut] + other[other_cut:]
    yield other[:other_cut] + token[cut:]
    yield from (token[:-1], token + "A", token[:cut], token[:cut] + sign, sign + token[cut + 1 :])
    yield from (token.swapcase(), token[::-1], "0" + token, token.replace(sign, sign * 2))


def test_the_link_itself_is_alive(link):
    before = effects()
    assert link.open(link.token).status_code == 200
    assert effects() == before
    assert link.use(link.token).status_code == 302
    assert effects() != before


def test_a_tampered_token_is_as_unknown_as_any(link, monkeypatch):
    monkeypatch.setattr("members.views.logins.hit", lambda *args, **limits: True)
    monkeypatch.setattr("activities.meetings.views.answers.throttle.hit", lambda *args, **limits: True)
    before = effects()
    alive = [
        token
        for token in tampered(link)
        if link.open(token).status_code != 404 or link.use(token).status_code != 404
    ]
    assert alive == []
    assert effects() == before


def test_a_token_of_one_kind_is_none_of_another(rsvp_link, password_link):
    assert rsvp_link.open(password_link.token).status_code == 404
    assert password_link.open(rsvp_link.token).status_code == 404


def test_a_value_signed_for_something_else_is_no_answer(cast, meeting, rsvp_link):
    text = f"{cast.people['member'].pk}-{meeting.pk}-0"
    for salt in ("", "django.core.signing", "members.set_password", "meetings.answers"):
        assert rsvp_link.open(signing.Signer(salt=salt, sep=".").sign(text)).status_code == 404


def test_a_token_of_another_key_is_dead(link, settings, monkeypatch):
    settings.SECRET_KEY = "another" * 10
    signer = signing.Signer(salt="meetings.answer", sep=".")
    monkeypatch.setattr("activities.meetings.tokens.SIGNER", signer)
    assert link.open(link.token).status_code == 404


def moved(cast, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(revision=1)


def called_off(cast, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)


def deleted(cast, meeting):
    meeting.delete()


def left(cast, meeting):
    cast.people["member"].memberships.update(until=TODAY)


@pytest.mark.parametrize("change", [moved, called_off, deleted, left])
def test_an_answer_dies_with_the_meeting_as_it_stood(cast, meeting, rsvp_link, change):
    change(cast, meeting)
    assert rsvp_link.open(rsvp_link.token).status_code == 404
    assert rsvp_link.use(rsvp_link.token).status_code == 404
    assert effects()[1:] == (0, 0)


def without_number(page):
    return NUMBER.sub("", page.content.decode())


def test_unknown_expired_revoked_and_used_are_one_page(cast, meeting, rsvp_link, password_link, time_machine):
    """Letter by letter, but for the number of the request."""
    used = reset_of(cast.users["committee"])
    password_link.use(used)
    revoked = reset_of(cast.users["partner"])
    Person.objects.filter(pk=cast.people["partner"].pk).update(email="new@example.com")
    Meeting.objects.filter(pk=meeting.pk).update(revision=1)
    answers = {without_number(rsvp_link.open(token)) for token in ("unknown", rsvp_link.token)}
    passwords = {without_number(password_link.open(token)) for token in ("unknown", used, revoked)}
    time_machine.move_to(NOW + timedelta(days=3), tick=False)
    passwords.add(without_number(password_link.open(password_link.token)))
    Meeting.objects.filter(pk=meeting.pk).update(revision=0, state=MeetingState.CANCELLED)
    answers.add(without_number(rsvp_link.open(rsvp_link.token)))
    assert (len(answers), len(passwords)) == (1, 1)


@pytest.mark.parametrize("state", [MeetingState.SCHEDULED, MeetingState.BEGUN, MeetingState.ARCHIVED])
def test_a_link_of_a_meeting_that_has_begun_says_so_and_takes_no_answer(
    cast, meeting, rsvp_link, time_machine, state
):
    Meeting.objects.filter(pk=meeting.pk).update(state=state, number=1, archived_at=NOW)
    time_machine.move_to(at(meeting.starts_at.date(), 15), tick=False)
    page = rsvp_link.open(rsvp_link.token)
    assert "这次会议已经开始，不能再答复" in page.content.decode()
    assert meeting.place in page.content.decode()
    assert page.status_code == 200
    assert rsvp_link.use(rsvp_link.token).status_code == 409
    assert effects()[1:] == (0, 0)


def test_a_password_link_is_used_up_by_a_good_password_only(password_link):
    client = Client()
    client.get(password_link.address.format(password_link.token))
    assert (
        client.post("/accounts/password/new/", {"new_password1": "x", "new_password2": "x"}).status_code
        == 422
    )
    assert password_link.use(password_link.token).status_code == 302
    assert password_link.use(password_link.token).status_code == 404


def test_guessing_is_answered_with_429_and_shuts_nobody_out_who_has_a_living_link(cast, rsvp_link):
    for number in range(30):
        assert Client().get(f"/r/{number}/").status_code == 404
    assert Client().get("/r/one-more/").status_code == 429
    assert rsvp_link.use(rsvp_link.token).status_code == 302


def test_a_link_tells_nobody_where_it_came_from(link):
    page = Client().get(link.address.format(link.token))
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]


def test_a_token_is_stored_nowhere(rsvp_link, password_link):
    rsvp_link.open(rsvp_link.token)
    password_link.open(password_link.token)
    made = connection.introspection.table_names()
    rows = "".join(
        repr(list(model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in made
    )
    assert rsvp_link.token.split(".")[-1] not in rows
    assert password_link.token.split("-")[-1] not in rows
