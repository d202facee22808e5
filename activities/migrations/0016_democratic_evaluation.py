"""民主评议: rounds, who takes part, what they write, the committee's opinions, what is to be mended, and older years' totals."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0015_client_feedback"),
        ("branches", "0005_feedback_days"),
        ("members", "0007_history_of_term_documents"),
        ("members", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="评议年度")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "制定方案"),
                            ("running", "正在进行"),
                            ("decided", "已评定，待通报"),
                            ("announced", "已通报"),
                            ("archived", "已归档"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("plan", models.TextField(blank=True, max_length=3000, verbose_name="方案")),
                (
                    "probationary_fill",
                    models.BooleanField(default=True, verbose_name="预备党员填写自评和互评"),
                ),
                ("with_masses", models.BooleanField(default=False, verbose_name="另行组织群众测评")),
                (
                    "cap_base",
                    models.CharField(
                        choices=[("graded", "评定等次的党员"), ("everybody", "全体党员（含预备党员）")],
                        default="graded",
                        max_length=10,
                        verbose_name="优秀名额按谁计算",
                    ),
                ),
                ("self_until", models.DateField(null=True, verbose_name="自评截止")),
                ("peers_until", models.DateField(null=True, verbose_name="互评截止")),
                ("ballot_until", models.DateTimeField(null=True, verbose_name="测评截止")),
                ("cap", models.PositiveSmallIntegerField(null=True, verbose_name="优秀名额")),
                (
                    "over_cap_reason",
                    models.TextField(blank=True, max_length=500, verbose_name="超出名额的原因"),
                ),
                ("opened_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="评定时间")),
                ("announced_at", models.DateTimeField(null=True, verbose_name="通报时间")),
                ("archived_at", models.DateTimeField(null=True, verbose_name="归档时间")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
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
                    "committee_poll",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.poll",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="制定人",
                    ),
                ),
                (
                    "masses_poll",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.poll",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.meeting",
                        verbose_name="评定的会议",
                    ),
                ),
                (
                    "members_poll",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.poll",
                    ),
                ),
                (
                    "scrutineer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                        verbose_name="监票人",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.meeting",
                        verbose_name="学习会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "民主评议",
                "verbose_name_plural": "民主评议",
                "ordering": ["-year", "branch"],
                "constraints": [
                    models.UniqueConstraint(models.F("branch"), models.F("year"), name="round_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "planned"),
                            models.Q(("cap__isnull", False), ("opened_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="round_opened_with_a_cap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "running"]),
                            models.Q(("decided_at__isnull", False), ("meeting__isnull", False)),
                            _connector="OR",
                        ),
                        name="round_decided_in_a_meeting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("fills", models.BooleanField(default=False, verbose_name="填写")),
                ("is_graded", models.BooleanField(default=False, verbose_name="评定等次")),
                ("votes", models.BooleanField(default=False, verbose_name="参加测评")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                        verbose_name="党员",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="activities.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "参加评议的人",
                "verbose_name_plural": "参加评议的人",
                "ordering": ["round", "position"],
                "constraints": [
                    models.UniqueConstraint(models.F("round"), models.F("person"), name="participant_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("qualified", "合格"),
                            ("basic", "基本合格"),
                            ("unqualified", "不合格"),
                        ],
                        max_length=12,
                        verbose_name="等次",
                    ),
                ),
                ("reasons", models.TextField(max_length=1000, verbose_name="评定理由")),
                ("at", models.DateTimeField(verbose_name="填写时间")),
                ("told_at", models.DateTimeField(null=True, verbose_name="告知本人")),
                ("acknowledged_at", models.DateTimeField(null=True, verbose_name="本人知悉")),
                ("objection", models.TextField(blank=True, max_length=1000, verbose_name="异议")),
                ("objected_at", models.DateTimeField(null=True, verbose_name="提出异议的时间")),
                ("reply", models.TextField(blank=True, max_length=1000, verbose_name="答复")),
                ("replied_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
                (
                    "replied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appraisal",
                        to="activities.participant",
                        verbose_name="党员",
                    ),
                ),
            ],
            options={
                "verbose_name": "组织评定",
                "verbose_name_plural": "组织评定",
                "ordering": ["participant"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="appraisal_has_reasons"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("objected_at", None), ("objection", "")),
                            models.Q(
                                ("objected_at__isnull", False), models.Q(("objection", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="objection_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MendItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="整改事项")),
                ("due_on", models.DateField(null=True, verbose_name="期限")),
                ("done_on", models.DateField(null=True, verbose_name="完成日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="完成情况")),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mend_items",
                        to="activities.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "整改事项",
                "verbose_name_plural": "整改事项",
                "ordering": ["participant", "id"],
            },
        ),
        migrations.CreateModel(
            name="DisposalCase",
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
                        blank=True,
                        choices=[("correct", "限期改正"), ("persuade", "劝其退党"), ("remove", "除名")],
                        max_length=10,
                        verbose_name="处置",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="开始时间")),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("ending", models.CharField(blank=True, max_length=200, verbose_name="结果")),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disposal",
                        to="activities.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "组织处置",
                "verbose_name_plural": "组织处置",
                "ordering": ["-opened_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="AppraisalVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("qualified", "合格"),
                            ("basic", "基本合格"),
                            ("unqualified", "不合格"),
                        ],
                        max_length=12,
                        verbose_name="等次",
                    ),
                ),
                ("told_at", models.DateTimeField(null=True, verbose_name="告知本人")),
                ("acknowledged_at", models.DateTimeField(null=True, verbose_name="本人知悉")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="activities.appraisal",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="activities.participant",
                        verbose_name="党员",
                    ),
                ),
            ],
            options={
                "verbose_name": "组织评定的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PeerReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.PositiveSmallIntegerField(
                        choices=[(5, "很好"), (4, "较好"), (3, "一般"), (2, "较差"), (1, "差")],
                        verbose_name="评价",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=500, verbose_name="意见")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="activities.participant",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews_written",
                        to="activities.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "党员互评",
                "verbose_name_plural": "党员互评",
                "ordering": ["about", "id"],
                "constraints": [
                    models.UniqueConstraint(models.F("by"), models.F("about"), name="peer_review_once"),
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("about")), _negated=True),
                        name="peer_review_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", [5, 4, 3, 2, 1])), name="peer_mark_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("done", models.TextField(blank=True, max_length=3000, verbose_name="履职和表现")),
                ("lacking", models.TextField(blank=True, max_length=3000, verbose_name="存在的问题")),
                ("mending", models.TextField(blank=True, max_length=3000, verbose_name="整改措施")),
                ("facts", models.JSONField(default=list, verbose_name="本年事实")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                ("handed_in_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="self_review",
                        to="activities.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "个人自评",
                "verbose_name_plural": "个人自评",
                "ordering": ["participant"],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                        verbose_name="谈话人",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                        verbose_name="谈话对象",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talks",
                        to="activities.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "谈心谈话",
                "verbose_name_plural": "谈心谈话",
                "ordering": ["on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True), name="talk_between_two"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearTotals",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("excellent", models.PositiveSmallIntegerField(verbose_name="优秀")),
                ("qualified", models.PositiveSmallIntegerField(verbose_name="合格")),
                ("basic", models.PositiveSmallIntegerField(default=0, verbose_name="基本合格")),
                ("unqualified", models.PositiveSmallIntegerField(default=0, verbose_name="不合格")),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.branch",
                        verbose_name="党支部",
                    ),
                ),
            ],
            options={
                "verbose_name": "历年评议结果",
                "verbose_name_plural": "历年评议结果",
                "ordering": ["-year"],
                "constraints": [
                    models.UniqueConstraint(models.F("branch"), models.F("year"), name="year_totals_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DisposalDone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("proposed", "支部委员会提出处置意见"),
                            ("filed", "报基层党委备案"),
                            ("checked", "调查核实"),
                            ("talked", "同本人谈话"),
                            ("prechecked", "报基层党委预审"),
                            ("voted", "支部党员大会讨论表决，本人可以申辩"),
                            ("decided", "基层党委审批决定"),
                            ("told", "宣布并告知本人可以申诉"),
                        ],
                        max_length=12,
                        verbose_name="步骤",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="done",
                        to="activities.disposalcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "处置步骤",
                "verbose_name_plural": "处置步骤",
                "ordering": ["case", "id"],
                "constraints": [
                    models.UniqueConstraint(models.F("case"), models.F("step"), name="disposal_step_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appraisalversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="10a5ffafb2edce336ade1cea02fb8cda7e25b835",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e9473",
                    table="activities_appraisalversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appraisal",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_appraisalversion" ("acknowledged_at", "grade", "participant_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_at") VALUES (NEW."acknowledged_at", NEW."grade", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."told_at"); RETURN NULL;',
                    hash="8f97fd00ec108ae2d61b51872ac3d910ba753c48",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_0b07e",
                    table="activities_appraisal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appraisal",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."acknowledged_at" IS DISTINCT FROM (NEW."acknowledged_at") OR OLD."grade" IS DISTINCT FROM (NEW."grade") OR OLD."participant_id" IS DISTINCT FROM (NEW."participant_id") OR OLD."told_at" IS DISTINCT FROM (NEW."told_at"))',
                    func='INSERT INTO "activities_appraisalversion" ("acknowledged_at", "grade", "participant_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_at") VALUES (NEW."acknowledged_at", NEW."grade", NEW."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."told_at"); RETURN NULL;',
                    hash="749ad8c8643721c4e2462be8cfb26d927570c54c",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_8e394",
                    table="activities_appraisal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="appraisal",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_appraisalversion" ("acknowledged_at", "grade", "participant_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_at") VALUES (OLD."acknowledged_at", OLD."grade", OLD."participant_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."told_at"); RETURN NULL;',
                    hash="4f229a54c94c112c4cb43fb3ddc4b18fadacbaa7",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_2e0d8",
                    table="activities_appraisal",
                    when="AFTER",
                ),
            ),
        ),
    ]
