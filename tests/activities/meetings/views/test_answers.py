"""能参加 and 请假, from the own schedule and from the signed link (T4; trust.md section 3, row 13)."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from activities.meetings.choices import LeaveState, MeetingKind, MeetingState
from activities.meetings.commands import answers
from activities.meetings.models import Guest, LeaveRequest, Meeting, Rsvp
from activities.meetings.tokens import answer_token
from lawfirm_party.common.dates import at
from lawfirm_party.common.refusal import Conflict
from members.models import Membership
from tests import factories
from tests.conftest import ROLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast, frozen):
    return factories.make_meeting(cast.branch, MeetingKind.ASSEMBLY)


@pytest.fixture
def link(cast, meeting):
    return f"/r/{answer_token(meeting, cast.people['member'].pk)}/"


# ---- the signed link


def test_the_link_shows_time_place_and_kind_and_needs_no_login(cast, meeting, link):
    page = Client().get(link)
    text = page.content.decode()
    assert page.status_code == 200
    assert "11月26日（周四）15:00" in text and "一号会议室" in text and "支部党员大会" in text
    assert meeting.title not in text and "丁党明" not in text and f"/meetings/{meeting.pk}/" not in text
    assert "no-store" in page["Cache-Control"]


def test_opening_the_link_changes_nothing(cast, link):
    for _ in range(3):
        Client().get(link)
        Client().get(link, {"act": "come"})
    assert not Rsvp.objects.exists() and not LeaveRequest.objects.exists()


def test_t4_one_click_says_that_one_can_come(cast, meeting, link):
    for _ in range(2):
        assert Client().post(link, {"act": "come"}).url == link
    answer = Rsvp.objects.get()
    assert (answer.person, answer.revision) == (cast.people["member"], 0)
    assert "已答复：能参加" in Client().get(link).content.decode()


def test_t4_a_leave_is_reason_and_submit(cast, meeting, link):
    for _ in range(2):
        Client().post(link, {"act": "leave", "reason": "court"})
    leave = LeaveRequest.objects.get()
    assert (leave.person, leave.reason, leave.state) == (cast.people["member"], "court", LeaveState.PENDING)
    assert "等书记审批" in Client().get(link).content.decode()


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({}, "reason", answers.REASON_NEEDED),
        ({"reason": "holiday"}, "reason", answers.REASON_NEEDED),
        ({"reason": "other", "text": " "}, "text", answers.TEXT_NEEDED),
        ({"reason": "court", "text": "长" * 201}, "text", "最多 200 个字。"),
    ],
)
def test_a_leave_without_a_reason_is_asked_again(cast, link, data, field, sentence):
    page = Client().post(link, {"act": "leave", **data})
    assert page.status_code == 422
    assert page.context["form"].errors[field] == [sentence]
    assert data.get("text", "") in page.content.decode()


def test_another_act_is_no_answer(link):
    assert Client().post(link, {"act": "delete"}).status_code == 400
    assert Client().post(link).status_code == 400


def dead(address):
    seen = [Client().get(address), Client().post(address, {"act": "come"})]
    assert [page.status_code for page in seen] == [404, 404]
    return seen[0].content


def test_unknown_expired_and_revoked_links_are_one_page(cast, meeting, link, time_machine):
    pages = {without_number(dead("/r/" + "x" * 60 + "/"))}
    pages.add(without_number(dead("/r/" + "x" * 3000 + "/")))
    Meeting.objects.filter(pk=meeting.pk).update(revision=1)
    pages.add(without_number(dead(link)))
    Meeting.objects.filter(pk=meeting.pk).update(revision=0, state=MeetingState.CANCELLED)
    pages.add(without_number(dead(link)))
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.SCHEDULED)
    Membership.objects.filter(person=cast.people["member"]).update(until=date(2026, 11, 26))
    pages.add(without_number(dead(link)))
    Membership.objects.update(until=None)
    assert Client().get(link).status_code == 200
    time_machine.move_to(meeting.starts_at - timedelta(seconds=1), tick=False)
    assert "不能再答复" not in Client().get(link).content.decode()
    time_machine.move_to(meeting.starts_at, tick=False)
    assert "不能再答复" in Client().get(link).content.decode()
    assert len(pages) == 1
    assert not Rsvp.objects.exists()


def without_number(content):
    return b"".join(line for line in content.splitlines() if "请求编号".encode() not in line)


def test_a_link_of_another_meeting_or_person_answers_only_for_its_own(cast, meeting):
    nobody = SimpleNamespace(pk=999_999, revision=0)
    dead(f"/r/{answer_token(nobody, cast.people['member'].pk)}/")
    dead(f"/r/{answer_token(meeting, cast.people['outsider'].pk)}/")
    Guest.objects.create(meeting=meeting, person=cast.people["lawyer"])
    Client().post(f"/r/{answer_token(meeting, cast.people['lawyer'].pk)}/", {"act": "come", "person": "1"})
    assert Rsvp.objects.get().person == cast.people["lawyer"]


def test_somebody_else_who_is_logged_in_answers_for_the_person_of_the_link(cast, link):
    cast.client("secretary").post(link, {"act": "come"})
    assert Rsvp.objects.get().person == cast.people["member"]


@pytest.mark.parametrize("act", ["come", "leave"])
def test_a_meeting_that_moves_at_that_moment_is_said_in_a_sentence(cast, meeting, link, monkeypatch, act):
    """Between the reading of the link and the lock."""
    sentence = answers.MOVED_MEANWHILE

    def moved(**answer):
        raise Conflict(sentence)

    monkeypatch.setattr(
        f"activities.meetings.views.answers.{'come' if act == 'come' else 'ask_leave'}", moved
    )
    page = Client().post(link, {"act": act, "reason": "court"})
    assert page.status_code == (409 if act == "come" else 422)
    assert sentence in page.content.decode()


def test_guessing_is_slowed_down(cast, frozen):
    statuses = [Client().get(f"/r/{n}/").status_code for n in range(31)]
    assert statuses == [404] * 30 + [429]


def test_answering_is_slowed_down_but_reading_is_not(cast, link):
    statuses = [Client().post(link, {"act": "come"}).status_code for _ in range(31)]
    assert statuses == [302] * 30 + [429]
    assert Client().get(link).status_code == 200


# ---- logged in


def test_t4_one_click_in_the_own_schedule(cast, meeting):
    client = cast.client("member")
    for _ in range(2):
        assert client.post(f"/meetings/{meeting.pk}/come/", {"revision": "0"}).url == "/me/"
    assert Rsvp.objects.get().person == cast.people["member"]
    assert client.get(f"/meetings/{meeting.pk}/come/").status_code == 405


def test_an_answer_to_a_time_that_moved_meanwhile_is_not_taken(cast, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(revision=1)
    page = cast.client("member").post(f"/meetings/{meeting.pk}/come/", {"revision": "0"}, follow=True)
    assert answers.MOVED_MEANWHILE in page.content.decode()
    assert not Rsvp.objects.exists()


def test_a_leave_clicked_twice_is_one_and_can_be_taken_back(cast, meeting):
    client, address = cast.client("member"), f"/meetings/{meeting.pk}/leave/"
    nonce = client.get(address).context["form"]["nonce"].value()
    data = {"nonce": nonce, "reason": "travel", "revision": "0"}
    for _ in range(2):
        assert client.post(address, data).url == "/me/"
    assert LeaveRequest.objects.get().reason == "travel"
    client.post(f"{address}withdraw/")
    assert LeaveRequest.objects.get().state == LeaveState.WITHDRAWN
    page = client.post(f"{address}withdraw/", follow=True)
    assert answers.NO_LEAVE in page.content.decode()


def test_a_leave_after_the_start_is_refused_with_a_sentence(cast, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(date(2026, 11, 18), 9))
    page = cast.client("member").post(f"/meetings/{meeting.pk}/leave/", {"reason": "court"})
    assert page.status_code == 422 and answers.TOO_LATE in page.content.decode()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ["come/", "leave/", "leave/withdraw/"])
def test_only_who_is_invited_answers(cast, meeting, role, act):
    invited = {"member", "leader", "committee", "committee_only", "secretary"}
    status = cast.client(role).post(f"/meetings/{meeting.pk}/{act}", {"reason": "court"}).status_code
    assert status == (302 if role in invited | {"anonymous"} else 404)
    assert Rsvp.objects.exists() == (role in invited and act == "come/")


def test_who_sees_a_meeting_but_is_not_expected_is_told_so(cast, frozen):
    study = factories.make_meeting(cast.branch, MeetingKind.STUDY)
    page = cast.client("outsider").post(f"/meetings/{study.pk}/come/")
    assert page.status_code == 403 and answers.NOT_INVITED in page.content.decode()


# ---- the secretary decides


@pytest.fixture
def leave(cast, meeting, frozen):
    return LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["member"], reason="court", asked_at=frozen
    )


@pytest.mark.parametrize(("decision", "state"), [("approve", "approved"), ("refuse", "refused")])
def test_the_secretary_decides_once(cast, leave, decision, state):
    client = cast.client("secretary")
    for _ in range(2):
        assert (
            client.post(f"/leaves/{leave.pk}/", {"decision": decision, "reason": "当天要表决"}).url
            == "/leaves/"
        )
    leave.refresh_from_db()
    assert (leave.state, leave.decided_by) == (state, cast.users["secretary"])
    assert client.post(f"/leaves/{leave.pk}/", {"decision": "maybe"}).status_code == 400
    assert client.get(f"/leaves/{leave.pk}/").status_code == 405


def test_the_reason_of_a_no_reaches_the_person_and_the_no_can_be_taken_back(cast, leave, meeting):
    client, address = cast.client("secretary"), f"/leaves/{leave.pk}/"
    unsaid = client.post(address, {"decision": "refuse"}, follow=True).content.decode()
    assert answers.NO_NEEDS_REASON in unsaid
    client.post(address, {"decision": "refuse", "reason": "x" * 101})
    leave.refresh_from_db()
    assert leave.state == LeaveState.PENDING
    page = client.post(address, {"decision": "refuse", "reason": "当天要表决"}, follow=True).content.decode()
    assert "不同意的理由：当天要表决" in page and "撤回审批" in page
    assert "书记的理由：当天要表决" in cast.client("member").get("/me/").content.decode()
    token = answer_token(meeting, leave.person_id)
    assert "书记的理由：当天要表决" in Client().get(f"/r/{token}/").content.decode()
    page = client.post(address, {"decision": "undo"}, follow=True).content.decode()
    assert "请重新审批" in page and "撤回审批" not in page
    assert "当天要表决" not in cast.client("member").get("/me/").content.decode()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "secretary"])
def test_nobody_else_decides(cast, leave, role):
    answer = cast.client(role).post(f"/leaves/{leave.pk}/", {"decision": "approve"})
    assert answer.status_code == (302 if role == "anonymous" else 403)
    leave.refresh_from_db()
    assert leave.state == LeaveState.PENDING


def test_a_leave_of_another_branch_is_not_there(cast, frozen):
    meeting = factories.make_meeting(cast.other_branch, MeetingKind.ASSEMBLY)
    leave = LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["outsider"], reason="court", asked_at=frozen
    )
    assert cast.client("secretary").post(f"/leaves/{leave.pk}/", {"decision": "approve"}).status_code == 404
    assert cast.client("secretary").post("/leaves/999999/", {"decision": "approve"}).status_code == 404
