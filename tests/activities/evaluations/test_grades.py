"""Announced grades by name: for partners of the firm and the branch's committee."""

import pytest

from .round_world import make_announced, make_decided, part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PAGE = "/evaluation/2026/grades/"


def test_partners_and_the_committee_read_them_once_they_are_announced(cast):
    found = make_announced(cast)
    read = {role for role in cast.users if cast.client(role).get(PAGE).status_code == 200}
    assert read == {"secretary", "committee", "committee_only", "partner"}
    page = cast.client("partner").get(PAGE).content.decode()
    assert part(found, cast, "member").person.name in page and "优秀" in page
    assert "表现稳定" not in page


def test_before_they_are_announced_nobody_does(cast):
    make_decided(cast)
    assert {cast.client(role).get(PAGE).status_code for role in cast.users} == {404}


def test_the_dashboard_leads_to_them(cast):
    make_announced(cast)
    assert f'href="{PAGE}"' in cast.client("partner").get("/evaluation/2026/dashboard/").content.decode()
    assert cast.client("partner").get("/evaluation/2025/grades/").status_code == 404


def test_it_asks_as_much_for_one_as_for_many(cast, django_assert_num_queries):
    found = make_announced(cast)
    for kept in (8, 1):
        others = found.participants.filter(is_graded=True).values_list("pk", flat=True)[kept:]
        found.participants.filter(pk__in=list(others)).delete()
        client = cast.client("partner")
        with django_assert_num_queries(5):
            assert client.get(PAGE).status_code == 200
