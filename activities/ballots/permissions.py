"""Who may do what with a poll, over Roles. Whether it is visible at all is queries.polls_for."""


def is_scrutineer(roles, poll):
    return roles.person_id is not None and roles.person_id == poll.scrutineer_id


def keeps_poll(roles, poll):
    """The secretary prepares and voids polls and sees who has not voted yet; never what anybody said."""
    return poll.branch_id in roles.secretary_of


def sees_turnout(roles, poll):
    return poll.branch_id in roles.committee_of or is_scrutineer(roles, poll)


def reads_result(roles, poll):
    """The tallies of everybody: the committee and the scrutineer who counted; each person reads their own."""
    return poll.branch_id in roles.committee_of or is_scrutineer(roles, poll)


def may_shred(roles, poll):
    return is_scrutineer(roles, poll) or keeps_poll(roles, poll)
