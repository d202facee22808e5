"""The papers of a meeting as PDF and Word files. Everything is given; nothing is read here."""

from django.template.loader import render_to_string

from lawfirm_party.common.documents.docx import OfficialDocument
from lawfirm_party.common.documents.layout import TABLE_PT, chinese_number
from lawfirm_party.common.documents.pdf import pdf_of
from lawfirm_party.common.richtext import blocks_of

SIGN_HEADS = ("序号", "姓名", "签到", "备注")
SIGN_WIDTHS_MM = (18, 36, 66, 36)
ATTENDANCE_HEADS = ("序号", "姓名", "到会情况", "备注")
ATTENDANCE_WIDTHS_MM = (18, 42, 42, 54)
# Room for a name by hand; 22 people and a guest or two still fit one page.
SIGN_ROW_MM = 6.8
BELOW_TABLE_PT = 10
NO_DISCUSSION = "（没有发言要点）"


def build_minutes_pdf(minutes, proof):
    """会议记录 of queries.papers.Minutes."""
    context = {"minutes": minutes, "items": items_of(minutes), "proof": proof}
    return pdf_of(render_to_string("documents/minutes.html", context))


def items_of(minutes):
    """[(heading, what was said as Blocks, item)] of the agenda."""
    return [
        (f"{chinese_number(number)}、{item.title}", blocks_of(item.discussion or NO_DISCUSSION), item)
        for number, item in enumerate(minutes.items, 1)
    ]


def build_minutes_docx(minutes, proof):
    paper = OfficialDocument(minutes.title, proof)
    paper.title(minutes.title)
    paper.under_title(minutes.branch)
    for label, text in minutes.facts:
        paper.labelled(label, text)
    for number, item in enumerate(minutes.items, 1):
        write_item(paper, number, item)
    paper.gap()
    for label, text in (*minutes.people, *minutes.remarks):
        paper.labelled(label, text)
    if minutes.corrections:
        paper.heading("更正说明")
    for note in minutes.corrections:
        paper.text([(note, False)])
    paper.signature("主持人")
    paper.signature("记录人")
    return paper.bytes()


def write_item(paper, number, item):
    paper.heading(f"{chinese_number(number)}、{item.title}")
    paper.blocks(blocks_of(item.discussion or NO_DISCUSSION))
    for text in item.resolutions:
        paper.text([("决议：", True), (text, False)])
    for text in item.actions:
        paper.text([("议定事项：", True), (text, False)])


def build_sheet_pdf(sheet, proof):
    """签到表 of queries.sheet.Sheet: a branch fits one page."""
    return pdf_of(render_to_string("documents/sheet.html", {"sheet": sheet, "proof": proof}))


def build_sheet_docx(sheet, proof):
    title = f"{sheet.meeting.title}签到表"
    paper = OfficialDocument(title, proof)
    paper.title(title)
    paper.under_title(f"{sheet.meeting.branch.name}　{sheet.when}　{sheet.meeting.place}", TABLE_PT)
    people = [[row.number, row.name, "", "请假" if row.on_leave else ""] for row in sheet.rows]
    guests = [[row.number, row.name, "", "列席"] for row in sheet.guests]
    paper.table([SIGN_HEADS, *people, *guests], SIGN_WIDTHS_MM, height_mm=SIGN_ROW_MM)
    paper.small(
        f"应到 {len(sheet.rows)} 人　实到＿＿＿人　主持人签字＿＿＿＿＿　记录人签字＿＿＿＿＿",
        above=BELOW_TABLE_PT,
    )
    return paper.bytes()


def build_attendance_pdf(attendance, proof):
    """考勤表 of queries.papers.AttendanceList."""
    return pdf_of(render_to_string("documents/attendance.html", {"attendance": attendance, "proof": proof}))


def build_attendance_docx(attendance, proof):
    paper = OfficialDocument(attendance.title, proof)
    paper.title(attendance.title)
    paper.under_title(attendance.branch, TABLE_PT)
    paper.small("　".join(f"{label}：{text}" for label, text in attendance.facts))
    paper.small(f"人数：{attendance.figures}")
    lines = [[line.number, line.name, line.presence, line.remark] for line in attendance.lines]
    paper.table([ATTENDANCE_HEADS, *lines], ATTENDANCE_WIDTHS_MM)
    paper.small("主持人签字＿＿＿＿＿　记录人签字＿＿＿＿＿　日期＿＿＿＿＿", above=BELOW_TABLE_PT)
    return paper.bytes()
