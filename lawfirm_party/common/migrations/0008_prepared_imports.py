import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0007_chained_trail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                ],
                max_length=20,
                verbose_name="事项",
            ),
        ),
        migrations.CreateModel(
            name="PreparedImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("target", models.CharField(max_length=60)),
                ("file_name", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField(db_index=True)),
                ("sealed", models.TextField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "待确认的导入",
                "verbose_name_plural": "待确认的导入",
            },
        ),
    ]
