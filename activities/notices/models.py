"""The outbox: the database is the queue. It stores no personal text; what is said is made from the object when it is sent."""

import uuid

from django.db import models
from django.db.models import Q

from branches.models import Branch
from lawfirm_party.common.crypto import seal, unseal
from members.models import Person

from .choices import Channel, OutboxState, RobotKind, Rule


class Robot(models.Model):
    """A robot in a group of a branch. Its key and its secret are sealed for this row, and no page shows them again.

    `free_at` is the moment from which it may speak again; `told_at` and `error` say how its last message went.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    branch = models.ForeignKey(Branch, models.CASCADE, verbose_name="党支部", related_name="robots")
    kind = models.CharField("平台", max_length=10, choices=RobotKind)
    name = models.CharField("群名称", max_length=30)
    sealed_key = models.TextField(editable=False)
    sealed_secret = models.TextField(blank=True, editable=False)
    is_active = models.BooleanField("启用", default=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    free_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField("最近送达", null=True, editable=False)
    error = models.CharField("最近一次的问题", max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField("添加时间")

    sealed_fields = {"sealed_key": "key_context", "sealed_secret": "secret_context"}

    class Meta:
        verbose_name = verbose_name_plural = "群机器人"
        ordering = ["branch", "id"]
        constraints = [models.UniqueConstraint("branch", "name", name="robot_name_unique_in_branch")]

    def __str__(self):
        return self.name

    @property
    def key_context(self):
        return f"robot:{self.uuid}:key"

    @property
    def secret_context(self):
        return f"robot:{self.uuid}:secret"

    def lock_away(self, key, secret):
        """Seal the key and the secret for this row."""
        self.sealed_key = seal(key, self.key_context)
        self.sealed_secret = seal(secret, self.secret_context)

    def opened(self):
        """(key, secret), for the moment of sending only. Raises crypto.Unreadable."""
        return unseal(self.sealed_key, self.key_context), unseal(self.sealed_secret, self.secret_context)


class OutboxRow(models.Model):
    """One message to one person or one group's robot over one channel, for one occurrence of one rule about one object."""

    dedupe_key = models.CharField(max_length=64, unique=True, editable=False)
    rule = models.CharField("事由", max_length=40, choices=Rule)
    object_id = models.CharField("对象", max_length=40)
    occurrence = models.CharField("场次", max_length=40)
    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, blank=True, verbose_name="党支部", related_name="+"
    )
    recipient = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, verbose_name="收件人", related_name="+"
    )
    robot = models.ForeignKey(
        Robot, models.CASCADE, null=True, blank=True, verbose_name="群机器人", related_name="+"
    )
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    holds = models.BooleanField("遵守免打扰", default=True)
    due_at = models.DateTimeField("应发时间")
    useful_until = models.DateTimeField("有效至")
    next_try_at = models.DateTimeField("下次尝试")
    state = models.CharField("状态", max_length=10, choices=OutboxState, default=OutboxState.QUEUED)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    interrupted = models.PositiveSmallIntegerField("发送中断次数", default=0)
    claim_token = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    message_id = models.CharField(max_length=120, blank=True, editable=False)
    error = models.CharField("原因", max_length=200, blank=True)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)
    created_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "发件箱"
        ordering = ["-due_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="outbox_open",
                condition=Q(state__in=["queued", "claimed", "sending"]),
            ),
            models.Index(fields=["rule", "object_id"], name="outbox_object"),
            models.Index(fields=["branch", "-due_at"], name="outbox_branch"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=Channel.ROBOT, robot__isnull=False, recipient=None)
                | (~Q(channel=Channel.ROBOT) & Q(robot=None, recipient__isnull=False)),
                name="outbox_person_or_robot",
            ),
        ]

    def __str__(self):
        return f"{self.rule} {self.object_id} {self.get_channel_display()}"


class Notice(models.Model):
    """An in-app notice, written in the transaction that marks its outbox row sent."""

    row = models.OneToOneField(OutboxRow, models.CASCADE, related_name="notice", editable=False)
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="收件人", related_name="notices")
    title = models.CharField("标题", max_length=120)
    text = models.CharField("内容", max_length=400, blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "站内通知"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None))]

    def __str__(self):
        return self.title
