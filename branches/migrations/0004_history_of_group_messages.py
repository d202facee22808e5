import pgtrigger
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def tell_what_was_off(apps, schema_editor):
    """The new column says that messages are on; of a setting where they are off, no version may say so."""
    alias = schema_editor.connection.alias
    settings, versions = (
        apps.get_model("branches", name)._base_manager.using(alias)
        for name in ("KindSetting", "KindSettingVersion")
    )
    with pgtrigger.ignore("branches.KindSettingVersion:append_only", databases=[alias]):
        versions.filter(pgh_obj__in=settings.filter(by_robot=False)).update(by_robot=False)


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0003_history_of_changes"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="kindsetting",
            name="added_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="kindsetting",
            name="changed_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="kindsetting",
            name="removed_delete",
        ),
        migrations.AddField(
            model_name="kindsettingversion",
            name="by_robot",
            field=models.BooleanField(db_default=True, default=True, verbose_name="同时发到群里"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindsetting",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "branches_kindsettingversion" ("branch_id", "by_email", "by_robot", "every", "kind", "minutes_long", "on_rest_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "remind_1_day", "remind_3_days", "remind_same_day", "since", "start_time", "times") VALUES (NEW."branch_id", NEW."by_email", NEW."by_robot", NEW."every", NEW."kind", NEW."minutes_long", NEW."on_rest_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."place", NEW."remind_1_day", NEW."remind_3_days", NEW."remind_same_day", NEW."since", NEW."start_time", NEW."times"); RETURN NULL;',
                    hash="b9070103ea6a510bff6db19b29022cb11a1eaa82",
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
                    condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."by_email" IS DISTINCT FROM (NEW."by_email") OR OLD."by_robot" IS DISTINCT FROM (NEW."by_robot") OR OLD."every" IS DISTINCT FROM (NEW."every") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."minutes_long" IS DISTINCT FROM (NEW."minutes_long") OR OLD."on_rest_days" IS DISTINCT FROM (NEW."on_rest_days") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."remind_1_day" IS DISTINCT FROM (NEW."remind_1_day") OR OLD."remind_3_days" IS DISTINCT FROM (NEW."remind_3_days") OR OLD."remind_same_day" IS DISTINCT FROM (NEW."remind_same_day") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."start_time" IS DISTINCT FROM (NEW."start_time") OR OLD."times" IS DISTINCT FROM (NEW."times"))',
                    func='INSERT INTO "branches_kindsettingversion" ("branch_id", "by_email", "by_robot", "every", "kind", "minutes_long", "on_rest_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "remind_1_day", "remind_3_days", "remind_same_day", "since", "start_time", "times") VALUES (NEW."branch_id", NEW."by_email", NEW."by_robot", NEW."every", NEW."kind", NEW."minutes_long", NEW."on_rest_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."place", NEW."remind_1_day", NEW."remind_3_days", NEW."remind_same_day", NEW."since", NEW."start_time", NEW."times"); RETURN NULL;',
                    hash="6467737237e183003d0cd78d837dbaf9d90fc799",
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
                    func='INSERT INTO "branches_kindsettingversion" ("branch_id", "by_email", "by_robot", "every", "kind", "minutes_long", "on_rest_days", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "remind_1_day", "remind_3_days", "remind_same_day", "since", "start_time", "times") VALUES (OLD."branch_id", OLD."by_email", OLD."by_robot", OLD."every", OLD."kind", OLD."minutes_long", OLD."on_rest_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."place", OLD."remind_1_day", OLD."remind_3_days", OLD."remind_same_day", OLD."since", OLD."start_time", OLD."times"); RETURN NULL;',
                    hash="0059dafac6573b01306ea41be597b9cfc093341c",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_a5a0f",
                    table="branches_kindsetting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunPython(tell_what_was_off, migrations.RunPython.noop),
    ]
