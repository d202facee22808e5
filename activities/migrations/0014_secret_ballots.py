"""Secret ballots: polls, who may vote, sealed boxes, counts and receipts; triggers hold an open poll's terms still. Going back drops them."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0013_addresses_told"),
        ("branches", "0004_history_of_group_messages"),
        ("members", "0007_history_of_term_documents"),
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
            name="Poll",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("subject", models.CharField(max_length=80, verbose_name="主题")),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("excellent_limit", models.PositiveSmallIntegerField(null=True, verbose_name="优秀名额")),
                ("least_cast", models.PositiveSmallIntegerField(default=5, verbose_name="最少票数")),
                (
                    "counts_from",
                    models.PositiveSmallIntegerField(default=8, verbose_name="公布票数的最少票数"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "待监票人启动"),
                            ("keyed", "口令已生成"),
                            ("open", "正在投票"),
                            ("tallied", "已计票，待清理"),
                            ("published", "已公布"),
                            ("shredded", "选票已销毁"),
                            ("void", "已作废"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("prepared_at", models.DateTimeField(verbose_name="准备时间")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("closes_at", models.DateTimeField(verbose_name="截止时间")),
                ("tallied_at", models.DateTimeField(null=True, verbose_name="计票时间")),
                ("published_at", models.DateTimeField(null=True, verbose_name="公布时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="销毁或作废时间")),
                ("void_reason", models.CharField(blank=True, max_length=120, verbose_name="作废原因")),
                ("public_key", models.BinaryField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("cast_count", models.PositiveSmallIntegerField(null=True, verbose_name="投票人数")),
                ("result_hash", models.CharField(blank=True, max_length=64, verbose_name="结果校验码")),
                ("on_paper", models.BooleanField(default=False, verbose_name="纸质计票")),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.branch",
                        verbose_name="党支部",
                    ),
                ),
                (
                    "scrutineer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                        verbose_name="监票人",
                    ),
                ),
            ],
            options={
                "verbose_name": "无记名投票",
                "verbose_name_plural": "无记名投票",
                "ordering": ["-prepared_at", "uuid"],
                "indexes": [models.Index(fields=["branch", "subject"], name="poll_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("least_cast__gte", 5)), name="poll_least_never_lowered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counts_from__gt", models.F("least_cast")), ("counts_from__gte", 8)
                        ),
                        name="poll_counts_never_lowered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("prepared", "shredded", "void")), ("wrapped_key", None)),
                            models.Q(("on_paper", True), ("wrapped_key", None)),
                            models.Q(
                                models.Q(("state__in", ("prepared", "shredded", "void")), _negated=True),
                                ("on_paper", False),
                                ("salt__isnull", False),
                                ("wrapped_key__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="poll_key_by_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["prepared", "keyed", "void"]),
                            ("opened_at__isnull", False),
                            _connector="OR",
                        ),
                        name="poll_opened_before_all_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("tallied", "published", "shredded")), _negated=True),
                            models.Q(("cast_count__isnull", False), ("tallied_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="poll_tally_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="poll_void_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollEvaluatee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evaluatees",
                        to="activities.poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "被测评人",
                "verbose_name_plural": "被测评人",
                "ordering": ["poll", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("poll"), models.F("position"), name="poll_position_unique"
                    ),
                    models.UniqueConstraint(models.F("poll"), models.F("person"), name="poll_person_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkFacts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("excellent_majority", models.BooleanField(verbose_name="优秀过半")),
                ("failing_third", models.BooleanField(verbose_name="不合格达三分之一")),
                (
                    "evaluatee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="activities.pollevaluatee",
                    ),
                ),
            ],
            options={
                "verbose_name": "计票结论",
                "verbose_name_plural": "计票结论",
                "ordering": ["evaluatee"],
            },
        ),
        migrations.CreateModel(
            name="MarkCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("qualified", "合格"),
                            ("basic", "基本合格"),
                            ("unqualified", "不合格"),
                            ("abstain", "弃权"),
                        ],
                        max_length=12,
                        verbose_name="意见",
                    ),
                ),
                ("n", models.PositiveSmallIntegerField(verbose_name="票数")),
                (
                    "evaluatee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="activities.pollevaluatee",
                    ),
                ),
            ],
            options={
                "verbose_name": "计票",
                "verbose_name_plural": "计票",
                "ordering": ["evaluatee", "id"],
                "constraints": [
                    models.UniqueConstraint(models.F("evaluatee"), models.F("mark"), name="mark_counted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="回执")),
                (
                    "poll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="activities.poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "回执名单",
                "verbose_name_plural": "回执名单",
                "ordering": ["poll"],
            },
        ),
        migrations.CreateModel(
            name="Roll",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("cast", models.BooleanField(default=False, verbose_name="已投票")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roll", to="activities.poll"
                    ),
                ),
            ],
            options={
                "verbose_name": "投票名单",
                "verbose_name_plural": "投票名单",
                "ordering": ["poll", "person"],
                "constraints": [
                    models.UniqueConstraint(models.F("poll"), models.F("person"), name="roll_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedBox",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("sealed", models.BinaryField()),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="boxes",
                        to="activities.poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "封存的选票",
                "verbose_name_plural": "封存的选票",
                "ordering": ["poll", "uuid"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="poll",
            trigger=pgtrigger.compiler.Trigger(
                name="terms_stand_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."opened_at" IS NOT NULL AND (OLD."closes_at" IS DISTINCT FROM (NEW."closes_at") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR (NEW."public_key" IS NOT NULL AND OLD."public_key" IS DISTINCT FROM (NEW."public_key")) OR OLD."scrutineer_id" IS DISTINCT FROM (NEW."scrutineer_id") OR OLD."least_cast" IS DISTINCT FROM (NEW."least_cast") OR OLD."counts_from" IS DISTINCT FROM (NEW."counts_from")))',
                    func="RAISE EXCEPTION 'the terms of an open poll stand';",
                    hash="b7425e6df2b893875ce16c9775e9f5a265bed9b0",
                    operation="UPDATE",
                    pgid="pgtrigger_terms_stand_once_open_dc683",
                    table="activities_poll",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pollevaluatee",
            trigger=pgtrigger.compiler.Trigger(
                name="people_stand_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF EXISTS (SELECT 1 FROM activities_poll WHERE uuid = COALESCE(NEW.poll_id, OLD.poll_id) AND state NOT IN ('prepared', 'keyed'))\n        THEN RAISE EXCEPTION 'who is marked in an open poll stands'; END IF;\n        RETURN COALESCE(NEW, OLD);\n    ",
                    hash="b84b519f560947cd778155b822e0a40fa13a8561",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_people_stand_once_open_db3fe",
                    table="activities_pollevaluatee",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="markfacts",
            trigger=pgtrigger.compiler.Trigger(
                name="found_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d974c277e37c039d3d514723a6b3bf763e7c09ab",
                    operation="UPDATE",
                    pgid="pgtrigger_found_once_488aa",
                    table="activities_markfacts",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="markcount",
            trigger=pgtrigger.compiler.Trigger(
                name="counted_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e95e3fdc26b250e23437958408651d3b56c300e3",
                    operation="UPDATE",
                    pgid="pgtrigger_counted_once_43295",
                    table="activities_markcount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roll",
            trigger=pgtrigger.compiler.Trigger(
                name="roll_stands_once_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'UPDATE' AND NOT OLD.cast AND NEW.cast AND OLD.person_id = NEW.person_id AND OLD.poll_id = NEW.poll_id\n            AND EXISTS (SELECT 1 FROM activities_poll WHERE uuid = OLD.poll_id AND state = 'open')\n        THEN RETURN NEW; END IF;\n        IF EXISTS (SELECT 1 FROM activities_poll WHERE uuid = COALESCE(NEW.poll_id, OLD.poll_id)\n            AND state NOT IN ('prepared', 'keyed') AND state <> 'tallied') OR TG_OP = 'UPDATE'\n        THEN RAISE EXCEPTION 'the roll of an open poll stands'; END IF;\n        RETURN COALESCE(NEW, OLD);\n    ",
                    hash="b04663c8a534b5e6746608c97cc16451009572ca",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_roll_stands_once_open_40430",
                    table="activities_roll",
                    when="BEFORE",
                ),
            ),
        ),
    ]
