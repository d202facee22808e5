"""The signed link in a mail: it stands for one person, one meeting, one revision, and dies when the meeting changes."""

from django.core import signing

SIGNER = signing.Signer(salt="meetings.answer", sep=".")


class Dead(Exception):
    """No link of ours, or no longer one: unknown, expired and revoked look the same."""


def answer_token(meeting, person_id):
    """The token that lets a person answer for themselves to the meeting as it stands."""
    return SIGNER.sign(f"{person_id}-{meeting.pk}-{meeting.revision}")


def read_token(token):
    """(person id, meeting id, revision) of a token. Raises Dead."""
    try:
        person_id, meeting_id, revision = map(int, SIGNER.unsign(token).split("-"))
    except (signing.BadSignature, ValueError) as error:
        raise Dead from error
    return person_id, meeting_id, revision
