"""The dated facts of one person with their documents and recorders: what the page 党内经历 shows."""

import hashlib
from dataclasses import dataclass
from datetime import date

from lawfirm_party.common.dates import local_day, until_text

from ..choices import FactAxis, Relation
from ..models import DutyExemption, GroupMembership, Membership, Partner, PartyStanding, Restriction, Seat
from .people import fetch_facts

NOT_RECORDED = "未记录"
CORRECTABLE = {axis.label: axis.value for axis in FactAxis}


def facts_version(model, person_id):
    """A number that changes whenever one of a person's rows of a model does."""
    rows = model.objects.filter(person=person_id).order_by("pk").values_list()
    return int(hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:7], 16)


def text_of(row):
    """What a row says, without its days."""
    match row:
        case PartyStanding():
            way = f"（{row.get_left_by_display()}）" if row.left_by else ""
            return row.get_standing_display() + way
        case Membership():
            own = "" if row.relation == Relation.HERE else f"（{row.get_relation_display()}）"
            return row.branch.short_name + own
        case Restriction():
            return row.get_kind_display()
        case DutyExemption():
            return row.get_ground_display()
        case GroupMembership():
            return f"{row.group.name}（组长）" if row.is_leader else row.group.name
        case Seat():
            return row.get_role_display()
        case Partner():
            return "合伙人（主任）" if row.is_managing else "合伙人"


def fact_words(row):
    """A row in one line: 正式党员，2015年1月1日起，至2020年5月1日."""
    day = row.since
    ends = until_text(row.until).replace(" ", "") if row.until else ""
    words = [text_of(row), f"{day.year}年{day.month}月{day.day}日起", ends]
    document = getattr(row, "document_number", "")
    return "，".join(filter(None, [*words, document]))


@dataclass(frozen=True)
class FactLine:
    """One line of the history: on what paper it rests, and who wrote it and its end down.

    `kind` is the FactAxis under which row number `row` can be corrected, empty for a seat, which is a matter of its term.
    """

    axis: str
    text: str
    since: date
    ends: str
    document: str
    note: str
    recorded: str
    row: int
    kind: str = ""


def recorder(user, at):
    if user is None or at is None:
        return NOT_RECORDED
    day = local_day(at)
    return f"{user.get_full_name()}，{day.year}年{day.month}月{day.day}日"


def line_of(axis, row):
    documents = [getattr(row, "document_number", ""), getattr(row, "end_document", "")]
    ended = f"；结束：{recorder(row.ended_by, row.ended_at)}" if row.ended_by_id else ""
    return FactLine(
        axis=axis,
        text=text_of(row),
        since=row.since,
        ends=until_text(row.until) if row.until else "",
        document="；".join(filter(None, documents)),
        note=getattr(row, "note", ""),
        recorded=recorder(row.recorded_by, row.recorded_at) + ended,
        row=row.pk,
        kind=CORRECTABLE.get(axis, ""),
    )


def history_of(person):
    """The FactLines of a person, newest first; six queries, none where the page of the person was read before."""
    fetch_facts(person)
    rows = [
        *(("党内身份", row) for row in person.standings.all()),
        *(("组织关系", row) for row in person.memberships.all()),
        *(("权利限制", row) for row in person.restrictions.all()),
        *(("义务减免", row) for row in person.exemptions.all()),
        *(("党小组", row) for row in person.group_memberships.all()),
        *(("职务", row) for row in person.seats.all()),
    ]
    return sorted((line_of(*pair) for pair in rows), key=lambda line: line.since, reverse=True)
