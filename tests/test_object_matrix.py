"""Every number and token in an address, a query or a form, with a thing that is not the user's own (row 9)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from activities.evaluations.models import Participant, Round
from activities.feedback.models import Measure
from activities.meetings.choices import LeaveReason, MeetingKind
from activities.meetings.models import ActionItem, AgendaItem, LeaveRequest, Meeting, Resolution
from activities.notices.models import Notice
from members.models import Partner

from . import factories
from .activities.ballots.poll_world import make_plain
from .activities.evaluations.round_world import told_things
from .activities.feedback.feedback_world import answer_to, plain_card
from .activities.meetings.record_world import make_held, make_planned
from .activities.notices.outbox import make_row
from .activities.notices.sinks import make_robot
from .conftest import NOW, TODAY
from .submissions import SUBMISSIONS, Submission, page_form
from .test_function_matrix import (
    ANSWER_PAGES,
    BRANCH_PAGES,
    CARD_PAGES,
    CASE_PAGES,
    PARTICIPANT_PAGES,
    PERSON_PAGES,
    POLL_PAGES,
    QUERY,
    TOLD_PAGES,
    make_job,
)
from .test_safe_methods import all_rows, changed
from .test_structure import named_patterns

MEETING = (
    *("meeting", "meeting_edit", "meeting_publish", "meeting_move", "meeting_cancel", "meeting_begin"),
    *(
        "backfill_scheduled",
        "attendance",
        "sign_in_sheet",
        "printed_record",
        "minutes",
        "meeting_close",
        "meeting_archive",
        "meeting_file",
    ),
    *("meeting_correct", "meeting_nudge", "come", "ask_leave", "withdraw_leave"),
)
# Which thing the number in an address stands for.
NOUNS = {
    **dict.fromkeys(MEETING, "meeting"),
    **dict.fromkeys(("action_done", "action_nudge"), "action"),
    **dict.fromkeys(PERSON_PAGES, "person"),
    **dict.fromkeys(("person", "reveal_id_number", "invite", "account_switch"), "person"),
    **dict.fromkeys(("outbox_resend", "outbox_call_back"), "row"),
    "decide_leave": "leave",
    **dict.fromkeys(("nudge_leader", "group", "group_dissolve"), "group"),
    **dict.fromkeys(BRANCH_PAGES, "branch"),
    "term_edit": "term",
    "notice_open": "notice",
    **dict.fromkeys(("robot", "robot_switch", "robot_test"), "robot"),
    **dict.fromkeys(("job", "job_cancel", "job_file"), "job"),
    **dict.fromkeys(POLL_PAGES, "poll"),
    **dict.fromkeys(CARD_PAGES, "card"),
    **dict.fromkeys(PARTICIPANT_PAGES, "participant"),
    **dict.fromkeys(CASE_PAGES, "case"),
    "item_mended": "mend item",
    **dict.fromkeys(ANSWER_PAGES, "low answer"),
    "measure": "measure",
}
# Signed or stored tokens: tests/test_tokens.py and tests/activities/meetings/views/test_feed.py go through them.
TOKENS = {"answer", "feedback_form", "set_password", "calendar_feed"}
NO_POLL = UUID(int=0)
# A number that names no thing.
PLAIN = {
    "board",
    *("evaluation", "evaluation_plan", "evaluation_open", "evaluation_talks", "evaluation_ballots"),
    *("evaluation_paper", "evaluation_file", "evaluation_times", "grades"),
    *("evaluation_decide", "evaluation_announce", "evaluation_archive", "self_review", "peers"),
    *("own_grade", "grade_known", "grade_objection", "evaluation_dashboard", "evaluation_brief"),
}
# Firm data of a colleague is for the whole firm, and so is what clients said; what it shows of the Party is in tests/members/test_views.py.
FIRM_WIDE = {("person", "GET", "another branch")} | {
    (name, method, "another branch")
    for name in (*CARD_PAGES, *ANSWER_PAGES, "measure")
    for method in ("GET", "POST")
}
DATA = {
    "decide_leave": {"decision": "approve"},
    "meeting_cancel": {"reason": "x", "version": "0"},
    "meeting_archive": {"seen": "x"},
    "attendance": {"mark": "all"},
    "ask_leave": {"reason": "court"},
    "meeting_move": {"date": "2026-11-26", "start_time": "15:00", "end_time": "16:00", "version": "0"},
}


def things_of(branch):
    """{noun: row} of things that belong to a branch, in states in which their owner may do everything."""
    person = factories.make_member(branch)
    meeting = factories.make_meeting(branch, MeetingKind.COMMITTEE, TODAY, 15, host=person, recorder=person)
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="议题")
    return {
        "meeting": meeting,
        "action": ActionItem.objects.create(
            meeting=meeting, item=item, text="事项", owner=person, due_on=TODAY
        ),
        "leave": LeaveRequest.objects.create(
            meeting=meeting, person=person, reason=LeaveReason.COURT, asked_at=NOW
        ),
        "person": person,
        "branch": branch,
        "group": factories.make_group(branch, 2),
        "term": factories.make_term(branch),
        "row": make_row(person, branch=branch, state="dead"),
        "notice": notice_of(person, branch),
        "robot": make_robot(branch),
        "poll": make_plain(branch, person),
        **feedback_things(branch.firm),
        "participant": participant_of(branch, person),
        **told_things(branch, person, factories.make_user(f"teller {person.pk}"), meeting),
    }


def participant_of(branch, person):
    """Somebody in a running round of this year of any branch."""
    found = Round(branch=branch, year=TODAY.year, state="running", cap=1, opened_at=NOW)
    found.made_by = factories.make_user(f"keeper {person.pk}")
    found.save()
    return Participant.objects.create(round=found, person=person, position=1, fills=True, is_graded=True)


def feedback_things(firm):
    """A card that waits, a low answer and a measure, of a firm's lawyer."""
    lawyer = factories.make_person(firm)
    user = factories.make_user(f"lawyer {lawyer.pk}", lawyer)
    measure = Measure(firm=firm, kind="complaint", source="bar", received_on=TODAY, summary="事由")
    measure.recorded_by, measure.recorded_at = user, NOW
    measure.save()
    return {"card": plain_card(lawyer), "low answer": answer_to(plain_card(lawyer), 1), "measure": measure}


def notice_of(person, branch):
    row = make_row(person, channel="in_app", branch=branch, state="sent")
    return Notice.objects.create(row=row, person=person, title="通知", url="/", at=NOW)


def deleted_things(cast):
    """{noun: number} of things that were there a moment ago."""
    things = things_of(factories.make_branch(cast.firm))
    numbers = {noun: row.pk for noun, row in things.items()}
    things["row"].delete()
    things["participant"].round.delete()
    things["case"].participant.round.delete()
    things["meeting"].delete()
    things["notice"].row.delete()
    things["robot"].delete()
    things["poll"].delete()
    things["low answer"].handling.delete()
    for noun in ("low answer", "card", "measure"):
        things[noun].delete()
    things["group"].delete()
    things["term"].delete()
    things["person"].delete()
    things["branch"].delete()
    return numbers


def strange_things(cast):
    """{whose: {noun: number}}"""
    other_firm = factories.make_branch()
    strange = {
        "another branch": things_of(cast.other_branch),
        "another firm": things_of(other_firm),
        "another person": {
            "notice": notice_of(cast.people["member"], cast.branch),
            "job": make_job(cast, "committee"),
        },
    }
    found = {whose: {noun: row.pk for noun, row in things.items()} for whose, things in strange.items()}
    return {
        **found,
        "deleted": deleted_things(cast),
        "never there": {**dict.fromkeys(NOUNS.values(), 10**17), "poll": NO_POLL},
    }


def address_about(name, number):
    """The address of a page about one thing; those of a round have its year too."""
    if name in PARTICIPANT_PAGES:
        return reverse(name, args=[TODAY.year, number])
    return reverse(name, args=[TODAY.year - 1, number] if name in TOLD_PAGES else [number])


def test_every_parameter_of_an_address_is_covered():
    with_number = {entry.name for _, entry in named_patterns() if entry.pattern.converters}
    assert with_number == {*NOUNS, *TOKENS, *PLAIN}
    kinds = {name: set(entry.pattern.converters) for _, entry in named_patterns() for name in [entry.name]}
    assert {frozenset(kinds[name]) for name in NOUNS} == {frozenset({"pk"}), frozenset({"pk", "year"})}


@pytest.mark.parametrize("role", ["secretary", "leader", "admin"])
def test_what_is_not_ones_own_is_not_there_and_stays_as_it_was(cast, frozen, role):
    """The secretary is here no partner, who would read more of the firm; the admin reads no records at all."""
    Partner.objects.filter(person=cast.people["secretary"]).delete()
    strange = strange_things(cast)
    client = cast.client(role)
    before = all_rows()
    found = []
    for name, noun in NOUNS.items():
        for whose, numbers in strange.items():
            if noun not in numbers or (role == "admin" and noun in {"person", "branch"}):
                continue
            address = address_about(name, numbers[noun]) + QUERY.get(name, "")
            for method in ("GET", "POST"):
                answer = getattr(client, method.lower())(address, DATA.get(name, {}))
                if answer.status_code not in {403, 404, 405} and (name, method, whose) not in FIRM_WIDE:
                    found.append((name, method, whose, answer.status_code))
    assert found == []
    assert changed(before) == []


def test_the_same_requests_reach_ones_own_things(cast, frozen):
    """The counterpart: with the branch's own things nothing above is refused for another reason."""
    refused = {
        name: answer.status_code
        for name in NOUNS
        if name in SUBMISSIONS and (answer := SUBMISSIONS[name](cast).send()).status_code not in {200, 302}
    }
    assert refused == {}


# ---- numbers in a query


@pytest.mark.parametrize(
    ("address", "noun"),
    [
        ("/meetings/new/?type=assembly&branch={}", "branch"),
        ("/meetings/new/?type=group&group={}", "group"),
        ("/meetings/backfill/?type=assembly&branch={}", "branch"),
        ("/meetings/backfill/?type=group&group={}", "group"),
        ("/board/2026/?branch={}", "branch"),
        ("/board/recent/?branch={}", "branch"),
        ("/ledger/?branch={}", "branch"),
        ("/board/explain/?kind=assembly&period=2026-Q3&branch={}", "branch"),
        ("/board/explain/?kind=group&period=2026-09&group={}", "group"),
    ],
)
def test_a_number_in_a_query_that_is_not_ones_own_is_not_there(cast, frozen, address, noun):
    strange = strange_things(cast)
    client = cast.client("secretary")
    before = all_rows()
    for whose in ("another firm", "deleted", "never there"):
        asked = address.format(strange[whose][noun])
        assert client.get(asked).status_code == 404, whose
        assert client.post(asked, {"act": "publish", "text": "x"}).status_code in {404, 405}, whose
    assert changed(before) == []


def test_a_filter_by_something_strange_shows_nothing_of_it(cast, frozen):
    strange = strange_things(cast)["another branch"]
    client = cast.client("secretary")
    person = strange["person"]
    outbox = client.get("/outbox/", {"meeting": strange["meeting"]}).content.decode()
    people = client.get("/members/", {"group": strange["group"]})
    assert f"/members/{person}/" not in outbox
    assert "group" not in people.context["params"]


# ---- numbers in a form


def strange_people(cast):
    other_firm = factories.make_person(factories.make_firm())
    gone = factories.make_person(cast.firm)
    number = gone.pk
    gone.delete()
    return {"of another firm": other_firm.pk, "deleted": number, "no number": "x", "far": "9" * 30}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *(
            (name, field)
            for name in ("meeting_new", "meeting_edit")
            for field in ("host", "recorder", "guests")
        ),
        *(("meeting_backfill", field) for field in ("host", "recorder", "guests")),
        *(("minutes", field) for field in ("host", "recorder")),
    ],
)
def test_somebody_strange_is_given_no_part(cast, frozen, name, field):
    submission = SUBMISSIONS[name](cast)
    strange = strange_people(cast)
    before = all_rows()
    for whose, number in strange.items():
        answer = submission.send(**{field: number})
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True), whose
    assert changed(before) == []


@pytest.mark.parametrize("whose", ["of another firm", "deleted"])
def test_somebody_strange_is_charged_with_nothing(cast, frozen, whose):
    submission = SUBMISSIONS["minutes"](cast)
    owner = next(key for key in submission.data if key.endswith("new0-owner_id"))
    number = strange_people(cast)[whose]
    submission.send(**{owner: number})
    assert not ActionItem.objects.filter(owner=number).exists()


def test_who_is_not_on_the_list_is_not_marked(cast, frozen):
    submission = SUBMISSIONS["attendance"](cast)
    outsider = cast.people["outsider"]
    before = all_rows()
    for number in (outsider.pk, 10**17):
        assert submission.send(mark=f"{number}:present").status_code == 422
    assert changed(before) == []


def other_record(cast):
    """A held meeting of another branch with one resolution and one action item."""
    meeting = make_held(cast, kind=MeetingKind.LECTURE)
    Meeting.objects.filter(pk=meeting.pk).update(branch=cast.other_branch)
    item = meeting.agenda.first()
    resolution = Resolution.objects.create(meeting=meeting, item=item, text="原来的决议", votes_for=3)
    action = ActionItem.objects.create(
        meeting=meeting, item=item, text="原来的事项", owner=cast.people["outsider"], due_on=TODAY
    )
    return item, resolution, action


def texts_of(rows):
    return {
        (type(row).__name__, row.pk): repr([row.item_id if hasattr(row, "item_id") else 0, str(row)])
        for old in rows
        for row in [type(old).objects.get(pk=old.pk)]
    }


def test_minutes_reach_no_row_of_another_meeting(cast, frozen):
    strange = other_record(cast)
    item, resolution, action = strange
    submission = SUBMISSIONS["minutes"](cast)
    own = Meeting.objects.get(pk=int(submission.address.split("/")[2])).agenda.last()
    before = texts_of(strange)
    submission.send(
        **{
            f"item-{item.pk}-title": "改了",
            f"item-{item.pk}-discussion": "改了",
            f"item-{item.pk}-remove": "on",
            f"item-{own.pk}-resolution-{resolution.pk}-text": "改了",
            f"item-{own.pk}-action-{action.pk}-text": "",
            f"item-{own.pk}-action-{action.pk}-owner_id": cast.people["secretary"].pk,
            f"item-{item.pk}-resolution-{resolution.pk}-text": "改了",
        }
    )
    assert texts_of(strange) == before


@pytest.mark.parametrize("name", ["meeting_new", "meeting_edit"])
def test_an_agenda_takes_no_item_from_another_meeting(cast, frozen, name):
    strange = other_record(cast)
    before = texts_of(strange)
    answer = SUBMISSIONS[name](cast).send(item_1="改了", known_1=strange[0].pk)
    assert answer.status_code == 302
    assert texts_of(strange) == before


@pytest.mark.parametrize("whose", ["another branch", "another kind", "deleted"])
def test_a_make_up_is_a_meeting_of_the_same_line(cast, frozen, whose):
    meeting = make_planned(cast, MeetingKind.LECTURE, day=TODAY - timedelta(days=3), state="held")
    if whose == "another branch":
        Meeting.objects.filter(pk=meeting.pk).update(branch=cast.other_branch, kind=MeetingKind.ASSEMBLY)
    if whose == "deleted":
        meeting.delete()
    submission = SUBMISSIONS["explain"](cast)
    before = all_rows()
    answer = submission.send(made_up_by=meeting.pk or 10**17)
    assert (answer.status_code, changed(before)) == (422, [])


def test_a_recorder_hands_the_pen_to_nobody(cast, frozen):
    meeting = make_held(cast)
    form = page_form(cast.client("committee_only"), f"/meetings/{meeting.pk}/minutes/")
    Submission(form.client, form.address, form.data).send(recorder=cast.people["member"].pk)
    meeting.refresh_from_db()
    assert meeting.recorder == cast.people["committee_only"]
