"""The list of people as a table of plain values: what an exported file holds, as far as the reader may know."""

from dataclasses import dataclass, field

from ..choices import Standing
from ..models import Membership
from ..rules import answers, years_in_party
from .party_dates import party_dates_of
from .people import branches_by_person, relation_rows, relation_words
from .roles import roles_of
from .roster import partner_words, party_columns, readable_among

FIRM_COLUMNS = ("序号", "姓名", "类别", "执业证号", "首次执业日期", "入所日期", "合伙人")
LEFT_COLUMN = ("离所日期",)
PARTY_COLUMNS = ("政治身份", "党组织关系", "党小组", "党内职务", "入党日期", "转正日期", "党龄（年）")
CONTACT_COLUMNS = ("手机", "邮箱")


@dataclass(frozen=True)
class Table:
    columns: list = field(default_factory=list)
    rows: list = field(default_factory=list)


def roster_table(people, user, asked, *, with_party, with_contact):
    """The Table of the people in their order; seven queries however many with everything."""
    people = list(people)
    ids = [person.pk for person in people]
    partners = partner_words(asked.day)
    party = party_cells(readable_among(ids, user, asked), asked.day) if with_party else {}
    contact = contact_readable_among(ids, user, asked.today) if with_contact else set()
    empty = [""] * len(PARTY_COLUMNS)
    rows = [
        [
            *[number, person.name, person.get_kind_display(), person.licence_number],
            *[person.practising_since, person.joined_on, partners.get(person.pk, "")],
            *([person.left_on] if asked.left else []),
            *(party.get(person.pk, empty) if with_party else []),
            *(contact_cells(person, contact) if with_contact else []),
        ]
        for number, person in enumerate(people, start=1)
    ]
    columns = [
        *FIRM_COLUMNS,
        *(LEFT_COLUMN if asked.left else ()),
        *(PARTY_COLUMNS if with_party else ()),
        *(CONTACT_COLUMNS if with_contact else ()),
    ]
    return Table(columns, rows)


def party_cells(ids, day):
    """{id: the cells of PARTY_COLUMNS} of a day; five queries."""
    standings, groups, seats = party_columns(ids, day)
    relations = {
        row.person_id: relation_words(row)
        for row in Membership.objects.on(day).filter(person__in=ids).select_related("branch")
    }
    dates = party_dates_of(ids, day)
    in_party = {Standing.FULL.label, Standing.PROBATIONARY.label}
    found = {}
    for pk in ids:
        standing = standings.get(pk, Standing.MASSES.label)
        known = dates.get(pk) if standing in in_party else None
        admitted, full = (known.admitted, known.full_since) if known else (None, None)
        years = years_in_party(full, day) if full else None
        words = [standing, relations.get(pk, ""), groups.get(pk, ""), seats.get(pk, "")]
        found[pk] = [*words, admitted, full, years]
    return found


def contact_readable_among(ids, user, today):
    """Those of the ids whose phone and e-mail a user may read: the same answer as permissions.can_read_contact; one query."""
    roles = roles_of(user, today)
    if roles.is_clerk or roles.is_admin or roles.is_partner:
        return set(ids)
    branches = branches_by_person(relation_rows(ids), today)
    return {
        pk
        for pk in ids
        if pk == roles.person_id or answers(roles.committee_of, branches.get(pk, frozenset()))
    }


def contact_cells(person, readable):
    return [person.phone, person.email] if person.pk in readable else ["", ""]
