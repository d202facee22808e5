"""In which capacity somebody looks at the program just now. It decides their home and navigation, and no right: those are the sum of all roles."""

from django.db.models import TextChoices

SESSION_KEY = "face"


class Face(TextChoices):
    """The order is the one in which they are offered; the first that somebody has is theirs until they choose another."""

    COMMITTEE = "committee", "支部委员"
    MEMBER = "member", "党员"
    PARTNER = "partner", "合伙人"
    CLERK = "clerk", "录入员"
    ADMIN = "admin", "管理员"
    COLLEAGUE = "colleague", "本所人员"


def faces_of(roles):
    """The Faces of somebody with these Roles; everybody has one at least."""
    held = {
        Face.COMMITTEE: bool(roles.committee_of),
        Face.MEMBER: bool(roles.member_of),
        Face.PARTNER: roles.is_partner,
        Face.CLERK: roles.is_clerk,
        Face.ADMIN: roles.is_admin,
    }
    return [face for face, is_theirs in held.items() if is_theirs] or [Face.COLLEAGUE]


def face_of(request, roles):
    """The Face somebody has chosen, as long as it is still theirs, else their first."""
    faces = faces_of(roles)
    if len(faces) == 1:
        return faces[0]
    chosen = request.session.get(SESSION_KEY)
    return Face(chosen) if chosen in faces else faces[0]
