"""政治生日: the day of admission, and whose day who reads."""

import re
from datetime import date

import pytest

from members.choices import Standing
from members.models import PartyStanding
from members.rules import PartyDates, party_dates
from members.views.birthdays import NEEDS_PARTY
from tests import factories

FULL, PROBATIONARY, MASSES, SUSPENDED = "full", "probationary", "masses", "suspended"
ON = date(2026, 11, 18)


def spans(*rows):
    """(standing, since, until) rows, each until the next one begins."""
    days = [since for _, since in rows[1:]] + [None]
    return [(standing, since, until) for (standing, since), until in zip(rows, days, strict=True)]


A, B, C, D = date(2005, 6, 15), date(2006, 6, 15), date(2010, 1, 1), date(2015, 3, 1)


@pytest.mark.parametrize(
    ("rows", "admitted", "full_since"),
    [
        ([], None, None),
        (spans((PROBATIONARY, A), (FULL, B)), A, B),
        (spans((FULL, B)), B, B),
        (spans((PROBATIONARY, A)), A, None),
        (spans((MASSES, A), ("candidate", B), (PROBATIONARY, C)), C, None),
        (spans((PROBATIONARY, A), (FULL, B), (SUSPENDED, C), (FULL, D)), A, B),
        (spans((PROBATIONARY, A), (FULL, B), (MASSES, C), (PROBATIONARY, D)), D, None),
        ([(PROBATIONARY, A, date(2006, 6, 14)), (FULL, B, None)], A, B),
        ([(FULL, A, B), (PROBATIONARY, C, None)], C, None),
        (spans((PROBATIONARY, A), (PROBATIONARY, B), (FULL, C)), A, C),
        (spans((FULL, date(2026, 11, 19))), None, None),
        (spans((FULL, ON)), ON, ON),
    ],
)
def test_party_dates_r_dev_1(rows, admitted, full_since):
    assert party_dates(rows, ON) == PartyDates(admitted, full_since)
    assert party_dates(reversed(rows), ON) == PartyDates(admitted, full_since)


def member(cast, name, admitted, full=None, **fields):
    person = factories.make_member(
        cast.branch, name, standing=Standing.PROBATIONARY, since=admitted, **fields
    )
    if full:
        person.standings.update(until=full)
        PartyStanding.objects.create(person=person, standing=Standing.FULL, since=full)
    return person


def page_of(cast, role="secretary"):
    response = cast.client(role).get("/members/birthdays/")
    assert response.status_code == 200
    return response.content.decode()


def line_of(page, name):
    line = next(row for row in re.findall(r"<tr>(.*?)</tr>", page, re.S) if name in row)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.S)]


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
class TestPage:
    def test_this_month_stands_first_and_days_in_their_order(self, cast):
        for name, day in (("晚一天", (2004, 11, 30)), ("早一天", (2012, 11, 2)), ("十二月", (2001, 12, 1))):
            member(cast, name, date(*day), date(day[0] + 1, *day[1:]))
        page = page_of(cast)
        assert re.findall(r"<h2>([^<]+)", page.split("<main")[1]) == ["11月（本月）", "12月", "1月", "3月"]
        order = [page.index(name) for name in ("早一天", "晚一天", "十二月", "丁党明", "郑预明")]
        assert order == sorted(order)

    def test_the_day_the_years_and_the_standing(self, cast):
        member(cast, "老党员", date(2005, 11, 18), date(2006, 11, 18))
        member(cast, "闰年的", date(2008, 2, 29), date(2009, 2, 28))
        page = page_of(cast)
        assert line_of(page, "老党员") == [
            "老党员",
            "11月18日（今天）",
            "2005年11月18日",
            "2026年满 21 年",
            "20年",
        ]
        assert line_of(page, "闰年的")[1:4] == ["2月29日", "2008年2月29日", "2026年满 18 年"]
        assert line_of(page, "郑预明")[3:] == ["今年入党", "预备期"]

    def test_a_month_without_anybody_says_so(self, cast):
        assert "本月没有党员过政治生日。" in page_of(cast)

    def test_only_who_is_a_member_of_a_branch_today(self, cast):
        gone = member(cast, "离开的", date(2005, 11, 1), left_on=ON)
        stopped = member(cast, "停止的", date(2005, 11, 1))
        stopped.standings.update(standing=Standing.SUSPENDED)
        loose = factories.make_person(cast.firm, "无关系")
        PartyStanding.objects.create(person=loose, standing=Standing.FULL, since=date(2005, 11, 1))
        page = page_of(cast)
        for person in (gone, stopped, loose):
            assert person.name not in page

    @pytest.mark.parametrize("role", ["secretary", "committee", "committee_only"])
    def test_the_committee_reads_all_of_its_own_branch(self, cast, role):
        page = page_of(cast, role)
        assert "共 9 人" in page
        assert "冯外明" not in page

    def test_the_clerk_reads_all(self, cast):
        assert "共 10 人" in page_of(cast, "clerk")

    @pytest.mark.parametrize(
        ("role", "name"), [("member", "丁党明"), ("leader", "陈长明"), ("outsider", "冯外明")]
    )
    def test_a_member_reads_the_own_day_only(self, cast, role, name):
        page = page_of(cast, role)
        assert "共 1 人" in page
        assert name in page
        assert "您本人的政治生日" in page

    @pytest.mark.parametrize("role", ["lawyer", "partner", "admin"])
    def test_others_are_told_whose_page_it_is(self, cast, role):
        response = cast.client(role).get("/members/birthdays/")
        assert response.status_code == 403
        assert NEEDS_PARTY in response.content.decode()

    def test_without_anybody_it_says_when_there_will_be(self, cast):
        PartyStanding.objects.exclude(person=cast.people["secretary"]).delete()
        PartyStanding.objects.all().delete()
        assert "还没有登记党员的入党日期" in page_of(cast)
