import uuid

import pgtrigger
from django.conf import settings
from django.db import models, transaction

from .chain import digest_of
from .choices import OPEN_JOBS, AuditAction, JobKind, JobState


class Holiday(models.Model):
    """A day whose rest or work differs from its weekday: the editable table that stands before the built-in calendar."""

    day = models.DateField("日期", unique=True)
    is_rest = models.BooleanField("休息", help_text="勾选为休息日，不勾选为调休上班日。")
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "放假调休"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} {self.name}"


class Heartbeat(models.Model):
    """When a part of the program that works in the background was last seen, and how far it had come."""

    name = models.CharField("名称", max_length=40, primary_key=True)
    seen_at = models.DateTimeField("最近一次")
    reached = models.DateTimeField("已处理到", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台心跳"
        ordering = ["name"]

    def __str__(self):
        return self.name


class AuditHead(models.Model):
    """Where the audit trail ends: how many entries there are, and the last one. Writers take turns on this one row."""

    entries = models.PositiveIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = verbose_name_plural = "审计记录末端"

    def __str__(self):
        return f"{self.entries} {self.digest[:8]}"

    @classmethod
    def locked(cls):
        """The row, held until the transaction ends; made when it is missing."""
        rows = cls.objects.select_for_update()
        head = rows.filter(pk=1).first()
        if head is None:
            cls.objects.bulk_create([cls(pk=1)], ignore_conflicts=True)
            head = rows.get(pk=1)
        return head


class AuditCheck(models.Model):
    """How the last look at the whole trail ended: up to which entry it went, and how many places were wrong. One row."""

    at = models.DateTimeField()
    entries = models.PositiveIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    problems = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录的核对"

    def __str__(self):
        return f"{self.entries} {self.problems}"


class AuditEntry(models.Model):
    """Who saw or did something that must be accounted for. Only ever added to, each entry sealed with the one before."""

    at = models.DateTimeField("时间")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="操作人", related_name="+"
    )
    action = models.CharField("事项", max_length=20, choices=AuditAction)
    thing = models.CharField("对象", max_length=80, help_text="例如 person:12:id_number，不含个人信息本身。")
    previous = models.CharField(max_length=64, db_default="", editable=False)
    digest = models.CharField(max_length=64, db_default="", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-at", "-id"]
        triggers = [pgtrigger.Protect(name="only_added_to", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.at} {self.get_action_display()}"

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Add the entry to the end of the chain; the database refuses any other saving."""
        head = AuditHead.locked()
        if self._state.adding:
            self.pk, self.previous = head.last + 1, head.digest
            self.digest = digest_of(self)
            head.entries, head.last, head.digest = head.entries + 1, self.pk, self.digest
            head.save()
        super().save(*args, **kwargs)


class UsedNonce(models.Model):
    """A form that was already accepted, a digest of what it held, and where its answer led: a double click gets the same answer."""

    nonce = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    answer = models.CharField(max_length=200)
    content = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = verbose_name_plural = "已用表单编号"

    def __str__(self):
        return self.nonce


class RateCount(models.Model):
    """How often something was tried in a window of time, counted in the database so that all processes share it."""

    key = models.CharField(max_length=120, primary_key=True)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "频次计数"

    def __str__(self):
        return self.key


class PreparedImport(models.Model):
    """A file that was read and shown to its sender, and waits for the confirmation; sealed, because it holds what people are."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    target = models.CharField(max_length=60)
    file_name = models.CharField(max_length=120)
    made_at = models.DateTimeField(db_index=True)
    sealed = models.TextField()

    class Meta:
        verbose_name = verbose_name_plural = "待确认的导入"

    def __str__(self):
        return f"{self.target} {self.made_at}"


class StoredFile(models.Model):
    """A file that the program made. Its bytes lie outside the web root under a random name; only a view that asks permission gives them."""

    key = models.CharField("存放名", max_length=64, unique=True, editable=False)
    name = models.CharField("文件名", max_length=160)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小")
    made_at = models.DateTimeField("生成时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "生成的文件"
        ordering = ["-made_at", "-id"]

    def __str__(self):
        return self.name


class Job(models.Model):
    """Long work that a worker does while its user watches: how far it is, and the file that came of it.

    `asked` names by numbers what is to be made. Who works on it holds the `token` until `lease_until`; after that another may take it.
    """

    kind = models.CharField("事项", max_length=20, choices=JobKind)
    asked = models.JSONField("要求")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="用户", related_name="+")
    state = models.CharField("状态", max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("共", default=0)
    sentence = models.CharField("说明", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField("开始时间", db_index=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    result = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, verbose_name="结果", related_name="jobs"
    )

    class Meta:
        verbose_name = verbose_name_plural = "后台制作"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                "user",
                "kind",
                "asked",
                condition=models.Q(state__in=OPEN_JOBS),
                name="job_one_open_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.RUNNING)
                | models.Q(token__isnull=False, lease_until__isnull=False),
                name="job_running_is_leased",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.get_state_display()}"

    @property
    def is_open(self):
        return self.state in OPEN_JOBS
