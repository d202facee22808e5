"""What a look at the firm's year reads once, for several panels of the partners' dashboard."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from activities.evaluations.queries.grades import grades_by_year
from activities.feedback.queries.firm import cards_of, voices_of
from activities.feedback.rules import circle_figures, protected_groups
from lawfirm_party.common.dates import local_day
from members.choices import PersonKind
from members.models import Partner, PartyStanding, Person, Seat
from members.rules import PARTY_MEMBER

PARTY, OTHERS = "党员律师", "非党员律师"
YEARS_SHOWN = 5


@dataclass
class Look:
    """One look at a firm's year; what several panels need is read once. `group` "" is the whole firm."""

    user: object
    firm_id: int
    year: int
    now: object
    asked_group: str = ""

    @cached_property
    def today(self):
        return local_day(self.now)

    def day_of(self, year):
        """The day on which a year is looked at: its last, or today while it runs."""
        return min(self.today, date(year, 12, 31))

    @cached_property
    def people(self):
        """Everybody who ever was of the firm, by id; `sits`: whether they are in a committee on the year's day."""
        columns = ("name", "pinyin", "kind", "practice_group", "joined_on", "left_on", "firm")
        seats = Seat.objects.in_force(self.day_of(self.year)).filter(person=OuterRef("pk"))
        found = Person.objects.filter(firm=self.firm_id).annotate(sits=Exists(seats)).only(*columns)
        return {one.pk: one for one in found}

    @cached_property
    def standings(self):
        rows = PartyStanding.objects.filter(person__firm=self.firm_id, standing__in=PARTY_MEMBER)
        return list(rows.order_by().values_list("person", "since", "until"))

    @cached_property
    def readers(self):
        """Who reads this page: what clients said of one of them is a circle, lest that person subtracts what they read elsewhere."""
        held = [rows.in_force(self.today).values("person") for rows in (Partner.objects, Seat.objects)]
        found = Person.objects.filter(Q(pk__in=held[0]) | Q(pk__in=held[1]), firm=self.firm_id)
        return set(found.values_list("pk", flat=True))

    def party_of(self, year):
        """Ids of the firm's people who were Party members on a year's day."""
        on = self.day_of(year)
        return {pk for pk, since, until in self.standings if since <= on and (until is None or on < until)}

    @cached_property
    def groups(self):
        """The practice groups that may be looked at apart."""
        here = [one for one in self.people.values() if one.is_in_firm(self.today)]
        return protected_groups(one.practice_group for one in here if one.kind == PersonKind.LAWYER)

    @property
    def group(self):
        return self.asked_group if self.asked_group in self.groups else ""

    @cached_property
    def cards(self):
        return cards_of(self.firm_id, self.now)

    @cached_property
    def cards_in_view(self):
        if not self.group:
            return self.cards
        lawyers = [one.pk for one in self.people.values() if one.practice_group == self.group]
        return cards_of(self.firm_id, self.now, lawyers)

    @cached_property
    def grades(self):
        return grades_by_year(self.firm_id)

    @cached_property
    def years(self):
        """The years that have anything, and this one; the latest first."""
        return sorted({*self.cards, *self.grades, self.today.year}, reverse=True)

    @cached_property
    def voices(self):
        years = [year for year in self.years if year <= self.year][:YEARS_SHOWN]
        parties = {year: self.party_of(year) for year in {*years, self.year, self.year - 1}}

        def circles_of(lawyers, year):
            for pk in lawyers:
                group = self.people[pk].practice_group if pk in self.people else ""
                yield PARTY if pk in parties[year] else OTHERS
                if group in self.groups:
                    yield "group", group
                if pk in self.readers:
                    yield "reader", pk

        return voices_of(self.firm_id, sorted(parties), self.now, circles_of)

    def said(self, year, name="overall", within=()):
        """Figures of a year in the view that was asked for."""
        circles = {("group", self.group)} if self.group else set()
        return circle_figures(
            self.voices.get(year, ()), name, circles | {*within}, **self.cards_in_view.get(year, {})
        )
