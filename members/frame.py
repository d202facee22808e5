"""What stands above every page of a person, whichever app serves it."""

from django.urls import reverse

from lawfirm_party.common import clock

from . import permissions, queries


def person_frame(user, person, tab):
    """What stands above every page of a person: name, offices, tabs; and what the reader may do."""
    today = clock.today()
    roles = queries.roles_of(user, today)
    branches = queries.branch_ids_of(person.pk, today)
    with_party = permissions.can_read_party_data(roles, person, branches)
    tabs = [("概况", "person", True), ("党内经历", "person_history", with_party)]
    tabs.append(("参加会议", "person_meetings", permissions.can_read_attendance(roles, person, branches)))
    return {
        "page": queries.person_page(person, today, with_party),
        "person": person,
        "with_party": with_party,
        "can_write_party": permissions.can_write_party_data(roles, branches),
        "can_write_firm": permissions.can_write_firm_data(roles, branches),
        "can_read_contact": permissions.can_read_contact(roles, person, branches),
        "can_reveal": permissions.can_reveal_id_number(roles, branches),
        "can_invite": permissions.can_invite(roles, branches) and not queries.logs_in(person),
        "tabs": [
            {"label": label, "url": reverse(name, args=[person.pk]), "active": name.endswith(tab)}
            for label, name, is_theirs in tabs
            if is_theirs
        ],
    }
