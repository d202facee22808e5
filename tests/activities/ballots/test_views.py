"""The voter's page and the scrutineer's, as they answer each role."""

import re
from datetime import timedelta

import pytest

from activities.ballots.choices import Mark, PollState
from activities.ballots.commands import casting, counting, make_key
from activities.ballots.forms import NOT_MARKED
from activities.ballots.models import Poll, SealedBox
from activities.ballots.rules import in_fours
from activities.ballots.views.voting import NOT_PUBLISHED
from tests.conftest import NOW

from .poll_world import AFTER, SCRUTINEER, count, everybody_votes, make_open, make_poll

CHOSEN = re.compile('type="radio"[^>]* checked')

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def text_of(page):
    return page.content.decode()


def ballot_of(poll, mark=Mark.QUALIFIED):
    return {f"m{pk}": mark.value for pk in poll.evaluatees.values_list("pk", flat=True)}


def test_the_ballot_is_one_page_in_stroke_order_with_nothing_chosen(cast):
    poll, _ = make_open(cast)
    page = cast.client("member").get(f"/ballots/{poll.pk}/")
    text = text_of(page)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert text.count('type="radio"') == 8 * 5 and CHOSEN.search(text) is None
    names = list(poll.evaluatees.order_by("position").values_list("title", flat=True))
    rows = text[text.index('class="ballot-row') :]
    places = [rows.index(name) for name in names]
    assert places == sorted(places)
    assert "优秀一般不超过 2 人" in text and '丁党明<span class="muted">（本人）' in text


def test_every_voter_gets_the_same_form(cast):
    poll, _ = make_open(cast)
    forms = set()
    for role in ("member", "secretary", "committee"):
        text = text_of(cast.client(role).get(f"/ballots/{poll.pk}/"))
        form = text[
            text.index('<form class="panel panel-flush ballot"') : text.index(
                "</form>", text.index("ballot-row")
            )
        ]
        forms.add(
            form.replace('<span class="muted">（本人）</span>', "")
            .split('name="csrfmiddlewaretoken"')[1]
            .split(">", 1)[1]
        )
    assert len(forms) == 1


def test_a_vote_is_answered_with_a_receipt_and_nothing_is_kept_for_the_next_page(cast):
    poll, _ = make_open(cast)
    client = cast.client("member")
    page = client.post(f"/ballots/{poll.pk}/", ballot_of(poll))
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert "您的票已经加密封存" in text_of(page)
    again = text_of(client.get(f"/ballots/{poll.pk}/"))
    assert "您已经投过票" in again and 'type="radio"' not in again
    assert list(page.context["messages"]) == []
    assert set(client.session.keys()) <= {
        "_auth_user_id",
        "_auth_user_backend",
        "_auth_user_hash",
        "seen",
        "roles",
        "proven",
    }


def test_a_second_click_is_told_that_the_first_one_counts(cast):
    poll, _ = make_open(cast)
    client = cast.client("member")
    client.post(f"/ballots/{poll.pk}/", ballot_of(poll))
    page = client.post(f"/ballots/{poll.pk}/", ballot_of(poll, Mark.EXCELLENT))
    assert page.status_code == 409 and casting.ALREADY_CAST in text_of(page)
    assert SealedBox.objects.count() == 1


def test_an_incomplete_ballot_comes_back_with_what_was_chosen(cast):
    poll, _ = make_open(cast)
    marks = ballot_of(poll)
    missing = marks.popitem()[0]
    page = cast.client("member").post(f"/ballots/{poll.pk}/", {**marks, missing: "其他"})
    assert page.status_code == 422
    assert len(CHOSEN.findall(text_of(page))) == 7 and text_of(page).count(NOT_MARKED) == 2
    assert not SealedBox.objects.exists()


def test_more_than_the_limit_of_excellent_is_counted_and_not_refused(cast):
    poll, _ = make_open(cast)
    page = cast.client("member").post(f"/ballots/{poll.pk}/", ballot_of(poll, Mark.EXCELLENT))
    assert page.status_code == 200 and SealedBox.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 404), ("lawyer", 404), ("admin", 404), ("clerk", 404)]
)
def test_a_poll_is_not_there_for_anybody_else(cast, role, status):
    poll, _ = make_open(cast)
    for page in ("", "secrecy/", "result/", "scrutiny/"):
        assert cast.client(role).get(f"/ballots/{poll.pk}/{page}").status_code == status


@pytest.mark.parametrize("role", ["member", "secretary", "committee", SCRUTINEER])
def test_nobody_sees_a_result_before_it_is_published(cast, role):
    poll, _ = make_open(cast)
    everybody_votes(poll, but=1)
    for state in (PollState.OPEN, PollState.TALLIED):
        Poll.objects.filter(pk=poll.pk).update(state=state, cast_count=8, tallied_at=NOW)
        page = cast.client(role).get(f"/ballots/{poll.pk}/result/")
        assert page.status_code == 403 and NOT_PUBLISHED in text_of(page)


def test_the_scrutineer_goes_from_the_key_to_the_result_in_the_browser(cast, time_machine):
    poll = make_poll(cast)
    client, base = cast.client(SCRUTINEER), f"/ballots/{poll.pk}/"
    assert "生成口令" in text_of(client.get(f"{base}scrutiny/"))
    shown = client.post(f"{base}key/")
    passphrase = shown.context["passphrase"]
    assert passphrase in text_of(shown) and "no-store" in shown["Cache-Control"]
    assert passphrase not in text_of(client.get(f"{base}scrutiny/"))
    wrong = client.post(f"{base}open/", {"passphrase": "AAAA-AAAA"})
    assert wrong.status_code == 422 and "口令不对" in text_of(wrong)
    assert "投票已经开始" in text_of(
        client.post(f"{base}open/", {"passphrase": passphrase.lower()}, follow=True)
    )
    everybody_votes(poll)
    page = client.post(f"{base}tally/", {"passphrase": passphrase}, follow=True)
    assert page.redirect_chain[-1][0] == f"{base}result/" and "回执名单（9）" in text_of(page)
    assert counting.RECOUNT_FITS in text_of(client.post(f"{base}recount/", {"passphrase": passphrase}))
    early = client.post(f"{base}shred/", follow=True)
    assert counting.TOO_EARLY_TO_SHRED in text_of(early)
    time_machine.move_to(NOW + timedelta(days=8), tick=False)
    done = cast.client(SCRUTINEER).post(f"{base}shred/", follow=True)
    assert "选票和密钥已销毁" in text_of(done)


def test_guessing_passphrases_is_slowed_down(cast):
    poll = make_poll(cast)
    make_key(user=cast.users[SCRUTINEER], poll_id=poll.pk, now=NOW)
    client = cast.client(SCRUTINEER)
    answers = [
        client.post(f"/ballots/{poll.pk}/open/", {"passphrase": "AAAA"}).status_code for _ in range(11)
    ]
    assert answers == [422] * 10 + [429]


@pytest.mark.parametrize("step", ["key", "open", "tally", "sweep", "recount"])
def test_the_steps_of_the_scrutineer_are_nobody_elses(cast, step):
    poll, passphrase = make_open(cast)
    for role, status in (("secretary", 403), ("member", 403), ("outsider", 404)):
        page = cast.client(role).post(f"/ballots/{poll.pk}/{step}/", {"passphrase": passphrase})
        assert page.status_code == status


def test_who_has_not_voted_is_seen_by_the_secretary_alone(cast):
    poll, _ = make_open(cast)
    everybody_votes(poll, but=1)
    name = poll.roll.get(cast=False).person.name
    page = f"/ballots/{poll.pk}/scrutiny/"
    assert name in text_of(cast.client("secretary").get(page))
    for role in (SCRUTINEER, "committee"):
        text = text_of(cast.client(role).get(page))
        assert "9 人中已投 8 人" in text and "还没有投" not in text
    assert cast.client("member").get(page).status_code == 403


def test_tallies_are_read_by_the_committee_and_ones_own_by_everybody(cast):
    poll, passphrase = make_open(cast)
    everybody_votes(poll)
    count(cast, poll, passphrase)
    page = f"/ballots/{poll.pk}/result/"
    assert text_of(cast.client("committee").get(page)).count('scope="row"') == 8
    own = text_of(cast.client("member").get(page))
    assert own.count('scope="row"') == 1 and "丁党明" in own and "高书明" not in own
    assert text_of(cast.client("member").get(page)).count("<li>") >= 9


def test_a_poll_cut_off_while_sweeping_is_taken_up_again(cast, time_machine):
    poll, passphrase = make_open(cast)
    everybody_votes(poll)
    counting.write_tally(user=cast.users[SCRUTINEER], poll_id=poll.pk, passphrase=passphrase, now=AFTER)
    client = cast.client(SCRUTINEER)
    assert "继续清理" in text_of(client.get(f"/ballots/{poll.pk}/scrutiny/"))
    client.post(f"/ballots/{poll.pk}/sweep/")
    assert Poll.objects.get().state == PollState.PUBLISHED


def test_reading_changes_nothing(cast):
    poll, _ = make_open(cast)
    for step in ("key", "open", "tally", "sweep", "recount", "shred", "void"):
        assert cast.client(SCRUTINEER).get(f"/ballots/{poll.pk}/{step}/").status_code == 405
    assert Poll.objects.get().state == PollState.OPEN


def test_receipts_stand_in_groups_of_four():
    assert in_fours("abcdef") == "abcd-ef"
