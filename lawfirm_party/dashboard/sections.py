"""Pages of one section stand side by side as tabs: each is an ordinary page of the app that owns the data."""

from dataclasses import dataclass

from django.urls import reverse

from activities.feedback.permissions import reads_answers, reads_cards, reads_own_figures, reads_register
from members.permissions import keeps_accounts, sees_birthdays, sees_contact_columns

from .navigation import address_of
from .queries.evaluation import reads_dashboard


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    active: bool


def everybody(roles):
    return True


def own_branch_of(roles):
    return min(roles.committee_of or roles.member_of, default=None)


def takes_part(roles):
    return bool(roles.branches)


def reads_settings(roles):
    return bool(roles.committee_of)


def changes_settings(roles):
    return bool(roles.secretary_of)


# Of each tab: its label, the name of its address, and whose it is. The 支部 tab leads to one's own branch.
SECTIONS = {
    "people": (
        ("名册", "people", everybody),
        ("合伙人", "colleagues", sees_contact_columns),
        ("政治生日", "birthdays", sees_birthdays),
        ("支部", "branch", own_branch_of),
        ("账号", "accounts", keeps_accounts),
    ),
    "meetings": (
        ("列表", "meetings", everybody),
        ("日历", "calendar", everybody),
        ("议定事项", "decisions", everybody),
    ),
    "evaluation": (
        ("民主评议", "evaluations", takes_part),
        ("看板", "evaluation_dashboard", reads_dashboard),
        ("客户反馈", "feedback", reads_answers),
    ),
    "feedback": (
        ("收到的反馈", "feedback", reads_answers),
        ("反馈卡", "feedback_cards", reads_cards),
        ("我的反馈", "own_feedback", reads_own_figures),
        ("投诉惩戒处罚", "measures", reads_register),
    ),
    "settings": (
        ("支部设置", "branch_settings", reads_settings),
        ("群机器人", "robots", changes_settings),
    ),
}


def tabs_of(section, roles, path):
    """The Tabs that a reader has in a section; none when there would be only one. `path`: where the reader is, or the name of the tab."""
    tabs = []
    for label, name, is_theirs in SECTIONS[section]:
        if is_theirs(roles):
            url = reverse(name, args=[own_branch_of(roles)]) if name == "branch" else address_of(name)
            tabs.append(Tab(label, url, path in {url, name}))
    return tabs if len(tabs) > 1 else []
