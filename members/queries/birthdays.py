"""政治生日: the days on which Party members were admitted, by month (R-DEV-1)."""

from typing import NamedTuple

from lawfirm_party.common.addresses import address_by_id
from lawfirm_party.common.dates import date_text

from ..choices import Standing
from ..models import Membership, PartyStanding
from ..rules import PARTY_MEMBER, years_in_party
from .party_dates import party_dates_of
from .roles import people_for
from .roster import Asked, readable_among


class Birthday(NamedTuple):
    """One line: `years` are full ones since the admission at this year's day; `in_party` says the 党龄."""

    url: str
    name: str
    day: str
    admitted: str
    years: int
    in_party: str
    is_today: bool


class Month(NamedTuple):
    number: int
    is_this: bool
    birthdays: list


def members_on(user, today):
    """[(person, standing)] of the Party members of the firm's branches on a day whose Party data a user may read; four queries."""
    standings = dict(
        PartyStanding.objects.on(today)
        .filter(standing__in=PARTY_MEMBER, person__in=people_for(user, today).in_firm(today).values("pk"))
        .order_by()
        .values_list("person", "standing")
    )
    related = set(
        Membership.objects.on(today).filter(person__in=standings).order_by().values_list("person", flat=True)
    )
    people = people_for(user, today).filter(pk__in=standings.keys() & related)
    readable = set(readable_among(sorted(standings), user, Asked(today, today)))
    return [(person, standings[person.pk]) for person in people.by_stroke() if person.pk in readable]


def birthdays_of(user, today):
    """Months with their Birthdays, this month first and shown even when empty; six queries."""
    members = members_on(user, today)
    dates = party_dates_of([person.pk for person, _ in members], today)
    address, by_month = address_by_id("person"), {today.month: []}
    for person, standing in members:
        known = dates[person.pk]
        line = birthday_of(person, standing, known, today, address)
        by_month.setdefault(known.admitted.month, []).append((known.admitted.day, line))
    return [
        Month(month, month == today.month, [line for _, line in sorted(lines, key=lambda pair: pair[0])])
        for month, lines in sorted(by_month.items(), key=lambda pair: (pair[0] - today.month) % 12)
    ]


def birthday_of(person, standing, known, today, address):
    admitted = known.admitted
    if standing == Standing.PROBATIONARY:
        in_party = "预备期"
    else:
        in_party = f"{years_in_party(known.full_since, today)}年"
    return Birthday(
        url=address(person.pk),
        name=person.name,
        day=f"{admitted.month}月{admitted.day}日",
        admitted=date_text(admitted),
        years=today.year - admitted.year,
        in_party=in_party,
        is_today=(admitted.month, admitted.day) == (today.month, today.day),
    )
