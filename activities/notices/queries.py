"""Reads of the outbox and of one's own notices."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import BigIntegerField, Case, CharField, Count, DateTimeField, Min, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse

from lawfirm_party.common.dates import local
from lawfirm_party.common.demo import is_demo
from lawfirm_party.common.models import Heartbeat
from lawfirm_party.common.prepared import A_MOMENT, AN_ID, Prepared
from members.queries import roles_of

from .choices import ABOUT_A_MEETING, OutboxState
from .models import Notice, OutboxRow, Robot
from .rules import (
    OPEN,
    PLANNER,
    PROBLEM_DAYS,
    PROBLEMS,
    SENDER,
    TONES,
    can_call_back,
    can_resend,
    figures_of,
    is_healthy,
    planning_text,
    problem_text,
    silence_text,
)

MAIL_FILES = 100
GROUP = "群“{name}”"
# What has reached somebody, or may have.
ARRIVED = (OutboxState.SENT, OutboxState.SENDING, OutboxState.UNCERTAIN)
# The line that Django writes after each mail; a mail may hold such a line itself, but no header follows it there.
MAIL_END = re.compile(rb"\n-{79}\n(?=Content-Type: |MIME-Version: |\Z)")


def notices_for(user):
    """A user's own in-app notices, newest first; a login without a person has none."""
    return Notice.objects.filter(person=user.person_id) if user.person_id else Notice.objects.none()


def outbox_for(user, on):
    """The rows a user may see on a day: the committee those of its branch, secretary and administrator account mails too.

    Account mails are those of the own firm; an administrator without a person sees all.
    """
    roles = roles_of(user, on)
    seen = Q(branch__in=roles.committee_of)
    if roles.firm_id and (roles.secretary_of or roles.is_admin):
        seen |= Q(branch=None, recipient__firm=roles.firm_id)
    elif roles.is_admin:
        seen |= Q(branch=None)
    return OutboxRow.objects.filter(seen)


def robots_for(user, on):
    """The robots of the branches whose secretary a user is on a day."""
    return Robot.objects.filter(branch__in=roles_of(user, on).secretary_of)


def robots_speaking(branches):
    """{branch id: {robot id: name}} of the robots that are not switched off, for branches given by id; one query."""
    found = {}
    rows = Robot.objects.filter(branch__in=list(branches), is_active=True).order_by("id")
    for branch_id, pk, name in rows.values_list("branch", "pk", "name"):
        found.setdefault(branch_id, {})[pk] = name
    return found


@dataclass(frozen=True)
class OutboxLine:
    """One row of the outbox page, where its object is, and what may be done with it."""

    row: OutboxRow
    to: str
    about: str
    url: str
    tone: str
    can_resend: bool
    can_call_back: bool


def outbox_lines(rows):
    """OutboxLines of rows, with their recipients and the names of their meetings, in two queries."""
    rows = list(rows.select_related("recipient", "robot"))
    names = meeting_names({row.object_id for row in rows if row.rule in ABOUT_A_MEETING})
    return [
        OutboxLine(
            row,
            row.recipient.name if row.recipient else GROUP.format(name=row.robot.name),
            names.get(row.object_id, "") if row.rule in ABOUT_A_MEETING else "",
            url_of(row),
            TONES[row.state],
            can_resend(row.state),
            can_call_back(row.state),
        )
        for row in rows
    ]


def meeting_names(object_ids):
    """{id of a meeting: its name}, as the latest notice about each has it; one query."""
    titles = Notice.objects.filter(row__rule__in=ABOUT_A_MEETING, row__object_id__in=object_ids)
    latest = titles.order_by("row__object_id", "-at", "-id").distinct("row__object_id")
    return {
        object_id: title.partition("：")[2]
        for object_id, title in latest.values_list("row__object_id", "title")
    }


def url_of(row):
    return reverse("meeting", args=[row.object_id]) if row.rule in ABOUT_A_MEETING else ""


def filtered(rows, *, states=(), rule="", meeting=None):
    """Rows of the given states, of one rule, and about one meeting; what is empty does not narrow."""
    if states:
        rows = rows.filter(state__in=states)
    if rule:
        rows = rows.filter(rule=rule)
    if meeting:
        rows = rows.filter(rule__in=ABOUT_A_MEETING, object_id=str(meeting))
    return rows


def delivery_figures(rules, object_id, occurrence):
    """DeliveryFigures of what these rules told about one occurrence of an object; one query."""
    states = {}
    of_it = Q(occurrence=str(occurrence)) | Q(occurrence__startswith=f"{occurrence}-")
    rows = OutboxRow.objects.filter(of_it, rule__in=rules, object_id=str(object_id), robot=None)
    for person_id, state in rows.order_by().values_list("recipient", "state"):
        states.setdefault(person_id, set()).add(OutboxState(state))
    return figures_of(states.values())


def people_reached(rules, object_id, before=None, except_occurrence=None):
    """Ids of everybody whom a message of these rules about one object has reached, or may have reached; one query.

    What was sent at `before` or later is left out, and what was about `except_occurrence`.
    """
    rows = arrived(rules, object_id, before, except_occurrence).filter(robot=None)
    return set(rows.values_list("recipient", flat=True))


def robots_reached(rules, object_id, before=None, except_occurrence=None):
    """Ids of the robots whose groups a message of these rules about one object has reached, as `people_reached`; one query."""
    rows = arrived(rules, object_id, before, except_occurrence).filter(recipient=None)
    return set(rows.values_list("robot", flat=True))


def arrived(rules, object_id, before, except_occurrence):
    """The rows that have reached, or may have reached, whom they were for."""
    rows = OutboxRow.objects.filter(rule__in=rules, object_id=str(object_id), state__in=ARRIVED)
    if before:
        rows = rows.filter(Q(sent_at=None) | Q(sent_at__lt=before))
    if except_occurrence is not None:
        prefix = f"{except_occurrence}-"
        rows = rows.exclude(Q(occurrence=str(except_occurrence)) | Q(occurrence__startswith=prefix))
    return rows


def last_rules(rules, object_id, on_their_way):
    """{person id: the last of these rules under which a message about one object reached them, or may have}; one query.

    Of the rules `on_their_way` also what is still to be sent counts.
    """
    counted = Q(state__in=ARRIVED) | Q(rule__in=on_their_way, state__in=OPEN)
    rows = OutboxRow.objects.filter(counted, rule__in=rules, object_id=str(object_id), robot=None)
    return dict(rows.order_by("due_at", "id").values_list("recipient", "rule"))


def listed_notices(user, only_unread=False):
    """One's own notices as the page lists them: what is not read first, then the newest."""
    if only_unread:
        return notices_for(user).filter(read_at=None)
    unread_first = Case(When(read_at=None, then=Value(0)), default=Value(1))
    return notices_for(user).order_by(unread_first, "-at", "-id")


@dataclass(frozen=True)
class Signals:
    """What every page says of the notices: how many are unread, and what must be known at once."""

    unread: int = 0
    banners: tuple = ()


UNREAD = "unread"


def signal_query(person, branches, after, names):
    """One union: one's unread notices, how many messages of each state did not arrive since a moment, and when each part of the program was alive."""
    never = Cast(Value(None), DateTimeField())
    unread = Notice.objects.filter(person=person, read_at=None).order_by()
    unread = unread.annotate(what=Value(UNREAD, CharField())).values_list("what")
    unread = unread.annotate(number=Count("pk"), seen=never, got=never)
    lost = OutboxRow.objects.filter(branch__in=[branches], due_at__gt=after, state__in=PROBLEMS)
    beats = Heartbeat.objects.filter(name__in=[names])
    counted = lost.order_by().values_list("state").annotate(number=Count("pk"), seen=never, got=never)
    return unread.union(
        counted,
        beats.order_by().values_list("name", Cast(Value(0), BigIntegerField()), "seen_at", "reached"),
        all=True,
    )


SIGNAL_ROWS = Prepared(signal_query, person=AN_ID, branches=AN_ID + 1, after=A_MOMENT, names="names")


def last_beat(name):
    """The Heartbeat of a part of the program, or None when it was never alive."""
    return Heartbeat.objects.filter(name=name).first()


def signals_for(roles, now):
    """The Signals of somebody with these Roles; one query, none for a login without a person."""
    if not roles.person_id:
        return Signals()
    rows = SIGNAL_ROWS.rows(
        person=roles.person_id,
        branches=sorted(roles.committee_of),
        after=now - timedelta(days=PROBLEM_DAYS),
        names=[SENDER, PLANNER],
    )
    unread = sum(number for what, number, _, _ in rows if what == UNREAD)
    banner = banner_of([row for row in rows if row[0] != UNREAD], now) if roles.committee_of else None
    return Signals(unread, (banner,) if banner else ())


def banner_of(rows, now):
    """What a committee must know at once: nothing is sent or planned, or messages did not arrive in the last seven days.

    A dict of tone, text, url and link_text, or None.
    """
    beats = {what: (seen_at, reached) for what, _, seen_at, reached in rows if seen_at}
    counts = {OutboxState(what): number for what, number, seen_at, _ in rows if not seen_at}
    silence, problems = standstill_text(beats, now), problem_text(counts)
    if not silence and not problems:
        return None
    said = f"有通知没有送达：{problems}。" if problems else ""
    return {
        "tone": "bad" if silence or OutboxState.DEAD in counts else "warn",
        "text": silence + said,
        "url": "/outbox/?state=problem" if problems else "/outbox/?state=open",
        "link_text": "查看发件箱",
    }


def standstill_text(beats, now):
    """What stands still, of {name: (seen at, reached)}: the sender, else the planner; "" before the first look, and while all is well."""
    if SENDER not in beats:
        return ""
    seen_at, _ = beats[SENDER]
    _, reached = beats.get(PLANNER, (None, None))
    return silence_text(seen_at, now) or planning_text(reached, now)


@dataclass(frozen=True)
class DeliveryHealth:
    """Ages in whole seconds (None: never, or nothing due) and counts of what is open or failed in the last seven days."""

    healthy: bool
    sender_age: int | None
    planner_age: int | None
    planned_until_age: int | None
    oldest_due_age: int | None
    counts: dict


def delivery_health(now):
    """DeliveryHealth at a moment; three cheap queries."""
    beats = {beat.name: beat for beat in Heartbeat.objects.filter(name__in=[SENDER, PLANNER])}
    sender, planner = beats.get(SENDER), beats.get(PLANNER)
    oldest = OutboxRow.objects.filter(state__in=OPEN, next_try_at__lte=now).aggregate(at=Min("next_try_at"))[
        "at"
    ]
    recent = OutboxRow.objects.filter(
        Q(state__in=OPEN) | Q(state__in=PROBLEMS, due_at__gt=now - timedelta(days=PROBLEM_DAYS))
    )
    counts = dict.fromkeys(sorted(OPEN | PROBLEMS), 0)
    counts.update(recent.order_by().values_list("state").annotate(number=Count("pk")))
    sender_age = sender and now - sender.seen_at
    planned_age = planner and planner.reached and now - planner.reached
    oldest_age = oldest and now - oldest
    return DeliveryHealth(
        healthy=is_healthy(sender_age, planned_age, oldest_age),
        sender_age=in_seconds(sender_age),
        planner_age=in_seconds(planner and now - planner.seen_at),
        planned_until_age=in_seconds(planned_age),
        oldest_due_age=in_seconds(oldest_age),
        counts={str(state): number for state, number in counts.items()},
    )


def in_seconds(age):
    return None if age is None else int(age.total_seconds())


@dataclass(frozen=True)
class DemoMail:
    """A mail as it lies in the mail folder of a demo."""

    at: datetime
    subject: str
    to: str
    text: str
    attachments: tuple[str, ...]


def has_demo_mails():
    """Whether mails lie in a folder and may be read there: in a demo without a mail server of its own."""
    return is_demo() and not settings.EMAIL_URL


def demo_mails():
    """The mails in the mail folder, newest first, out of the latest hundred files (a file holds one batch)."""
    folder = Path(settings.MAIL_DIR)
    files = sorted(folder.glob("*.log"), key=lambda path: path.name, reverse=True)[:MAIL_FILES]
    mails = [read_mail(part) for path in files for part in MAIL_END.split(path.read_bytes())]
    return sorted(filter(None, mails), key=lambda mail: mail.at, reverse=True)


def read_mail(data):
    """A DemoMail, or None for the end of a file that is just being written."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message["Date"] or not message["Date"].datetime:
        return None
    body = message.get_body(preferencelist=("plain",))
    return DemoMail(
        at=local(moment_of(message["Date"].datetime)),
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        text=body.get_content() if body else "",
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def moment_of(stamp):
    """The moment of a mail's date; "-0000" says UTC of a place unknown, and is read without any zone."""
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
