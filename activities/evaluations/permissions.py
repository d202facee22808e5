"""Who may do what in a round, over Roles. Whether it is visible at all is queries.rounds_for."""


def keeps_round(roles, found):
    """The secretary organises it."""
    return found.branch_id in roles.secretary_of


def gives_opinion(roles, found):
    """The committee reads reviews, tallies and evidence, and writes opinions."""
    return found.branch_id in roles.committee_of
