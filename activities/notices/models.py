"""The outbox: the database is the queue. It stores no personal text; what is said is made from the object when it is sent."""

from django.db import models
from django.db.models import Q

from branches.models import Branch
from members.models import Person

from .choices import Channel, OutboxState, Rule


class OutboxRow(models.Model):
    """One message to one person over one channel, for one occurrence of one rule about one object."""

    dedupe_key = models.CharField(max_length=64, unique=True, editable=False)
    rule = models.CharField("事由", max_length=40, choices=Rule)
    object_id = models.CharField("对象", max_length=40)
    occurrence = models.CharField("场次", max_length=40)
    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, blank=True, verbose_name="党支部", related_name="+"
    )
    recipient = models.ForeignKey(Person, models.CASCADE, verbose_name="收件人", related_name="+")
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
