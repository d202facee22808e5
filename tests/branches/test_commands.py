"""A setting changes from a day on: what a regulation fixes stays, and the past is as it was."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from branches import commands, rules
from branches.choices import MeetingKind
from branches.models import BranchSetting, KindSetting
from branches.queries import settings_for
from branches.rules import DEFAULT_KINDS, FLOORS, BranchRules
from lawfirm_party.common.dates import Every
from lawfirm_party.common.models import AuditEntry
from lawfirm_party.common.refusal import Conflict, Refusal
from tests import factories
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)
COMMITTEE = DEFAULT_KINDS[MeetingKind.COMMITTEE]


@pytest.fixture
def branch():
    return factories.make_branch(founded_on=date(2006, 5, 1))


def store(branch, new, since=DECEMBER, version=None):
    version = settings_for(branch.pk).version if version is None else version
    command = commands.set_branch_rules if isinstance(new, BranchRules) else commands.set_kind_rules
    return command(user=None, branch_id=branch.pk, since=since, rules=new, version=version, now=NOW)


def refusal(branch, new, since=DECEMBER):
    with pytest.raises(Refusal) as raised:
        store(branch, new, since)
    return raised.value


def test_a_change_holds_from_its_day_and_not_before(branch):
    store(branch, replace(COMMITTEE, times=2))
    settings = settings_for(branch.pk)
    assert settings.kind("committee", date(2026, 11, 30)) == COMMITTEE
    assert settings.kind("committee", DECEMBER).times == 2
    assert settings.kind("assembly", DECEMBER) == DEFAULT_KINDS[MeetingKind.ASSEMBLY]
    assert [entry.thing for entry in AuditEntry.objects.all()] == [
        f"settings:{branch.pk}:committee:2026-12-01"
    ]


def test_the_whole_branch_too(branch):
    store(branch, BranchRules(minutes_due_days=7), TODAY)
    settings = settings_for(branch.pk)
    assert settings.branch(TODAY - timedelta(days=1)).minutes_due_days == 3
    assert settings.branch(TODAY).minutes_due_days == 7


def test_two_changes_for_one_day_are_one_row(branch):
    store(branch, replace(COMMITTEE, times=2))
    store(branch, replace(COMMITTEE, times=3))
    assert KindSetting.objects.get().times == 3


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (TODAY - timedelta(days=1), rules.TOO_EARLY),
        (date(2006, 4, 30), rules.TOO_EARLY),
        (date(2029, 1, 1), rules.TOO_FAR_AHEAD),
    ],
)
def test_a_day_in_the_past_or_far_away_is_refused(branch, since, said):
    assert refusal(branch, BranchRules(minutes_due_days=7), since).sentence == said
    assert not BranchSetting.objects.exists()


def test_nothing_begins_before_the_branch():
    young = factories.make_branch(founded_on=TODAY + timedelta(days=30))
    assert refusal(young, BranchRules(minutes_due_days=7), TODAY).sentence == rules.BEFORE_THE_BRANCH


@pytest.mark.parametrize("kind", FLOORS)
def test_fewer_than_the_article_asks_is_refused_and_more_is_not(branch, kind):
    """R-MTG-1, R-MTG-2, R-MTG-3, R-MTG-5, R-MTG-6"""
    least, article = FLOORS[kind]
    usual = DEFAULT_KINDS[kind]
    january = date(2027, 1, 1)
    for every in Every:
        new = replace(usual, every=every, place="别处")
        if rules.LENGTH[every] > rules.LENGTH[least]:
            told = refusal(branch, new, january)
            assert (article.cite in told.sentence, told.field) == (True, "every")
        else:
            store(branch, new, january)
    store(branch, replace(usual, times=2), january)


@pytest.mark.parametrize("kind", [kind for kind in MeetingKind if kind not in FLOORS])
def test_what_no_article_fixes_is_the_branchs_own(branch, kind):
    new = replace(DEFAULT_KINDS[kind], every=Every.AS_NEEDED, place="别处")
    assert store(branch, new, date(2027, 1, 1)).every == Every.AS_NEEDED


def test_a_rhythm_changes_at_the_beginning_of_a_period_only(branch):
    """Inside a period the board would ask for nothing at all."""
    told = refusal(branch, replace(COMMITTEE, times=2), date(2026, 12, 15))
    assert (told.field, "2027年1月1日" in told.sentence) == ("since", True)
    lecture = DEFAULT_KINDS[MeetingKind.LECTURE]
    assert refusal(branch, replace(lecture, every=Every.MONTH)).field == "since"
    assert store(branch, replace(COMMITTEE, place="党员活动室"), date(2026, 12, 15))


def test_what_is_no_change_is_refused(branch):
    assert refusal(branch, COMMITTEE).sentence == commands.NOTHING_NEW
    assert refusal(branch, BranchRules()).sentence == commands.NOTHING_NEW


def test_who_comes_second_is_told_so(branch):
    version = settings_for(branch.pk).version
    store(branch, replace(COMMITTEE, times=2), version=version)
    with pytest.raises(Conflict) as raised:
        store(branch, replace(COMMITTEE, times=3), version=version)
    assert raised.value.current.kind("committee", DECEMBER).times == 2


def withdraw(branch, kind="committee", since=DECEMBER):
    commands.withdraw(user=None, branch_id=branch.pk, kind=kind, since=since, now=NOW)


def test_what_has_not_begun_can_be_taken_back(branch):
    store(branch, replace(COMMITTEE, times=2))
    store(branch, BranchRules(minutes_due_days=7))
    withdraw(branch)
    withdraw(branch, kind="")
    assert not KindSetting.objects.exists() and not BranchSetting.objects.exists()
    with pytest.raises(Refusal, match="可能已经撤回"):
        withdraw(branch)


def test_what_holds_already_cannot(branch):
    store(branch, BranchRules(minutes_due_days=7), TODAY)
    with pytest.raises(Refusal, match="已经生效"):
        withdraw(branch, kind="", since=TODAY)


def test_the_version_is_another_one_after_any_change(branch):
    seen = {settings_for(branch.pk).version}
    store(branch, replace(COMMITTEE, times=2))
    seen.add(settings_for(branch.pk).version)
    store(branch, replace(COMMITTEE, times=3))
    seen.add(settings_for(branch.pk).version)
    store(branch, BranchRules(minutes_due_days=7))
    seen.add(settings_for(branch.pk).version)
    assert len(seen) == 4


LECTURE = DEFAULT_KINDS[MeetingKind.LECTURE]
MONTHLY, TWICE = replace(LECTURE, every=Every.MONTH), replace(LECTURE, every=Every.MONTH, times=2)


def test_a_change_before_another_one_may_not_cut_its_period(branch):
    """The later change was right where it stood; an earlier one of another rhythm would leave a month without any requirement."""
    store(branch, MONTHLY, date(2027, 1, 1))
    store(branch, TWICE, date(2027, 5, 1))
    told = refusal(branch, LECTURE, date(2027, 4, 1))
    assert (told.field, told.sentence) == (
        "since",
        rules.CUT_BY_A_LATER_ONE.format(day="2027年5月1日（周六）"),
    )
    store(branch, replace(MONTHLY, place="别处"), date(2027, 4, 1))
    assert KindSetting.objects.count() == 3


def test_what_a_later_change_rests_on_is_withdrawn_after_it(branch):
    store(branch, MONTHLY, date(2027, 1, 1))
    store(branch, TWICE, date(2027, 2, 1))
    call = {"user": None, "branch_id": branch.pk, "kind": MeetingKind.LECTURE, "now": NOW}
    with pytest.raises(Refusal, match="请先撤回那一项"):
        commands.withdraw(**call, since=date(2027, 1, 1))
    for since in (date(2027, 2, 1), date(2027, 1, 1)):
        commands.withdraw(**call, since=since)
    assert not KindSetting.objects.exists()
