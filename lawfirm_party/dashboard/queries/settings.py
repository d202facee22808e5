"""The page of a branch's settings: what holds today, what will, what did, and what each rests on."""

import itertools
from dataclasses import dataclass
from datetime import date

from activities.meetings.choices import FOR_THE_GROUP
from activities.meetings.rules.requirements import SOURCES
from branches.choices import MeetingKind
from branches.queries import settings_for
from branches.rules import FLOORS, BranchRules, branch_text, kind_text, rhythm_text
from lawfirm_party.common.dates import day_text, until_text

OWN = "本支部设置"


@dataclass(frozen=True)
class Change:
    """A row that is not in force today: `when` in words, `text` what it says, `since` its first day."""

    when: str
    text: str
    since: date


@dataclass(frozen=True)
class SettingLine:
    """One kind of meeting, or the whole branch (kind ""), as it is set."""

    kind: str
    label: str
    text: str
    rule: str
    since: str
    coming: tuple
    earlier: tuple


@dataclass(frozen=True)
class SettingsPage:
    branch: SettingLine
    kinds: tuple


def settings_page(branch_id, today):
    """The SettingsPage of a branch on a day; two queries."""
    settings = settings_for(branch_id)
    whole = line_of("", "免打扰和期限", settings.branch_rows, settings.branch(today), today)
    kinds = tuple(
        line_of(kind, kind.label, settings.kind_rows.get(kind, []), settings.kind(kind, today), today)
        for kind in MeetingKind
    )
    return SettingsPage(whole, kinds)


def line_of(kind, label, rows, rules, today):
    say = branch_text if isinstance(rules, BranchRules) else kind_text
    if kind in FOR_THE_GROUP:
        say = text_with_group
    rows = sorted(rows, key=lambda row: row[0])
    past = [row for row in rows if row[0] <= today]
    coming = [row for row in rows if row[0] > today]
    return SettingLine(
        kind=kind,
        label=label,
        text=say(rules),
        rule=rule_of(kind, rules),
        since=f"{day_text(past[-1][0])}起" if past else "",
        coming=tuple(Change(f"{day_text(since)}起", say(then), since) for since, then in coming),
        earlier=tuple(
            Change(f"{day_text(since)}{until_text(ends)}", say(then), since)
            for (since, then), (ends, _) in reversed(list(itertools.pairwise(past)))
        ),
    )


def text_with_group(rules):
    return kind_text(rules) + ("，发到群里" if rules.by_robot else "")


def rule_of(kind, rules):
    """The article that asks for so many meetings, or that the branch has set it so itself."""
    if kind not in FLOORS:
        return OWN
    own = (
        ""
        if (rules.every, rules.times) == (FLOORS[kind][0], 1)
        else f"；{OWN}{rhythm_text(rules.every, rules.times)}"
    )
    return f"{SOURCES[kind]}{own}"
