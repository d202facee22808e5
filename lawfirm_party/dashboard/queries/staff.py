"""The homes of those who keep the program: the clerk (what is still to enter) and the admin (whether it runs, who cannot log in)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from activities.notices.choices import OutboxState
from activities.notices.queries import delivery_health
from branches.models import PartyGroup
from branches.rules import needs_committee
from lawfirm_party.common.calendar import rest_days
from lawfirm_party.common.dates import local_day
from members.choices import AccountState, PersonKind, Standing
from members.models import GroupMembership, Membership, PartyStanding, Seat
from members.queries import branches_for, count_full_members, people_for
from members.queries.accounts import accounts_for, count_states

from .lines import DUE, OVERDUE, WAITING, TodoLine, few

IN_PARTY = (Standing.PROBATIONARY, Standing.FULL)
# Days off of the next year are announced in November.
ANNOUNCED_IN = 11
ALL_ENTERED = "本月事项已全部办结。下一项：有人入所、离所或者转接组织关系时登记。"
ALL_RUNS = "本月事项已全部办结。发送正常，人人都能登录。"


# -- the clerk --------------------------------------------------------------------------------------------------


def clerk_page(user, now, filled=True):
    """What is missing from the master data, each with the page where the first of it is entered.

    Nine queries, and one for each branch without a committee. `filled`: the first line has the page's filled button.
    """
    today = local_day(now)
    lines = [*person_lines(user, today), *unit_lines(user, today), *holiday_lines(today)]
    return {
        "lines": first_filled(lines, filled),
        "all_done": ALL_ENTERED,
        "facts": [("在所人员", f"{people_for(user, today).in_firm(today).count()} 人", reverse("people"))],
        "doors": [
            ("人员", reverse("admin:members_person_changelist")),
            ("党内身份", reverse("admin:members_partystanding_changelist")),
            ("组织关系", reverse("admin:members_membership_changelist")),
            ("党小组成员", reverse("admin:members_groupmembership_changelist")),
        ],
    }


def person_lines(user, today):
    """People of the firm about whom something is missing; one query a question."""
    people = people_for(user, today).in_firm(today).order_by("pinyin", "id")
    mine = {"person": OuterRef("pk")}
    in_party = Exists(PartyStanding.objects.on(today).filter(**mine, standing__in=IN_PARTY))
    belongs = Exists(Membership.objects.on(today).filter(**mine))
    grouped = Exists(GroupMembership.objects.on(today).filter(**mine))
    groups = PartyGroup.objects.active(today).filter(branch__memberships__person=OuterRef("pk"))
    has_groups = Exists(groups.filter(current_membership(today)))
    return [
        *person_line(people.filter(email=""), "缺邮箱", "没有邮箱就收不到通知，也不能邀请登录", "change"),
        *person_line(
            people.filter(kind=PersonKind.LAWYER, licence_number=""),
            "缺执业证号",
            "律师应当登记执业证号",
            "change",
        ),
        *person_line(
            people.filter(in_party & ~belongs), "是党员，缺组织关系", "没有组织关系就不计入应到", "membership"
        ),
        *person_line(
            people.filter(in_party & belongs & has_groups & ~grouped),
            "缺党小组",
            "没有编组就不会收到党小组会的通知",
            "group",
        ),
    ]


def current_membership(today):
    still = Q(branch__memberships__until=None) | Q(branch__memberships__until__gt=today)
    return still & Q(branch__memberships__since__lte=today)


def person_line(people, what, why, page):
    """One line about all of them; its button opens the form of the first."""
    found = list(people.only("pk", "name"))
    if not found:
        return []
    address = {
        "change": lambda: reverse("admin:members_person_change", args=[found[0].pk]),
        "membership": lambda: f"{reverse('admin:members_membership_add')}?person={found[0].pk}",
        "group": lambda: f"{reverse('admin:members_groupmembership_add')}?person={found[0].pk}",
    }[page]()
    return [
        TodoLine(
            order=(DUE,),
            tone="warn",
            status="待登记",
            title=f"{len(found)} 人{what}",
            reason=f"{few([person.name for person in found], 3, '人')}。{why}",
            button="登记",
            url=address,
        )
    ]


def unit_lines(user, today):
    """党小组 without a leader, and branches that must have a committee and have none."""
    branches = list(branches_for(user, today).active(today).order_by("founded_on", "pk"))
    led = GroupMembership.objects.on(today).filter(group=OuterRef("pk"), is_leader=True)
    groups = PartyGroup.objects.active(today).filter(~Exists(led), branch__in=branches).order_by("number")
    seated = set(Seat.objects.in_force(today).values_list("term__branch", flat=True))
    lines = [
        unit_line(
            f"{group.name}缺组长", "在党小组成员里勾选组长", reverse("admin:members_groupmembership_add")
        )
        for group in groups
    ]
    for branch in branches:
        if branch.pk not in seated and needs_committee(count_full_members(branch.pk, today)):
            url = reverse("admin:members_committeeterm_add")
            lines.append(unit_line(f"{branch.short_name}缺在任的委员会", "登记本届选举日期和各位委员", url))
    return lines


def unit_line(title, reason, url):
    return TodoLine((DUE,), "warn", "待登记", title, reason, button="登记", url=url)


def holiday_lines(today):
    """The next year's days off, from November on until they are entered or known."""
    year = today.year + 1
    day = date(year, 1, 1)
    if today.month < ANNOUNCED_IN or rest_days(day, date(year, 1, 2)).day(day).is_published:
        return []
    return [
        TodoLine(
            order=(WAITING,),
            tone="info",
            status="待公布",
            title=f"{year}年放假安排还没有登记",
            reason="国务院办公厅公布以后，登记放假和调休的日子；在此之前只按周末计算",
            button="登记",
            url=reverse("admin:common_holiday_changelist"),
        )
    ]


# -- the admin --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A part of the program as its admin sees it."""

    label: str
    words: str
    tone: str


def admin_page(user, now, filled=True):
    """Whether notices go out, and whose login needs a hand; six queries. `filled`: the first line has the page's filled button."""
    health = delivery_health(now)
    states = count_states(accounts_for(user, now))
    return {
        "lines": first_filled([*delivery_lines(health), *account_lines(states)], filled),
        "all_done": ALL_RUNS,
        "parts": parts_of(health),
        "facts": account_facts(states),
        "doors": [
            ("登录账号", reverse("accounts")),
            ("发件箱", reverse("outbox")),
            ("审计记录", reverse("audit")),
            ("后台", reverse("admin:index")),
        ],
    }


def delivery_lines(health):
    """What stands still, and what did not arrive in the last seven days."""
    lost = [
        (state.label, health.counts[state])
        for state in (OutboxState.DEAD, OutboxState.UNCERTAIN, OutboxState.MISSED)
    ]
    words = "，".join(f"{label} {number}" for label, number in lost if number)
    lines = []
    if not health.healthy:
        lines.append(
            TodoLine(
                (OVERDUE,), "bad", "停了", "通知和提醒没有正常发出", "请看后台发送和生成提醒各停在什么时候，重新启动程序",
                button="看发件箱", url=f"{reverse('outbox')}?state=open",
            )
        )  # fmt: skip
    if words:
        lines.append(
            TodoLine(
                (OVERDUE, 1), "bad", "没有送达", f"最近七天有通知没有送达：{words}", "账号邮件由管理员重发，会议通知由支部重发",
                button="看发件箱", url=f"{reverse('outbox')}?state=problem",
            )
        )  # fmt: skip
    return lines


def account_lines(states):
    """Who cannot log in, as far as something can be done about it."""
    asked = [
        (AccountState.NONE, "有邮箱，还没有邀请登录", "点“邀请”，一次发给全部的人", "invite_all"),
        (AccountState.EXPIRED, "邀请已过期，还没有设密码", "请再邀请一次", "accounts"),
        (AccountState.NO_EMAIL, "没有邮箱，邀请不了", "请录入员先登记邮箱", "accounts"),
    ]
    return [
        TodoLine(
            order=(DUE,),
            tone="warn",
            status="待邀请" if page == "invite_all" else AccountState(state).label,
            title=f"{states[state]} 人{what}",
            reason=why,
            button="邀请" if page == "invite_all" else "查看",
            url=reverse(page) + ("" if page == "invite_all" else f"?state={state}"),
        )
        for state, what, why, page in asked
        if states.get(state)
    ]


def account_facts(states):
    accounts = reverse("accounts")
    return [
        (AccountState(state).label, f"{number} 人", f"{accounts}?state={state}")
        for state, number in states.items()
        if number
    ]


def parts_of(health):
    queued = sum(
        health.counts[state] for state in (OutboxState.QUEUED, OutboxState.CLAIMED, OutboxState.SENDING)
    )
    waiting = "没有到期未发的" if health.oldest_due_age is None else f"最早的已等 {health.oldest_due_age} 秒"
    return [
        Part("后台发送", age_text(health.sender_age, "看过发件箱"), "ok" if health.healthy else "bad"),
        Part("生成提醒", age_text(health.planner_age, "算过提醒"), "ok" if health.healthy else "bad"),
        Part("排队", f"{queued} 条，{waiting}", "info" if queued else "ok"),
    ]


def age_text(seconds, what):
    if seconds is None:
        return f"还没有{what}"
    return f"{seconds} 秒前{what}" if seconds < 120 else f"{seconds // 60} 分钟前{what}"


def first_filled(lines, filled):
    """Sorted, the first with the page's only filled button."""
    lines = sorted(lines, key=lambda line: line.order)
    return [lines[0].as_primary(), *lines[1:]] if lines and filled else lines
