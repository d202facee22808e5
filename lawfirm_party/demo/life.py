"""Two years of organisational life, through the same commands as everybody's, with the day injected."""

from datetime import timedelta
from random import Random

from activities.meetings.choices import LeaveReason, Presence
from activities.meetings.commands.answers import ask_leave, come, decide_leave
from activities.meetings.commands.archive import archive_meeting
from activities.meetings.commands.attendance import begin_meeting, close_meeting, mark, mark_all_present
from activities.meetings.commands.backfill import backfill_meeting
from activities.meetings.commands.explain import explain
from activities.meetings.commands.minutes import (
    ActionData,
    ItemData,
    MinutesData,
    ResolutionData,
    finish_action,
    save_minutes,
)
from activities.meetings.commands.scheduling import create_meeting
from activities.meetings.models import ActionItem, AgendaItem, Attendance, Meeting
from activities.meetings.queries.expected import expected_at
from activities.meetings.rules.quorum import VOTING_KINDS, counts_of
from activities.meetings.rules.scheduling import Plan, title_for
from branches.choices import MeetingKind
from branches.rules import DEFAULT_KINDS
from lawfirm_party.common.calendar import rest_days
from lawfirm_party.common.dates import at, local_day

from . import calendar, people, texts
from .firm import OFFICE_SECRETARY

NOTICE = timedelta(days=5)
WRITING = timedelta(minutes=45)
GAP = timedelta(minutes=15)
LEAVES_ASKED_EVERY = 4
SEATED = frozenset({MeetingKind.COMMITTEE, MeetingKind.PARTNERS, MeetingKind.UNION})
MANY = 8
COMING = 6
ONE_IN_FIVE = 0.2


class Life:
    """Runs one branch's happenings in the order of their days."""

    def __init__(self, world, branch, user, now):
        self.world, self.branch, self.user, self.now = world, branch, user, now
        self.today = local_day(now)
        self.random = Random(branch.name)
        self.count = 0
        self.admitted_on = None

    def run(self, happenings):
        for happening in happenings:
            self.count += 1
            self.happen(happening)

    def happen(self, happening):
        plan = self.plan_of(happening)
        if happening.gap == "backfilled":
            return self.backfill(happening, plan)
        meeting = create_meeting(user=self.user, now=self.told_at(plan), data=plan, publish=True)
        if plan.starts_at <= self.now and plan.ends_at + WRITING + GAP <= self.now:
            self.hold(happening, meeting)
        return meeting

    # -- planning ------------------------------------------------------------------------------------------------

    def plan_of(self, happening):
        rules = DEFAULT_KINDS[happening.kind]
        hour, minute = calendar.HOURS[happening.kind]
        starts = at(happening.day, hour, minute)
        group = self.world.groups[happening.group] if happening.group is not None else None
        host, recorder = self.officers(happening)
        theme = ""
        if happening.kind == MeetingKind.THEME_DAY:
            theme = texts.THEMES[(happening.day.year * 12 + happening.day.month) % len(texts.THEMES)]
        return Plan(
            branch_id=self.branch.pk,
            kind=happening.kind,
            starts_at=starts,
            ends_at=starts + self.length_of(happening),
            title=title_for(
                happening.kind, happening.day, rules.every, group.name if group else "", happening.year
            )
            + ("（补开）" if happening.note == "make_up" else ""),
            place=texts.PLACES[happening.kind],
            group_id=group.pk if group else None,
            host_id=host.pk,
            recorder_id=recorder.pk,
            theme=theme,
            evaluation_year=happening.year,
            guest_ids=self.guests(happening),
            agenda=tuple((title, needs) for title, needs, _ in self.agenda_of(happening)),
            confirm_rest_day=True,
        )

    def length_of(self, happening):
        if happening.kind == MeetingKind.STUDY:
            return calendar.MORNING_OF_STUDY
        return timedelta(minutes=DEFAULT_KINDS[happening.kind].minutes_long)

    def officers(self, happening):
        """(host, recorder) by the branch's custom."""
        named = self.world.people
        if self.branch == self.world.office:
            return named[OFFICE_SECRETARY], named[people.OFFICE_STAFF[1].name]
        committee = [named[role.name] for role in people.COMMITTEE]
        if happening.kind == MeetingKind.GROUP:
            inside = [role for role in people.MEMBERS if role.group == happening.group]
            leader = next(role for role in inside if role.leads)
            other = next(role for role in inside if not role.leads)
            return named[leader.name], named[other.name]
        if happening.kind in {MeetingKind.LECTURE, MeetingKind.STUDY}:
            return committee[2], committee[1]
        return committee[0], committee[1]

    def guests(self, happening):
        """列席: now and then the partner outside the Party sits in (R-MTG-12)."""
        sits_in = happening.kind == MeetingKind.COMMITTEE and happening.day.month % 3 == 0
        return (self.world.people[people.PARTNER.name].pk,) if sits_in else ()

    def agenda_of(self, happening):
        agendas = texts.AGENDAS[happening.kind]
        agenda = agendas[(happening.day.year * 12 + happening.day.month) % len(agendas)]
        if happening.kind == MeetingKind.ASSEMBLY and happening.day == self.admitted_on:
            decided = texts.ADMITTED.format(name=people.PROBATIONER.name)
            agenda = (*agenda, (texts.ADMISSION, True, decided))
        return agenda

    def told_at(self, plan):
        """When the meeting was scheduled: some days before, and in any case before the demo began."""
        return min(at(local_day(plan.starts_at - NOTICE), 10), at(self.today - timedelta(days=1), 10))

    # -- holding -------------------------------------------------------------------------------------------------

    def hold(self, happening, meeting):
        self.ask_leaves(meeting)
        begin_meeting(meeting_id=meeting.pk, user=self.user, now=meeting.starts_at)
        mark_all_present(meeting_id=meeting.pk, user=self.user, now=meeting.starts_at)
        self.mark_exceptions(meeting)
        close_meeting(meeting_id=meeting.pk, user=self.user, now=meeting.ends_at)
        self.write(happening, meeting, meeting.ends_at + WRITING)
        if happening.gap != "unfinished":
            archive_meeting(meeting_id=meeting.pk, user=self.user, now=meeting.ends_at + WRITING + GAP)

    def ask_leaves(self, meeting):
        """Now and then somebody asked for leave beforehand, and the secretary agreed."""
        if self.branch == self.world.office or self.count % LEAVES_ASKED_EVERY:
            return
        asked_at = meeting.starts_at - timedelta(hours=20)
        person_id = self.random.choice(self.dispensable(meeting))
        reason = self.random.choice([LeaveReason.COURT, LeaveReason.TRAVEL])
        leave = ask_leave(meeting_id=meeting.pk, person_id=person_id, reason=reason, now=asked_at)
        decide_leave(leave_id=leave.pk, user=self.user, now=asked_at + timedelta(hours=1), approve=True)

    def dispensable(self, meeting):
        """Members who were expected and neither chaired nor recorded."""
        roles = people.COMMITTEE if meeting.kind in SEATED else [*people.COMMITTEE, *people.MEMBERS]
        if meeting.kind == MeetingKind.GROUP:
            roles = [role for role in roles if self.world.groups[role.group].pk == meeting.group_id]
        ids = [self.world.people[role.name].pk for role in roles]
        return [pk for pk in ids if pk not in {meeting.host_id, meeting.recorder_id}]

    def mark_exceptions(self, meeting):
        """Who did not come after all, in the bigger meetings."""
        rows = Attendance.objects.filter(meeting=meeting, is_guest=False, presence=Presence.PRESENT)
        people_ids = list(rows.order_by("id").values_list("person", flat=True))
        there = [pk for pk in people_ids if pk not in {meeting.host_id, meeting.recorder_id}]
        if len(people_ids) < MANY:
            return
        for person_id in self.random.sample(there, self.random.choice([0, 0, 1, 2])):
            absent = self.random.random() < ONE_IN_FIVE
            mark(
                meeting_id=meeting.pk,
                person_id=person_id,
                presence=Presence.ABSENT if absent else Presence.LEAVE,
                reason="" if absent else self.random.choice([LeaveReason.COURT, LeaveReason.TRAVEL]),
                user=self.user,
                now=meeting.starts_at + timedelta(minutes=10),
            )

    # -- minutes -------------------------------------------------------------------------------------------------

    def write(self, happening, meeting, when):
        meeting = Meeting.objects.get(pk=meeting.pk)
        rows = list(Attendance.objects.filter(meeting=meeting).select_related("person").order_by("id"))
        items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
        decided = [text for _, _, text in self.agenda_of(happening)]
        unfinished = happening.gap == "unfinished"
        day = local_day(meeting.starts_at)
        data = MinutesData(
            version=meeting.version,
            frame={"recorder_signed_on": day} | ({} if unfinished else {"host_signed_on": day}),
            items=tuple(
                self.item_of(happening, meeting, rows, item, "" if unfinished else text)
                for item, text in zip(items, decided, strict=True)
            ),
        )
        save_minutes(meeting_id=meeting.pk, user=self.user, now=when, data=data)
        self.finish_actions(meeting, happening)

    def item_of(self, happening, meeting, rows, item, decided):
        present = [row for row in rows if row.presence == Presence.PRESENT and not row.is_guest]
        speakers = self.random.sample(present, min(2, len(present)))
        counted = meeting.kind in VOTING_KINDS
        resolutions = ()
        if decided:
            votes = counts_of(rows).present_voting if counted else None
            zero = 0 if counted else None
            resolutions = (ResolutionData(None, decided, votes, zero, zero, is_public=True),)
        return ItemData(
            pk=item.pk,
            title=item.title,
            discussion="\n".join(f"{row.person.name}：{self.random.choice(texts.SAID)}" for row in speakers),
            needs_resolution=item.needs_resolution,
            resolutions=resolutions,
            actions=self.actions_of(happening, meeting, item, present),
        )

    def actions_of(self, happening, meeting, item, present):
        """One 议定事项 out of each 支委会, two weeks to do it; that of last month's is due in a few days."""
        if happening.kind != MeetingKind.COMMITTEE or not item.needs_resolution:
            return ()
        due_on = local_day(meeting.starts_at) + timedelta(days=14)
        if happening.gap == "unfinished":
            due_on = self.today + timedelta(days=4)
        owner = self.random.choice(present)
        text = texts.ACTIONS[self.count % len(texts.ACTIONS)]
        return (ActionData(None, text, owner.person_id, due_on),)

    def finish_actions(self, meeting, happening):
        """What was decided is done in time, but for the one that is left open."""
        if happening.note == "left_open" or happening.gap == "unfinished":
            return
        for action in ActionItem.objects.filter(meeting=meeting):
            done_at = at(action.due_on - timedelta(days=2), 16)
            if done_at <= self.now:
                finish_action(action_id=action.pk, user=self.user, now=done_at, note="已办结，材料存支部。")

    def backfill(self, happening, plan):
        """补录: entered a week later."""
        when = at(happening.day + timedelta(days=7), 10)
        meeting = backfill_meeting(user=self.user, now=when, data=plan, confirm_another=True)
        mark_all_present(meeting_id=meeting.pk, user=self.user, now=when)
        self.write(happening, meeting, when)
        archive_meeting(meeting_id=meeting.pk, user=self.user, now=when + WRITING)
        return meeting


def live(world, now, admitted_on):
    """Everything that happened in both branches up to now, and what is in the calendar; returns how many meetings."""
    today = local_day(now)
    rests = rests_around(today)
    main = Life(world, world.main, world.users["secretary"], now)
    main.admitted_on = admitted_on
    main.run(calendar.main_life(today, rests.is_rest, lambda day: bool(rests.day(day).name)))
    office = Life(world, world.office, world.users["office"], now)
    office.run(calendar.office_life(today, rests.is_rest))
    explain_gap(world, now)
    answer_upcoming(world, now)
    return main.count + office.count


def rests_around(today):
    return rest_days(today - timedelta(days=800), today + timedelta(days=120))


def explain_gap(world, now):
    """Why the third group did not meet in one month, with the meeting that made up for it."""
    group = world.groups[calendar.LAST_GROUP]
    period = calendar.explained_month(local_day(now))
    held = Meeting.objects.filter(group=group, starts_at__gte=at(period.end, 0)).order_by("starts_at")
    made_up_by = held.first()
    explain(
        branch=world.main,
        kind=MeetingKind.GROUP,
        group_id=group.pk,
        period=period,
        text=texts.MISSED,
        made_up_by=made_up_by,
        user=world.users["secretary"],
        now=made_up_by.ends_at + timedelta(days=1),
    )


def answer_upcoming(world, now):
    """For the next meeting of all members: some can come, and one leave waits for the secretary."""
    asked_at = now - timedelta(hours=3)
    member = world.people[people.login_name("member")]
    for meeting in Meeting.objects.filter(branch=world.main).upcoming(now):
        day = local_day(meeting.starts_at)
        ids = [row.person_id for row in expected_at(meeting.branch_id, meeting.kind, meeting.group_id, day)]
        if meeting.starts_at > now and member.pk in ids:
            break
    ask_leave(
        meeting_id=meeting.pk,
        person_id=member.pk,
        reason=LeaveReason.COURT,
        text=texts.LEAVE_TEXT,
        now=asked_at,
    )
    for person_id in [pk for pk in ids if pk != member.pk][:COMING]:
        come(meeting_id=meeting.pk, person_id=person_id, now=asked_at)
