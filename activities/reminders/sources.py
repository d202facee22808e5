"""Who answers what is due, and who says what a message is about: the only lists of their kind."""

import members.queries as members
from activities.ballots import queries as ballots
from activities.evaluations.queries import due as evaluations
from activities.feedback.queries import due as feedback
from activities.meetings.queries import due as meetings
from activities.meetings.queries import group_news, words
from activities.meetings.queries import requirements_due as requirements

DUE = (
    meetings.due_items,
    group_news.due_items,
    requirements.due_items,
    members.due_items,
    ballots.due_items,
    feedback.due_items,
    evaluations.due_items,
)
OF_MEMBERS = frozenset({"invitation", "password_reset", "address_left", "address_taken", "term_ending"})
OF_FEEDBACK = frozenset({feedback.REMIND, feedback.TO_HANDLE})
OF_EVALUATIONS = frozenset(
    {
        evaluations.OPENED,
        evaluations.SELF_DUE,
        evaluations.PEERS_DUE,
        evaluations.GRADE_TOLD,
        evaluations.OBJECTED,
        evaluations.REPLIED,
    }
)
OF_BALLOTS = frozenset({ballots.OPENED, ballots.CLOSING, ballots.TO_COUNT})


def context_of(row, now):
    """The notice_context of the slice that owns the row's rule; None when there is nothing left to tell."""
    if row.robot_id:
        return group_news.group_words(row.rule, row.object_id, row.occurrence)
    about = (row.rule, row.object_id, row.occurrence, row.recipient)
    if row.rule in OF_MEMBERS:
        return members.notice_context(*about)
    if row.rule in OF_BALLOTS:
        return ballots.notice_context(*about)
    if row.rule in OF_FEEDBACK:
        return feedback.notice_context(*about, now)
    if row.rule in OF_EVALUATIONS:
        return evaluations.notice_context(*about, now)
    if row.rule == requirements.RULE:
        return requirements.notice_context(*about, now)
    return words.notice_context(*about)
