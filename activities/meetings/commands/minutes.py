"""Write the minutes under a version: who saves over somebody else's newer text is told so and loses nothing."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal

from ..choices import MeetingState
from ..models import ActionItem, AgendaItem, Attendance, Meeting, Nudge, Resolution
from ..rules.quorum import counts_of, most_votes, votes_given
from .attendance import locked, refuse_closed_record, settle_state
from .changes import note_change

CHANGED_MEANWHILE = "别人刚刚修改了这份记录（也可能是您的另一个窗口）。您的文字没有丢失，请对照后再保存。"
END_BEFORE_START = "散会时间必须晚于开始时间。"
ENDS_IN_FUTURE = "会议已经散会，散会时间不能晚于现在。"
SIGNED_TOO_EARLY = "签字日期不能早于会议当天。"
SIGNED_IN_FUTURE = "签字日期不能晚于今天。"
TITLE_MISSING = "请写议题名称。"
TOO_MANY_VOTES = "赞成、反对、弃权合计 {given} 票，多于到会有表决权的 {most} 人。"
ITEM_NOT_EMPTY = "这个议题下还有内容，请先清空发言要点、决议和议定事项，再删除议题。"
TOO_MANY_ITEMS = "一次会议最多 40 个议题。"
NOT_HELD_YET = "会议还没有开，没有记录可催。"
NOBODY_TO_NUDGE = "这次会议没有记录人，无人可催。"
NOTHING_TO_NUDGE = "这件事已经办完，不用再催。"
MOST_ITEMS = 40


@dataclass(frozen=True)
class ResolutionData:
    """One resolution as typed; `pk` None on a row that the page did not know as stored.

    An empty text removes the row; None (typed, but not fit to be stored yet) leaves whatever stands there.
    """

    pk: int | None
    text: str | None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    is_public: bool = False


@dataclass(frozen=True)
class ActionData:
    """One 议定事项 as typed; `pk` and `text` as in ResolutionData."""

    pk: int | None
    text: str | None
    owner_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class ItemData:
    """One agenda item as typed. `own_…` are ids of stored rows that this page's own autosaves made: it shows them as new ones still."""

    pk: int
    title: str
    discussion: str
    needs_resolution: bool
    remove: bool = False
    resolutions: tuple = ()
    actions: tuple = ()
    own_resolutions: tuple = ()
    own_actions: tuple = ()


@dataclass(frozen=True)
class MinutesData:
    """The whole form. `version` is what the page was made from; `frame` holds the meeting's own fields by name."""

    version: int
    frame: dict = field(default_factory=dict)
    items: tuple = ()
    new_item: str = ""


@transaction.atomic
def save_minutes(*, meeting_id, user, now, data):
    """Store the whole form of one meeting and return the meeting, its version raised when anything changed.

    Raises Conflict when somebody else saved since `data.version`; Refusal (with the form's field) for what cannot be true;
    then nothing is written.
    """
    meeting = locked(meeting_id)
    refuse_closed_record(meeting)
    if data.version != meeting.version:
        raise Conflict(CHANGED_MEANWHILE, current=meeting)
    changed = write_frame(meeting, data.frame, now)
    items = {item.pk: item for item in AgendaItem.objects.filter(meeting=meeting)}
    for item_data in data.items:
        if item_data.pk in items:
            changed |= write_item(meeting, items[item_data.pk], item_data)
    if data.new_item:
        add_item(meeting, data.new_item)
        changed = True
    if changed:
        note_change(meeting, user, now)
        meeting.save()
        settle_state(meeting)
    return meeting


def write_frame(meeting, frame, now):
    """The meeting's own fields: place, host, recorder, hours, signatures."""
    changed = assign(meeting, **frame)
    day, today = local_day(meeting.starts_at), local_day(now)
    if meeting.ends_at <= meeting.starts_at:
        raise Refusal(END_BEFORE_START, "ends")
    if "ends_at" in frame and changed and meeting.held_at and meeting.ends_at > now:
        raise Refusal(ENDS_IN_FUTURE, "ends")
    for name in ("host_signed_on", "recorder_signed_on"):
        signed = getattr(meeting, name)
        if signed and signed < day:
            raise Refusal(SIGNED_TOO_EARLY, name)
        if signed and signed > today:
            raise Refusal(SIGNED_IN_FUTURE, name)
    return changed


def write_item(meeting, item, data):
    if data.remove:
        return remove_item(item, data)
    if not data.title:
        raise Refusal(TITLE_MISSING, f"item-{item.pk}-title")
    changed = assign(
        item, title=data.title, discussion=data.discussion, needs_resolution=data.needs_resolution
    )
    if changed:
        item.save()
    refuse_impossible_votes(meeting, data.resolutions, item)
    changed |= write_rows(Resolution, meeting, item, data.resolutions, data.own_resolutions)
    changed |= write_rows(ActionItem, meeting, item, data.actions, data.own_actions)
    return changed


def remove_item(item, data):
    """Only an item with nothing under it goes: what was said is not deleted by one tick."""
    stored = item.discussion.strip() or item.resolutions.exists() or item.actions.exists()
    typed = data.discussion.strip() or any(row.text for row in (*data.resolutions, *data.actions))
    if stored or typed:
        raise Refusal(ITEM_NOT_EMPTY, f"item-{item.pk}-remove")
    item.delete()
    return True


def refuse_impossible_votes(meeting, resolutions, item):
    """No more votes than people who could give one."""
    if not any(row.votes_for is not None for row in resolutions):
        return
    most = most_votes(meeting.kind, counts_of(Attendance.objects.filter(meeting=meeting)))
    for row in resolutions:
        given = votes_given(row.votes_for, row.votes_against, row.votes_abstained)
        if row.text and given > most:
            raise Refusal(TOO_MANY_VOTES.format(given=given, most=most), resolution_field(row, item))


def resolution_field(row, item):
    return f"item-{item.pk}-resolution-{row.pk or 'new0'}-votes_for"


def write_rows(model, meeting, item, wanted, own):
    """Bring the stored rows of one item to the typed ones; True when anything changed.

    Typed rows without a pk take the page's `own` ones in turn, and what is left of those was emptied meanwhile. A row that
    the form says nothing about stays as it is.
    """
    # 办结 takes no lock of the meeting: it waits for these rows, and its own fields are not written here.
    rows = model.objects.select_for_update(no_key=True).filter(item=item)
    stored = {row.pk: row for row in rows.order_by("id")}
    unnamed = [stored[pk] for pk in own if pk in stored]
    values_of = VALUES[model]
    changed = False
    for typed in wanted:
        row = stored.get(typed.pk) if typed.pk else row_for_new(model, meeting, item, typed, unnamed)
        if row is None or typed.text is None:
            continue
        if not typed.text:
            row.delete()
            changed = True
        elif assign(row, **values_of(typed)) or row.pk is None:
            row.save(update_fields=row.pk and values_of(typed))
            changed = True
    for row in unnamed:
        row.delete()
        changed = True
    return changed


def row_for_new(model, meeting, item, typed, unnamed):
    """The row behind a typed row without a pk, taken from the page's own ones first; None when there is nothing to store."""
    if typed.text == "":
        return None
    if unnamed:
        return unnamed.pop(0)
    return None if typed.text is None else model(meeting=meeting, item=item)


def resolution_values(typed):
    return {
        "text": typed.text,
        "votes_for": typed.votes_for,
        "votes_against": typed.votes_against,
        "votes_abstained": typed.votes_abstained,
        "is_public": typed.is_public,
    }


def action_values(typed):
    return {"text": typed.text, "owner_id": typed.owner_id, "due_on": typed.due_on}


VALUES = {Resolution: resolution_values, ActionItem: action_values}


def add_item(meeting, title):
    """One more item at the end of the agenda."""
    agenda = AgendaItem.objects.filter(meeting=meeting)
    if agenda.count() >= MOST_ITEMS:
        raise Refusal(TOO_MANY_ITEMS, "new_item")
    last = agenda.aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(meeting=meeting, position=last + 1, title=title)


def assign(row, **values):
    """Set fields; True when one of them was different."""
    changed = False
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed


@transaction.atomic
def finish_action(*, action_id, user, now, note=""):
    """办结 an item today; it stays as it was when it is done already."""
    action = ActionItem.objects.select_for_update(no_key=True).get(pk=action_id)
    if action.done_on is None:
        action.done_on, action.done_note, action.done_by = local_day(now), note, user
        action.save()
    return action


@transaction.atomic
def reopen_action(*, action_id, user, now):
    """Take a 办结 back; the item is open again, for whoever it was."""
    action = ActionItem.objects.select_for_update(no_key=True).get(pk=action_id)
    if action.done_on is not None:
        action.done_on, action.done_note, action.done_by = None, "", None
        action.save()
    return action


@transaction.atomic
def nudge_recorder(*, meeting_id, user, now):
    """催办 the minutes; (nudge, made): once a day for one person and meeting. Refusal when nobody is to be nudged or nothing is open."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    if meeting.state in {MeetingState.ARCHIVED, MeetingState.CANCELLED}:
        raise Refusal(NOTHING_TO_NUDGE)
    if meeting.state in {MeetingState.DRAFT, MeetingState.SCHEDULED}:
        raise Refusal(NOT_HELD_YET)
    if meeting.recorder_id is None:
        raise Refusal(NOBODY_TO_NUDGE)
    return nudge_once(user, now, branch_id=meeting.branch_id, person_id=meeting.recorder_id, meeting=meeting)


@transaction.atomic
def nudge_owner(*, action_id, user, now):
    """催办 an open 议定事项; (nudge, made): once a day. Refusal when it is done."""
    action = (
        ActionItem.objects.select_for_update(no_key=True, of=("self",))
        .select_related("meeting")
        .get(pk=action_id)
    )
    if action.done_on is not None:
        raise Refusal(NOTHING_TO_NUDGE)
    return nudge_once(user, now, branch_id=action.meeting.branch_id, person_id=action.owner_id, action=action)


def nudge_once(user, now, **what):
    """The nudge of today, made unless there is one. The caller holds the lock of what it is about."""
    earlier = [row for row in Nudge.objects.filter(**what) if local_day(row.at) == local_day(now)]
    if earlier:
        return earlier[0], False
    return Nudge.objects.create(by=user, at=now, **what), True
