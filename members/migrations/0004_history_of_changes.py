"""Every change of these rows is written down by triggers from now on; what stands today is their first version."""

import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from lawfirm_party.common.history import keep_first_versions

MODELS = [
    "CommitteeTerm",
    "DutyExemption",
    "GroupMembership",
    "Membership",
    "Partner",
    "PartyStanding",
    "Person",
    "Restriction",
    "Seat",
]


def keep_what_stands(apps, schema_editor):
    for name in MODELS:
        keep_first_versions(apps, schema_editor, "members", name)


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0003_history_of_changes"),
        ("members", "0003_documents_and_recorders"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommitteeTermVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("since", models.DateField(verbose_name="开始日期")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；空着表示至今。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="任期（年）",
                    ),
                ),
                ("delayed_until", models.DateField(blank=True, null=True, verbose_name="批准延期至")),
                ("delay_approval", models.CharField(blank=True, max_length=60, verbose_name="延期批准文号")),
            ],
            options={
                "verbose_name": "委员会任期的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DutyExemptionVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[("old", "年老体弱"), ("ill", "因病失能")], max_length=10, verbose_name="情形"
                    ),
                ),
                ("since", models.DateField(verbose_name="开始日期")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；空着表示至今。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="文号"
                    ),
                ),
                (
                    "end_document",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
                    ),
                ),
            ],
            options={
                "verbose_name": "义务减免的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupMembershipVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("is_leader", models.BooleanField(default=False, verbose_name="组长")),
                ("since", models.DateField(verbose_name="开始日期")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；空着表示至今。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
            ],
            options={
                "verbose_name": "党小组成员的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MembershipVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("here", "组织关系在本支部"),
                            ("in_transit", "转出在途"),
                            ("outflow", "流出党员"),
                            ("inflow", "流入党员"),
                        ],
                        default="here",
                        max_length=12,
                        verbose_name="组织关系",
                    ),
                ),
                ("since", models.DateField(verbose_name="开始日期")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；空着表示至今。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="文号"
                    ),
                ),
                (
                    "end_document",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
                    ),
                ),
            ],
            options={
                "verbose_name": "组织关系的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartnerVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("is_founding", models.BooleanField(default=False, verbose_name="创始合伙人")),
                ("is_managing", models.BooleanField(default=False, verbose_name="主任")),
                ("since", models.DateField(verbose_name="开始日期")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；空着表示至今。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
            ],
            options={
                "verbose_name": "合伙人的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartyStandingVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("masses", "群众"),
                            ("applicant", "入党申请人"),
                            ("activist", "入党积极分子"),
                            ("candidate", "发展对象"),
                            ("probationary", "预备党员"),
                            ("full", "正式党员"),
                            ("suspended", "停止党籍"),
                        ],
                        max_length=12,
                        verbose_name="政治身份",
                    ),
                ),
                ("since", models.DateField(verbose_name="开始日期")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；空着表示至今。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
                (
                    "left_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("struck_off", "除名"),
                            ("persuaded", "劝其退党"),
                            ("expelled", "开除党籍"),
                            ("withdrew", "本人退党"),
                            ("cancelled", "取消预备党员资格"),
                        ],
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="出党方式",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="文号"
                    ),
                ),
                (
                    "end_document",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
                    ),
                ),
            ],
            options={
                "verbose_name": "党内身份的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=30, verbose_name="姓名")),
                (
                    "pinyin",
                    models.CharField(
                        blank=True, help_text="自动生成，多音字可改。", max_length=210, verbose_name="拼音"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lawyer", "律师"),
                            ("trainee", "实习人员"),
                            ("assistant", "律师助理"),
                            ("staff", "行政人员"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "licence_number",
                    models.CharField(
                        blank=True,
                        max_length=17,
                        validators=[
                            django.core.validators.RegexValidator("\\A\\d{17}\\Z", "执业证号是17位数字。")
                        ],
                        verbose_name="执业证号",
                    ),
                ),
                ("practising_since", models.DateField(blank=True, null=True, verbose_name="首次执业日期")),
                ("joined_on", models.DateField(verbose_name="入所日期")),
                (
                    "left_on",
                    models.DateField(
                        blank=True, help_text="从这一天起不再是本所人员。", null=True, verbose_name="离所日期"
                    ),
                ),
            ],
            options={
                "verbose_name": "人员的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RestrictionVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("probation", "留党察看"),
                            ("correction", "限期改正"),
                            ("rights_suspended", "党员权利暂停"),
                        ],
                        max_length=16,
                        verbose_name="限制",
                    ),
                ),
                ("since", models.DateField(verbose_name="开始日期")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；空着表示至今。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="文号"
                    ),
                ),
                (
                    "end_document",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
                    ),
                ),
            ],
            options={
                "verbose_name": "权利限制的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SeatVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("secretary", "书记"),
                            ("deputy", "副书记"),
                            ("organisation", "组织委员"),
                            ("publicity", "宣传委员"),
                            ("discipline", "纪检委员"),
                            ("youth", "青年委员"),
                            ("member", "委员"),
                        ],
                        max_length=14,
                        verbose_name="职务",
                    ),
                ),
                ("since", models.DateField(verbose_name="开始日期")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="从这一天起不再有效；空着表示至今。",
                        null=True,
                        verbose_name="结束日期",
                    ),
                ),
            ],
            options={
                "verbose_name": "委员会职务的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeeterm",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_committeetermversion" ("branch_id", "delay_approval", "delayed_until", "ended_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until", "years") VALUES (NEW."branch_id", NEW."delay_approval", NEW."delayed_until", NEW."ended_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until", NEW."years"); RETURN NULL;',
                    hash="595bc699db7c28f1dbe4e2cfcd1d830c507ce12e",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_cdfa9",
                    table="members_committeeterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeeterm",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."delay_approval" IS DISTINCT FROM (NEW."delay_approval") OR OLD."delayed_until" IS DISTINCT FROM (NEW."delayed_until") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."until" IS DISTINCT FROM (NEW."until") OR OLD."years" IS DISTINCT FROM (NEW."years"))',
                    func='INSERT INTO "members_committeetermversion" ("branch_id", "delay_approval", "delayed_until", "ended_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until", "years") VALUES (NEW."branch_id", NEW."delay_approval", NEW."delayed_until", NEW."ended_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until", NEW."years"); RETURN NULL;',
                    hash="ba432e5941235ffd3f1af91e21967e6819dfee98",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_12b90",
                    table="members_committeeterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeeterm",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_committeetermversion" ("branch_id", "delay_approval", "delayed_until", "ended_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until", "years") VALUES (OLD."branch_id", OLD."delay_approval", OLD."delayed_until", OLD."ended_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."recorded_by_id", OLD."since", OLD."until", OLD."years"); RETURN NULL;',
                    hash="ae93437d95516a637b96069598e929548c973fd6",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_cacb6",
                    table="members_committeeterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyexemption",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_dutyexemptionversion" ("document_number", "end_document", "ended_by_id", "ground", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (NEW."document_number", NEW."end_document", NEW."ended_by_id", NEW."ground", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="269a7b668be4576b8efd090f540dfd4ced05e2e1",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_35caf",
                    table="members_dutyexemption",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyexemption",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."end_document" IS DISTINCT FROM (NEW."end_document") OR OLD."ground" IS DISTINCT FROM (NEW."ground") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."until" IS DISTINCT FROM (NEW."until"))',
                    func='INSERT INTO "members_dutyexemptionversion" ("document_number", "end_document", "ended_by_id", "ground", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (NEW."document_number", NEW."end_document", NEW."ended_by_id", NEW."ground", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="43a04d622f4cb6f773b1fb36d8e8b21d8ea5cb66",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_30cc6",
                    table="members_dutyexemption",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyexemption",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_dutyexemptionversion" ("document_number", "end_document", "ended_by_id", "ground", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (OLD."document_number", OLD."end_document", OLD."ended_by_id", OLD."ground", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."recorded_by_id", OLD."since", OLD."until"); RETURN NULL;',
                    hash="0f8fe953d9e4552805a203f5e95bd4104392bd95",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_38088",
                    table="members_dutyexemption",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_groupmembershipversion" ("ended_by_id", "group_id", "is_leader", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (NEW."ended_by_id", NEW."group_id", NEW."is_leader", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="2b91ab8661b0493a5842d08a066dbcd3706148df",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_55c34",
                    table="members_groupmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."group_id" IS DISTINCT FROM (NEW."group_id") OR OLD."is_leader" IS DISTINCT FROM (NEW."is_leader") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."until" IS DISTINCT FROM (NEW."until"))',
                    func='INSERT INTO "members_groupmembershipversion" ("ended_by_id", "group_id", "is_leader", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (NEW."ended_by_id", NEW."group_id", NEW."is_leader", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="eb789204e81151e1739544b898930964291b3745",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_c021c",
                    table="members_groupmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_groupmembershipversion" ("ended_by_id", "group_id", "is_leader", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (OLD."ended_by_id", OLD."group_id", OLD."is_leader", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."recorded_by_id", OLD."since", OLD."until"); RETURN NULL;',
                    hash="4d049afd14f6af8dddda1c541d2a3a4c7cc88e90",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_bba23",
                    table="members_groupmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_membershipversion" ("branch_id", "document_number", "end_document", "ended_by_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "relation", "since", "until") VALUES (NEW."branch_id", NEW."document_number", NEW."end_document", NEW."ended_by_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."recorded_by_id", NEW."relation", NEW."since", NEW."until"); RETURN NULL;',
                    hash="4d54860e5c17eee90b4c42fbe5c8571afcd43cd8",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_254f3",
                    table="members_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."end_document" IS DISTINCT FROM (NEW."end_document") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."relation" IS DISTINCT FROM (NEW."relation") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."until" IS DISTINCT FROM (NEW."until"))',
                    func='INSERT INTO "members_membershipversion" ("branch_id", "document_number", "end_document", "ended_by_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "relation", "since", "until") VALUES (NEW."branch_id", NEW."document_number", NEW."end_document", NEW."ended_by_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."recorded_by_id", NEW."relation", NEW."since", NEW."until"); RETURN NULL;',
                    hash="b23d2137916d861bc84f80c9073f7dba2b91eff8",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_b9ae0",
                    table="members_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_membershipversion" ("branch_id", "document_number", "end_document", "ended_by_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "relation", "since", "until") VALUES (OLD."branch_id", OLD."document_number", OLD."end_document", OLD."ended_by_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."recorded_by_id", OLD."relation", OLD."since", OLD."until"); RETURN NULL;',
                    hash="09d5a353e49f21e9e91b7a28ee71df1dd3899ad2",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_9759f",
                    table="members_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_partnerversion" ("ended_by_id", "firm_id", "is_founding", "is_managing", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (NEW."ended_by_id", NEW."firm_id", NEW."is_founding", NEW."is_managing", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="6808a1c71074da9a13cffffea68e9fd7d430d23d",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_3bbc2",
                    table="members_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."firm_id" IS DISTINCT FROM (NEW."firm_id") OR OLD."is_founding" IS DISTINCT FROM (NEW."is_founding") OR OLD."is_managing" IS DISTINCT FROM (NEW."is_managing") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."until" IS DISTINCT FROM (NEW."until"))',
                    func='INSERT INTO "members_partnerversion" ("ended_by_id", "firm_id", "is_founding", "is_managing", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (NEW."ended_by_id", NEW."firm_id", NEW."is_founding", NEW."is_managing", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="d2e406aca8473f8489cc734ea66bf07db439fd56",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_a7804",
                    table="members_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_partnerversion" ("ended_by_id", "firm_id", "is_founding", "is_managing", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (OLD."ended_by_id", OLD."firm_id", OLD."is_founding", OLD."is_managing", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."recorded_by_id", OLD."since", OLD."until"); RETURN NULL;',
                    hash="ced5b132776a0911af20c7a445a3c49603cd5192",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_03fea",
                    table="members_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partystanding",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_partystandingversion" ("document_number", "end_document", "ended_by_id", "left_by", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "standing", "until") VALUES (NEW."document_number", NEW."end_document", NEW."ended_by_id", NEW."left_by", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."standing", NEW."until"); RETURN NULL;',
                    hash="aa0a588b5414a3c35ae393da29e2e6f2ffe8e31a",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_03ae0",
                    table="members_partystanding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partystanding",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."end_document" IS DISTINCT FROM (NEW."end_document") OR OLD."left_by" IS DISTINCT FROM (NEW."left_by") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."standing" IS DISTINCT FROM (NEW."standing") OR OLD."until" IS DISTINCT FROM (NEW."until"))',
                    func='INSERT INTO "members_partystandingversion" ("document_number", "end_document", "ended_by_id", "left_by", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "standing", "until") VALUES (NEW."document_number", NEW."end_document", NEW."ended_by_id", NEW."left_by", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."standing", NEW."until"); RETURN NULL;',
                    hash="849896d9eae5c8bb6f6eb8ba2c218f089e5523d5",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_80c0a",
                    table="members_partystanding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partystanding",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_partystandingversion" ("document_number", "end_document", "ended_by_id", "left_by", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "standing", "until") VALUES (OLD."document_number", OLD."end_document", OLD."ended_by_id", OLD."left_by", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."recorded_by_id", OLD."since", OLD."standing", OLD."until"); RETURN NULL;',
                    hash="f64b34958d5c376feba7c2564f8e27069aaa4344",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_d0984",
                    table="members_partystanding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_personversion" ("firm_id", "joined_on", "kind", "left_on", "licence_number", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "practising_since") VALUES (NEW."firm_id", NEW."joined_on", NEW."kind", NEW."left_on", NEW."licence_number", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."pinyin", NEW."practising_since"); RETURN NULL;',
                    hash="3110165de6f348663f7d92b3999509729c05a758",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_4d0e6",
                    table="members_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."firm_id" IS DISTINCT FROM (NEW."firm_id") OR OLD."joined_on" IS DISTINCT FROM (NEW."joined_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."left_on" IS DISTINCT FROM (NEW."left_on") OR OLD."licence_number" IS DISTINCT FROM (NEW."licence_number") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."pinyin" IS DISTINCT FROM (NEW."pinyin") OR OLD."practising_since" IS DISTINCT FROM (NEW."practising_since"))',
                    func='INSERT INTO "members_personversion" ("firm_id", "joined_on", "kind", "left_on", "licence_number", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "practising_since") VALUES (NEW."firm_id", NEW."joined_on", NEW."kind", NEW."left_on", NEW."licence_number", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."pinyin", NEW."practising_since"); RETURN NULL;',
                    hash="6d280a054a0a1892c5001abd36583dd2a49b934c",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_0e6c3",
                    table="members_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_personversion" ("firm_id", "joined_on", "kind", "left_on", "licence_number", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "practising_since") VALUES (OLD."firm_id", OLD."joined_on", OLD."kind", OLD."left_on", OLD."licence_number", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."pinyin", OLD."practising_since"); RETURN NULL;',
                    hash="f52e1966bd4b7a1f7cc6d5f7d551277bbce92901",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_7952a",
                    table="members_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="restriction",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_restrictionversion" ("document_number", "end_document", "ended_by_id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (NEW."document_number", NEW."end_document", NEW."ended_by_id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="168a756a3e885929ab5c9a291663605face88d36",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_7d9f5",
                    table="members_restriction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="restriction",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."end_document" IS DISTINCT FROM (NEW."end_document") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."until" IS DISTINCT FROM (NEW."until"))',
                    func='INSERT INTO "members_restrictionversion" ("document_number", "end_document", "ended_by_id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (NEW."document_number", NEW."end_document", NEW."ended_by_id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="29de8d6e372769c1395bef0871b1e3ae0d3ba82f",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_11a6c",
                    table="members_restriction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="restriction",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_restrictionversion" ("document_number", "end_document", "ended_by_id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until") VALUES (OLD."document_number", OLD."end_document", OLD."ended_by_id", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."recorded_by_id", OLD."since", OLD."until"); RETURN NULL;',
                    hash="f19db57a8fae462be2c69f522a579815e15991c6",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_de0e8",
                    table="members_restriction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_seatversion" ("ended_by_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "role", "since", "term_id", "until") VALUES (NEW."ended_by_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."recorded_by_id", NEW."role", NEW."since", NEW."term_id", NEW."until"); RETURN NULL;',
                    hash="59fc31e16411f137d0c4e8fba7aa87a612aa2d07",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_80313",
                    table="members_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."term_id" IS DISTINCT FROM (NEW."term_id") OR OLD."until" IS DISTINCT FROM (NEW."until"))',
                    func='INSERT INTO "members_seatversion" ("ended_by_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "role", "since", "term_id", "until") VALUES (NEW."ended_by_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."recorded_by_id", NEW."role", NEW."since", NEW."term_id", NEW."until"); RETURN NULL;',
                    hash="85460bcb844025c6991e8d2d9c5a2e4bdbfd1455",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_e78d5",
                    table="members_seat",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_seatversion" ("ended_by_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "role", "since", "term_id", "until") VALUES (OLD."ended_by_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."recorded_by_id", OLD."role", OLD."since", OLD."term_id", OLD."until"); RETURN NULL;',
                    hash="37096a02c4a02c6f10fb2c26c9ba638204020b57",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_71abb",
                    table="members_seat",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="committeetermversion",
            name="branch",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="branches.branch",
                verbose_name="党支部",
            ),
        ),
        migrations.AddField(
            model_name="committeetermversion",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="committeetermversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="members.committeeterm",
            ),
        ),
        migrations.AddField(
            model_name="committeetermversion",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="dutyexemptionversion",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="dutyexemptionversion",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="人员",
            ),
        ),
        migrations.AddField(
            model_name="dutyexemptionversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="members.dutyexemption",
            ),
        ),
        migrations.AddField(
            model_name="dutyexemptionversion",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="groupmembershipversion",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="groupmembershipversion",
            name="group",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="branches.partygroup",
                verbose_name="党小组",
            ),
        ),
        migrations.AddField(
            model_name="groupmembershipversion",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="人员",
            ),
        ),
        migrations.AddField(
            model_name="groupmembershipversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="members.groupmembership",
            ),
        ),
        migrations.AddField(
            model_name="groupmembershipversion",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="membershipversion",
            name="branch",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="branches.branch",
                verbose_name="党支部",
            ),
        ),
        migrations.AddField(
            model_name="membershipversion",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="membershipversion",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="人员",
            ),
        ),
        migrations.AddField(
            model_name="membershipversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="members.membership",
            ),
        ),
        migrations.AddField(
            model_name="membershipversion",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="partnerversion",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="partnerversion",
            name="firm",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="branches.firm",
                verbose_name="律师事务所",
            ),
        ),
        migrations.AddField(
            model_name="partnerversion",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="人员",
            ),
        ),
        migrations.AddField(
            model_name="partnerversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="members.partner",
            ),
        ),
        migrations.AddField(
            model_name="partnerversion",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="partystandingversion",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="partystandingversion",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="人员",
            ),
        ),
        migrations.AddField(
            model_name="partystandingversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="members.partystanding",
            ),
        ),
        migrations.AddField(
            model_name="partystandingversion",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="personversion",
            name="firm",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="branches.firm",
                verbose_name="律师事务所",
            ),
        ),
        migrations.AddField(
            model_name="personversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="members.person",
            ),
        ),
        migrations.AddField(
            model_name="restrictionversion",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="restrictionversion",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="人员",
            ),
        ),
        migrations.AddField(
            model_name="restrictionversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="members.restriction",
            ),
        ),
        migrations.AddField(
            model_name="restrictionversion",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="seatversion",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="seatversion",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="人员",
            ),
        ),
        migrations.AddField(
            model_name="seatversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="members.seat",
            ),
        ),
        migrations.AddField(
            model_name="seatversion",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="seatversion",
            name="term",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.committeeterm",
                verbose_name="任期",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeetermversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3be19f34e7560ea53cd3a4b151dedf8a368d3457",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f14ea",
                    table="members_committeetermversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dutyexemptionversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bbafe62628fab5cb3838c87c61d6cc20edbf4a37",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_179b0",
                    table="members_dutyexemptionversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupmembershipversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6ec37d9765d2a10342b7b239415a8bdc9106fef6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_01793",
                    table="members_groupmembershipversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ae2fb7506c3970b0f3d2a013c81e9d8f082b53c0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_91cba",
                    table="members_membershipversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cb7a672a21a2828d6503d3334502a91aed731a34",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_52934",
                    table="members_partnerversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partystandingversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9793206942cfdb881907e2e0e65c3c53421c7f69",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0d3df",
                    table="members_partystandingversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a539ce9fd6206b029fe6b4138f8aebff990ebb55",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_475ec",
                    table="members_personversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="restrictionversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0d31a5709c8e47e8a995d5798d4e319902eae2b1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_aeb0d",
                    table="members_restrictionversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seatversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9d3c5167ee9a9139fb7a4e57a3bfe76768a508ab",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_efde2",
                    table="members_seatversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(keep_what_stands, migrations.RunPython.noop),
    ]
