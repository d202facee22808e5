"""The demo firm is the firm of the facts, and true on every awkward day of the calendar."""

from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities.evaluations.choices import Grade, RoundState, Step
from activities.evaluations.models import Appraisal, Round, YearTotals
from activities.evaluations.queries.rounds import progress_of
from activities.meetings.choices import LeaveState, MeetingState
from activities.meetings.models import ActionItem, Attendance, Explanation, LeaveRequest, Meeting
from activities.meetings.queries.board import board_for, cell_for, year_bounds
from activities.meetings.queries.record import record_of
from activities.meetings.rules.requirements import CellState
from activities.notices.models import OutboxRow
from activities.reminders.commands import plan
from branches.choices import MeetingKind
from branches.models import Branch, PartyGroup
from lawfirm_party.common.dates import add_months, at, local_day, month_period, quarter_period
from lawfirm_party.common.demo import is_demo
from lawfirm_party.demo import people
from lawfirm_party.demo.management.commands.demo import THERE_ALREADY
from members.choices import PersonKind, Standing
from members.models import CommitteeTerm, Membership, Partner, PartyStanding, Person, User
from members.queries import committee_on, partners_on, party_facts, term_in_force
from members.rules import is_full_member, is_party_member

# The mark alone makes the tables when tests of the loaded demo are chosen one by one.
pytestmark = pytest.mark.django_db
PASSWORD = "demo-password-1"
# The first of January, a leap day, and the end of a quarter late in the evening.
MOMENTS = (
    at(date(2027, 1, 1), 9, 30),
    at(date(2028, 2, 29), 16),
    at(date(2026, 3, 31), 23, 50),
)


@pytest.fixture(scope="module", params=MOMENTS, ids=lambda moment: f"{moment:%Y-%m-%d}")
def now(request, django_db_setup, django_db_blocker):
    """The demo, loaded once for all tests of a moment, and taken back after them."""
    patch = pytest.MonkeyPatch()
    patch.setenv("DEMO_PASSWORD", PASSWORD)
    with django_db_blocker.unblock(), time_machine.travel(request.param, tick=False), transaction.atomic():
        call_command("demo", stdout=StringIO())
        yield request.param
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture
def today(now):
    return local_day(now)


@pytest.fixture
def branch(now):
    return Branch.objects.get(name=people.BRANCH)


@pytest.fixture
def office(now):
    return Branch.objects.get(name=people.OFFICE_BRANCH)


def cell(branch, kind, month, now, group=None):
    return cell_for(branch, kind, group and group.pk, month_period(month), now)


def months_back(today, number):
    return add_months(month_period(today).start, -number)


# -- the facts of the firm --------------------------------------------------------------------------------------


def test_thirty_six_lawyers_of_whom_twenty_one_are_full_members(branch, today):
    lawyers = Person.objects.in_firm(today).filter(kind=PersonKind.LAWYER)
    full = {row.person_id for row in party_facts(branch.pk, today) if is_full_member(row)}
    assert lawyers.count() == 36
    assert len(full) == 21
    assert full <= set(lawyers.values_list("pk", flat=True))


def test_beside_them_one_probationary_trainee_and_one_activist(branch, today):
    rows = [row for row in party_facts(branch.pk, today) if not is_full_member(row)]
    assert [row.standing for row in rows] == [Standing.PROBATIONARY]
    trainee = Person.objects.get(pk=rows[0].person_id)
    assert trainee.kind == PersonKind.TRAINEE
    since = PartyStanding.objects.on(today).get(person=trainee).since
    assert Meeting.objects.filter(kind=MeetingKind.ASSEMBLY, branch=branch, starts_at__date=since).exists()
    assert PartyStanding.objects.on(today).filter(standing=Standing.ACTIVIST).count() == 1


def test_five_partners_four_of_them_the_committee_three_of_them_founders(branch, today):
    partners, committee = partners_on(branch.firm_id, today), committee_on(branch.pk, today)
    assert (len(partners), len(committee)) == (5, 4)
    assert set(committee) < set(partners)
    assert Partner.objects.filter(is_founding=True).count() == 3
    first = CommitteeTerm.objects.filter(branch=branch).earliest("since")
    founders = set(Partner.objects.filter(is_founding=True).values_list("person", flat=True))
    seated = set(first.seats.values_list("person", flat=True))
    assert len(seated) == 4
    assert founders < seated


def test_the_managing_partner_is_the_secretary(branch, today):
    managing = Partner.objects.on(today).get(is_managing=True)
    term = term_in_force(branch.pk, today)
    assert [seat.person_id for seat in term.seats_now if seat.role == "secretary"] == [managing.person_id]
    assert len(term.seats_now) == 4


def test_the_branchs_history_runs_in_terms_of_three_years_r_com_3(branch, today):
    since = list(
        CommitteeTerm.objects.filter(branch=branch).order_by("since").values_list("since", flat=True)
    )
    assert since[0] == branch.founded_on == date(2000, 3, 20)
    assert sum(day.year <= 2012 for day in since) == 5
    assert all(add_months(one, 36) == other for one, other in pairwise(since))
    assert since[-1] <= today < add_months(since[-1], 36)


def test_eighteen_founded_the_branch_and_five_lawyers_were_admitted_since(branch, today):
    assert Membership.objects.filter(branch=branch).on(branch.founded_on).count() == 18
    admitted = PartyStanding.objects.filter(standing=Standing.PROBATIONARY, person__kind=PersonKind.LAWYER)
    assert admitted.count() == 5


def test_three_groups_with_leaders_and_a_second_branch_of_three(branch, office, today):
    assert PartyGroup.objects.active(today).filter(branch=branch).count() == 3
    facts = party_facts(branch.pk, today)
    assert sum(row.is_leader for row in facts) == 3
    assert all(row.group_id for row in facts)
    others = party_facts(office.pk, today)
    assert [is_party_member(row) for row in others] == [True] * 3
    kinds = Person.objects.filter(pk__in=[row.person_id for row in others]).values_list("kind", flat=True)
    assert set(kinds) == {PersonKind.STAFF}


def test_the_nine_logins_open_and_some_people_have_no_address(now):
    for name in people.LOGINS:
        assert User.objects.get(username=name).check_password(PASSWORD)
    assert Person.objects.in_firm(local_day(now)).filter(email="").count() >= 3


# -- two years of life, with real gaps --------------------------------------------------------------------------


def test_every_archived_record_passes_the_archives_own_check(now):
    meetings = Meeting.objects.filter(state=MeetingState.ARCHIVED)
    assert meetings.count() > 150
    lacking = {meeting.pk: record_of(meeting).missing for meeting in meetings}
    assert {pk: missing for pk, missing in lacking.items() if missing} == {}
    assert not meetings.filter(archived_at__gt=now).exists()


def test_it_reaches_two_years_back_and_not_beyond_now(now, today):
    first = Meeting.objects.earliest("starts_at")
    assert local_day(first.starts_at) < add_months(today, -23)
    assert not Meeting.objects.took_place().filter(starts_at__gt=now).exists()
    assert not Attendance.objects.filter(marked_at__gt=now).exists()


def test_this_months_committee_is_not_scheduled_and_last_months_record_not_finished(branch, today, now):
    this = cell(branch, MeetingKind.COMMITTEE, today, now)
    assert this.state in {CellState.WAITING, CellState.LAPSING}
    last = cell(branch, MeetingKind.COMMITTEE, months_back(today, 1), now)
    assert last.state == CellState.INCOMPLETE
    unfinished = Meeting.objects.took_place().exclude(state=MeetingState.ARCHIVED)
    assert [meeting.pk for meeting in unfinished] == [last.held[0].id]


def test_one_missing_meeting_is_explained_one_is_not_and_one_was_entered_afterwards(branch, today, now):
    third = PartyGroup.objects.get(branch=branch, number=3)
    explained = cell(branch, MeetingKind.GROUP, months_back(today, 4), now, third)
    assert explained.state == CellState.EXPLAINED
    assert Explanation.objects.get().made_up_by.state == MeetingState.ARCHIVED
    assert cell(branch, MeetingKind.GROUP, months_back(today, 1), now, third).state == CellState.MISSING
    assert cell(branch, MeetingKind.THEME_DAY, months_back(today, 5), now).text == "1补录"
    assert Meeting.objects.filter(is_backfilled=True).count() == 1


def test_beside_its_gaps_the_last_four_quarters_are_complete(branch, office, today, now):
    end = quarter_period(today).start
    for unit, gaps in (
        (branch, {CellState.MISSING, CellState.EXPLAINED, CellState.INCOMPLETE}),
        (office, set()),
    ):
        board = board_for(unit, add_months(end, -12), end, now)
        over = [each for each in board.asked if each.is_over]
        unexpected = [(each.name, each.state) for each in over if each.state not in {CellState.HELD, *gaps}]
        assert unexpected == []
        assert len([each for each in over if each.state != CellState.HELD]) <= 3
        assert board.rate >= 90


def test_meetings_are_coming_one_leave_waits_and_items_are_open(now, today):
    coming = Meeting.objects.upcoming(now)
    assert coming.filter(starts_at__lt=now + timedelta(days=8)).exists()
    assert not coming.filter(kind=MeetingKind.COMMITTEE).exists()
    leave = LeaveRequest.objects.get(state=LeaveState.PENDING)
    assert leave.meeting in coming
    assert leave.person.user.username == "member"
    assert ActionItem.objects.filter(done_on=None, due_on__lt=today).exists()
    assert ActionItem.objects.filter(done_on=None, due_on__gte=today).exists()


def test_last_years_round_is_archived_and_this_years_at_its_third_step(branch, today, now):
    last, this = Round.objects.filter(branch=branch).order_by("year")
    assert this.year - last.year == 1 and this.year in {today.year, today.year - 1}
    assert (last.state, this.state) == (RoundState.ARCHIVED, RoundState.RUNNING)
    grades = Appraisal.objects.filter(participant__round=last)
    assert grades.count() == 21 and grades.filter(acknowledged_at=None).count() == 0
    assert grades.filter(grade=Grade.EXCELLENT).count() == last.cap == 7
    assert {step.state for step in progress_of(last, now)} == {"done"}
    steps = {step.step: step for step in progress_of(this, now)}
    assert steps[Step.SELF].words == "18/22" and steps[Step.SELF].state == "current"
    assert steps[Step.BALLOT].state == "todo" and this.members_poll is None
    assert YearTotals.objects.filter(branch=branch, year__lt=last.year).count() == 3


def test_nobody_is_told_about_the_past(now):
    assert plan(now=now) == 0
    assert not OutboxRow.objects.exists()


def test_a_second_run_has_nothing_to_do(now):
    before, out = Meeting.objects.count(), StringIO()
    call_command("demo", stdout=out)
    assert out.getvalue().strip() == THERE_ALREADY
    assert is_demo()
    call_command("demo", "--if-empty", stdout=out)
    assert Meeting.objects.count() == before


@pytest.mark.parametrize("username", people.LOGINS)
def test_every_login_has_a_home(now, username):
    client = Client()
    client.force_login(User.objects.get(username=username))
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert len(queries) <= 20


def pages_of(branch, today):
    """Every page that is read, over the meetings with most in them: a whole branch's, the unfinished one, the next one."""
    meetings = Meeting.objects.filter(branch=branch)
    assembly = meetings.filter(kind=MeetingKind.ASSEMBLY, state=MeetingState.ARCHIVED).first()
    unfinished = meetings.took_place().exclude(state=MeetingState.ARCHIVED).first()
    coming = meetings.filter(state=MeetingState.SCHEDULED).first()
    yield from ("/", "/me/", "/meetings/", "/calendar/", "/leaves/", "/decisions/", "/members/")
    yield from (
        "/decisions/?state=done",
        "/notices/",
        "/outbox/",
        "/board/recent/",
        f"/branches/{branch.pk}/",
    )
    yield from (f"/board/{year}/" for year in (today.year, today.year - 1, today.year - 2))
    for found in Round.objects.filter(branch=branch):
        part = found.participants.filter(is_graded=True).first()
        pages = ("", "plan/", "talks/", "self/", "peers/", "decide/", "mine/", f"opinions/{part.pk}/")
        yield from (f"/evaluation/{found.year}/{page}" for page in pages)
    yield from ("/feedback/", "/feedback/cards/", "/feedback/own/", "/feedback/register/")
    yield f"/board/explain/?kind=committee&period={month_period(today).key}"
    yield f"/members/{User.objects.get(username='secretary').person_id}/"
    for kind in MeetingKind:
        yield from (f"/meetings/new/?type={kind}", f"/meetings/backfill/?type={kind}")
    for page in ("", "attendance/", "minutes/", "sheet/", "move/", "cancel/", "edit/", "correct/", "leave/"):
        yield from (f"/meetings/{meeting.pk}/{page}" for meeting in (assembly, unfinished, coming))


@pytest.mark.parametrize("username", ["secretary", "committee", "leader", "member", "clerk"])
def test_every_page_stays_within_twenty_queries(now, branch, today, username):
    client, opened, over = Client(), 0, {}
    client.force_login(User.objects.get(username=username))
    for path in pages_of(branch, today):
        with CaptureQueriesContext(connection) as queries:
            opened += client.get(path).status_code == 200
        if len(queries) > 20:
            over[path] = len(queries)
    assert over == {}
    assert opened > 5


def test_last_years_board_is_there_too(branch, today, now):
    board = board_for(branch, *year_bounds(today.year - 1), now)
    assert board.rate >= 85


def test_years_on_paper_show_no_columns_of_gaps(branch, office, today, now):
    for unit in (branch, office):
        for year in (today.year - 2, today.year - 3):
            board = board_for(unit, *year_bounds(year), now)
            states = {each.state for each in board.cells if each.is_over}
            assert states <= {CellState.HELD, CellState.NOT_APPLICABLE}, year
