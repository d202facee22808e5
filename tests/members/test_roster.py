"""The list of people: on a day, narrowed, in order, counted, on paper."""

import re
from datetime import date
from urllib.parse import parse_qs

import pytest
from django.test import Client

from members.choices import PersonKind, SeatRole, Standing
from members.forms.roster import NO_SUCH_DAY, STILL_TO_COME
from members.models import Membership, Partner, PartyStanding, Person
from members.queries import people_for, roster
from tests import factories
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
THEN = date(2024, 5, 1)


def page_of(cast, role="secretary", **asked):
    return cast.client(role).get("/members/", asked).content.decode()


def names_in(page):
    return re.findall(r'<th scope="row" class="nowrap">(?:<a [^>]*>)?([^<]+)', page)


def row_of(page, name):
    """The cells of somebody's line, in words."""
    line = next(row for row in re.findall(r"<tr>(.*?)</tr>", page, re.S) if name in row)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.S)]


class TestOnADay:
    def test_who_was_here_then(self, cast):
        factories.make_person(cast.firm, "先走了", left_on=date(2024, 5, 2))
        factories.make_person(cast.firm, "走得早", left_on=date(2024, 5, 1))
        factories.make_person(cast.firm, "后来的", joined_on=date(2024, 5, 2))
        factories.make_person(cast.firm, "刚来的", joined_on=date(2024, 5, 1))
        page = page_of(cast, on="2024-05-01")
        assert "先走了" in page
        assert "刚来的" in page
        assert "走得早" not in page
        assert "后来的" not in page
        assert "走得早" in page_of(cast, on="2024-05-01", left="1")

    def test_what_people_were_then(self, cast):
        person = cast.people["probationary"]
        PartyStanding.objects.create(
            person=person, standing=Standing.ACTIVIST, since=date(2023, 1, 1), until=date(2026, 3, 1)
        )
        term = factories.make_term(cast.branch, since=date(2022, 3, 1), until=date(2025, 3, 1))
        factories.make_seat(term, cast.people["member"], SeatRole.SECRETARY)
        Partner.objects.filter(person=cast.people["partner"]).update(since=date(2024, 5, 2))
        old = factories.make_group(cast.branch, 2, dissolved_on=date(2025, 1, 1))
        cast.people["member"].group_memberships.update(since=date(2025, 1, 1))
        cast.people["member"].group_memberships.create(
            group=old, since=date(2020, 1, 1), until=date(2025, 1, 1)
        )
        page = page_of(cast, on="2024-05-01")
        assert row_of(page, "郑预明")[3] == "入党积极分子"
        assert row_of(page, "丁党明")[4:6] == ["第二党小组", "书记"]
        assert row_of(page, "褚伙明")[2] == ""
        assert row_of(page, "高书明")[5] == ""
        assert "第二党小组" in page.split("<summary>筛选")[1].split("</details>")[0]
        now = page_of(cast)
        assert row_of(now, "郑预明")[3] == "预备党员"
        assert row_of(now, "丁党明")[4:6] == ["第一党小组", ""]
        assert row_of(now, "褚伙明")[2] == "合伙人"

    def test_the_day_of_today_is_no_filter(self, cast):
        assert "2026年11月18日的名册" not in page_of(cast, on="2026-11-18")
        assert "2026年11月17日的名册" in page_of(cast, on="2026-11-17")

    @pytest.mark.parametrize(
        "day", ["2024-02-30", "gestern", "2024/05/01", "0001-01-01", "1899-12-31", "9" * 50]
    )
    def test_a_day_that_is_none_is_told_and_todays_list_shown(self, cast, day):
        page = page_of(cast, on=day)
        assert NO_SUCH_DAY in page
        assert "共 13 人" in page

    @pytest.mark.parametrize("day", ["2026-11-19", "2199-12-31"])
    def test_a_day_to_come_is_told_and_todays_list_shown(self, cast, day):
        page = page_of(cast, on=day)
        assert STILL_TO_COME in page
        assert "共 13 人" in page

    def test_a_day_before_the_firm_has_nobody(self, cast):
        assert "没有符合条件的人员。" in page_of(cast, on="1950-01-01")

    def test_who_may_read_is_decided_by_today(self, cast):
        """A committee that was elected since reads the list of then; one that was in office then no more."""
        term = factories.make_term(cast.branch, since=date(2022, 3, 1), until=date(2025, 3, 1))
        factories.make_seat(term, cast.people["member"], SeatRole.SECRETARY)
        assert "正式党员" in page_of(cast, "secretary", on="2024-05-01")
        assert "正式党员" not in page_of(cast, "member", on="2024-05-01")

    def test_who_moved_to_another_branch_stands_in_the_list_of_then_only(self, cast):
        moved = cast.people["sixth"]
        moved.memberships.update(until=date(2025, 1, 1))
        Membership.objects.create(person=moved, branch=cast.other_branch, since=date(2025, 1, 1))
        assert row_of(page_of(cast, on="2024-05-01"), "周六明")[3] == "正式党员"
        assert row_of(page_of(cast), "周六明")[3] == ""

    @pytest.mark.parametrize("day", [TODAY, THEN, date(2016, 1, 1)])
    def test_both_ways_of_asking_what_is_readable_agree(self, cast, day):
        moved = cast.people["sixth"]
        moved.memberships.update(until=date(2025, 1, 1))
        Membership.objects.create(person=moved, branch=cast.other_branch, since=date(2025, 1, 1))
        cast.people["seventh"].memberships.update(until=date(2020, 1, 1))
        asked = roster.Asked(today=TODAY, day=day)
        ids = [person.pk for person in cast.people.values()]
        for role, user in cast.users.items():
            readable = people_for(user, TODAY).filter(roster.readable_on(user, asked))
            listed = set(readable.values_list("pk", flat=True))
            assert set(roster.readable_among(ids, user, asked)) == listed & set(ids), role


class TestFilters:
    def test_each_filter_that_is_on_is_a_chip_that_takes_it_off(self, cast):
        page = page_of(cast, q="明", kind="lawyer", standing="full", on="2024-05-01", partner="1")
        chips = {
            label: parse_qs(query.replace("&amp;", "&"))
            for query, label in re.findall(r'filter-on" href="\?([^"]*)">([^<]+)', page)
        }
        assert list(chips) == ["“明”", "2024年5月1日的名册", "律师", "正式党员", "合伙人"]
        assert chips["律师"] == {
            "q": ["明"],
            "standing": ["full"],
            "on": ["2024-05-01"],
            "partner": ["1"],
        }
        assert "清除" in page
        assert "清除" not in page_of(cast)

    def test_what_means_nothing_is_no_chip_and_is_not_kept(self, cast):
        page = page_of(
            cast, kind="x", standing="y", group="999999999", branch=cast.other_branch.pk, page="zwei"
        )
        assert "filter-on" not in page
        assert "999999999" not in page.split("<summary>筛选")[1].split("</details>")[0]

    def test_members_are_full_and_probationary_together(self, cast):
        page = page_of(cast, standing="party")
        assert "共 9 人" in page
        assert "党员 9 人：正式 8，预备 1" in page

    def test_partners(self, cast):
        assert names_in(page_of(cast, "lawyer", partner="1")) == ["褚伙明", "高书明", "李组明"]

    def test_who_has_no_standing_is_found_among_the_masses_as_the_file_says(self, cast):
        factories.make_member(cast.branch, "曾党明", standing=Standing.MASSES)
        factories.make_member(cast.branch, "入党明", standing=Standing.ACTIVIST)
        page = page_of(cast, standing="masses")
        assert names_in(page) == ["褚伙明", "蒋录明", "卫律明", "曾党明"]
        assert "共 4 人" in page and "群众 1" not in page

    def test_a_clerk_chooses_among_the_branches(self, cast):
        page = page_of(cast, "clerk", branch=cast.other_branch.pk)
        assert names_in(page) == ["冯外明"]
        assert "党支部筛选" in page_of(cast, "clerk")
        assert "党支部筛选" not in page_of(cast, "secretary")

    def test_a_filter_for_the_party_tells_nothing_of_another_branch_on_any_day(self, cast):
        for on in ("", "2024-05-01"):
            assert "冯外明" not in page_of(cast, standing="full", on=on)
            assert "冯外明" in page_of(cast, "lawyer", standing="full", on=on)

    def test_the_search_keeps_the_other_filters(self, cast):
        page = page_of(cast, kind="lawyer", left="1")
        form = page.split("search-line")[1].split("</form>")[0]
        assert 'name="kind" value="lawyer"' in form
        assert 'name="left" value="1"' in form


class TestOrder:
    def test_by_spelling_and_on_demand_by_strokes(self, cast):
        assert names_in(page_of(cast, standing="full"))[:3] == ["陈长明", "丁党明", "高书明"]
        by_stroke = names_in(page_of(cast, standing="full", sort="stroke"))
        assert by_stroke[:3] == ["丁党明", "王宣明", "孙五明"]
        assert by_stroke[-1] == "高书明"

    def test_the_order_is_kept_over_pages(self, cast):
        for number in range(50):
            factories.make_person(cast.firm, f"张{chr(0x4E00 + number)}")
        assert "page=2" in page_of(cast, sort="stroke")
        assert "sort=stroke&amp;page=2" in page_of(cast, sort="stroke")


class TestCounts:
    def test_they_are_of_all_pages_and_of_the_day(self, cast):
        for number in range(60):
            factories.make_person(cast.firm, f"张{chr(0x4E00 + number)}", joined_on=date(2025, 1, 1))
        page = page_of(cast)
        assert "共 73 人：律师 70，实习人员 1，行政人员 2" in page
        assert "党员 9 人：正式 8，预备 1" in page
        then = page_of(cast, on="2024-05-01")
        assert "共 13 人：" in then
        assert "党员 8 人：正式 8<" in then

    def test_others_than_members_are_counted_apart(self, cast):
        person = factories.make_person(cast.firm)
        PartyStanding.objects.create(person=person, standing=Standing.ACTIVIST, since=date(2026, 1, 1))
        assert "<span>入党积极分子 1</span>" in page_of(cast)

    @pytest.mark.parametrize("role", ["lawyer", "member", "partner", "outsider", "admin", "leader"])
    def test_nothing_of_the_party_is_counted_for_others(self, cast, role):
        page = page_of(cast, role, on="2024-05-01")
        assert "共 13 人" in page
        assert "党员 " not in page.split("<main")[1]


class TestPrint:
    def print_of(self, cast, role="secretary", **asked):
        return cast.client(role).get("/members/print/", asked).content.decode()

    def test_everybody_by_strokes_on_one_page_with_the_day(self, cast):
        for number in range(60):
            factories.make_person(cast.firm, f"张{chr(0x4E00 + number)}")
        page = self.print_of(cast, standing="party", on="2026-11-17")
        assert "明信律师事务所党支部党员名册" in page
        assert "截至 2026年11月17日" in page
        assert names_in(page)[:2] == ["丁党明", "王宣明"]
        assert len(names_in(self.print_of(cast))) == 73
        assert "明信律师事务所人员名册" in self.print_of(cast)

    def test_the_columns_are_those_the_reader_has(self, cast):
        assert "政治身份" in self.print_of(cast)
        page = self.print_of(cast, "lawyer", standing="full")
        assert "政治身份" not in page
        assert "正式" not in page.split("<main")[1]

    def test_it_leads_back_to_the_same_list(self, cast):
        page = self.print_of(cast, kind="trainee", on="2026-10-01")
        assert 'href="/members/?kind=trainee&amp;on=2026-10-01"' in page
        assert "条件：2026年10月1日的名册，实习人员" in page

    def test_a_list_of_nobody_says_so(self, cast):
        assert "没有符合条件的人员" in self.print_of(cast, q="没有这个人")

    def test_a_clerks_list_of_a_branch_bears_its_name(self, cast):
        page = self.print_of(cast, "clerk", branch=cast.other_branch.pk, standing="party")
        assert "明信律师事务所行政党支部党员名册" in page


def test_a_firm_with_nobody_says_what_to_do(db):
    client = Client()
    client.force_login(factories.make_user("boss", is_staff=True, is_superuser=True))
    page = client.get("/members/").content.decode()
    assert "还没有登记人员" in page
    assert "导出" not in page


@pytest.mark.parametrize("kind", PersonKind.values)
def test_every_kind_is_a_filter(cast, kind):
    factories.make_person(cast.firm, "专找的", kind=kind)
    assert "专找的" in page_of(cast, "lawyer", kind=kind)


@pytest.mark.parametrize("text", ["lv", "lü", "Lü Ming", "lm"])
def test_a_spelling_with_two_dots_is_found_as_it_is_typed(cast, text):
    factories.make_person(cast.firm, "吕明")
    assert "吕明" in names_in(page_of(cast, "lawyer", q=text))


def test_five_thousand_people_take_as_many_queries_as_thirteen(cast, django_assert_max_num_queries):
    client, counts = cast.client("secretary"), []
    for more in (0, 4987):
        make_many(cast, more)
        for asked in ("", "?standing=party&on=2024-05-01&sort=stroke", "?q=m&page=9"):
            with django_assert_max_num_queries(20) as captured:
                page = client.get(f"/members/{asked}").content.decode()
            counts.append(len(captured))
    assert counts[:3] == counts[3:]
    assert "共 5000 人" in client.get("/members/").content.decode()
    assert "第 9 页，共 100 页" in page


def make_many(cast, number):
    """Lawyers of the firm, every fortieth a Party member of the branch, in few queries."""
    names = [f"万{chr(0x4E00 + n)}" for n in range(number)]
    people = Person.objects.bulk_create(
        Person(
            firm=cast.firm, name=name, pinyin="wan m", initials="wm", stroke_rank=f"{n:08x}",
            kind=PersonKind.LAWYER, joined_on=date(2015, 1, 1),
        )
        for n, name in enumerate(names)
    )  # fmt: skip
    since = date(2016, 1, 1)
    PartyStanding.objects.bulk_create(
        PartyStanding(person=person, standing=Standing.FULL, since=since) for person in people[::40]
    )
    Membership.objects.bulk_create(
        Membership(person=person, branch=cast.branch, since=since) for person in people[::40]
    )


# ---- the filters somebody used last


def test_the_list_opens_as_its_reader_last_narrowed_it(cast):
    client = cast.client("secretary")
    client.get("/members/?kind=lawyer&standing=full&q=高&on=2026-05-01")
    assert client.get("/members/")["Location"] == "/members/?kind=lawyer&standing=full"
    assert client.get("/members/?kind=staff").status_code == 200
    assert client.get("/members/")["Location"] == "/members/?kind=staff"


def test_clearing_the_filters_and_taking_off_the_last_one_stay(cast):
    client = cast.client("secretary")
    page = client.get("/members/?kind=lawyer").content.decode()
    assert page.count('href="?all=1"') == 3
    assert client.get("/members/?all=1").status_code == 200
    assert client.get("/members/").status_code == 200


def test_another_login_of_the_same_browser_has_filters_of_its_own(cast):
    client = cast.client("secretary")
    client.get("/members/?kind=lawyer")
    client.force_login(cast.users["member"])
    assert client.get("/members/").status_code == 200
    [(name, kept)] = [row for row in client.cookies.items() if row[0].startswith("people-")]
    client.cookies[name.replace(str(cast.users["secretary"].pk), str(cast.users["member"].pk))] = kept.value
    assert client.get("/members/").status_code == 200


def test_the_cookie_of_the_filters_is_bound_to_the_host(cast, production):
    client = cast.client("secretary")
    answer = client.get("/members/?kind=lawyer", secure=True)
    kept = answer.cookies[f"__Host-people-{cast.users['secretary'].pk}"]
    bound = (kept["path"], kept["domain"], kept["secure"], kept["httponly"], kept["samesite"])
    assert bound == ("/", "", True, True, "Lax")
