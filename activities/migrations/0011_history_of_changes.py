"""Every change of these rows is written down by triggers from now on; what stands today is their first version."""

import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from lawfirm_party.common.history import keep_first_versions

MODELS = ["ActionItem", "AgendaItem", "Meeting", "Resolution"]


def keep_what_stands(apps, schema_editor):
    for name in MODELS:
        keep_first_versions(apps, schema_editor, "activities", name)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0010_group_robots"),
        ("branches", "0003_history_of_changes"),
        ("members", "0004_history_of_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionItemVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("due_on", models.DateField(verbose_name="期限")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                ("done_note", models.CharField(blank=True, max_length=200, verbose_name="办理情况")),
                ("text", models.CharField(max_length=200, verbose_name="事项")),
            ],
            options={
                "verbose_name": "议定事项的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgendaItemVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("title", models.CharField(max_length=120, verbose_name="议题")),
                ("needs_resolution", models.BooleanField(default=False, verbose_name="需要决议")),
            ],
            options={
                "verbose_name": "议题的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingVersion",
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
                        verbose_name="类型",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("theme", models.CharField(blank=True, max_length=80, verbose_name="主题")),
                (
                    "evaluation_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="所属年度"),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="本年第几次"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                ("ends_at", models.DateTimeField(verbose_name="结束时间")),
                ("place", models.CharField(max_length=60, verbose_name="地点")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("scheduled", "已安排"),
                            ("begun", "进行中"),
                            ("held", "已召开"),
                            ("recorded", "已记录"),
                            ("archived", "已归档"),
                            ("cancelled", "已取消"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("cancel_reason", models.CharField(blank=True, max_length=120, verbose_name="取消原因")),
                ("is_backfilled", models.BooleanField(default=False, verbose_name="补录")),
                ("host_signed_on", models.DateField(blank=True, null=True, verbose_name="主持人纸质已签")),
                (
                    "recorder_signed_on",
                    models.DateField(blank=True, null=True, verbose_name="记录人纸质已签"),
                ),
                (
                    "expected_count",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="应到"),
                ),
                (
                    "voting_count",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="应到会有表决权"
                    ),
                ),
            ],
            options={
                "verbose_name": "会议的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResolutionVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(999)],
                        verbose_name="赞成",
                    ),
                ),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(999)],
                        verbose_name="反对",
                    ),
                ),
                (
                    "votes_abstained",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(999)],
                        verbose_name="弃权",
                    ),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="向党员公开")),
                ("text", models.CharField(max_length=500, verbose_name="决议")),
            ],
            options={
                "verbose_name": "决议的历史",
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_actionitemversion" ("done_by_id", "done_note", "done_on", "due_on", "item_id", "meeting_id", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."done_by_id", NEW."done_note", NEW."done_on", NEW."due_on", NEW."item_id", NEW."meeting_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="61e9fd88cd1cffa4872631ade98757d035eddaba",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_3fa5b",
                    table="activities_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."done_by_id" IS DISTINCT FROM (NEW."done_by_id") OR OLD."done_note" IS DISTINCT FROM (NEW."done_note") OR OLD."done_on" IS DISTINCT FROM (NEW."done_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id"))',
                    func='INSERT INTO "activities_actionitemversion" ("done_by_id", "done_note", "done_on", "due_on", "item_id", "meeting_id", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."done_by_id", NEW."done_note", NEW."done_on", NEW."due_on", NEW."item_id", NEW."meeting_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="d953149857bb2fca0063c3c3b00bd2c1395e7a0c",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_927d3",
                    table="activities_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_actionitemversion" ("done_by_id", "done_note", "done_on", "due_on", "item_id", "meeting_id", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."done_by_id", OLD."done_note", OLD."done_on", OLD."due_on", OLD."item_id", OLD."meeting_id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."text"); RETURN NULL;',
                    hash="d1862816d74ee1a59bff2c8e39b7b29cc4365597",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_ef573",
                    table="activities_actionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_agendaitemversion" ("meeting_id", "needs_resolution", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (NEW."meeting_id", NEW."needs_resolution", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."position", NEW."title"); RETURN NULL;',
                    hash="6ada6e52b7bed8832546f4b8e4a4bdfac7e3d6b0",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_178e6",
                    table="activities_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."needs_resolution" IS DISTINCT FROM (NEW."needs_resolution") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "activities_agendaitemversion" ("meeting_id", "needs_resolution", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (NEW."meeting_id", NEW."needs_resolution", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."position", NEW."title"); RETURN NULL;',
                    hash="b202f4ec3cdba26cced92a78a9a0ce63f0fa6a7d",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_38153",
                    table="activities_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_agendaitemversion" ("meeting_id", "needs_resolution", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (OLD."meeting_id", OLD."needs_resolution", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."position", OLD."title"); RETURN NULL;',
                    hash="6dc05151873ab5d7a84857532cd7a74ca87179c5",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_34f88",
                    table="activities_agendaitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_meetingversion" ("branch_id", "cancel_reason", "changed_by_id", "ends_at", "evaluation_year", "expected_count", "group_id", "host_id", "host_signed_on", "is_backfilled", "kind", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorder_id", "recorder_signed_on", "starts_at", "state", "theme", "title", "voting_count") VALUES (NEW."branch_id", NEW."cancel_reason", NEW."changed_by_id", NEW."ends_at", NEW."evaluation_year", NEW."expected_count", NEW."group_id", NEW."host_id", NEW."host_signed_on", NEW."is_backfilled", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."place", NEW."recorder_id", NEW."recorder_signed_on", NEW."starts_at", NEW."state", NEW."theme", NEW."title", NEW."voting_count"); RETURN NULL;',
                    hash="83248c796425dd32bc203bf3a68c9786f9e308db",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_d42b0",
                    table="activities_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."evaluation_year" IS DISTINCT FROM (NEW."evaluation_year") OR OLD."expected_count" IS DISTINCT FROM (NEW."expected_count") OR OLD."group_id" IS DISTINCT FROM (NEW."group_id") OR OLD."host_id" IS DISTINCT FROM (NEW."host_id") OR OLD."host_signed_on" IS DISTINCT FROM (NEW."host_signed_on") OR OLD."is_backfilled" IS DISTINCT FROM (NEW."is_backfilled") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."recorder_id" IS DISTINCT FROM (NEW."recorder_id") OR OLD."recorder_signed_on" IS DISTINCT FROM (NEW."recorder_signed_on") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."voting_count" IS DISTINCT FROM (NEW."voting_count"))',
                    func='INSERT INTO "activities_meetingversion" ("branch_id", "cancel_reason", "changed_by_id", "ends_at", "evaluation_year", "expected_count", "group_id", "host_id", "host_signed_on", "is_backfilled", "kind", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorder_id", "recorder_signed_on", "starts_at", "state", "theme", "title", "voting_count") VALUES (NEW."branch_id", NEW."cancel_reason", NEW."changed_by_id", NEW."ends_at", NEW."evaluation_year", NEW."expected_count", NEW."group_id", NEW."host_id", NEW."host_signed_on", NEW."is_backfilled", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."place", NEW."recorder_id", NEW."recorder_signed_on", NEW."starts_at", NEW."state", NEW."theme", NEW."title", NEW."voting_count"); RETURN NULL;',
                    hash="282f9c3009fbaa157d486f74cfdc5f302ba98bca",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_df381",
                    table="activities_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_meetingversion" ("branch_id", "cancel_reason", "changed_by_id", "ends_at", "evaluation_year", "expected_count", "group_id", "host_id", "host_signed_on", "is_backfilled", "kind", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorder_id", "recorder_signed_on", "starts_at", "state", "theme", "title", "voting_count") VALUES (OLD."branch_id", OLD."cancel_reason", OLD."changed_by_id", OLD."ends_at", OLD."evaluation_year", OLD."expected_count", OLD."group_id", OLD."host_id", OLD."host_signed_on", OLD."is_backfilled", OLD."kind", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."place", OLD."recorder_id", OLD."recorder_signed_on", OLD."starts_at", OLD."state", OLD."theme", OLD."title", OLD."voting_count"); RETURN NULL;',
                    hash="1423f07f75ac164a4d0163e00da0429910f21a77",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_b9883",
                    table="activities_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resolution",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_resolutionversion" ("is_public", "item_id", "meeting_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "votes_abstained", "votes_against", "votes_for") VALUES (NEW."is_public", NEW."item_id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."text", NEW."votes_abstained", NEW."votes_against", NEW."votes_for"); RETURN NULL;',
                    hash="bd8b04c0168f886b05bc6d41cf7fe4f5059d1409",
                    operation="INSERT",
                    pgid="pgtrigger_added_insert_bb89d",
                    table="activities_resolution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resolution",
            trigger=pgtrigger.compiler.Trigger(
                name="changed_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."meeting_id" IS DISTINCT FROM (NEW."meeting_id") OR OLD."votes_abstained" IS DISTINCT FROM (NEW."votes_abstained") OR OLD."votes_against" IS DISTINCT FROM (NEW."votes_against") OR OLD."votes_for" IS DISTINCT FROM (NEW."votes_for"))',
                    func='INSERT INTO "activities_resolutionversion" ("is_public", "item_id", "meeting_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "votes_abstained", "votes_against", "votes_for") VALUES (NEW."is_public", NEW."item_id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."text", NEW."votes_abstained", NEW."votes_against", NEW."votes_for"); RETURN NULL;',
                    hash="a8b2d74dd35b2e915e3db450535e474db88ce620",
                    operation="UPDATE",
                    pgid="pgtrigger_changed_update_0d68c",
                    table="activities_resolution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resolution",
            trigger=pgtrigger.compiler.Trigger(
                name="removed_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "activities_resolutionversion" ("is_public", "item_id", "meeting_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "votes_abstained", "votes_against", "votes_for") VALUES (OLD."is_public", OLD."item_id", OLD."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."text", OLD."votes_abstained", OLD."votes_against", OLD."votes_for"); RETURN NULL;',
                    hash="78cefdf14fda6b0c65a7cd6a220ade04e9fae025",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_a4ea9",
                    table="activities_resolution",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="actionitemversion",
            name="done_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="办结登记人",
            ),
        ),
        migrations.AddField(
            model_name="actionitemversion",
            name="item",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="activities.agendaitem",
                verbose_name="议题",
            ),
        ),
        migrations.AddField(
            model_name="actionitemversion",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="activities.meeting",
                verbose_name="会议",
            ),
        ),
        migrations.AddField(
            model_name="actionitemversion",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="责任人",
            ),
        ),
        migrations.AddField(
            model_name="actionitemversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="activities.actionitem",
            ),
        ),
        migrations.AddField(
            model_name="agendaitemversion",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="activities.meeting",
                verbose_name="会议",
            ),
        ),
        migrations.AddField(
            model_name="agendaitemversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="activities.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="meetingversion",
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
            model_name="meetingversion",
            name="changed_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="修改人",
            ),
        ),
        migrations.AddField(
            model_name="meetingversion",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="branches.partygroup",
                verbose_name="党小组",
            ),
        ),
        migrations.AddField(
            model_name="meetingversion",
            name="host",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="主持人",
            ),
        ),
        migrations.AddField(
            model_name="meetingversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="activities.meeting",
            ),
        ),
        migrations.AddField(
            model_name="meetingversion",
            name="recorder",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.person",
                verbose_name="记录人",
            ),
        ),
        migrations.AddField(
            model_name="resolutionversion",
            name="item",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="activities.agendaitem",
                verbose_name="议题",
            ),
        ),
        migrations.AddField(
            model_name="resolutionversion",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="activities.meeting",
                verbose_name="会议",
            ),
        ),
        migrations.AddField(
            model_name="resolutionversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="activities.resolution",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitemversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="38e612e4d0f57f35b4d8ffa701254f9b5dbfe4e6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_69da3",
                    table="activities_actionitemversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitemversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0ac5b8109b065c08731c2b9cddd71bf13814ab6e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d9f37",
                    table="activities_agendaitemversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d3d55d718956ccb41e8eceb5ad4d30200b1df4e2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_39721",
                    table="activities_meetingversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resolutionversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7475a77ab2a8105ec7effb6fd6dd15d5dddb52ec",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_72865",
                    table="activities_resolutionversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(keep_what_stands, migrations.RunPython.noop),
    ]
