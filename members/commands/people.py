"""Writes of what the firm knows of a person."""

from django.db import transaction

from lawfirm_party.common.refusal import Conflict
from lawfirm_party.common.rows import row_version, stored

from .. import names
from ..models import Person
from .facts import CHANGED
from .logins import note_new_address


@transaction.atomic
def add_person(*, firm, values, by, now):
    """Enter a person of the firm; `values` are fields of Person and id_number. Returns the Person; refuses at the field."""
    return store(Person(firm=firm), values, by, now)


@transaction.atomic
def change_person(*, person_id, values, by, now, version=None):
    """Change what `values` names of a person; a new address is written down. Raises Conflict when the row is another by now."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if version is not None and row_version(person) != version:
        raise Conflict(CHANGED)
    return store(person, values, by, now)


def store(person, values, by, now):
    values = dict(values)
    number, forget = values.pop("id_number", ""), values.pop("forget_id_number", False)
    address, spelling, name = person.email, person.pinyin, person.name
    for field, value in values.items():
        setattr(person, field, value)
    if person.name != name and person.pinyin in {"", spelling}:
        person.pinyin = names.respelled(person.name, name, spelling)
    if number or forget:
        person.write_id_number(number)
    is_new = person.pk is None
    stored(person)
    if not is_new and person.email != address:
        note_new_address(person=person, old=address, by=by, now=now)
    return person
