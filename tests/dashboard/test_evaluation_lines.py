"""What waits of evaluations and ballots stands on the home of whom it waits for, and nowhere else."""

from datetime import date, timedelta

import pytest

from activities.ballots.commands import make_key, open_poll
from activities.ballots.models import Poll
from activities.evaluations.commands import object_to, prepare_ballots
from activities.evaluations.models import Round
from activities.evaluations.queries.waiting import waiting_of
from tests.activities.ballots.poll_world import vote
from tests.activities.evaluations.round_world import SCRUTINEER, make_announced, make_running, part
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def home(cast, role):
    return cast.client(role).get("/").content.decode()


def whats(cast, role, now=NOW, branch_id=0):
    return sorted({one.what for one in waiting_of(cast.people[role].pk, now, branch_id)})


def test_a_member_is_shown_the_own_steps_of_a_running_round(cast):
    make_running(cast)
    shown = home(cast, "member")
    assert "个人自评还没有提交" in shown and "已评 0 人，共 8 人" in shown
    assert "/evaluation/2026/self/" in shown and "/evaluation/2026/peers/" in shown
    for role in ("outsider", "lawyer", "partner"):
        assert "/evaluation/2026/self/" not in home(cast, role)


def test_a_step_whose_last_day_is_over_is_no_longer_asked_for(cast):
    found = make_running(cast, self_until=NOW.date(), peers_until=date(2026, 12, 1))
    assert "个人自评还没有提交" in home(cast, "member")
    Round.objects.filter(pk=found.pk).update(self_until=NOW.date() - timedelta(days=1))
    shown = home(cast, "member")
    assert "个人自评还没有提交" not in shown and "党员互评还没有完成" in shown


def test_the_secretary_sees_how_far_the_round_is(cast):
    make_running(cast)
    assert "自评已交 0 份，共 9 份" in home(cast, "secretary")
    assert "自评已交" not in home(cast, "member")


def test_a_ballot_leads_from_its_scrutineer_to_its_voters_and_away_again(cast):
    found = prepare_ballots(user=cast.users["secretary"], round_id=make_running(cast).pk, now=NOW)
    who = {"user": cast.users[SCRUTINEER], "poll_id": found.members_poll_id, "now": NOW}
    assert whats(cast, SCRUTINEER) == ["peers", "scrutiny", "self"]
    assert whats(cast, "member") == ["peers", "self"]
    assert "请生成口令、开始投票" in home(cast, SCRUTINEER)
    open_poll(passphrase=make_key(**who), **who)
    assert "无记名，请亲自投票" in home(cast, "member")
    assert f"/ballots/{found.members_poll_id}/" in home(cast, "secretary")
    vote(Poll.objects.get(pk=found.members_poll_id), cast.people["member"])
    assert whats(cast, "member") == ["peers", "self"]
    late = found.ballot_until + timedelta(minutes=1)
    states = {one.state for one in waiting_of(cast.people[SCRUTINEER].pk, late) if one.what == "scrutiny"}
    assert states == {"prepared", "open"}


def test_a_result_waits_until_it_is_read_and_an_objection_until_it_is_answered(cast):
    found = make_announced(cast)
    assert whats(cast, "member") == ["grade"]
    assert "2026年度民主评议结果已通报" in home(cast, "member")
    mine = part(found, cast, "member")
    object_to(person_id=mine.person_id, participant_id=mine.pk, text="请复核", now=NOW)
    assert whats(cast, "member") == []
    assert "objection" in whats(cast, "secretary", branch_id=cast.branch.pk)
    assert "对评定结果的异议 1 件" in home(cast, "secretary")
    assert f"/evaluation/2026/opinions/{mine.pk}/" in home(cast, "secretary")


def test_one_branch_hears_nothing_of_another(cast):
    make_running(cast)
    assert waiting_of(cast.people["outsider"].pk, NOW, cast.other_branch.pk) == []
