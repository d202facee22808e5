"""Changes of settings, and of the secrets of group robots, are written down."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0008_prepared_imports"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("revealed", "查看敏感信息"),
                    ("signed_in", "登录"),
                    ("role_changed", "变更权限"),
                    ("address_changed", "修改邮箱"),
                    ("exported", "导出"),
                    ("imported", "导入"),
                    ("settings_changed", "变更设置"),
                ],
                max_length=20,
                verbose_name="事项",
            ),
        ),
    ]
