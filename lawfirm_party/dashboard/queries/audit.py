"""The audit trail as people read it: who did what to which thing, in words, linked where the reader may open it.

An entry names its thing by kind and number only. What a number stands for is looked up among what the reader may see; the
rest stays a kind. Nothing of what was revealed, exported or said is ever here.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.db.models import Q
from django.urls import reverse

from activities.meetings.queries.visible import meetings_for
from activities.notices.models import Robot
from branches.choices import MeetingKind
from branches.models import PartyGroup
from lawfirm_party.common.audit import trail_state
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.dates import at, local_day, moment_text
from lawfirm_party.common.models import AuditEntry
from members.models import Person, User
from members.queries import branches_for, people_for, roles_of
from members.queries.people import find_people

NOBODY = "未登录"
OTHER = "其他"
WHO, WHICH_LOGIN, WHICH_BRANCH = "一位人员", "一个账号", "一个支部"
WHICH_MEETING, WHICH_ROBOT, WHICH_GROUP = "一次会议", "一个群机器人", "一个党小组"
# Where the number of what a kind of thing is about stands, when it is about something else.
NOUNS = {
    "ledger": ("branch", 1),
    "settings": ("branch", 0),
    "term": ("branch", 0),
}
PERSON_PARTS = {"id_number": "证件号码", "email": "邮箱"}
SIGNED_IN = "in"
LOGIN_PARTS = {
    "": "后台权限",
    SIGNED_IN: "",
    "made": "新建账号",
    "password": "代设密码",
    "opened": "启用账号",
    "closed": "停用账号",
    "person": "账号改为对应另一位人员",
}
CALENDAR_PARTS = {"made": "生成日历订阅地址", "revoked": "撤销日历订阅地址"}
ROBOT_PARTS = {"added": "添加", "secret": "更换密钥", "on": "启用", "off": "停用"}
GROUP_PARTS = {"founded": "设立", "changed": "修改", "dissolved": "撤销", "kept": "不再撤销"}
TERM_PARTS = {"begun": "登记新一届", "changed": "改动任期或职务"}
PAPERS = {"minutes": "会议记录", "attendance": "考勤表", "sheet": "签到表"}
OF_ROUND = {
    "registrations": "登记表（全体）",
    "registration": "登记表（本人）",
    "summary": "汇总表",
    "report": "报告",
}
FILES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "binder": "合订本 PDF"}
PERIOD_WORDS = {"last4q": "近四个季度", "last4q+current": "近四个季度和本季度"}


def audit_for(user, on):
    """The entries a reader may see, newest first: what the people of the own firm did; an admin without a person sees all."""
    roles = roles_of(user, on)
    entries = AuditEntry.objects.select_related("user__person").order_by("-pk")
    if roles.firm_id:
        return entries.filter(user__person__firm=roles.firm_id)
    return entries if roles.is_admin else entries.none()


def narrow(entries, *, since=None, until=None, q="", action=""):
    """Entries from a day to a day (both inclusive), of people or logins by name, of one kind; what is empty narrows nothing."""
    if since:
        entries = entries.filter(at__gte=at(since, 0))
    if until:
        entries = entries.filter(at__lt=at(until + timedelta(days=1), 0))
    if action:
        entries = entries.filter(action=action)
    if q:
        people = find_people(Person.objects.all(), q)
        entries = entries.filter(Q(user__person__in=people.values("pk")) | Q(user__username__iexact=q))
    return entries


@dataclass(frozen=True)
class AuditLine:
    """One entry in words; `url` is where its thing is, empty where the reader may not open it or there is no page."""

    number: int
    when: str
    who: str
    action: str
    thing: str
    url: str


def audit_lines(entries, user, now):
    """AuditLines of entries; six queries at most, one for each kind of thing that stands in them."""
    entries = list(entries)
    known = Known(user, local_day(now), [entry.thing.split(":") for entry in entries])
    return [line_of(entry, known, now) for entry in entries]


def line_of(entry, known, now):
    parts = entry.thing.split(":")
    if entry.action == AuditAction.SIGNED_IN:
        parts.append(SIGNED_IN)
    thing, url = words_of(parts, known)
    who = entry.user.get_full_name() if entry.user else NOBODY
    return AuditLine(
        entry.pk, moment_text(entry.at, local_day(now)), who, entry.get_action_display(), thing, url
    )


class Known:
    """The names and addresses of the things in some entries, as far as their reader may see these; one query a noun."""

    def __init__(self, user, today, things):
        wanted = defaultdict(set)
        for kind, *parts in things:
            noun, place = NOUNS.get(kind, (kind, 0))
            number = parts[place] if len(parts) > place else ""
            if number.isascii() and number.isdigit():
                wanted[noun].add(int(number))
        people = people_for(user, today)
        self.people = people.in_bulk(wanted["person"]) if wanted["person"] else {}
        logins = User.objects.filter(Q(person=None) | Q(person__in=people)).select_related("person")
        self.logins = logins.in_bulk(wanted["user"]) if wanted["user"] else {}
        branches = branches_for(user, today)
        self.branches = branches.in_bulk(wanted["branch"]) if wanted["branch"] else {}
        meetings = meetings_for(user, today)
        self.meetings = meetings.in_bulk(wanted["meeting"]) if wanted["meeting"] else {}
        robots = Robot.objects.filter(branch__in=branches)
        self.robots = robots.in_bulk(wanted["robot"]) if wanted["robot"] else {}
        groups = PartyGroup.objects.filter(branch__in=branches)
        self.groups = groups.in_bulk(wanted["group"]) if wanted["group"] else {}
        self.own_branches = roles_of(user, today).committee_of


def words_of(parts, known):
    """(words, address) of a thing. What no one has put into words yet is called by no name at all."""
    tell = TELLERS.get(parts[0])
    try:
        return tell(known, *parts[1:]) if tell else (OTHER, "")
    except (TypeError, ValueError, LookupError):
        return OTHER, ""


def of_person(known, number, part):
    person = known.people.get(int(number))
    name = person.name if person else WHO
    return f"{name}的{PERSON_PARTS[part]}", person.get_absolute_url() if person else ""


def of_login(known, number, part="", detail=""):
    login = known.logins.get(int(number))
    name = f"{login.get_full_name()}（登录名 {login.username}）" if login else WHICH_LOGIN
    url = login.person.get_absolute_url() if login and login.person else ""
    told = CALENDAR_PARTS[detail] if part == "calendar" else LOGIN_PARTS[part]
    return f"{name}：{told}" if told else name, url


def of_people(known, day, count, code):
    return f"{day} 的人员名册，{count} 人，校验码 {code}", f"{reverse('people')}?on={day}"


def of_ledger(known, _, number, span, kind, code):
    branch = known.branches.get(int(number))
    period = PERIOD_WORDS.get(span, f"{span}年")
    name = branch.short_name if branch else WHICH_BRANCH
    url = f"{reverse('ledger')}?branch={number}" if int(number) in known.own_branches else ""
    return f"{name}的台账（{period}），{FILES[kind]}，校验码 {code}", url


def of_brief(known, _, number, year, code):
    return f"{year}年度的评议简报，PDF，校验码 {code}", ""


def of_evaluation(known, number, year, *file):
    paper, kind, code = file
    branch = known.branches.get(int(number))
    name = branch.short_name if branch else WHICH_BRANCH
    return f"{name}{year}年度民主评议党员{OF_ROUND[paper]}，{FILES[kind]}，校验码 {code}", ""


def of_meeting(known, number, paper, kind, code):
    meeting = known.meetings.get(int(number))
    name = meeting.title if meeting else WHICH_MEETING
    url = meeting.get_absolute_url() if meeting else ""
    return f"{name}的{PAPERS[paper]}，{FILES[kind]}，校验码 {code}", url


def of_robot(known, number, what):
    robot = known.robots.get(int(number))
    name = f"群机器人“{robot.name}”" if robot else WHICH_ROBOT
    return f"{name}：{ROBOT_PARTS[what]}", ""


def of_settings(known, number, what, *rest):
    branch = known.branches.get(int(number))
    name = branch.short_name if branch else WHICH_BRANCH
    subject = "全支部" if what == "branch" else MeetingKind(what).label
    withdrawn = rest[0] == "withdrawn"
    told = "撤回改动" if withdrawn else "改动"
    url = reverse("branch_settings") if int(number) in known.own_branches else ""
    return f"{name}的设置（{subject}）：{told}，从 {rest[-1]} 起", url


def of_group(known, number, what):
    group = known.groups.get(int(number))
    name = group.name if group else WHICH_GROUP
    return f"{name}：{GROUP_PARTS[what]}", reverse("branch", args=[group.branch_id]) if group else ""


def of_term(known, number, _, what):
    branch = known.branches.get(int(number))
    name, url = (branch.short_name, branch.get_absolute_url()) if branch else (WHICH_BRANCH, "")
    return f"{name}的委员会：{TERM_PARTS[what]}", url


def of_holidays(known, year, count):
    return f"{year}年放假安排，{count} 天", f"{reverse('calendar')}?month={year}-01"


def of_import(known, target, new, update, *_):
    name = apps.get_model(target)._meta.verbose_name_plural
    return f"{name}：新增 {new.removeprefix('new')} 条，更新 {update.removeprefix('update')} 条", ""


def of_admin(known, target, count, code):
    name = apps.get_model(target)._meta.verbose_name_plural
    return f"后台的{name}，{count} 条，校验码 {code}", ""


TELLERS = {
    "person": of_person,
    "user": of_login,
    "people": of_people,
    "ledger": of_ledger,
    "brief": of_brief,
    "evaluation": of_evaluation,
    "meeting": of_meeting,
    "robot": of_robot,
    "settings": of_settings,
    "term": of_term,
    "group": of_group,
    "holidays": of_holidays,
    "import": of_import,
    "admin": of_admin,
}


def chain_words(now):
    """(tone, sentence) of whether the trail is as it was written."""
    state, today = trail_state(), local_day(now)
    if state.problems:
        return (
            "bad",
            f"审计记录有 {state.problems} 处对不上：可能被改过或删过。请在服务器上运行核对命令，查明是哪几条。",
        )
    if state.waiting:
        return "info", f"共 {state.entries} 条，其中 {state.waiting} 条还没有核对，每天自动核对一次。"
    if not state.checked_at:
        return "ok", f"记录完整：共 {state.entries} 条，刚才全部核对过，没有改动、删除或插入。"
    whole = f"{moment_text(state.checked_at, today)}全部核对过"
    added = f"，其后的 {state.added} 条刚才也核对过" if state.added else ""
    return "ok", f"记录完整：共 {state.entries} 条，{whole}{added}，没有改动、删除或插入。"
