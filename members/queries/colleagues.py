"""The partners' list of the firm's people: what the firm keeps of them, and nothing of the Party."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from lawfirm_party.common.addresses import address_by_id
from lawfirm_party.common.dates import month_text

from ..choices import PersonKind
from ..models import Partner
from .people import find_people, partner_word
from .roles import people_for
from .roster import kind_words
from .roster_table import contact_cells, contact_readable_among


class ColleagueRow(NamedTuple):
    """One line, in words; phone and e-mail are empty for whom the reader may not read them."""

    url: str
    name: str
    kind: str
    licence_number: str
    practising_since: str
    partner_since: str
    partner: str
    phone: str
    email: str


def colleagues(user, today, *, q="", kind="", partner=False, left=False):
    """The people of the firm that meet the filters, partners first, then by pinyin; those who left only when asked for."""
    gone = Q(left_on__lte=today)
    people = people_for(user, today)
    people = people.filter(gone) if left else people.exclude(gone)
    people = people.annotate(is_partner=Exists(Partner.objects.in_force(today).filter(person=OuterRef("pk"))))
    if kind:
        people = people.filter(kind=kind)
    if partner:
        people = people.filter(is_partner=True)
    return find_people(people, q).order_by("-is_partner", "pinyin", "id")


def colleague_counts(found):
    """(all of them, the partners among them, [(words, number)] of each kind) of a list; one query."""
    rows = list(found.order_by().values_list("kind", "is_partner").annotate(Count("pk")))
    partners = sum(number for _, is_partner, number in rows if is_partner)
    kinds = [
        (label, sum(number for kind, _, number in rows if kind == value))
        for value, label in PersonKind.choices
    ]
    return sum(number for *_, number in rows), partners, [pair for pair in kinds if pair[1]]


def colleague_rows(people, user, today):
    """A ColleagueRow for each of the people; three queries however many."""
    ids = [person.pk for person in people]
    held = {row.person_id: row for row in Partner.objects.in_force(today).filter(person__in=ids)}
    first = first_partnerships(held)
    contact, address = contact_readable_among(ids, user, today), address_by_id("person")
    rows = []
    for person in people:
        row = held.get(person.pk)
        phone, email = contact_cells(person, contact)
        rows.append(
            ColleagueRow(
                url=address(person.pk),
                name=person.name,
                kind=kind_words(person, today),
                licence_number=person.licence_number,
                practising_since=month_text(person.practising_since) if person.practising_since else "",
                partner_since=month_text(first[person.pk]) if row else "",
                partner=partner_word(row),
                phone=phone,
                email=email,
            )
        )
    return rows


def first_partnerships(held):
    """{id: the day} on which each partnership that is held began: a new row where somebody became 主任 is no new beginning; one query."""
    spans = {}
    for pk, since, until in (
        Partner.objects.filter(person__in=held).order_by("since").values_list("person", "since", "until")
    ):
        begun, end = spans.get(pk, (since, since))
        spans[pk] = (begun if end == since else since, until)
    return {pk: begun for pk, (begun, _) in spans.items()}
