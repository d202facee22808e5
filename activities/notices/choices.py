from django.db.models import TextChoices


class Channel(TextChoices):
    IN_APP = "in_app", "站内"
    EMAIL = "email", "邮件"


class OutboxState(TextChoices):
    QUEUED = "queued", "待发送"
    CLAIMED = "claimed", "已领取"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    DEAD = "dead", "发送失败"
    UNCERTAIN = "uncertain", "结果不明"
    MISSED = "missed", "过期未发"
    CANCELLED = "cancelled", "已取消"
