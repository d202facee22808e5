"""What the files of a meeting hold, as plain values: its record, its attendance, and the code that proves them."""

from dataclasses import dataclass

from lawfirm_party.common.dates import local, moment_text
from lawfirm_party.common.documents.layout import day_words
from lawfirm_party.common.documents.proof import Proof, code_of

from ..choices import Presence

UNKNOWN, NOT_FILLED = "未定", "未填"


@dataclass(frozen=True)
class MinutesItem:
    """One agenda item; `discussion` as it was typed."""

    title: str
    discussion: str
    resolutions: tuple = ()
    actions: tuple = ()


@dataclass(frozen=True)
class Minutes:
    """The record of a meeting. `facts`, `people` and `remarks` are (label, text)."""

    title: str
    branch: str
    facts: tuple
    items: tuple
    people: tuple
    remarks: tuple
    corrections: tuple


@dataclass(frozen=True)
class AttendanceLine:
    number: int
    name: str
    presence: str
    remark: str = ""


@dataclass(frozen=True)
class AttendanceList:
    title: str
    branch: str
    facts: tuple
    figures: str
    lines: tuple


def minutes_of(page):
    """The Minutes of a MeetingPage: what its record says to every reader, never the text of a leave."""
    meeting = page.meeting
    return Minutes(
        title=f"{meeting.title}记录",
        branch=meeting.branch.name,
        facts=(*kind_facts(page), *frame_facts(page), ("人数", figures_text(page))),
        items=tuple(item_of(line) for line in page.agenda),
        people=people_of(page),
        remarks=remarks_of(page),
        corrections=tuple(f"{day_words(local(note.at))} {note.by}：{note.text}" for note in page.corrections),
    )


def kind_facts(page):
    meeting = page.meeting
    kind = meeting.get_kind_display()
    if meeting.group:
        kind += f"（{meeting.group.name}）"
    facts = [("会议类型", f"{kind}，{page.number_words}" if page.number_words else kind)]
    if meeting.evaluation_year:
        facts.append(("所属年度", f"{meeting.evaluation_year}年"))
    if meeting.theme:
        facts.append(("主题", meeting.theme))
    if meeting.original_title:
        facts.append(("原记录名称", meeting.original_title))
    return facts


def frame_facts(page):
    return [
        ("时间", page.when),
        ("地点", page.meeting.place or NOT_FILLED),
        ("主持人", page.host or UNKNOWN),
        ("记录人", page.recorder or UNKNOWN),
    ]


def figures_text(page):
    return "，".join(f"{figure['label']} {figure['value']} 人" for figure in page.figures)


def people_of(page):
    leaves = [f"{leave.name}（{leave.words}）" for leave in page.leaves]
    named = (("出席", page.present), ("请假", leaves), ("缺席", page.absent), ("列席", page.guests))
    return tuple((label, "、".join(names)) for label, names in named if names)


def remarks_of(page):
    remarks = []
    if page.quorum.asked:
        remarks.append(("到会要求", f"{page.quorum_words}。"))
    if page.backfilled_words:
        remarks.append(("补录", page.backfilled_words))
    if page.archivist:
        remarks.append(("归档", f"{page.archivist} 于 {moment_text(page.meeting.archived_at)} 归档"))
    return tuple(remarks)


def item_of(line):
    return MinutesItem(
        title=line.item.title,
        discussion=line.item.discussion.strip(),
        resolutions=tuple(resolution_words(resolution) for resolution in line.resolutions),
        actions=tuple(
            f"{action.text}（责任人 {action.owner}，期限 {day_words(action.due_on)}）"
            for action in line.item.actions
        ),
    )


def resolution_words(line):
    """同意接收……（赞成 20 票，反对 0 票，弃权 0 票，通过）"""
    row = line.resolution
    if row.votes_for is None:
        return row.text
    counted = (("赞成", row.votes_for), ("反对", row.votes_against), ("弃权", row.votes_abstained))
    parts = [f"{label} {votes or 0} 票" for label, votes in counted] + ([line.words] if line.words else [])
    return f"{row.text.removesuffix('。')}（{'，'.join(parts)}）"


def attendance_list_of(page):
    """The AttendanceList of a MeetingPage that has begun: those expected by 姓氏笔画, then the 列席."""
    expected = [(row.name, Presence(row.presence).label, row.reason_words) for row in page.record.expected]
    guests = [(row.name, Presence(row.presence).label, "列席") for row in page.record.guests]
    return AttendanceList(
        title=f"{page.meeting.title}考勤表",
        branch=page.meeting.branch.name,
        facts=tuple(frame_facts(page)),
        figures=figures_text(page),
        lines=tuple(AttendanceLine(n, *row) for n, row in enumerate([*expected, *guests], 1)),
    )


def proof_of(page, paper, count, by):
    """The Proof of a paper made of a meeting: the code covers every value in it."""
    rows = [[value] for value in vars(paper).values()]
    branch = page.meeting.branch
    return Proof(branch.short_name, day_words(page.day), by, page.now, count, code_of(rows))
