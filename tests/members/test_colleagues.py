"""The partners' list of the firm's people."""

import re
from datetime import date

import pytest

from members.models import Partner
from members.views.colleagues import NEEDS_PARTNER
from tests import factories
from tests.members.test_roster import names_in, row_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PARTY_WORDS = ("正式党员", "预备党员", "第一党小组", "组织委员", "书记", "积极分子")
PHONE = "13700000137"


def page_of(cast, role="partner", **asked):
    response = cast.client(role).get("/members/partners/", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_what_the_firm_keeps_of_somebody(cast):
    person = cast.people["partner"]
    person.practising_since, person.licence_number, person.phone = date(2001, 7, 1), "2" * 17, PHONE
    person.email = "chu@example.com"
    person.save()
    Partner.objects.filter(person=person).update(is_founding=True)
    assert row_of(page_of(cast), "褚伙明") == [
        *("褚伙明", "律师", "创始合伙人", "2015年1月", "2001年7月", "2" * 17, PHONE, "chu@example.com")
    ]
    assert row_of(page_of(cast), "高书明")[2] == "合伙人、主任"
    assert row_of(page_of(cast), "卫律明")[2:4] == ["", ""]


def test_who_became_managing_partner_is_partner_since_the_beginning(cast):
    person = cast.people["partner"]
    Partner.objects.filter(person=person).update(since=date(1999, 1, 1), until=date(2010, 1, 1))
    factories.make_partner(person, since=date(2010, 1, 1))
    assert row_of(page_of(cast), "褚伙明")[3] == "1999年1月"
    Partner.objects.filter(person=person, until=None).update(since=date(2012, 1, 1))
    assert row_of(page_of(cast), "褚伙明")[3] == "2012年1月"


def test_partners_stand_first_and_all_are_counted(cast):
    page = page_of(cast)
    assert names_in(page)[:4] == ["褚伙明", "高书明", "李组明", "陈长明"]
    assert "共 13 人：律师 10，实习人员 1，行政人员 2" in page
    assert "其中合伙人 3 人" in page


def test_its_own_search_and_filters(cast):
    factories.make_person(cast.firm, "旧同事", left_on=date(2026, 1, 1))
    assert names_in(page_of(cast, q="wlm")) == ["卫律明"]
    assert names_in(page_of(cast, kind="trainee")) == ["郑预明"]
    assert names_in(page_of(cast, partner="1")) == ["褚伙明", "高书明", "李组明"]
    assert names_in(page_of(cast, left="1")) == ["旧同事"]
    page = page_of(cast, kind="trainee", q="郑", standing="full", group="1")
    assert re.findall(r'filter-on" href="\?([^"]*)">([^<]+)', page) == [
        ("kind=trainee", "“郑”"),
        ("q=%E9%83%91", "实习人员"),
    ]
    assert "没有符合条件的人员。" in page_of(cast, q="没有这个人")
    assert "共 13 人" in page_of(cast, kind="x", partner="", page="zwei")


@pytest.mark.parametrize("role", ["partner", "secretary", "committee_only", "clerk", "admin"])
def test_nothing_of_the_party_stands_there_whoever_reads(cast, role):
    page = page_of(cast, role).split("<main")[1]
    assert [word for word in PARTY_WORDS if word in page] == []


@pytest.mark.parametrize("role", ["member", "leader", "lawyer", "outsider"])
def test_others_are_told_whose_page_it_is(cast, role):
    response = cast.client(role).get("/members/partners/")
    assert response.status_code == 403
    assert NEEDS_PARTNER in response.content.decode()


def test_a_committee_member_who_is_no_partner_reads_contact_of_the_own_branch_only(cast):
    page = page_of(cast, "committee_only")
    assert row_of(page, "冯外明")[6:] == ["", ""]
    assert row_of(page, "丁党明")[6].startswith("139")
    assert row_of(page_of(cast, "partner"), "冯外明")[6].startswith("139")


def test_fifty_to_a_page(cast):
    for number in range(45):
        factories.make_person(cast.firm, f"张{chr(0x4E00 + number)}")
    page = page_of(cast, q="明")
    assert "共 13 人" in page
    assert len(names_in(page_of(cast))) == 50
    assert "?kind=lawyer&amp;page=2" in page_of(cast, kind="lawyer")
