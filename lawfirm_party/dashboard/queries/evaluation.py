"""The partners' dashboard: how the firm stood in a year, one function a panel. Aggregates, and grades once they are announced.

What no slice keeps is left out, not shown as zero; it joins by one more panel.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from activities.evaluations.choices import Grade
from activities.evaluations.queries.grades import told_rounds_for
from activities.feedback.choices import Dimension, Satisfaction
from activities.feedback.permissions import reads_answers
from activities.feedback.queries.firm import handled_of
from activities.feedback.queries.inbox import HANDLED, OPEN
from activities.feedback.queries.register import zeros_of
from activities.feedback.rules import LEAST, Figures, parts_shown
from activities.meetings.permissions import can_schedule
from activities.meetings.queries.decisions import LATE, actions_visible
from activities.meetings.queries.evidence import COMMITTEE_TARGET, STUDY_TARGET, study_hours
from branches.choices import MeetingKind
from branches.models import Firm
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.documents.proof import Proof, code_of
from members.permissions import can_read_attendance
from members.queries import roles_of
from members.queries.people import branches_by_person, relation_rows

from ..rules import Change, largest
from .board import Figure, Switch
from .look import OTHERS, PARTY, YEARS_SHOWN, Look

TOO_FEW = "样本不足"
BEST = max(Satisfaction)


def reads_dashboard(roles):
    """The firm's partners and its committees (trust.md 3a)."""
    return roles.firm_id is not None and reads_answers(roles)


def dashboard_page(user, year, group, now):
    """Everything the page shows of a year, for a reader; `group` is a practice group, or "" for the whole firm."""
    look = Look(user, roles_of(user, local_day(now)).firm_id, year, now, group)
    clients, study, grades = satisfaction(look), learning(look), graded(look)
    return {
        "firm": Firm.objects.get(pk=look.firm_id),
        "year": year,
        "on": look.day_of(year),
        "group": look.group,
        "years": [Switch(str(one), address(one, look.group), one == year) for one in look.years],
        "groups": group_switches(look),
        "figures": headline(look, clients, study),
        "clients": clients,
        "study": study,
        "late": late_actions(look),
        "handled": handled(look),
        "grades": grades,
        "changes": largest([*changes_of_clients(clients), *changes_of_grades(grades, year)]),
        "joint_url": joint_url(roles_of(user, local_day(now))),
        "too_few": TOO_FEW,
    }


def joint_url(roles):
    """Where a 支部与合伙人联席会议 is arranged, for whoever may; what the figures say is settled there."""
    may = any(can_schedule(roles, branch, MeetingKind.PARTNERS, None) for branch in roles.committee_of)
    return f"{reverse('meeting_new')}?type={MeetingKind.PARTNERS}" if may else ""


def address(year, group=""):
    query = f"?{urlencode({'group': group})}" if group else ""
    return reverse("evaluation_dashboard", args=[year]) + query


def group_switches(look):
    if not look.groups:
        return []
    return [Switch(one or "全所", address(look.year, one), one == look.group) for one in ("", *look.groups)]


@dataclass(frozen=True)
class Clients:
    """What clients said. `parts`: [(label, Figures)] of Party and other lawyers, empty where one of them is too small to stand beside the other.

    `dimensions`: [(label, Figures, those of the year before)]; `spread`: [(word, n)]; `years`: [(year, Figures)].
    """

    whole: Figures
    before: Figures
    parts: list
    dimensions: list
    spread: list
    years: list

    @property
    def change(self):
        return self.whole.mean - self.before.mean if self.whole.shown and self.before.shown else None


def satisfaction(look):
    """Clients of a year; None when nobody was asked in it."""
    if not any(look.cards_in_view.get(look.year, {}).values()):
        return None
    whole = look.said(look.year)
    parts = [(label, look.said(look.year, within=[label])) for label in (PARTY, OTHERS)]
    return Clients(
        whole=whole,
        before=look.said(look.year - 1),
        parts=parts if parts_shown([figures for _, figures in parts]) else [],
        dimensions=[
            (one.label, look.said(look.year, one.value), look.said(look.year - 1, one.value))
            for one in Dimension
        ],
        spread=[(word.label, whole.spread.get(word, 0)) for word in Satisfaction] if whole.shown else [],
        years=[
            (year, look.said(year))
            for year in sorted(look.cards_in_view, reverse=True)
            if year in look.voices
        ],
    )


@dataclass(frozen=True)
class Learner:
    name: str
    hours: float
    target: int
    url: str


@dataclass(frozen=True)
class Study:
    """学时 of the firm's Party members: how many have enough, and who has not. Committees need more (R-EDU-1, R-EDU-2)."""

    reached: int
    members: int
    short: list
    rule: str = f"每年至少：党员 {STUDY_TARGET} 学时，支部委员 {COMMITTEE_TARGET} 学时"


def study_target(one):
    return COMMITTEE_TARGET if one.sits else STUDY_TARGET


def learning(look):
    """Study in a year; None where nobody's was recorded. Names lead to meetings as far as the reader may open them."""
    on, party = look.day_of(look.year), look.party_of(look.year)
    members = [one for pk, one in look.people.items() if pk in party and one.is_in_firm(on)]
    hours = study_hours([one.pk for one in members], [look.year])[look.year]
    if not hours:
        return None
    short = [one for one in members if hours.get(one.pk, 0) < study_target(one)]
    roles, branches = (
        roles_of(look.user, look.today),
        branches_by_person(relation_rows([one.pk for one in short]), look.today),
    )
    lines = [
        Learner(
            one.name,
            hours.get(one.pk, 0),
            study_target(one),
            f"{reverse('person_meetings', args=[one.pk])}?year={look.year}"
            if can_read_attendance(roles, one, branches.get(one.pk, frozenset()))
            else "",
        )
        for one in sorted(short, key=lambda one: (hours.get(one.pk, 0), one.pinyin))
    ]
    return Study(len(members) - len(short), len(members), lines)


def late_actions(look):
    """(how many 议定事项 are overdue today, of those the reader sees; the list behind)."""
    rows = actions_visible(look.user, look.today).filter(done_on=None, due_on__lt=look.today)
    return rows.count(), f"{reverse('decisions')}?state={LATE}"


@dataclass(frozen=True)
class Handled:
    """Complaints and low answers that the reader may read: open ones, and {Outcome label: n} of the others."""

    open: int
    outcomes: dict
    open_url: str
    url: str


def handled(look):
    open_ones, outcomes = handled_of(look.user, look.today, look.year)
    base = f"{reverse('feedback')}?year={look.year}&state="
    labels = {outcome.label: n for outcome, n in outcomes.items()}
    return Handled(open_ones, labels, base + OPEN, base + HANDLED)


@dataclass(frozen=True)
class GradeLine:
    """`parts`: [(grade, n)]; `url`: the grades by name, where the program holds them."""

    year: int
    parts: list
    url: str = ""

    @property
    def total(self):
        return sum(n for _, n in self.parts)

    @property
    def excellent_share(self):
        return 100 * self.parts[0][1] / self.total


def graded(look):
    """GradeLines of the year and the years before it, the latest first."""
    by_name = set(told_rounds_for(look.user, look.today).values_list("year", flat=True))
    return [
        GradeLine(
            year,
            [(grade.label, found[grade]) for grade in Grade],
            reverse("grades", args=[year]) if year in by_name else "",
        )
        for year, found in look.grades.items()
        if year <= look.year
    ][:YEARS_SHOWN]


def headline(look, clients, study):
    """The Figures above everything; what nobody recorded yet is a line, not a zero."""
    year = look.year
    found = [
        Figure(
            "客户满意度",
            clients.whole.mean,
            f"/ {BEST}",
            satisfaction_note(clients),
            f"{reverse('feedback')}?year={year}",
        )
        if clients and clients.whole.shown
        else Figure("客户满意度", TOO_FEW if clients else "—"),
        Figure(
            "反馈回收率",
            f"{clients.whole.response_rate}%",
            "",
            f"{clients.whole.asked} 张中收到 {clients.whole.answered} 份",
            reverse("feedback_cards"),
        )
        if clients and clients.whole.asked
        else Figure("反馈回收率", "—"),
    ]
    found += three_zeros(look)
    if study:
        found.append(Figure("学习学时达标", f"{study.reached}/{study.members}", "人", "全所党员", "#care"))
    return found


def satisfaction_note(clients):
    return "，".join(filter(None, [f"{clients.whole.shown} 份", change_words(clients.change)]))


def change_words(change, digits=1, unit=""):
    """比上年高 0.2, or "" where there is nothing to compare."""
    if change is None:
        return ""
    if not round(change, digits):
        return "与上年持平"
    return f"比上年{'高' if change > 0 else '低'} {abs(change):.{digits}f}{unit}"


def three_zeros(look):
    """投诉、惩戒、处罚 in one Figure: the shortest of the three counters, in years while it is more than one."""
    zeros = [zero for zero in zeros_of(look.firm_id, look.day_of(look.year)) if zero.days >= 0]
    if not zeros:
        return []
    last = min(zeros, key=lambda zero: zero.days)
    value, unit = (last.years, "年") if last.years else (last.value, "天")
    note = f"{last.label.removeprefix('零')}{last.note}" if last.last else "建所以来"
    return [Figure("零投诉、零惩戒、零处罚", value, unit, note, reverse("measures"))]


def changes_of_clients(clients):
    if clients is None:
        return []
    span = BEST - min(Satisfaction)
    marks = [("客户满意度", clients.whole, clients.before), *clients.dimensions]
    found = [
        Change(label, now.mean, before.mean, span)
        for label, now, before in marks
        if now.shown and before.shown
    ]
    both = clients.whole, clients.before
    if any(figures.asked < LEAST for figures in both):
        return found
    return [*found, Change("反馈回收率", *(figures.response_rate for figures in both), 100, "%")]


def changes_of_grades(lines, year):
    shares = {line.year: line.excellent_share for line in lines}
    if year not in shares or year - 1 not in shares:
        return []
    return [Change("优秀的比例", round(shares[year]), round(shares[year - 1]), 100, "%")]


def brief_rows(page):
    """The figures of the page as rows of words, for the proof of its file."""
    clients, study = page["clients"], page["study"]
    rows = [[one.label, one.value, one.note] for one in page["figures"]]
    if clients:
        told = [*clients.parts, *((label, now) for label, now, _ in clients.dimensions), *clients.years]
        rows += [[label, figures.mean, figures.shown] for label, figures in told] + clients.spread
    rows += [[line.year, *line.parts] for line in page["grades"]]
    rows += [[one.name, one.hours, one.target] for one in study.short] if study else []
    return rows + [
        ["open", page["handled"].open],
        *page["handled"].outcomes.items(),
        ["late", page["late"][0]],
    ]


def brief_proof(page, by, now):
    """The Proof of the 评议简报 made of a page. `by` names who exports."""
    rows = brief_rows(page)
    period = f"{page['year']}年度" + (f"，{page['group']}" if page["group"] else "")
    return Proof(page["firm"].short_name, period, by, now, len(rows), code_of(rows))
