"""Path parts that the database can hold; anything else is no address."""

import pytest
from django.urls import Resolver404, resolve


@pytest.mark.parametrize("number", ["1", "0", "9" * 18])
def test_a_number_of_up_to_eighteen_digits_is_an_address(number):
    assert resolve(f"/members/{number}/").kwargs == {"pk": int(number)}


@pytest.mark.parametrize("number", ["9" * 19, "-1", "1.0", "１", "x", "%31", "1e5"])
def test_anything_else_is_none(number):
    with pytest.raises(Resolver404):
        resolve(f"/members/{number}/")


@pytest.mark.parametrize("year", ["1990", "2026", "2199"])
def test_a_year_that_calendars_reach(year):
    assert resolve(f"/board/{year}/").kwargs["year"] == int(year)


@pytest.mark.parametrize("year", ["1989", "2200", "0000", "20266", "２０２６"])
def test_a_year_that_they_do_not(year):
    with pytest.raises(Resolver404):
        resolve(f"/board/{year}/")
