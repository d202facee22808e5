"""One message for everything that a group is told at a time, and when a robot may speak; pure."""

from datetime import timedelta

from lawfirm_party.common.dates import local

# At most fifteen messages a minute: the services take twenty.
BETWEEN = timedelta(seconds=4)
# Everybody's robots speak at these minutes, and the services turn messages away.
CROWDED_MINUTES = (0, 30)
# So long before them no message is begun that would arrive in them.
BEFORE_A_CROWD = timedelta(seconds=15)
MORE = "……另有 {number} 项"
DETAILS = "详情和答复：{url}"


def size(text):
    """Bytes as they are sent, in UTF-8."""
    return len(text.encode())


def digest(heading, lines, url, limit):
    """The text of a message: a heading, one numbered line for each thing, and where to read on; at most `limit` bytes.

    What does not fit is cut at a whole line and counted.
    """
    lines = [" ".join(line.split()) for line in lines]
    numbered = [f"{number}. {line}" for number, line in enumerate(lines, 1)] if len(lines) > 1 else lines
    for kept in range(len(numbered), -1, -1):
        left = len(numbered) - kept
        rest = [MORE.format(number=left)] if left else []
        text = "\n".join([heading, *numbered[:kept], *rest, DETAILS.format(url=url)])
        if size(text) <= limit:
            return text
    return MORE.format(number=len(lines))


def crowd_ends(moment):
    """The moment from which a robot may speak again when it may not at `moment`: never at minute 0 or 30; else None."""
    for ahead in (timedelta(0), BEFORE_A_CROWD):
        wall = local(moment + ahead)
        if wall.minute in CROWDED_MINUTES:
            return wall.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return None
