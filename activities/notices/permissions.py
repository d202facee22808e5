"""Who may read the outbox (trust.md 3a): the committee; secretary and administrator for account mails."""


def can_read_outbox(roles):
    return bool(roles.committee_of) or roles.is_admin


def can_manage_robots(roles):
    """trust.md 3a: the settings of a branch are its secretary's."""
    return bool(roles.secretary_of)


def can_read_demo_mails(roles):
    return roles.is_admin
