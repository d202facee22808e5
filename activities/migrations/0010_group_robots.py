"""Groups are told too: their robots, and rows of the outbox for a robot in place of a person."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0009_leave_refused_because"),
        ("branches", "0002_told_in_groups"),
        ("members", "0002_longest_spelling"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="by_robot",
            field=models.BooleanField(db_default=True, default=True, verbose_name="同时发到群里"),
        ),
        migrations.AlterField(
            model_name="outboxrow",
            name="channel",
            field=models.CharField(
                choices=[("in_app", "站内"), ("email", "邮件"), ("robot", "群消息")],
                max_length=10,
                verbose_name="渠道",
            ),
        ),
        migrations.AlterField(
            model_name="outboxrow",
            name="recipient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="members.person",
                verbose_name="收件人",
            ),
        ),
        migrations.CreateModel(
            name="Robot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("wecom", "企业微信"), ("dingtalk", "钉钉"), ("feishu", "飞书")],
                        max_length=10,
                        verbose_name="平台",
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="群名称")),
                ("sealed_key", models.TextField(editable=False)),
                ("sealed_secret", models.TextField(blank=True, editable=False)),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("free_at", models.DateTimeField(editable=False, null=True)),
                ("told_at", models.DateTimeField(editable=False, null=True, verbose_name="最近送达")),
                (
                    "error",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="最近一次的问题"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="添加时间")),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="robots",
                        to="branches.branch",
                        verbose_name="党支部",
                    ),
                ),
            ],
            options={
                "verbose_name": "群机器人",
                "verbose_name_plural": "群机器人",
                "ordering": ["branch", "id"],
            },
        ),
        migrations.AddField(
            model_name="outboxrow",
            name="robot",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="activities.robot",
                verbose_name="群机器人",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "robot"), ("recipient", None), ("robot__isnull", False)),
                    models.Q(
                        models.Q(("channel", "robot"), _negated=True),
                        ("recipient__isnull", False),
                        ("robot", None),
                    ),
                    _connector="OR",
                ),
                name="outbox_person_or_robot",
            ),
        ),
        migrations.AddConstraint(
            model_name="robot",
            constraint=models.UniqueConstraint(
                models.F("branch"), models.F("name"), name="robot_name_unique_in_branch"
            ),
        ),
    ]
