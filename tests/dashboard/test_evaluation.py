"""The partners' dashboard: aggregates that show nobody's client, grades once announced, who needs help, and its 简报."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.evaluations.models import YearTotals
from activities.feedback.choices import Outcome
from activities.feedback.commands import close_handling
from activities.meetings.choices import MeetingKind, Presence
from activities.meetings.models import ActionItem, Attendance, Meeting
from lawfirm_party.common.models import AuditEntry
from lawfirm_party.dashboard.queries.evaluation import change_words, dashboard_page
from members.models import PartyStanding, Person
from tests import factories
from tests.activities.evaluations.round_world import make_announced, make_decided
from tests.activities.feedback.feedback_world import answered, card_with_link, measure_of, plain_card
from tests.activities.meetings.record_world import make_held, make_planned
from tests.conftest import NOW, TODAY
from tests.files import words_of_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

ADDRESS = "/evaluation/2026/dashboard/"
BRIEF = "/evaluation/2026/brief/"
READERS = ("partner", "committee_only", "secretary")
EARLIER = NOW - timedelta(days=5)
LAST_YEAR = NOW - timedelta(days=365)


def answers(world, n, role="member", overall=5, now=EARLIER, **marks):
    return [answered(world, overall, now, lawyers=(role,), **marks) for _ in range(n)]


def page(world, role="partner", year=2026, group=""):
    return dashboard_page(world.users[role], year, group, NOW)


def text(world, role="partner", address=ADDRESS):
    return world.client(role).get(address).content.decode()


def groups(world):
    """Five lawyers of the criminal group, five of none."""
    for role in ("leader", "member", "fifth", "sixth", "seventh"):
        Person.objects.filter(pk=world.people[role].pk).update(practice_group="刑事")


class TestWhoReads:
    @pytest.mark.parametrize("role", READERS)
    def test_partners_and_committees(self, cast, role):
        assert cast.client(role).get(ADDRESS).status_code == 200

    @pytest.mark.parametrize("role", ["member", "lawyer", "clerk", "admin", "outsider"])
    def test_nobody_else_and_they_are_told_who(self, cast, role):
        answer = cast.client(role).get(ADDRESS)
        assert answer.status_code == 403
        assert "看板给合伙人和支部委员会看" in answer.content.decode()

    def test_it_is_kept_in_no_cache(self, cast):
        assert "no-store" in cast.client("partner").get(ADDRESS)["Cache-Control"]

    def test_another_firm_has_its_own(self, cast):
        other = factories.make_firm(name="外地律师事务所", short_name="外地所")
        stranger = factories.make_person(other, "外合明")
        factories.make_user("stranger", stranger)
        factories.make_partner(stranger)
        plain_card(stranger)
        YearTotals.objects.create(
            branch=factories.make_branch(other, name="外支部"), year=2020, excellent=1, qualified=2
        )
        found = page(cast)
        assert found["clients"] is None
        assert found["grades"] == []
        assert [one.label for one in found["years"]] == ["2026"]


class TestAnEmptyFirm:
    @pytest.mark.parametrize("year", [1990, 2025, 2026, 2199])
    def test_it_says_sentences_and_no_zeros(self, cast, year):
        words = text(cast, address=f"/evaluation/{year}/dashboard/")
        for sentence in ("还没有请客户反馈", "还没有通报过评议结果", "还没有登记学习", "没有可以比较的变化"):
            assert sentence in words
        figures = page(cast, year=year)["figures"]
        assert [one.value for one in figures[:2]] == ["—", "—"]
        assert not any("学时" in one.label for one in figures)

    def test_the_counters_begin_with_the_firm(self, cast):
        assert not any("零投诉" in one.label for one in page(cast, year=1990)["figures"])
        assert any("零投诉" in one.label for one in page(cast)["figures"])


class TestClients:
    def test_three_answers_are_told_with_their_number(self, cast):
        answers(cast, 3, overall=4, skill=5)
        clients = page(cast)["clients"]
        assert (float(clients.whole.mean), clients.whole.shown) == (4.0, 3)
        assert [(label, figures.shown) for label, figures, _ in clients.dimensions if figures.shown] == [
            ("专业水平", 3)
        ]

    def test_fewer_are_too_few(self, cast):
        answers(cast, 2)
        assert not page(cast)["clients"].whole.shown
        assert "样本不足" in text(cast)

    def test_what_may_still_be_changed_does_not_count(self, cast):
        answers(cast, 2)
        answers(cast, 1, now=NOW - timedelta(hours=23))
        assert page(cast)["clients"].whole.shown == 0
        assert page(cast)["clients"].whole.answered == 3

    def test_a_low_answer_counts_when_it_was_handled(self, cast):
        *_, low = answers(cast, 2) + answers(cast, 1, overall=1)
        assert page(cast)["clients"].whole.shown == 0
        close_handling(
            user=cast.users["secretary"],
            answer_id=low.pk,
            outcome=Outcome.UPHELD,
            result="已道歉",
            now=EARLIER,
        )
        assert page(cast)["clients"].whole.shown == 3

    def test_party_and_other_lawyers_stand_apart(self, cast):
        answers(cast, 3, "member", 5)
        answers(cast, 3, "lawyer", 3)
        parts = page(cast)["clients"].parts
        assert [(label, float(figures.mean), figures.shown) for label, figures in parts] == [
            ("党员律师", 5.0, 3),
            ("非党员律师", 3.0, 3),
        ]

    @pytest.mark.parametrize("others", [0, 2])
    def test_when_one_side_is_too_small_neither_is_shown(self, cast, others):
        answers(cast, 3, "member")
        answers(cast, others, "lawyer", 1 + 2)
        clients = page(cast)["clients"]
        assert clients.parts == []
        assert clients.whole.shown == 3, "the whole tells nothing of the small side"
        assert "不分开统计" in text(cast)

    def test_what_was_said_of_a_reader_alone_is_told_in_threes_too(self, cast):
        """A partner reads all other answers one by one, and could subtract them from the whole."""
        answers(cast, 3, "lawyer", 5)
        answers(cast, 2, "partner", 3)
        assert page(cast)["clients"].whole.spread == {5: 3}
        answers(cast, 1, "partner", 3)
        assert page(cast)["clients"].whole.spread == {5: 3, 3: 3}

    def test_what_both_worked_on_counts_on_both_sides_and_once_in_the_whole(self, cast):
        for _ in range(3):
            answered(cast, 4, EARLIER, lawyers=("member", "lawyer"))
        clients = page(cast)["clients"]
        assert [figures.shown for _, figures in clients.parts] == [3, 3]
        assert clients.whole.shown == 3

    def test_who_was_in_the_party_is_asked_of_the_year_itself(self, cast):
        answers(cast, 3, "lawyer", now=LAST_YEAR)
        answers(cast, 3, "member", now=LAST_YEAR)
        assert page(cast, year=2025)["clients"].parts
        PartyStanding.objects.filter(person=cast.people["member"]).update(since=TODAY)
        assert page(cast, year=2025)["clients"].parts == []

    def test_years_stand_side_by_side_by_the_year_of_their_card(self, cast):
        answers(cast, 3, overall=5)
        answers(cast, 3, overall=4, now=LAST_YEAR)
        found = page(cast)
        assert [(year, float(one.mean)) for year, one in found["clients"].years] == [(2026, 5.0), (2025, 4.0)]
        assert "比上年高 1.0" in found["figures"][0].note
        assert [one.label for one in found["years"]] == ["2026", "2025"]

    def test_the_response_rate_is_of_cards_that_were_answered_or_ran_out(self, cast):
        answers(cast, 1)
        card_with_link(cast, now=NOW - timedelta(days=40))
        card_with_link(cast)
        figure = page(cast)["figures"][1]
        assert (figure.value, figure.note) == ("50%", "2 张中收到 1 份")


class TestGroups:
    def test_a_large_group_is_offered_and_seen_apart(self, cast):
        groups(cast)
        answers(cast, 3, "member", 5)
        answers(cast, 3, "lawyer", 3)
        found = page(cast, group="刑事")
        assert [one.label for one in found["groups"]] == ["全所", "刑事"]
        assert (float(found["clients"].whole.mean), found["clients"].whole.shown) == (5.0, 3)
        assert found["clients"].whole.answered == 3

    def test_a_small_group_is_no_view(self, cast):
        Person.objects.filter(pk=cast.people["lawyer"].pk).update(practice_group="海商")
        answers(cast, 3, "lawyer", 3)
        found = page(cast, group="海商")
        assert (found["groups"], found["group"]) == ([], "")

    @pytest.mark.parametrize("words", ["没有的组", "<b>", "%00", "刑事" * 500])
    def test_what_is_no_group_is_the_whole_firm(self, cast, words):
        assert cast.client("partner").get(ADDRESS, {"group": words}).status_code == 200
        assert page(cast, group=words)["group"] == ""

    @pytest.mark.parametrize(("inside", "outside"), [(3, 1), (3, 2), (1, 3), (2, 3)])
    def test_a_group_and_the_rest_tell_nothing_of_each_other(self, cast, inside, outside):
        groups(cast)
        answers(cast, inside, "member")
        answers(cast, outside, "lawyer")
        whole, group = page(cast)["clients"].whole, page(cast, group="刑事")["clients"].whole
        assert whole.shown - group.shown in {0, 3}
        assert whole.shown == 3


class TestGrades:
    def test_announced_rounds_and_years_on_paper(self, cast):
        make_announced(cast)
        YearTotals.objects.create(branch=cast.branch, year=2024, excellent=3, qualified=5)
        YearTotals.objects.create(branch=cast.branch, year=2026, excellent=9, qualified=9)
        assert [(line.year, [n for _, n in line.parts]) for line in page(cast)["grades"]] == [
            (2026, [2, 6, 0, 0]),
            (2024, [3, 5, 0, 0]),
        ]

    def test_not_before_they_are_announced(self, cast):
        make_decided(cast)
        assert page(cast)["grades"] == []

    def test_a_year_sees_none_that_came_after(self, cast):
        for year in (2020, 2021):
            YearTotals.objects.create(branch=cast.branch, year=year, excellent=1, qualified=2)
        assert [line.year for line in page(cast, year=2020)["grades"]] == [2020]

    def test_no_word_of_anybody_is_on_the_page(self, cast):
        make_announced(cast)
        words = text(cast)
        assert "表现稳定" not in words and "多参加学习" not in words


class TestCare:
    @pytest.fixture
    def study(self, cast):
        """Everybody came to one study of eight hours; the member has 32."""
        meeting = make_held(cast, kind=MeetingKind.STUDY)
        Meeting.objects.filter(pk=meeting.pk).update(ends_at=meeting.starts_at + timedelta(hours=8))
        Attendance.objects.filter(meeting=meeting).update(presence=Presence.PRESENT)
        for hour in (1, 2, 3):
            more = make_held(cast, kind=MeetingKind.STUDY, hour=hour)
            Meeting.objects.filter(pk=more.pk).update(ends_at=more.starts_at + timedelta(hours=8))
            Attendance.objects.filter(meeting=more).update(presence=Presence.ABSENT)
            mine = Attendance.objects.filter(meeting=more, person=cast.people["member"])
            mine.update(presence=Presence.PRESENT)

    def test_members_with_enough_hours_are_counted_and_the_others_named(self, cast, study):
        found = page(cast)["study"]
        names = [one.name for one in found.short]
        assert found.reached == 1
        assert found.members == len(names) + 1
        assert "丁党明" not in names and "卫律明" not in names
        assert {one.hours for one in found.short} >= {8}

    def test_a_committee_needs_more_than_others_r_edu_2(self, cast, study):
        Attendance.objects.filter(person=cast.people["committee_only"]).update(presence=Presence.PRESENT)
        short = {one.name: (one.hours, one.target) for one in page(cast)["study"].short}
        assert short["王宣明"] == (32, 56)
        assert short["陈长明"] == (8, 32)
        assert "王宣明 32/56" in text(cast)

    def test_names_lead_to_meetings_for_whom_may_open_them(self, cast, study):
        url = f"/members/{cast.people['leader'].pk}/meetings/?year=2026"
        assert url in text(cast, "secretary")
        assert url not in text(cast, "partner")
        assert "陈长明" in text(cast, "partner")

    def test_overdue_items_are_those_of_the_list_behind(self, cast):
        meeting = make_planned(cast, MeetingKind.PARTNERS)
        item = meeting.agenda.create(position=9, title="议题")
        for days in (-1, 0):
            ActionItem.objects.create(
                meeting=meeting,
                item=item,
                text="整理",
                owner=cast.people["partner"],
                due_on=TODAY + timedelta(days=days),
            )
        assert page(cast)["late"] == (1, "/decisions/?state=late")

    def test_complaints_are_those_of_the_list_behind_never_ones_own(self, cast):
        answers(cast, 1, "partner", 1)
        _, low = answers(cast, 2, "lawyer", 1)
        close_handling(
            user=cast.users["secretary"],
            answer_id=low.pk,
            outcome=Outcome.PARTLY,
            result="已说明",
            now=EARLIER,
        )
        found = {role: page(cast, role)["handled"] for role in ("partner", "secretary")}
        assert (found["partner"].open, found["partner"].outcomes) == (1, {"部分属实": 1})
        assert (found["secretary"].open, found["secretary"].outcomes) == (2, {"部分属实": 1})
        for role, handled in found.items():
            shown = cast.client(role).get(handled.open_url).context["lines"]
            assert len(shown) == handled.open

    def test_a_measure_ends_the_counter(self, cast):
        measure_of(cast)
        [figure] = [one for one in page(cast)["figures"] if "零投诉" in one.label]
        assert (figure.value, figure.unit) == ("10", "天")
        assert "投诉最近一次" in figure.note


class TestChanges:
    def test_the_largest_come_first(self, cast):
        answers(cast, 3, overall=5, skill=5)
        answers(cast, 3, overall=4, skill=2, now=LAST_YEAR)
        assert [one.label for one in page(cast)["changes"]] == ["专业水平", "客户满意度"]

    def test_a_rate_of_hardly_any_cards_is_no_change(self, cast):
        answers(cast, 1)
        answers(cast, 1, now=LAST_YEAR)
        card_with_link(cast, now=NOW - timedelta(days=40))
        assert page(cast)["changes"] == []

    def test_shares_of_grades(self, cast):
        YearTotals.objects.create(branch=cast.branch, year=2025, excellent=1, qualified=3)
        YearTotals.objects.create(branch=cast.branch, year=2026, excellent=1, qualified=1)
        assert [one.words for one in page(cast)["changes"]] == ["从 25% 升到 50%"]

    @pytest.mark.parametrize(
        ("change", "words"), [(None, ""), (0.2, "比上年高 0.2"), (-0.2, "比上年低 0.2"), (0, "与上年持平")]
    )
    def test_how_a_change_is_said(self, change, words):
        assert change_words(change) == words


class TestTheBrief:
    def test_it_says_what_the_page_says_and_is_written_down(self, cast):
        answers(cast, 3, overall=4)
        make_announced(cast)
        answer = cast.client("partner").post(BRIEF)
        assert answer["Content-Type"] == "application/pdf"
        words = words_of_pdf(answer.content)
        entry = AuditEntry.objects.latest("pk")
        kind, _, firm, year, code = entry.thing.split(":")
        assert (kind, firm, year, entry.action) == ("brief", str(cast.firm.pk), "2026", "exported")
        for one in ("2026年度评议简报", "4.0", "优秀", "褚伙明导出于", code):
            assert one in words

    def test_an_empty_firm_has_one_of_sentences(self, cast):
        words = words_of_pdf(cast.client("secretary").post(BRIEF).content)
        assert "还没有通报过评议结果" in words

    def test_nobody_else_takes_it_away(self, cast):
        assert cast.client("member").post(BRIEF).status_code == 403
        assert not AuditEntry.objects.filter(thing__startswith="brief").exists()


@pytest.mark.parametrize("role", READERS)
def test_it_asks_as_much_with_many_rows_as_with_few_and_twenty_at_most(cast, role):
    groups(cast)
    YearTotals.objects.create(branch=cast.branch, year=2025, excellent=1, qualified=3)
    asked = []
    for _ in range(2):
        answers(cast, 3, "member")
        answers(cast, 3, "lawyer", 2)
        client = cast.client(role)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{ADDRESS}?group=刑事").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20
