"""Plan a round, open it, decide it, announce it, archive it."""

from django.db import transaction

from activities.ballots.commands import prepare_poll, record_paper_poll
from activities.ballots.queries import are_enough, is_published
from branches.models import Branch
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal
from members.models import PartyStanding, Person
from members.queries import committee_on, party_facts, roles_of
from members.rules import IN_PARTY

from ..choices import RoundState
from ..models import Appraisal, Participant, Round, Talk
from ..queries.rounds import deciding_meetings, graded_of, is_free
from ..rules import NEXT, excellent_cap, latest_end, part_of
from .opinions import refuse_over_cap

ONLY_SECRETARY = "民主评议由支部书记组织。"
ALREADY_THERE = "这个年度的民主评议已经有了。"
TOO_EARLY = "只能组织今年或者去年的民主评议。"
TOO_LATE = "{year}年度的民主评议最迟到{day}。"
NOBODY = "支部没有可以评议的党员。"
WRONG_STATE = "民主评议现在是“{state}”，不能做这一步。"
CHANGED = "别人刚刚修改过方案，请核对后再保存。"
NEEDS_PLAN = "请先写好方案。"
NO_SCRUTINEER = "请先在方案里选好监票人。"
NO_DAYS = "请先在方案里定好自评、互评和测评的截止时间。"
DAY_PASSED = "截止时间不能早于今天。"
ALREADY_VOTING = "已经有一次测评，不能再登记纸质票数。"
TOO_MANY_PAPERS = "收回的票不能多于参加测评的人。"
BALLOT_STANDS = "选票已经准备好，测评的截止时间不能再改。"
NOT_COUNTED = "民主测评还没有公布结果，不能评定。"
NOT_ALL_GRADED = "还有 {n} 人没有评定等次：{names}。"
NEEDS_MEETING = "请选择作出评定的会议：评议开始以后召开的支部委员会会议、党员大会或者组织生活会。"
TALKS_CLOSED = "这次评议已经归档，不能再登记谈心谈话。"
OPEN_OBJECTIONS = "还有异议没有答复，不能归档。"
NOT_TWO = "请选择本支部的两个人。"
TALK_TO_COME = "谈话日期不能晚于今天。"
DAYS = ("self_until", "peers_until", "ballot_until")


def locked(round_id, user, now, step):
    """A round of a branch that the user is secretary of, locked, in a state from which a step leads on. Raises Refusal."""
    found = Round.objects.select_for_update(no_key=True).get(pk=round_id)
    if found.branch_id not in roles_of(user, local_day(now)).secretary_of:
        raise Refusal(ONLY_SECRETARY)
    if step and found.state not in NEXT[step]:
        raise Refusal(WRONG_STATE.format(state=found.get_state_display()))
    return found


def refuse_days(days, year, today):
    """Refuse the end of a step that is over, or that lies behind the end of a round's time. `days`: values by field, also of others."""
    for name in DAYS:
        day = days.get(name)
        if day is None:
            continue
        day = local_day(day) if name == "ballot_until" else day
        if day < today:
            raise Refusal(DAY_PASSED, name)
        if day > latest_end(year):
            raise Refusal(TOO_LATE.format(year=year, day="3月31日"), name)


@transaction.atomic
def plan_round(*, user, branch_id, year, values, now, version=None):
    """Make the round of a year, or change its plan while it is planned; the Round. `values`: fields of the plan by name.

    Raises Refusal, and Conflict when somebody else was quicker.
    """
    on = local_day(now)
    if branch_id not in roles_of(user, on).secretary_of:
        raise Refusal(ONLY_SECRETARY)
    if year not in {on.year, on.year - 1}:
        raise Refusal(TOO_EARLY, "year")
    if on > latest_end(year):
        raise Refusal(TOO_LATE.format(year=year, day="3月31日"), "year")
    # Of two who plan a year at once the second finds the first one's round.
    Branch.objects.select_for_update(no_key=True).get(pk=branch_id)
    found = Round.objects.filter(branch=branch_id, year=year).first()
    if found and version is None:
        raise Refusal(ALREADY_THERE, "year")
    if found and found.state != RoundState.PLANNED:
        raise Refusal(WRONG_STATE.format(state=found.get_state_display()))
    if found and found.version != version:
        raise Conflict(CHANGED, found)
    refuse_days(values, year, on)
    found = found or Round(branch_id=branch_id, year=year, made_by=user)
    for name, value in values.items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    return found


@transaction.atomic
def open_round(*, user, round_id, now):
    """Freeze who takes part and how, and the cap on 优秀 (R-EVA-2, R-EVA-3); the Round. Raises Refusal."""
    found = locked(round_id, user, now, "open")
    if not found.plan.strip():
        raise Refusal(NEEDS_PLAN, "plan")
    if found.scrutineer_id is None:
        raise Refusal(NO_SCRUTINEER, "scrutineer")
    if None in {found.self_until, found.peers_until, found.ballot_until}:
        raise Refusal(NO_DAYS, "self_until")
    refuse_days({name: getattr(found, name) for name in DAYS}, found.year, local_day(now))
    facts = party_facts(found.branch_id, local_day(now))
    parts = [(one, part_of(one, found.probationary_fill)) for one in facts]
    taking = [(one, part) for one, part in parts if part.takes_part]
    graded = sum(part.graded for _, part in taking)
    if not graded:
        raise Refusal(NOBODY)
    Participant.objects.bulk_create(
        Participant(
            round=found,
            person_id=one.person_id,
            position=position,
            fills=part.fills,
            is_graded=part.graded,
            votes=part.votes,
        )
        for position, (one, part) in enumerate(taking, 1)
    )
    everybody = sum(part.fills or part.graded for _, part in taking)
    found.cap = excellent_cap(graded, everybody, found.cap_base)
    found.state, found.opened_at = NEXT["open"][found.state], now
    found.version += 1
    found.save()
    return found


@transaction.atomic
def adjust_round(*, user, round_id, values, version, now):
    """Change what may move while a round runs: the days of its steps and the meeting of its study; the Round.

    `values`: study, self_until, peers_until, ballot_until. No day is moved into the past or behind the end of the round's
    time (R-MTG-6), and the end of the ballot stands once ballots are prepared. Raises Refusal, and Conflict when somebody else was quicker.
    """
    found = locked(round_id, user, now, None)
    if found.state != RoundState.RUNNING:
        raise Refusal(WRONG_STATE.format(state=found.get_state_display()))
    if found.version != version:
        raise Conflict(CHANGED, found)
    if values["ballot_until"] != found.ballot_until and not is_free(found.members_poll):
        raise Refusal(BALLOT_STANDS, "ballot_until")
    moved = {name: values[name] for name in DAYS if values[name] != getattr(found, name)}
    refuse_days(moved, found.year, local_day(now))
    for name, value in values.items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    return found


@transaction.atomic
def prepare_ballots(*, user, round_id, now):
    """The polls of a running round: the members', the committee's on a ballot of its own, and 群众测评 where it is wanted and enough are there.

    Each is prepared once; a voided one, and one that too few came to, is prepared anew. Its scrutineer opens it. Raises Refusal, also those of prepare_poll.
    """
    found = locked(round_id, user, now, None)
    if found.state != RoundState.RUNNING:
        raise Refusal(WRONG_STATE.format(state=found.get_state_display()))
    voters = list(found.participants.filter(votes=True).order_by("position").values_list("person", flat=True))
    common = {
        "branch_id": found.branch_id,
        "scrutineer": found.scrutineer,
        "closes_at": found.ballot_until,
        "now": now,
    }
    graded = graded_of(found)
    if is_free(found.members_poll):
        found.members_poll = prepare_poll(
            subject=f"evaluation-{found.pk}-members",
            title=f"{found.year}年度党员民主测评",
            evaluatees=graded,
            voter_ids=voters,
            excellent_limit=found.cap,
            **common,
        )
    if committee_on(found.branch_id, local_day(now)) and is_free(found.committee_poll):
        found.committee_poll = prepare_poll(
            subject=f"evaluation-{found.pk}-committee",
            title=f"{found.year}年度支部委员会民主测评",
            evaluatees=[(None, "支部委员会")],
            voter_ids=voters,
            **common,
        )
    masses = masses_of(found, local_day(now)) if found.with_masses else []
    # Too few to be asked in secret: their vote is left out, and the members' goes on.
    if are_enough(len(masses)) and is_free(found.masses_poll):
        found.masses_poll = prepare_poll(
            subject=f"evaluation-{found.pk}-masses",
            title=f"{found.year}年度群众测评",
            evaluatees=graded,
            voter_ids=masses,
            **common,
        )
    found.save()
    return found


@transaction.atomic
def record_paper_ballot(*, user, round_id, totals, papers, now):
    """The members' vote of a running round that was held on paper: its totals, typed in; the Round.

    `totals`: [{mark: n}] in the order of those who are graded; each adds up to `papers`, the ballots returned. It takes the
    place of a secret ballot where too few would vote, or none was held here. Raises Refusal, also those of record_paper_poll.
    """
    found = locked(round_id, user, now, None)
    if found.state != RoundState.RUNNING:
        raise Refusal(WRONG_STATE.format(state=found.get_state_display()))
    if not is_free(found.members_poll):
        raise Refusal(ALREADY_VOTING)
    if papers > found.participants.filter(votes=True).count():
        raise Refusal(TOO_MANY_PAPERS, "papers")
    found.members_poll = record_paper_poll(
        branch_id=found.branch_id,
        subject=f"evaluation-{found.pk}-members",
        title=f"{found.year}年度党员民主测评",
        evaluatees=graded_of(found),
        totals=totals,
        papers=papers,
        scrutineer=found.scrutineer,
        now=now,
    )
    found.save()
    return found


def masses_of(found, on):
    """Ids of the firm's people who are in no branch's Party life: lawyers and staff outside the Party (R-EVA-4)."""
    inside = PartyStanding.objects.on(on).filter(standing__in=IN_PARTY).values("person")
    people = Person.objects.in_firm(on).filter(firm=found.branch.firm_id).exclude(pk__in=inside)
    return sorted(people.values_list("pk", flat=True))


@transaction.atomic
def decide(*, user, round_id, meeting, over_cap_reason, now):
    """The committee's opinion of everybody, decided in a named meeting (R-EVA-1); the Round.

    The meeting is one of 支委会, 党员大会 or 组织生活会 that took place since the round opened.
    Everybody who is graded has an Appraisal by then, and the members' ballot is published. More 优秀 than the cap needs a
    reason, since the rule says 一般 (R-EVA-2). Raises Refusal.
    """
    found = locked(round_id, user, now, "decide")
    if is_free(found.members_poll) or not is_published(found.members_poll):
        raise Refusal(NOT_COUNTED)
    if meeting is None or not deciding_meetings(found).filter(pk=meeting.pk).exists():
        raise Refusal(NEEDS_MEETING, "meeting")
    missing = list(
        found.participants.filter(is_graded=True, appraisal=None).values_list("person__name", flat=True)
    )
    if missing:
        raise Refusal(NOT_ALL_GRADED.format(n=len(missing), names="、".join(missing[:5])))
    grades = list(Appraisal.objects.filter(participant__round=found).values_list("grade", flat=True))
    refuse_over_cap(grades, found.cap, over_cap_reason)
    found.meeting, found.over_cap_reason = meeting, over_cap_reason.strip()
    found.state, found.decided_at = NEXT["decide"][found.state], now
    found.save()
    return found


@transaction.atomic
def announce(*, user, round_id, now):
    """Tell everybody their grade (feedback to the person, R-EVA-1); the Round. Raises Refusal."""
    found = locked(round_id, user, now, "announce")
    Appraisal.objects.filter(participant__round=found).update(told_at=now)
    found.state, found.announced_at = NEXT["announce"][found.state], now
    found.save()
    return found


@transaction.atomic
def archive(*, user, round_id, now):
    """Close the file of a round that was announced; the Round. Every objection has its reply by then. Raises Refusal."""
    found = locked(round_id, user, now, "archive")
    open_ones = Appraisal.objects.filter(participant__round=found, objected_at__isnull=False, replied_at=None)
    if open_ones.exists():
        raise Refusal(OPEN_OBJECTIONS)
    found.state, found.archived_at = NEXT["archive"][found.state], now
    found.save()
    return found


@transaction.atomic
def record_talk(*, user, round_id, one_id, other_id, on, now):
    """Write down that two people of the branch talked (R-MTG-8), once for a pair and day; the Talk. Raises Refusal."""
    found = locked(round_id, user, now, None)
    if found.state == RoundState.ARCHIVED:
        raise Refusal(TALKS_CLOSED)
    people = {one.person_id for one in party_facts(found.branch_id, on)}
    if one_id == other_id or not {one_id, other_id} <= people:
        raise Refusal(NOT_TWO, "other")
    if on > local_day(now):
        raise Refusal(TALK_TO_COME, "on")
    pair = [one_id, other_id]
    talk = Talk.objects.filter(round=found, one__in=pair, other__in=pair, on=on).first()
    return talk or Talk.objects.create(round=found, one_id=one_id, other_id=other_id, on=on, recorded_by=user)
