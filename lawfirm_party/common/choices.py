from django.db.models import TextChoices


class AuditAction(TextChoices):
    REVEALED = "revealed", "查看敏感信息"
    SIGNED_IN = "signed_in", "登录"
    ROLE_CHANGED = "role_changed", "变更权限"
    ADDRESS_CHANGED = "address_changed", "修改邮箱"
    EXPORTED = "exported", "导出"
    IMPORTED = "imported", "导入"
    SETTINGS_CHANGED = "settings_changed", "变更设置"
