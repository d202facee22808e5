"""Evidence beside a name: figures that open their records. It changes no tally and sets no grade (R-EVA-5, PIPL art 24).

A slice that keeps something about a person's year joins by one function in SOURCES; what no slice keeps is left out, not
shown as zero.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from activities.feedback.queries.figures import evidence_of
from activities.feedback.queries.register import measures_of
from activities.meetings.queries.evidence import meeting_years

from ..models import MendItem

TOO_FEW = "样本不足"


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    note: str = ""
    url: str = ""


def attendance(person_ids, year, now):
    """Meetings of Party life: the rate with leave apart."""
    found = {}
    for person_id, mine in meeting_years(person_ids, year).items():
        url = reverse("person_meetings", args=[person_id]) + f"?year={year}"
        figures = []
        if mine.rate is not None:
            held = mine.present + mine.absent
            note = f"{mine.present}/{held}" + (f"，请假 {mine.leave}" if mine.leave else "")
            figures.append(Figure("出勤", f"{mine.rate}%", note, url))
        if mine.study_minutes:
            figures.append(Figure("学习", f"{mine.study_hours:g}小时", "", url))
        if mine.tasks:
            figures.append(
                Figure("议定事项", f"{mine.tasks_done}/{mine.tasks}", "已办结", reverse("decisions"))
            )
        found[person_id] = figures
    return found


def feedback(person_ids, year, now):
    """What clients said: never a mean without how many and how spread."""
    found = {}
    for person_id, mine in evidence_of(list(person_ids), year, now).items():
        figures = mine.figures
        if not figures.asked and not figures.running:
            continue
        url = f"{reverse('feedback')}?year={year}&lawyer={person_id}"
        rate = f"，回收率 {figures.response_rate}%" if figures.asked else ""
        value = f"{figures.mean}" if figures.shown else TOO_FEW
        note = (
            f"{figures.shown} 份{rate}，{figures.spread_words}" if figures.shown else rate.removeprefix("，")
        )
        found[person_id] = [Figure("客户反馈", value, note, url)]
        if mine.handled:
            found[person_id].append(Figure("投诉和不满意", f"{mine.handled} 件", "已处理到底", url))
    return found


def measures(person_ids, year, now):
    """投诉, 惩戒 and 处罚 that the bar association or an authority sent in the year."""
    found = defaultdict(list)
    for person_id, word in measures_of(person_ids, year):
        found[person_id].append(Figure(word, "1 件", "", reverse("measures")))
    return found


def mending(person_ids, year, now):
    """What was to be mended after the year before."""
    found = defaultdict(list)
    rows = MendItem.objects.filter(
        participant__round__year=year - 1, participant__person__in=list(person_ids)
    ).order_by("id")
    for person_id, text, done_on in rows.values_list("participant__person", "text", "done_on"):
        found[person_id].append(Figure("上年整改", text, "已完成" if done_on else "未完成"))
    return found


SOURCES = (attendance, feedback, measures, mending)


def evidence(person_ids, year, now):
    """{person id: [Figure]} of everything the program knows of people's year, in the order of SOURCES."""
    found = {person_id: [] for person_id in person_ids}
    for source in SOURCES:
        for person_id, figures in source(person_ids, year, now).items():
            found[person_id].extend(figures)
    return found
