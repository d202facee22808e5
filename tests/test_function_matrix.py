"""Every address × every role × GET and POST equals the committed table (tests/matrix.py)."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.meetings.choices import LeaveReason, MeetingState
from activities.meetings.models import ActionItem, AgendaItem, LeaveRequest
from activities.notices.choices import Channel
from activities.notices.models import Notice, OutboxRow
from branches.choices import MeetingKind
from lawfirm_party.common.choices import JobKind, JobState
from lawfirm_party.common.documents.pdf import CONTENT_TYPE, pdf_of
from lawfirm_party.common.models import Job
from lawfirm_party.common.stored import store

from . import factories
from .activities.ballots.poll_world import make_open
from .activities.evaluations.round_world import make_running, part, told_things
from .activities.feedback.feedback_world import card_with_link, measure_of, told_answer
from .activities.notices.sinks import make_robot
from .conftest import NOW, ROLES, TODAY
from .matrix import rows
from .test_structure import named_patterns


def world_of(cast):
    """One object of each noun, all belonging to the cast's own branch: a committee meeting, so that circles differ."""
    meeting = factories.make_meeting(
        cast.branch,
        MeetingKind.COMMITTEE,
        TODAY,
        15,
        recorder=cast.people["committee"],
        host=cast.people["secretary"],
    )
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="传达学习")
    action = ActionItem.objects.create(
        meeting=meeting, item=item, text="整理名册", owner=cast.people["committee"], due_on=TODAY
    )
    leave = LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["committee"], reason=LeaveReason.COURT, asked_at=NOW
    )
    row = OutboxRow.objects.create(
        dedupe_key="matrix",
        rule="meeting_published",
        object_id=str(meeting.pk),
        occurrence="0",
        branch=cast.branch,
        recipient=cast.people["committee"],
        channel=Channel.EMAIL,
        due_at=NOW,
        useful_until=NOW + timedelta(days=8),
        next_try_at=NOW,
        created_at=NOW,
    )
    notice = Notice.objects.create(
        row=row, person=cast.people["committee"], title="会议通知", url="/", at=NOW
    )
    job = make_job(cast)
    return {
        "job": job,
        "meeting": meeting,
        "action": action,
        "leave": leave,
        "person": cast.people["member"],
        "branch": cast.branch,
        "group": cast.group,
        "term": cast.term,
        "row": row,
        "notice": notice,
        "robot": make_robot(cast.branch),
        "poll": make_open(cast)[0],
        "participant": part(make_running(cast), cast, "member"),
        **told_things(cast.branch, cast.people["member"], cast.users["secretary"], meeting),
        "card": card_with_link(cast)[0],
        "low answer": told_answer(cast),
        "measure": measure_of(cast),
    }


PERSON_PAGES = (
    *(
        "standing_change",
        "restriction_change",
        "relation_change",
        "exemption_change",
        "group_change",
        "partner_change",
    ),
    *("person_edit", "person_history", "person_meetings", "fact_correct"),
)


POLL_PAGES = (
    *("poll", "poll_secrecy", "poll_result", "poll_scrutiny", "poll_key", "poll_start", "poll_tally"),
    *("poll_sweep", "poll_recount", "poll_shred", "poll_void"),
)
PARTICIPANT_PAGES = ("opinion", "objection_reply", "self_review_return")
# Of the year before: its round is announced.
CASE_PAGES = ("disposal", "disposal_kind", "disposal_step", "disposal_end")
TOLD_PAGES = (*CASE_PAGES, "item_mended")
CARD_PAGES = ("feedback_card_link", "feedback_card_revoke")
ANSWER_PAGES = ("feedback_answer", "feedback_text", "feedback_step", "feedback_owner", "feedback_close")
BRANCH_PAGES = ("branch", "group_new", "terms", "term_new")


def make_job(cast, role="secretary"):
    """Finished work of somebody's own, with its file."""
    content = pdf_of("<html><body><p>台账</p></body></html>")
    stored = store(content=content, name="台账.pdf", content_type=CONTENT_TYPE, now=NOW)
    return Job.objects.create(
        kind=JobKind.LEDGER_BINDER,
        asked={"branch": cast.branch.pk, "period": "last4q", "by": "kind"},
        user=cast.users[role],
        state=JobState.DONE,
        result=stored,
        created_at=NOW,
        finished_at=NOW,
    )


SUBJECTS = {
    "job": "job",
    "job_cancel": "job",
    "job_file": "job",
    **dict.fromkeys(BRANCH_PAGES, "branch"),
    "term_edit": "term",
    "person": "person",
    **dict.fromkeys(PERSON_PAGES, "person"),
    "reveal_id_number": "person",
    "invite": "person",
    "account_switch": "person",
    "decide_leave": "leave",
    "action_done": "action",
    "action_nudge": "action",
    "nudge_leader": "group",
    **dict.fromkeys(("group", "group_dissolve"), "group"),
    "outbox_resend": "row",
    "outbox_call_back": "row",
    "notice_open": "notice",
    **dict.fromkeys(("robot", "robot_switch", "robot_test"), "robot"),
    **dict.fromkeys(POLL_PAGES, "poll"),
    **dict.fromkeys(CARD_PAGES, "card"),
    **dict.fromkeys(PARTICIPANT_PAGES, "participant"),
    **dict.fromkeys(CASE_PAGES, "case"),
    "item_mended": "mend item",
    **dict.fromkeys(ANSWER_PAGES, "low answer"),
    "measure": "measure",
}
QUERY = {
    "branch_settings_edit": "?kind=committee",
    "explain": "?kind=assembly&period=2026-Q3",
    "nudge_leader": "?period=2026-11",
}


def address_of(name, pattern, world):
    arguments = {}
    for key in pattern.pattern.converters:
        if key == "year":
            arguments[key] = TODAY.year - (name in TOLD_PAGES)
        elif key == "token":
            arguments[key] = "unknown-token"
        else:
            arguments[key] = world[SUBJECTS.get(name, "meeting")].pk
    return reverse(name, kwargs=arguments) + QUERY.get(name, "")


def answer_of(client, method, address):
    """What the table writes for a response; whatever it changed, in the database or in the client's cookies, is taken back."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method.lower())(address)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code in {301, 302}:
        return "login" if response["Location"].startswith("/accounts/login/") else "302"
    return str(response.status_code)


def answers_of(cast, role):
    """{(name, method): answer} of one role on every address."""
    world, client = world_of(cast), cast.client(role)
    return {
        (pattern.name, method): answer_of(client, method, address_of(pattern.name, pattern, world))
        for _, pattern in named_patterns()
        for method in ("GET", "POST")
    }


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_the_role_as_the_table_says(cast, frozen, demo_site, role):
    expected = {key: cells[role] for key, cells in rows().items()}
    actual = answers_of(cast, role)
    unlike = [
        f"{' '.join(key)}: is {actual.get(key)}, table {expected.get(key)}"
        for key in sorted({*actual, *expected})
        if actual.get(key) != expected.get(key)
    ]
    assert not unlike, "\n".join(unlike)


def test_reading_a_page_changes_nothing(cast, frozen):
    """Row 3: no GET writes, not even a session."""
    world = world_of(cast)
    writes = []
    for _, pattern in named_patterns():
        address = address_of(pattern.name, pattern, world)
        client = cast.client("secretary")
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        writes += [
            (pattern.name, query["sql"][:120])
            for query in captured
            if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}
            and "common_ratecount" not in query["sql"]
        ]
    assert writes == []


def test_nothing_of_one_branch_is_there_for_a_colleague_from_another(cast, frozen):
    """Row 9: each id of the cast's branch in each address, read and written, by somebody of another branch."""
    world = world_of(cast)
    firm_wide = {"person"}
    found = []
    for _, pattern in named_patterns():
        if "pk" not in pattern.pattern.converters or pattern.name in firm_wide:
            continue
        for method in ("GET", "POST"):
            answer = answer_of(cast.client("outsider"), method, address_of(pattern.name, pattern, world))
            if answer not in {"403", "404", "405"}:
                found.append((pattern.name, method, answer))
    assert found == []


def test_a_deleted_object_is_not_found(cast, frozen):
    client = cast.client("secretary")
    meeting = factories.make_meeting(cast.branch, state=MeetingState.DRAFT)
    address = meeting.get_absolute_url()
    meeting.delete()
    assert client.get(address).status_code == 404
