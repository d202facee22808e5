"""A meeting, who was expected, what was said and decided, and why one was missing. An archived record is frozen by triggers."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse

from branches.models import Branch, PartyGroup
from lawfirm_party.common.dates import at, day_text, local_day
from lawfirm_party.common.history import kept
from members.choices import Standing
from members.models import Person

from .choices import (
    TOOK_PLACE,
    LeaveReason,
    LeaveState,
    MarkedHow,
    MeetingKind,
    MeetingState,
    Presence,
)

USER = settings.AUTH_USER_MODEL
MEETS_LATER = "从这一天起还有党小组会：{title}，{day}。请先取消或改期，或者另选撤销日期。"

FROZEN = pgtrigger.Trigger(
    name="frozen_when_archived",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state=MeetingState.ARCHIVED),
    func="RAISE EXCEPTION 'an archived meeting is frozen';",
)

# Rows that belong to a meeting's record: neither added, changed nor removed once it is archived.
PART_OF_RECORD = pgtrigger.Trigger(
    name="frozen_with_meeting",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP <> 'INSERT' AND EXISTS (
            SELECT 1 FROM activities_meeting WHERE id = OLD.meeting_id AND state = 'archived'
        ) THEN RAISE EXCEPTION 'the record of an archived meeting is frozen'; END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        IF EXISTS (SELECT 1 FROM activities_meeting WHERE id = NEW.meeting_id AND state = 'archived')
        THEN RAISE EXCEPTION 'the record of an archived meeting is frozen'; END IF;
        RETURN NEW;
    """,
)

# Something decided stays open beyond the archiving: then only what became of it may change.
ONLY_DONE = pgtrigger.Trigger(
    name="only_done_when_archived",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['done_on', 'done_note', 'done_by_id']
            = to_jsonb(OLD) - ARRAY['done_on', 'done_note', 'done_by_id']
        THEN RETURN NEW; END IF;
        IF TG_OP <> 'INSERT' AND EXISTS (
            SELECT 1 FROM activities_meeting WHERE id = OLD.meeting_id AND state = 'archived'
        ) THEN RAISE EXCEPTION 'the record of an archived meeting is frozen'; END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        IF EXISTS (SELECT 1 FROM activities_meeting WHERE id = NEW.meeting_id AND state = 'archived')
        THEN RAISE EXCEPTION 'the record of an archived meeting is frozen'; END IF;
        RETURN NEW;
    """,
)

# A note put beside a record stands as it was written.
WRITTEN_ONCE = pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)


class MeetingQuerySet(models.QuerySet):
    def took_place(self):
        return self.filter(state__in=TOOK_PLACE)

    def upcoming(self, moment):
        return self.filter(state=MeetingState.SCHEDULED, ends_at__gte=moment).order_by("starts_at", "id")


@kept(
    "branch",
    "group",
    "kind",
    "title",
    "theme",
    "evaluation_year",
    "number",
    "starts_at",
    "ends_at",
    "place",
    "host",
    "recorder",
    "state",
    "cancel_reason",
    "is_backfilled",
    "host_signed_on",
    "recorder_signed_on",
    "expected_count",
    "voting_count",
    along=("changed_by",),
)
class Meeting(models.Model):
    """`revision` is raised by every move (a start can come back); `version` by every change, with `changed_by`; who cancels is the last to change."""

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党支部", related_name="meetings")
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, verbose_name="党小组", related_name="meetings"
    )
    kind = models.CharField("类型", max_length=20, choices=MeetingKind)
    title = models.CharField("名称", max_length=80)
    original_title = models.CharField("原记录名称", max_length=80, blank=True)
    theme = models.CharField("主题", max_length=80, blank=True)
    evaluation_year = models.PositiveSmallIntegerField("所属年度", null=True, blank=True)
    number = models.PositiveSmallIntegerField("本年第几次", null=True, blank=True, editable=False)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place = models.CharField("地点", max_length=60)
    host = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="主持人", related_name="+")
    recorder = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="记录人", related_name="+")
    remind_3_days = models.BooleanField("提前3天提醒", default=True)
    remind_1_day = models.BooleanField("提前1天提醒", default=True)
    remind_same_day = models.BooleanField("当天提醒", default=True)
    by_email = models.BooleanField("同时发邮件", default=True)
    by_robot = models.BooleanField("同时发到群里", default=True, db_default=True)

    state = models.CharField("状态", max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    revision = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    created_at = models.DateTimeField("登记时间")
    published_at = models.DateTimeField("通知时间", null=True, blank=True)
    moved_at = models.DateTimeField("改期时间", null=True, blank=True)
    moved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="改期人")
    place_changed_at = models.DateTimeField("地点变更时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=120, blank=True)
    begun_at = models.DateTimeField("开始登记", null=True, blank=True)
    held_at = models.DateTimeField("散会", null=True, blank=True)
    host_signed_on = models.DateField("主持人纸质已签", null=True, blank=True)
    recorder_signed_on = models.DateField("记录人纸质已签", null=True, blank=True)
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    archived_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="归档人")
    is_backfilled = models.BooleanField("补录", default=False)
    backfilled_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name="补录人"
    )
    backfilled_at = models.DateTimeField("补录时间", null=True, blank=True)
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="修改人")
    changed_at = models.DateTimeField("修改时间", null=True, blank=True)
    # What was expected, frozen when the meeting begins.
    expected_count = models.PositiveSmallIntegerField("应到", null=True, editable=False)
    voting_count = models.PositiveSmallIntegerField("应到会有表决权", null=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["branch", "starts_at"], name="meeting_branch_start")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
            models.CheckConstraint(
                condition=Q(kind=MeetingKind.GROUP, group__isnull=False)
                | (~Q(kind=MeetingKind.GROUP) & Q(group=None)),
                name="meeting_group_only_for_group_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.ARCHIVED)
                | Q(number__isnull=False, archived_at__isnull=False),
                name="meeting_archived_has_number",
            ),
            models.UniqueConstraint(
                "branch",
                "kind",
                "group",
                ExtractYear("starts_at"),
                "number",
                name="meeting_number_unique_in_year",
                condition=Q(number__isnull=False),
                nulls_distinct=False,
            ),
        ]
        triggers = [FROZEN]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meeting", args=[self.pk])

    @classmethod
    def keeps_unit(cls, group, day):
        """Why a group cannot end on a day: it meets then or later, or did (R-GRP-1)."""
        later = cls.objects.filter(group=group, starts_at__gte=at(day, 0)).exclude(
            state=MeetingState.CANCELLED
        )
        first = later.order_by("starts_at", "id").first()
        return (
            MEETS_LATER.format(title=first.title, day=day_text(local_day(first.starts_at))) if first else ""
        )

    @property
    def took_place(self):
        return self.state in TOOK_PLACE


class Guest(models.Model):
    """列席: invited besides those expected; never votes (R-MTG-12)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guests", verbose_name="会议")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="列席人员")
    invited_at = models.DateTimeField("邀请时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "列席"
        ordering = ["meeting", "person__stroke_rank", "id"]
        constraints = [models.UniqueConstraint("meeting", "person", name="guest_unique")]
        triggers = [PART_OF_RECORD]

    def __str__(self):
        return str(self.person)


@kept("meeting", "position", "title", "needs_resolution")
class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name="会议")
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("议题", max_length=120)
    discussion = models.TextField("发言要点", blank=True, max_length=20_000)
    needs_resolution = models.BooleanField("需要决议", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["meeting", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        triggers = [PART_OF_RECORD]

    def __str__(self):
        return self.title


@kept("meeting", "item", "votes_for", "votes_against", "votes_abstained", "is_public", along=("text",))
class Resolution(models.Model):
    """A decision under an agenda item, with the votes as counted by hand at the meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="resolutions", verbose_name="会议")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="resolutions", verbose_name="议题")
    text = models.CharField("决议", max_length=500)
    votes_for = models.PositiveSmallIntegerField(
        "赞成", null=True, blank=True, validators=[MaxValueValidator(999)]
    )
    votes_against = models.PositiveSmallIntegerField(
        "反对", null=True, blank=True, validators=[MaxValueValidator(999)]
    )
    votes_abstained = models.PositiveSmallIntegerField(
        "弃权", null=True, blank=True, validators=[MaxValueValidator(999)]
    )
    is_public = models.BooleanField("向党员公开", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "决议"
        ordering = ["meeting", "item__position", "id"]
        triggers = [PART_OF_RECORD]

    def __str__(self):
        return self.text


@kept("meeting", "item", "owner", "due_on", "done_on", "done_note", "done_by", along=("text",))
class ActionItem(models.Model):
    """Something decided that somebody must do; stays open beyond the archiving, so of a frozen record only its 办结 may change."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions", verbose_name="会议")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="actions", verbose_name="议题")
    text = models.CharField("事项", max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="actions", verbose_name="责任人")
    due_on = models.DateField("期限")
    done_on = models.DateField("办结日期", null=True, blank=True)
    done_note = models.CharField("办理情况", max_length=200, blank=True)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="办结登记人")

    class Meta:
        verbose_name = verbose_name_plural = "议定事项"
        ordering = ["due_on", "id"]
        triggers = [ONLY_DONE]

    def __str__(self):
        return self.text


class Attendance(models.Model):
    """One expected or invited person at one meeting: made, and frozen, when the meeting begins."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance", verbose_name="会议")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendance", verbose_name="人员")
    is_guest = models.BooleanField("列席", default=False)
    has_vote = models.BooleanField("有表决权", default=False)
    standing = models.CharField("当时身份", max_length=12, choices=Standing, blank=True)
    presence = models.CharField("到会情况", max_length=10, choices=Presence, default=Presence.UNMARKED)
    leave_reason = models.CharField("请假事由", max_length=10, choices=LeaveReason, blank=True)
    how = models.CharField("登记方式", max_length=12, choices=MarkedHow, blank=True)
    marked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    marked_at = models.DateTimeField("登记时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "考勤"
        ordering = ["meeting", "is_guest", "person__stroke_rank", "id"]
        constraints = [
            models.UniqueConstraint("meeting", "person", name="attendance_unique"),
            models.CheckConstraint(
                condition=~Q(is_guest=True, has_vote=True), name="attendance_guest_never_votes"
            ),
        ]
        triggers = [PART_OF_RECORD]

    def __str__(self):
        return f"{self.person} {self.get_presence_display()}"


class Rsvp(models.Model):
    """Somebody said they can come, to the meeting as it stood at that revision."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="rsvps", verbose_name="会议")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="人员")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "能参加"
        ordering = ["meeting", "id"]
        constraints = [models.UniqueConstraint("meeting", "person", name="rsvp_unique")]

    def __str__(self):
        return str(self.person)


class LeaveRequest(models.Model):
    """A leave asked in advance (R-MTG-11). Its text is for the secretary alone."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="leaves", verbose_name="会议")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="人员")
    reason = models.CharField("事由", max_length=10, choices=LeaveReason)
    text = models.CharField("说明", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=LeaveState, default=LeaveState.PENDING)
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="审批人")
    decided_at = models.DateTimeField("审批时间", null=True)
    refused_because = models.CharField("不同意的理由", max_length=100, blank=True, default="", db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "请假"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "meeting", "person", condition=Q(state__in=["pending", "approved"]), name="leave_one_open"
            )
        ]

    def __str__(self):
        return f"{self.person} 请假"


class CorrectionNote(models.Model):
    """A dated note beside an archived record, which itself never changes."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="corrections", verbose_name="会议")
    text = models.CharField("更正说明", max_length=500)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="更正人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "更正说明"
        ordering = ["at", "id"]
        triggers = [WRITTEN_ONCE]

    def __str__(self):
        return self.text


class Explanation(models.Model):
    """Why a required meeting was not held in its period; a later make-up may be named, and never fills the old cell."""

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党支部", related_name="explanations")
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, verbose_name="党小组", related_name="+"
    )
    kind = models.CharField("类型", max_length=20, choices=MeetingKind)
    period = models.CharField("周期", max_length=8, help_text="例如 2026-10、2026-Q4、2026。")
    text = models.CharField("原因", max_length=300)
    made_up_by = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="补开的会议"
    )
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="说明人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "未召开说明"
        ordering = ["-period", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                "branch", "group", "kind", "period", name="explanation_unique", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.period}"


class Nudge(models.Model):
    """催办: a stored fact that the reminders read like any other."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="+", verbose_name="党支部")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="催谁")
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="nudges", verbose_name="会议"
    )
    action = models.ForeignKey(
        ActionItem, models.CASCADE, null=True, blank=True, related_name="nudges", verbose_name="议定事项"
    )
    group = models.ForeignKey(
        PartyGroup, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="党小组"
    )
    period = models.CharField("周期", max_length=8, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="催办人")
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"催办 {self.person}"
