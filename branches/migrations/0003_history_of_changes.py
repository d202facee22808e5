"""Every change of these rows is written down by triggers from now on; what stands today is their first version."""

import datetime

import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from lawfirm_party.common.history import keep_first_versions

MODELS = ["BranchSetting", "Branch", "Firm", "KindSetting", "PartyGroup"]


def keep_what_stands(apps, schema_editor):
    for name in MODELS:
        keep_first_versions(apps, schema_editor, "branches", name)


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_told_in_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="BranchSettingVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "since",
                    models.DateField(
                        help_text="以前的日期按以前的设置，总表不会因此改变。", verbose_name="从这一天起"
                    ),
                ),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0), verbose_name="免打扰开始")),
                ("quiet_until", models.TimeField(default=datetime.time(7, 30), verbose_name="免打扰结束")),
                (
                    "minutes_due_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="会后几天内归档",
                    ),
                ),
                (
                    "lapse_warning_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="到期前几天提醒未安排",
                    ),
                ),
                (
                    "founding_period_counts",
                    models.BooleanField(
                        default=False,
                        help_text="默认从成立后的第一个完整周期起要求。",
                        verbose_name="成立当期也要求",
                    ),
                ),
            ],
            options={
                "verbose_name": "支部设置的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BranchVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="简称")),
                ("superior", models.CharField(blank=True, max_length=60, verbose_name="上级党组织")),
                ("founded_on", models.DateField(verbose_name="成立日期")),
                ("dissolved_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                (
                    "reminders_since",
                    models.DateTimeField(
                        help_text="此前的事不再通知任何人：导入或恢复旧资料时用。",
                        verbose_name="从何时起发提醒",
                    ),
                ),
            ],
            options={
                "verbose_name": "党支部的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FirmVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="简称")),
                ("founded_on", models.DateField(verbose_name="成立日期")),
                ("partnership_since", models.DateField(blank=True, null=True, verbose_name="改为合伙制日期")),
            ],
            options={
                "verbose_name": "律师事务所的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KindSettingVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assembly", "支部党员大会"),
                            ("committee", "支部委员会会议"),
                            ("group", "党小组会"),
                            ("lecture", "党课"),
                            ("theme_day", "主题党日"),
                            ("life", "组织生活会"),
                            ("partners", "支部与合伙人联席会议"),
                            ("union", "党组织与工会联席会议"),
                            ("study", "政治与业务学习"),
                        ],
                        max_length=20,
                        verbose_name="会议类型",
                    ),
                ),
                (
                    "since",
                    models.DateField(
                        help_text="以前的日期按以前的设置，总表不会因此改变。", verbose_name="从这一天起"
                    ),
                ),
                (
                    "every",
                    models.CharField(
                        choices=[
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("year", "每年"),
                            ("as_needed", "按需"),
                        ],
                        max_length=10,
                        verbose_name="频次",
                    ),
                ),
                (
                    "times",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="每周期次数",
                    ),
                ),
                ("on_rest_days", models.BooleanField(default=False, verbose_name="可在休息日召开")),
                ("start_time", models.TimeField(default=datetime.time(15, 0), verbose_name="惯常时间")),
                (
                    "minutes_long",
                    models.PositiveSmallIntegerField(
                        default=90,
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="时长（分钟）",
                    ),
                ),
                ("place", models.CharField(default="会议室", max_length=60, verbose_name="惯常地点")),
                ("remind_3_days", models.BooleanField(default=True, verbose_name="提前3天提醒")),
                ("remind_1_day", models.BooleanField(default=True, verbose_name="提前1天提醒")),
                ("remind_same_day", models.BooleanField(default=True, verbose_name="当天提醒")),
                ("by_email", models.BooleanField(default=True, verbose_name="同时发邮件")),
            ],
            options={
                "verbose_name": "会议类型设置的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartyGroupVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="序号",
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("founded_on", models.DateField(verbose_name="设立日期")),
                (
                    "dissolved_on",
                    models.DateField(
                        blank=True, help_text="从这一天起不再存在。", null=True, verbose_name="撤销日期"
                    ),
                ),
            ],
            options={
                "verbose_name": "党小组的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="branch",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_branchversion" ("dissolved_on", "firm_id", "founded_on", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminders_since", "short_name", "superior") VALUES (NEW."dissolved_on", NEW."firm_id", NEW."founded_on", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."reminders_since", NEW."short_name", NEW."superior"); RETURN NULL;',
                    hash="369ac5f16fa3398062462144b13fe28b6c72b0f7",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_5f51a",
                    table="branches_branch",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="branch",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."dissolved_on" IS DISTINCT FROM (NEW."dissolved_on") OR OLD."firm_id" IS DISTINCT FROM (NEW."firm_id") OR OLD."founded_on" IS DISTINCT FROM (NEW."founded_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."reminders_since" IS DISTINCT FROM (NEW."reminders_since") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."superior" IS DISTINCT FROM (NEW."superior"))',
                    func='INSERT INTO "branches_branchversion" ("dissolved_on", "firm_id", "founded_on", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminders_since", "short_name", "superior") VALUES (NEW."dissolved_on", NEW."firm_id", NEW."founded_on", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."reminders_since", NEW."short_name", NEW."superior"); RETURN NULL;',
                    hash="baa91bc64c610dbf5a20e71281b4dd86cf8aaad9",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_6c783",
                    table="branches_branch",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="branch",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_branchversion" ("dissolved_on", "firm_id", "founded_on", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminders_since", "short_name", "superior") VALUES (OLD."dissolved_on", OLD."firm_id", OLD."founded_on", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."reminders_since", OLD."short_name", OLD."superior"); RETURN NULL;',
                    hash="de68e6cb935ec121ad1d9105c7ad1f8893eb136a",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_bbedc",
                    table="branches_branch",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="branchsetting",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_branchsettingversion" ("branch_id", "founding_period_counts", "lapse_warning_days", "minutes_due_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "since") VALUES (NEW."branch_id", NEW."founding_period_counts", NEW."lapse_warning_days", NEW."minutes_due_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."quiet_from", NEW."quiet_until", NEW."since"); RETURN NULL;',
                    hash="1db3201a4255281edc08a75b54fad0d4a058c56b",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_da359",
                    table="branches_branchsetting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="branchsetting",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."founding_period_counts" IS DISTINCT FROM (NEW."founding_period_counts") OR OLD."lapse_warning_days" IS DISTINCT FROM (NEW."lapse_warning_days") OR OLD."minutes_due_days" IS DISTINCT FROM (NEW."minutes_due_days") OR OLD."quiet_from" IS DISTINCT FROM (NEW."quiet_from") OR OLD."quiet_until" IS DISTINCT FROM (NEW."quiet_until") OR OLD."since" IS DISTINCT FROM (NEW."since"))',
                    func='INSERT INTO "branches_branchsettingversion" ("branch_id", "founding_period_counts", "lapse_warning_days", "minutes_due_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "since") VALUES (NEW."branch_id", NEW."founding_period_counts", NEW."lapse_warning_days", NEW."minutes_due_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."quiet_from", NEW."quiet_until", NEW."since"); RETURN NULL;',
                    hash="ebef932b45eb2b770c4fbdc0b9378fdb113c42a3",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_b1807",
                    table="branches_branchsetting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="branchsetting",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_branchsettingversion" ("branch_id", "founding_period_counts", "lapse_warning_days", "minutes_due_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "since") VALUES (OLD."branch_id", OLD."founding_period_counts", OLD."lapse_warning_days", OLD."minutes_due_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."quiet_from", OLD."quiet_until", OLD."since"); RETURN NULL;',
                    hash="84cc04822366ab8a9b7176da001ac3319588d0e9",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_cde3f",
                    table="branches_branchsetting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="firm",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_firmversion" ("founded_on", "name", "partnership_since", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name") VALUES (NEW."founded_on", NEW."name", NEW."partnership_since", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."short_name"); RETURN NULL;',
                    hash="a5f5462e7fcf927b7aaee6d052deafc11984aa5d",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_bd8cf",
                    table="branches_firm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="firm",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."founded_on" IS DISTINCT FROM (NEW."founded_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."partnership_since" IS DISTINCT FROM (NEW."partnership_since") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name"))',
                    func='INSERT INTO "branches_firmversion" ("founded_on", "name", "partnership_since", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name") VALUES (NEW."founded_on", NEW."name", NEW."partnership_since", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."short_name"); RETURN NULL;',
                    hash="aab5559337008e3462d19c3e2cef418f631abe1a",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_30bf3",
                    table="branches_firm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="firm",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_firmversion" ("founded_on", "name", "partnership_since", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name") VALUES (OLD."founded_on", OLD."name", OLD."partnership_since", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."short_name"); RETURN NULL;',
                    hash="6348e022fee99a27404ce3543cbbbd179dc2a5d5",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_01cd0",
                    table="branches_firm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindsetting",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_kindsettingversion" ("branch_id", "by_email", "every", "kind", "minutes_long", "on_rest_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "remind_1_day", "remind_3_days", "remind_same_day", "since", "start_time", "times") VALUES (NEW."branch_id", NEW."by_email", NEW."every", NEW."kind", NEW."minutes_long", NEW."on_rest_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."place", NEW."remind_1_day", NEW."remind_3_days", NEW."remind_same_day", NEW."since", NEW."start_time", NEW."times"); RETURN NULL;',
                    hash="120817884c96560688520edc9b0339740373142a",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_1de10",
                    table="branches_kindsetting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindsetting",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."by_email" IS DISTINCT FROM (NEW."by_email") OR OLD."every" IS DISTINCT FROM (NEW."every") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."minutes_long" IS DISTINCT FROM (NEW."minutes_long") OR OLD."on_rest_days" IS DISTINCT FROM (NEW."on_rest_days") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."remind_1_day" IS DISTINCT FROM (NEW."remind_1_day") OR OLD."remind_3_days" IS DISTINCT FROM (NEW."remind_3_days") OR OLD."remind_same_day" IS DISTINCT FROM (NEW."remind_same_day") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."start_time" IS DISTINCT FROM (NEW."start_time") OR OLD."times" IS DISTINCT FROM (NEW."times"))',
                    func='INSERT INTO "branches_kindsettingversion" ("branch_id", "by_email", "every", "kind", "minutes_long", "on_rest_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "remind_1_day", "remind_3_days", "remind_same_day", "since", "start_time", "times") VALUES (NEW."branch_id", NEW."by_email", NEW."every", NEW."kind", NEW."minutes_long", NEW."on_rest_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."place", NEW."remind_1_day", NEW."remind_3_days", NEW."remind_same_day", NEW."since", NEW."start_time", NEW."times"); RETURN NULL;',
                    hash="059cc99466c787785cc1b61ba39dfb45093a3f74",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_def80",
                    table="branches_kindsetting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindsetting",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_kindsettingversion" ("branch_id", "by_email", "every", "kind", "minutes_long", "on_rest_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "remind_1_day", "remind_3_days", "remind_same_day", "since", "start_time", "times") VALUES (OLD."branch_id", OLD."by_email", OLD."every", OLD."kind", OLD."minutes_long", OLD."on_rest_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."place", OLD."remind_1_day", OLD."remind_3_days", OLD."remind_same_day", OLD."since", OLD."start_time", OLD."times"); RETURN NULL;',
                    hash="ddf4b9f8ac7f0fc05dd48fa18f906c30b09a12ea",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_a5a0f",
                    table="branches_kindsetting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partygroup",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_partygroupversion" ("branch_id", "dissolved_on", "founded_on", "name", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."branch_id", NEW."dissolved_on", NEW."founded_on", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id"); RETURN NULL;',
                    hash="2daa828ed9dae48baad2e19d9c286cb5b6c2b0f3",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_5fdf0",
                    table="branches_partygroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partygroup",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."dissolved_on" IS DISTINCT FROM (NEW."dissolved_on") OR OLD."founded_on" IS DISTINCT FROM (NEW."founded_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number"))',
                    func='INSERT INTO "branches_partygroupversion" ("branch_id", "dissolved_on", "founded_on", "name", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."branch_id", NEW."dissolved_on", NEW."founded_on", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id"); RETURN NULL;',
                    hash="7b358782711a228de3d70d6ac94e1bed6f8b4691",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_66b71",
                    table="branches_partygroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partygroup",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_partygroupversion" ("branch_id", "dissolved_on", "founded_on", "name", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."branch_id", OLD."dissolved_on", OLD."founded_on", OLD."name", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id"); RETURN NULL;',
                    hash="e56e417fb8a591c02e3a98e413a116e22b6e5f42",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_807d1",
                    table="branches_partygroup",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="branchsettingversion",
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
            model_name="branchsettingversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="branches.branchsetting",
            ),
        ),
        migrations.AddField(
            model_name="branchversion",
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
            model_name="branchversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="branches.branch",
            ),
        ),
        migrations.AddField(
            model_name="firmversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="branches.firm",
            ),
        ),
        migrations.AddField(
            model_name="kindsettingversion",
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
            model_name="kindsettingversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="branches.kindsetting",
            ),
        ),
        migrations.AddField(
            model_name="partygroupversion",
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
            model_name="partygroupversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="branches.partygroup",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="branchsettingversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="66c69af1d5a38b68f3e88231e8b3205cbfe6df28",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d5033",
                    table="branches_branchsettingversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="branchversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e13cabfe6871c87b818608474e60cfa783fb55d1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2c5bc",
                    table="branches_branchversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="firmversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="97d53dba6004cc1d94442685cfe26958febfc3dc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8ee67",
                    table="branches_firmversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindsettingversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2130c4bf132a2c8cbe41dd2e30810ff6f0936294",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9b76c",
                    table="branches_kindsettingversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partygroupversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8daa6f026a683798584f5ff97639f8344537d0a6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_33dea",
                    table="branches_partygroupversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(keep_what_stands, migrations.RunPython.noop),
    ]
