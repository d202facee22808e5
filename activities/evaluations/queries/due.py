"""What must be told about a round: that it began, that something of one's own is not done, the result, an objection and its answer."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse

from lawfirm_party.common.dates import at, day_text, local_day
from lawfirm_party.common.due import DueItem
from members.queries import secretaries_on

from ..choices import RoundState
from ..models import Appraisal, Round
from .rounds import TOLD, missing_peers, missing_self

OPENED, SELF_DUE, PEERS_DUE = "evaluation_open", "self_review_due", "peers_due"
GRADE_TOLD, OBJECTED, REPLIED = "grade_told", "grade_objected", "objection_replied"
MORNING = 9
# Before the last day of a step, and on it.
AHEAD = (3, 0)
A_MONTH = timedelta(days=30)


def due_items(since, now):
    """DueItems with since < due_at <= now."""
    for found in Round.objects.filter(state=RoundState.RUNNING).order_by("pk"):
        yield from of_running(found, since, now)
    yield from of_results(since, now)


def of_running(found, since, now):
    if since < found.opened_at <= now:
        until = end_of(max(found.self_until, found.peers_until))
        fills = found.participants.filter(fills=True)
        yield item(OPENED, found, found.opened_at, until, people=people_of(fills))
    for rule, last, missing in (
        (SELF_DUE, found.self_until, missing_self),
        (PEERS_DUE, found.peers_until, missing_peers),
    ):
        for days in AHEAD:
            moment = at(last - timedelta(days=days), MORNING)
            if since < moment <= now and moment > found.opened_at:
                people = people_of(missing(found))
                yield item(rule, found, moment, end_of(last), people=people, occurrence=f"{last}-{days}")


def of_results(since, now):
    rows = Appraisal.objects.select_related("participant__round").order_by("pk")
    moments = Q()
    for name in ("told_at", "objected_at", "replied_at"):
        moments |= Q(**{f"{name}__gt": since, f"{name}__lte": now})
    for row in rows.filter(moments):
        for rule, moment in (
            (GRADE_TOLD, row.told_at),
            (OBJECTED, row.objected_at),
            (REPLIED, row.replied_at),
        ):
            if moment and since < moment <= now:
                people = answerers(row, now) if rule == OBJECTED else [row.participant.person_id]
                yield item(rule, row, moment, moment + A_MONTH, people=people)


def answerers(row, now):
    return [person.pk for person in secretaries_on(row.participant.round.branch_id, local_day(now))]


def item(rule, row, moment, until, *, people, occurrence="1"):
    return DueItem(
        rule=rule,
        object_id=str(row.pk),
        occurrence=occurrence,
        due_at=moment,
        useful_until=until,
        person_ids=tuple(people),
        branch_id=row.branch_id if isinstance(row, Round) else row.participant.round.branch_id,
    )


def people_of(participants):
    return participants.order_by("position").values_list("person", flat=True)


def end_of(day):
    return at(day + timedelta(days=1), 0)


def notice_context(rule, object_id, occurrence, person, now):
    """The words of one message, or None when there is nothing left to tell. No grade and no word of a review leaves the program."""
    if rule in {GRADE_TOLD, OBJECTED, REPLIED}:
        return words_of_result(rule, object_id, person, now)
    found = Round.objects.filter(pk=object_id, state=RoundState.RUNNING).first()
    if found is None or not waiting_for(rule, found).filter(person=person).exists():
        return None
    today = local_day(now)
    self_until, peers_until = day_text(found.self_until, today), day_text(found.peers_until, today)
    title, text, address = {
        OPENED: (
            f"{found}开始了",
            f"请撰写个人自评，{self_until}截止；评议其他同志，{peers_until}截止；随后参加无记名测评。",
            "evaluation",
        ),
        SELF_DUE: ("个人自评还没有提交", f"{found}，个人自评{self_until}截止。", "self_review"),
        PEERS_DUE: ("党员互评还没有完成", f"{found}，党员互评{peers_until}截止。", "peers"),
    }[rule]
    return {"title": title, "text": text, "path": reverse(address, args=[found.year])}


def waiting_for(rule, found):
    if rule == OPENED:
        return found.participants.filter(fills=True)
    return missing_self(found) if rule == SELF_DUE else missing_peers(found)


def words_of_result(rule, object_id, person, now):
    row = Appraisal.objects.filter(pk=object_id).select_related("participant__round").first()
    if row is None or row.participant.round.state not in TOLD:
        return None
    found, participant = row.participant.round, row.participant
    if rule == OBJECTED:
        if row.replied_at or person not in secretaries_on(found.branch_id, local_day(now)):
            return None
        path = reverse("opinion", args=[found.year, participant.pk])
        return {
            "title": f"请答复异议：{found}",
            "text": "有同志对评定结果提出异议，请支部委员会答复。",
            "path": path,
        }
    if participant.person_id != person.pk or (rule == GRADE_TOLD and row.acknowledged_at):
        return None
    path = reverse("own_grade", args=[found.year])
    if rule == REPLIED:
        return {
            "title": f"异议已答复：{found}",
            "text": "支部委员会答复了您的异议，请登录查看。",
            "path": path,
        }
    return {
        "title": f"评定结果已通报：{found}",
        "text": "请登录查看您的等次和理由，并确认知悉。有异议可以提出。",
        "path": path,
    }
