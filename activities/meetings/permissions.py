"""Who may do what with a meeting, over Roles (trust.md 3a). Whether it is visible at all is queries.visible."""

from branches.choices import MeetingKind

from .choices import BRANCH_KINDS, MeetingState

COMMITTEE_WRITES = BRANCH_KINDS | {MeetingKind.UNION, MeetingKind.STUDY}


def can_schedule(roles, branch_id, kind, group_id=None):
    """Schedule, move, cancel or enter afterwards a meeting of this kind."""
    if branch_id in roles.secretary_of:
        return True
    if kind == MeetingKind.GROUP:
        return group_id is not None and group_id in roles.leads
    return kind in COMMITTEE_WRITES and branch_id in roles.committee_of


def kinds_to_schedule(roles, branch_id):
    """The kinds a user may schedule in a branch; 党小组会 is named when any group may be meant."""
    kinds = [kind for kind in MeetingKind if can_schedule(roles, branch_id, kind)]
    if roles.leads and MeetingKind.GROUP not in kinds:
        kinds.append(MeetingKind.GROUP)
    return kinds


def can_manage(roles, meeting):
    return can_schedule(roles, meeting.branch_id, meeting.kind, meeting.group_id)


def can_record(roles, meeting):
    """Attendance and minutes: who may schedule it, and its recorder until it is archived."""
    if can_manage(roles, meeting):
        return True
    is_recorder = roles.person_id is not None and roles.person_id == meeting.recorder_id
    return is_recorder and meeting.state != MeetingState.ARCHIVED


def can_read_minutes(roles, meeting):
    """列席 see time, place and agenda; the minutes are for those the kind belongs to."""
    if can_record(roles, meeting):
        return True
    if meeting.kind in BRANCH_KINDS:
        return meeting.branch_id in roles.member_of
    if meeting.kind == MeetingKind.GROUP:
        return meeting.group_id in roles.groups or meeting.branch_id in roles.committee_of
    if meeting.kind == MeetingKind.COMMITTEE:
        return meeting.branch_id in roles.committee_of
    if meeting.kind == MeetingKind.PARTNERS:
        return roles.is_partner or meeting.branch_id in roles.committee_of
    return True


def can_decide_leave(roles, meeting):
    return meeting.branch_id in roles.secretary_of


def can_read_leave_text(roles, meeting):
    return meeting.branch_id in roles.secretary_of


def can_explain(roles, branch_id):
    return branch_id in roles.secretary_of
