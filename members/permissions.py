"""Who may do what with a person, over Roles. `branches` are those whose committee answers for the person (queries.branch_ids_of).

For somebody who never had a 组织关系 (a lawyer outside the Party, an 入党积极分子) every committee of the firm answers.
"""

from .rules import answers


def sees_party_columns(roles):
    return roles.is_clerk or bool(roles.committee_of)


def sees_birthdays(roles):
    """Party members of a branch (their own day), committee and clerk."""
    return sees_party_columns(roles) or bool(roles.member_of)


def sees_contact_columns(roles):
    """Whether a list may hold phone and e-mail of others; whose, says can_read_contact of each of them."""
    return roles.is_clerk or roles.is_admin or roles.is_partner or bool(roles.committee_of)


def can_read_party_data(roles, person, branches):
    return person.pk == roles.person_id or roles.is_clerk or answers(roles.committee_of, branches)


def can_read_contact(roles, person, branches):
    """Phone and e-mail: the branch's committee, partners for the firm, clerk, admin, and everybody their own."""
    own = person.pk == roles.person_id
    return (
        own or roles.is_clerk or roles.is_admin or roles.is_partner or answers(roles.committee_of, branches)
    )


def can_reveal_id_number(roles, branches):
    """The secretary and the clerk; every look is written down."""
    return roles.is_clerk or answers(roles.secretary_of, branches)


def keeps_accounts(roles):
    return roles.is_admin or bool(roles.secretary_of)


def reads_audit(roles):
    """Who did what is read by whoever keeps accounts and settings of the program (trust.md 3a)."""
    return roles.is_admin


def switches_accounts(roles):
    return roles.is_admin


def can_invite(roles, branches):
    return roles.is_admin or answers(roles.secretary_of, branches)


def can_write_party_data(roles, branches):
    """The secretary, the 组织委员 and the clerk."""
    return roles.is_clerk or answers(roles.keeps_members_of, branches)


def keeps_groups(roles, branch_id):
    """Who founds and dissolves a branch's 党小组: who writes down which of its people are in them."""
    return can_write_party_data(roles, {branch_id})


def can_write_firm_data(roles, branches):
    return roles.is_clerk or roles.is_admin or answers(roles.secretary_of, branches)


def can_write_contact(roles, branches):
    """Phone and e-mail of somebody else: the clerk and the secretary; everybody their own on the page 我的资料."""
    return roles.is_clerk or answers(roles.secretary_of, branches)


def can_add_person(roles):
    return roles.is_clerk or roles.is_admin or bool(roles.secretary_of)


def can_read_attendance(roles, person, branches):
    """What meetings somebody came to: the person and the branch's committee."""
    return person.pk == roles.person_id or answers(roles.committee_of, branches)


def can_read_terms(roles, branch):
    """Who sat in which committee: Party members of the branch, its committee and the clerk."""
    return roles.is_clerk or branch.pk in roles.branches


def reads_term_papers(roles, branch):
    """On what a term rests and who entered it: the branch's committee and the clerk, as with everybody's Party data."""
    return roles.is_clerk or branch.pk in roles.committee_of


def keeps_terms(roles, branch_id):
    """Who writes down elections and offices: who writes down the Party data of the branch's people."""
    return can_write_party_data(roles, {branch_id})
