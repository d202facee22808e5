"""What waits of evaluations and ballots, as lines of a home page."""

from django.urls import reverse

from activities.ballots.choices import PollState
from activities.meetings.queries.requirements_due import left_text
from lawfirm_party.common.dates import day_text, local_day, moment_text

from .lines import DUE, WAITING, TodoLine

SCRUTINY = {
    PollState.PREPARED: "选票已备好，请生成口令、开始投票",
    PollState.KEYED: "口令已生成，请开始投票",
    PollState.OPEN: "投票已经截止，请输入口令计票",
}
SOON = 3


def evaluation_lines(waiting, today):
    """TodoLines of what waits (Waiting), what ends first before the rest."""
    made = [MAKERS[one.what](one, today) for one in waiting if one.what != "objection"]
    objections = [one for one in waiting if one.what == "objection"]
    lines = [*filter(None, made), *objection_lines(objections)]
    return sorted(lines, key=lambda line: line.order)


def still_to_do(one, today, *, title, reason, button, address):
    """A step of one's own, until its last day (inclusive); afterwards nothing can be done about it."""
    if one.day < today:
        return None
    days = (one.day - today).days
    return TodoLine(
        order=(DUE, one.day, 0),
        tone="warn" if days <= SOON else "info",
        status=left_text(days) if days else "今天截止",
        title=title,
        reason=f"{reason}，{day_text(one.day, today)}截止",
        button=button,
        url=reverse(address, args=[one.year]),
    )


def self_line(one, today):
    name = f"{one.year}年度民主评议党员"
    return still_to_do(
        one, today, title="个人自评还没有提交", reason=name, button="填写自评", address="self_review"
    )


def peers_line(one, today):
    reason = f"已评 {one.done} 人，共 {one.all} 人"
    return still_to_do(
        one, today, title="党员互评还没有完成", reason=reason, button="评议同志", address="peers"
    )


def ballot_line(one, today):
    return TodoLine(
        order=(DUE, local_day(one.moment), 0),
        tone="info",
        status="可以投票",
        title=one.title,
        reason=f"{moment_text(one.moment)}截止，无记名，请亲自投票",
        button="投票",
        url=reverse("poll", args=[one.key]),
    )


def scrutiny_line(one, today):
    if one.state not in SCRUTINY:
        return None
    return TodoLine(
        order=(DUE, today, 0),
        tone="warn",
        status="请监票",
        title=one.title,
        reason=SCRUTINY[one.state],
        button="监票",
        url=reverse("poll_scrutiny", args=[one.key]),
    )


def grade_line(one, today):
    return TodoLine(
        order=(WAITING, local_day(one.moment), 0),
        tone="info",
        status="请确认",
        title=f"{one.year}年度民主评议结果已通报",
        reason="看过等次和理由以后确认知悉，有异议可以提出",
        button="查看",
        url=reverse("own_grade", args=[one.year]),
    )


def round_line(one, today):
    return TodoLine(
        order=(WAITING, local_day(one.moment), 3),
        tone="info",
        status="进行中",
        title=f"{one.year}年度民主评议党员",
        reason=f"自评已交 {one.done} 份，共 {one.all} 份",
        button="查看",
        url=reverse("evaluation", args=[one.year]),
    )


MAKERS = {
    "self": self_line,
    "peers": peers_line,
    "ballot": ballot_line,
    "scrutiny": scrutiny_line,
    "grade": grade_line,
    "round": round_line,
}


def objection_lines(objections):
    """One line for all objections that wait for an answer, leading to the oldest."""
    if not objections:
        return []
    first = min(objections, key=lambda one: one.moment)
    return [
        TodoLine(
            order=(WAITING, local_day(first.moment), 0),
            tone="warn",
            status="待答复",
            title=f"对评定结果的异议 {len(objections)} 件",
            reason=f"{first.year}年度民主评议，全部答复以后才能归档",
            button="答复",
            url=reverse("opinion", args=[first.year, first.key]),
        )
    ]
