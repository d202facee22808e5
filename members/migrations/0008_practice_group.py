"""The practice group somebody works in, and its history; nobody has one yet, so earlier versions say so truly."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_history_of_term_documents"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="added_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="changed_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="removed_delete",
        ),
        migrations.AddField(
            model_name="person",
            name="practice_group",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="例如刑事、民商事。",
                max_length=20,
                verbose_name="专业组",
            ),
        ),
        migrations.AddField(
            model_name="personversion",
            name="practice_group",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="例如刑事、民商事。",
                max_length=20,
                verbose_name="专业组",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_personversion" ("firm_id", "joined_on", "kind", "left_on", "licence_number", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "practice_group", "practising_since") VALUES (NEW."firm_id", NEW."joined_on", NEW."kind", NEW."left_on", NEW."licence_number", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."pinyin", NEW."practice_group", NEW."practising_since"); RETURN NULL;',
                    hash="f97443b0111d268c183803e382d2c948ce8b6372",
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
                    condition='WHEN (OLD."firm_id" IS DISTINCT FROM (NEW."firm_id") OR OLD."joined_on" IS DISTINCT FROM (NEW."joined_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."left_on" IS DISTINCT FROM (NEW."left_on") OR OLD."licence_number" IS DISTINCT FROM (NEW."licence_number") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."pinyin" IS DISTINCT FROM (NEW."pinyin") OR OLD."practice_group" IS DISTINCT FROM (NEW."practice_group") OR OLD."practising_since" IS DISTINCT FROM (NEW."practising_since"))',
                    func='INSERT INTO "members_personversion" ("firm_id", "joined_on", "kind", "left_on", "licence_number", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "practice_group", "practising_since") VALUES (NEW."firm_id", NEW."joined_on", NEW."kind", NEW."left_on", NEW."licence_number", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."pinyin", NEW."practice_group", NEW."practising_since"); RETURN NULL;',
                    hash="756a4e2e032974fa7ea159a11702d0c95104625c",
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
                    func='INSERT INTO "members_personversion" ("firm_id", "joined_on", "kind", "left_on", "licence_number", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "practice_group", "practising_since") VALUES (OLD."firm_id", OLD."joined_on", OLD."kind", OLD."left_on", OLD."licence_number", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."pinyin", OLD."practice_group", OLD."practising_since"); RETURN NULL;',
                    hash="f09a697d546f6708f3ffd1ac8fe3986d05d64389",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_7952a",
                    table="members_person",
                    when="AFTER",
                ),
            ),
        ),
    ]
