"""Clients' feedback: cards, answers, their handling, and the register of complaints, disciplinary and administrative measures."""

import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0014_secret_ballots"),
        ("branches", "0005_feedback_days"),
        ("members", "0007_history_of_term_documents"),
        ("members", "__first__"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outboxrow",
            name="rule",
            field=models.CharField(
                choices=[
                    ("meeting_published", "会议通知"),
                    ("meeting_moved", "会议改期"),
                    ("meeting_place_changed", "会议地点变更"),
                    ("meeting_cancelled", "会议取消"),
                    ("meeting_taken_off", "不必参加"),
                    ("meeting_in_3_days", "会前3天提醒"),
                    ("meeting_tomorrow", "会前1天提醒"),
                    ("meeting_today", "当天提醒"),
                    ("minutes_missing", "记录未完"),
                    ("requirement_lapsing", "即将到期"),
                    ("term_ending", "换届提醒"),
                    ("action_due", "议定事项到期"),
                    ("leave_waiting", "请假待审"),
                    ("leave_decided", "请假审批结果"),
                    ("nudge", "催办"),
                    ("poll_open", "可以投票"),
                    ("poll_closing", "投票即将截止"),
                    ("poll_to_count", "请计票"),
                    ("feedback_remind", "客户尚未反馈"),
                    ("feedback_to_handle", "请处理客户反馈"),
                    ("invitation", "账号邀请"),
                    ("password_reset", "重设密码"),
                    ("address_left", "邮箱变更（告知原邮箱）"),
                    ("address_taken", "邮箱变更（告知新邮箱）"),
                ],
                max_length=40,
                verbose_name="事由",
            ),
        ),
        migrations.CreateModel(
            name="FeedbackCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matter_code", models.CharField(max_length=40, verbose_name="案件编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("criminal", "刑事"),
                            ("civil", "民商事"),
                            ("administrative", "行政"),
                            ("non_litigation", "非诉讼"),
                            ("adviser", "法律顾问"),
                            ("legal_aid", "法律援助"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="案件类型",
                    ),
                ),
                ("is_finished", models.BooleanField(default=True, verbose_name="已经办结")),
                ("made_at", models.DateTimeField(verbose_name="制卡时间")),
                ("link_number", models.PositiveSmallIntegerField(default=1, verbose_name="第几个链接")),
                ("link_at", models.DateTimeField(verbose_name="链接生成时间")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(verbose_name="有效期至")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.firm",
                        verbose_name="律师事务所",
                    ),
                ),
                (
                    "lawyers",
                    models.ManyToManyField(related_name="+", to="members.person", verbose_name="承办律师"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="制卡人",
                    ),
                ),
            ],
            options={
                "verbose_name": "反馈卡",
                "verbose_name_plural": "反馈卡",
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("link_at"))), name="card_ends_later"
                    ),
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("matter_code"),
                        condition=models.Q(("revoked_at", None)),
                        name="card_one_a_matter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "overall",
                    models.PositiveSmallIntegerField(
                        choices=[(5, "非常满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "非常不满意")],
                        verbose_name="总体评价",
                    ),
                ),
                (
                    "skill",
                    models.PositiveSmallIntegerField(
                        choices=[(5, "非常满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "非常不满意")],
                        null=True,
                        verbose_name="专业水平",
                    ),
                ),
                (
                    "contact",
                    models.PositiveSmallIntegerField(
                        choices=[(5, "非常满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "非常不满意")],
                        null=True,
                        verbose_name="沟通及时",
                    ),
                ),
                (
                    "speed",
                    models.PositiveSmallIntegerField(
                        choices=[(5, "非常满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "非常不满意")],
                        null=True,
                        verbose_name="办案效率",
                    ),
                ),
                (
                    "integrity",
                    models.PositiveSmallIntegerField(
                        choices=[(5, "非常满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "非常不满意")],
                        null=True,
                        verbose_name="廉洁诚信",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=500, verbose_name="意见")),
                ("is_complaint", models.BooleanField(default=False, verbose_name="投诉")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh", "中文"), ("en", "English")],
                        default="zh",
                        max_length=2,
                        verbose_name="语言",
                    ),
                ),
                ("answered_at", models.DateTimeField(db_index=True, verbose_name="反馈时间")),
                ("changed_at", models.DateTimeField(verbose_name="修改时间")),
                (
                    "shown_text",
                    models.TextField(blank=True, max_length=500, verbose_name="给承办律师看的文字"),
                ),
                ("shown_at", models.DateTimeField(null=True, verbose_name="整理时间")),
                (
                    "shown_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="整理人",
                    ),
                ),
                (
                    "card",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="activities.feedbackcard",
                    ),
                ),
            ],
            options={
                "verbose_name": "客户反馈",
                "verbose_name_plural": "客户反馈",
                "ordering": ["-answered_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("overall__in", [5, 4, 3, 2, 1])), name="answer_overall_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("skill", None), ("skill__in", [5, 4, 3, 2, 1]), _connector="OR"),
                        name="answer_skill_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact", None), ("contact__in", [5, 4, 3, 2, 1]), _connector="OR"
                        ),
                        name="answer_contact_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("speed", None), ("speed__in", [5, 4, 3, 2, 1]), _connector="OR"),
                        name="answer_speed_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("integrity", None), ("integrity__in", [5, 4, 3, 2, 1]), _connector="OR"
                        ),
                        name="answer_integrity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shown_at", None), ("shown_by", None), ("shown_text", "")),
                            models.Q(("shown_at__isnull", False), ("shown_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="answer_shown_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner_since", models.DateTimeField(verbose_name="交办时间")),
                ("opened_at", models.DateTimeField(verbose_name="开始处理时间")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "属实"),
                            ("partly", "部分属实"),
                            ("unfounded", "不属实"),
                            ("opinion", "属于意见建议"),
                        ],
                        max_length=12,
                        verbose_name="结论",
                    ),
                ),
                ("result", models.TextField(blank=True, max_length=500, verbose_name="处理结果")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handling",
                        to="activities.answer",
                        verbose_name="客户反馈",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办结人",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                        verbose_name="处理人",
                    ),
                ),
            ],
            options={
                "verbose_name": "反馈处理",
                "verbose_name_plural": "反馈处理",
                "ordering": ["-opened_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at", None), ("closed_by", None), ("outcome", ""), ("result", "")
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("result", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handling_ends_with_a_result",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandlingStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=500, verbose_name="经过")),
                ("at", models.DateTimeField(verbose_name="记录时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
                (
                    "handling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="activities.handling",
                    ),
                ),
            ],
            options={
                "verbose_name": "处理经过",
                "verbose_name_plural": "处理经过",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="HandlingVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "属实"),
                            ("partly", "部分属实"),
                            ("unfounded", "不属实"),
                            ("opinion", "属于意见建议"),
                        ],
                        max_length=12,
                        verbose_name="结论",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                        verbose_name="处理人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="activities.handling",
                    ),
                ),
            ],
            options={
                "verbose_name": "反馈处理的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("complaint", "投诉"), ("discipline", "惩戒"), ("penalty", "处罚")],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="收到日期")),
                (
                    "source",
                    models.CharField(
                        choices=[("bar", "律师协会"), ("justice", "司法行政机关"), ("other", "其他机关")],
                        max_length=12,
                        verbose_name="来源",
                    ),
                ),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("summary", models.CharField(max_length=200, verbose_name="事由")),
                ("outcome", models.CharField(blank=True, max_length=200, verbose_name="结果")),
                ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(2000000000)],
                        verbose_name="版本",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.firm",
                        verbose_name="律师事务所",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                        verbose_name="涉及人员",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "投诉惩戒处罚",
                "verbose_name_plural": "投诉惩戒处罚",
                "ordering": ["-received_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None),
                            models.Q(
                                ("closed_on__gte", models.F("received_on")),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="measure_ends_with_an_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("complaint", "投诉"), ("discipline", "惩戒"), ("penalty", "处罚")],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="收到日期")),
                (
                    "source",
                    models.CharField(
                        choices=[("bar", "律师协会"), ("justice", "司法行政机关"), ("other", "其他机关")],
                        max_length=12,
                        verbose_name="来源",
                    ),
                ),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("summary", models.CharField(max_length=200, verbose_name="事由")),
                ("outcome", models.CharField(blank=True, max_length=200, verbose_name="结果")),
                ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="branches.firm",
                        verbose_name="律师事务所",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                        verbose_name="涉及人员",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="activities.measure",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "投诉惩戒处罚的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handling",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_handlingversion" ("closed_at", "outcome", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."closed_at", NEW."outcome", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id"); RETURN NULL;',
                    hash="2f059c055cb3522ecc393c6c0628c5c7536a869b",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_c8e8d",
                    table="activities_handling",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handling",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id"))',
                    func='INSERT INTO "activities_handlingversion" ("closed_at", "outcome", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."closed_at", NEW."outcome", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id"); RETURN NULL;',
                    hash="f725e146bffc30cbfc7a3212b2ea4ae08388f7ea",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_0c6f8",
                    table="activities_handling",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handling",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_handlingversion" ("closed_at", "outcome", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."closed_at", OLD."outcome", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id"); RETURN NULL;',
                    hash="40371684240823d67fd51cb0363e3f87f94d3b32",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_4cec0",
                    table="activities_handling",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handlingversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f59cf3d07f755be1920b5266cbe1e7120027fce9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3b957",
                    table="activities_handlingversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_measureversion" ("closed_on", "document_number", "firm_id", "kind", "outcome", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_by_id", "source", "summary") VALUES (NEW."closed_on", NEW."document_number", NEW."firm_id", NEW."kind", NEW."outcome", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."received_on", NEW."recorded_by_id", NEW."source", NEW."summary"); RETURN NULL;',
                    hash="527823b2603c7a1be6f88be9dca47da1a2c04120",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_9c0aa",
                    table="activities_measure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."firm_id" IS DISTINCT FROM (NEW."firm_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."summary" IS DISTINCT FROM (NEW."summary"))',
                    func='INSERT INTO "activities_measureversion" ("closed_on", "document_number", "firm_id", "kind", "outcome", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_by_id", "source", "summary") VALUES (NEW."closed_on", NEW."document_number", NEW."firm_id", NEW."kind", NEW."outcome", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."received_on", NEW."recorded_by_id", NEW."source", NEW."summary"); RETURN NULL;',
                    hash="e8d55040fc07fff7c76fa60f4687c30dbb21a83d",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_bacdf",
                    table="activities_measure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measure",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_measureversion" ("closed_on", "document_number", "firm_id", "kind", "outcome", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_by_id", "source", "summary") VALUES (OLD."closed_on", OLD."document_number", OLD."firm_id", OLD."kind", OLD."outcome", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."received_on", OLD."recorded_by_id", OLD."source", OLD."summary"); RETURN NULL;',
                    hash="911b961031164a6733629c3562e54bf07b96ab33",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_b66a6",
                    table="activities_measure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="measureversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f10c1aed4b0b192eb076026254e7a597cb37103b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b1aa9",
                    table="activities_measureversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
