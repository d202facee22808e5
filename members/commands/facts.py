"""Writes about a person's dated facts: one command an act. Each locks the person, closes the running row where the next begins,
and refuses what the legal table does not allow; the checks themselves stand in the models, so that the admin site has them too."""

from django.db import transaction

from branches.models import PartyGroup
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal
from lawfirm_party.common.rows import stored

from ..choices import FactAxis
from ..models import (
    DutyExemption,
    FactCorrection,
    GroupMembership,
    Membership,
    Partner,
    PartyStanding,
    Person,
    Restriction,
)
from ..queries.facts import fact_words, facts_version
from ..rules.moves import judge_relation

NOT_IN_FUTURE = "不能晚于今天，事情办成以后再登记。"
AFTER_LAST = "必须晚于目前这一条的开始日期（{day}）。要改以前的记录，请用“更正”。"
NOTHING_RUNS = "目前没有可以结束的记录。"
CHANGED = "打开这个页面之后，别人刚刚修改过这个人的记录。您填写的内容还在，请核对后再保存一次。"
MODELS = {
    FactAxis.STANDING: PartyStanding,
    FactAxis.RELATION: Membership,
    FactAxis.RESTRICTION: Restriction,
    FactAxis.EXEMPTION: DutyExemption,
    FactAxis.GROUP: GroupMembership,
}
TAKEN_OUT = "作废"


def locked(person_id, model, version):
    """The person, held until the transaction ends. Raises Conflict when the rows of the axis are not those the form showed."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if version is not None and facts_version(model, person_id) != version:
        raise Conflict(CHANGED)
    return person


def last_of(model, person):
    return model.objects.filter(person=person).order_by("since").last()


def end(row, day, *, by, now, **words):
    """Close a row at a day; a row that already ends by then stays as it is."""
    if row is None or (row.until is not None and row.until <= day):
        return
    row.until = day
    for name, value in words.items():
        setattr(row, name, value)
    row.sign(by, now, is_end=True)
    stored(row, validate=bool(words))


def succeed(row, *, by, now):
    """Write a row down that follows the person's last one of the axis, which ends where it begins."""
    if row.since > local_day(now):
        raise Refusal(NOT_IN_FUTURE, "since")
    last = last_of(type(row), row.person)
    if last and row.since <= last.since:
        raise Refusal(AFTER_LAST.format(day=f"{last.since:%Y-%m-%d}"), "since")
    end(last, row.since, by=by, now=now)
    row.sign(by, now)
    return stored(row)


def running(model, person, day):
    """The row that may be ended at a day; Refusal when there is none."""
    last = last_of(model, person)
    if last is None or (last.until is not None and last.until <= day):
        raise Refusal(NOTHING_RUNS, "until")
    if day <= last.since:
        raise Refusal(AFTER_LAST.format(day=f"{last.since:%Y-%m-%d}"), "until")
    return last


@transaction.atomic
def change_standing(
    *, person_id, standing, since, by, now, version=None, document_number="", note="", left_by=""
):
    """Move a person along the legal table of standings (R-DEV, R-DIS) from a day (inclusive, not after today).

    Returns the PartyStanding. Refuses a move that the table does not have, one too soon, or one without its document;
    what is only asked "一般" passes with a note. Raises Conflict when `version` is not that of the rows stored.
    """
    person = locked(person_id, PartyStanding, version)
    words = {"document_number": document_number, "note": note, "left_by": left_by}
    row = PartyStanding(person=person, standing=standing, since=since, **words)
    return succeed(row, by=by, now=now)


@transaction.atomic
def restrict(*, person_id, kind, since, by, now, until=None, version=None, document_number="", note=""):
    """Restrict a person's rights in [since, until) (R-DIS-2, R-DEV-3); returns the Restriction. Refuses while another one runs."""
    person = locked(person_id, Restriction, version)
    row = Restriction(
        person=person, kind=kind, since=since, until=until, document_number=document_number, note=note
    )
    row.sign(by, now)
    return stored(row)


@transaction.atomic
def end_restriction(*, person_id, until, by, now, version=None, end_document="", note=""):
    """End the running restriction at a day (exclusive); the note says why where it ends otherwise than usual."""
    person = locked(person_id, Restriction, version)
    row = running(Restriction, person, until)
    end(row, until, by=by, now=now, end_document=end_document, note=joined(row.note, note))
    return row


def joined(old, new):
    return f"{old}；{new}"[:200] if old and new else old or new


@transaction.atomic
def change_relation(
    *, person_id, relation, since, by, now, branch=None, version=None, document_number="", note=""
):
    """Move a person's 组织关系 along its table (R-MEM); `relation` "" ends it. Returns the Membership that begins or ends."""
    person = locked(person_id, Membership, version)
    if relation:
        words = {"document_number": document_number, "note": note}
        row = Membership(person=person, branch=branch, relation=relation, since=since, **words)
        return succeed(row, by=by, now=now)
    row = running(Membership, person, since)
    problem = judge_relation(row.spell, "", since, document=document_number).first(note)
    if problem:
        raise Refusal(problem[1], problem[0])
    end(row, since, by=by, now=now, end_document=document_number, note=joined(row.note, note))
    return row


@transaction.atomic
def exempt(*, person_id, ground, since, by, now, until=None, version=None, document_number="", note=""):
    """Free an old or ill person of duties in [since, until); returns the DutyExemption."""
    person = locked(person_id, DutyExemption, version)
    row = DutyExemption(
        person=person, ground=ground, since=since, until=until, document_number=document_number, note=note
    )
    row.sign(by, now)
    return stored(row)


@transaction.atomic
def end_exemption(*, person_id, until, by, now, version=None, end_document="", note=""):
    """End the running exemption at a day (exclusive)."""
    person = locked(person_id, DutyExemption, version)
    row = running(DutyExemption, person, until)
    end(row, until, by=by, now=now, end_document=end_document, note=joined(row.note, note))
    return row


@transaction.atomic
def place_in_group(*, person_id, group, since, by, now, is_leader=False, version=None):
    """Put a person into a group, move them, or make them its 组长 from a day on; without a group they leave theirs.

    The 组长 before gives way on that day and stays in the group.
    """
    person = locked(person_id, GroupMembership, version)
    if group is None:
        row = running(GroupMembership, person, since)
        end(row, since, by=by, now=now)
        return row
    # Who dissolves the group waits, or is seen here.
    group = PartyGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
    if is_leader and since <= local_day(now):
        hand_over(group, person, since, by=by, now=now)
    row = GroupMembership(person=person, group=group, is_leader=is_leader, since=since)
    return succeed(row, by=by, now=now)


def hand_over(group, person, day, *, by, now):
    """Who was 组长 until a day stays in the group, as long as was entered (R-GRP-1)."""
    before = GroupMembership.objects.on(day).filter(group=group, is_leader=True).exclude(person=person)
    for row in before.select_for_update().filter(since__lt=day):
        stays = GroupMembership(person=row.person, group=group, since=day, until=row.until)
        end(row, day, by=by, now=now)
        stays.sign(by, now)
        stored(stays)


@transaction.atomic
def change_partner(
    *, person_id, since, by, now, is_partner=True, is_managing=False, is_founding=False, version=None
):
    """Make a person a partner, or the 主任, or neither any more, from a day on; the 主任 before gives way on that day."""
    person = locked(person_id, Partner, version)
    if not is_partner:
        row = running(Partner, person, since)
        end(row, since, by=by, now=now)
        return row
    if is_managing:
        give_way(person, since, by=by, now=now)
    row = Partner(
        firm=person.firm, person=person, since=since, is_managing=is_managing, is_founding=is_founding
    )
    return succeed(row, by=by, now=now)


def give_way(person, day, *, by, now):
    """Who was 主任 until a day stays a partner, as long as was entered."""
    before = Partner.objects.on(day).filter(firm=person.firm_id, is_managing=True).exclude(person=person)
    for row in before.select_for_update().filter(since__lt=day):
        stays = Partner(
            firm_id=row.firm_id, person=row.person, since=day, until=row.until, is_founding=row.is_founding
        )
        end(row, day, by=by, now=now)
        stays.sign(by, now)
        stored(stays)


@transaction.atomic
def correct_fact(*, person_id, axis, row_id, reason, by, now, version=None, take_out=False, **values):
    """Put a wrong row right, or take it out, and keep beside it what stood there, why and by whom; returns the FactCorrection.

    `values` are new values of the row's fields. The row corrected must be the person's own; the tables of moves hold for it.
    """
    model = MODELS[FactAxis(axis)]
    person = locked(person_id, model, version)
    row = model.objects.select_for_update().get(pk=row_id, person=person)
    before, after = fact_words(row), TAKEN_OUT
    if take_out:
        row.delete()
    else:
        for name, value in values.items():
            setattr(row, name, value)
        after = fact_words(stored(row))
    return FactCorrection.objects.create(
        person=person, axis=axis, before=before, after=after, reason=reason, by=by, at=now
    )
