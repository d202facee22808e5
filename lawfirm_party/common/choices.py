from django.db.models import TextChoices


class AuditAction(TextChoices):
    REVEALED = "revealed", "查看敏感信息"
    SIGNED_IN = "signed_in", "登录"
    ROLE_CHANGED = "role_changed", "变更权限"
    ADDRESS_CHANGED = "address_changed", "修改邮箱"
    EXPORTED = "exported", "导出"
    IMPORTED = "imported", "导入"
    SETTINGS_CHANGED = "settings_changed", "变更设置"


class JobKind(TextChoices):
    LEDGER_BINDER = "ledger_binder", "台账合订本"


class JobState(TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "正在生成"
    DONE = "done", "已完成"
    FAILED = "failed", "没有完成"
    CANCELLED = "cancelled", "已取消"


# A job that is still to be done or being done.
OPEN_JOBS = (JobState.QUEUED, JobState.RUNNING)
