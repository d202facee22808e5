import pgtrigger
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def tell_the_documents(apps, schema_editor):
    """What a term rested on when its documents began to be kept, so that no later change seems to be the one that gave it them."""
    alias = schema_editor.connection.alias
    terms, versions = (
        apps.get_model("members", name)._base_manager.using(alias)
        for name in ("CommitteeTerm", "CommitteeTermVersion")
    )
    term = terms.filter(pk=OuterRef("pgh_obj"))
    documents = {name: Subquery(term.values(name)[:1]) for name in ("document_number", "end_document")}
    with pgtrigger.ignore("members.CommitteeTermVersion:append_only", databases=[alias]):
        versions.filter(pgh_obj__in=terms.values("pk")).update(**documents)


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_addresses_told"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="committeeterm",
            name="added_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="committeeterm",
            name="changed_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="committeeterm",
            name="removed_delete",
        ),
        migrations.AddField(
            model_name="committeetermversion",
            name="document_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="文号"),
        ),
        migrations.AddField(
            model_name="committeetermversion",
            name="end_document",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="committeeterm",
            trigger=pgtrigger.compiler.Trigger(
                name="added_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_committeetermversion" ("branch_id", "delay_approval", "delayed_until", "document_number", "end_document", "ended_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until", "years") VALUES (NEW."branch_id", NEW."delay_approval", NEW."delayed_until", NEW."document_number", NEW."end_document", NEW."ended_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until", NEW."years"); RETURN NULL;',
                    hash="212b86d371e2b82eadd63e4a3639044119202365",
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
                    condition='WHEN (OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."delay_approval" IS DISTINCT FROM (NEW."delay_approval") OR OLD."delayed_until" IS DISTINCT FROM (NEW."delayed_until") OR OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."end_document" IS DISTINCT FROM (NEW."end_document") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."until" IS DISTINCT FROM (NEW."until") OR OLD."years" IS DISTINCT FROM (NEW."years"))',
                    func='INSERT INTO "members_committeetermversion" ("branch_id", "delay_approval", "delayed_until", "document_number", "end_document", "ended_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until", "years") VALUES (NEW."branch_id", NEW."delay_approval", NEW."delayed_until", NEW."document_number", NEW."end_document", NEW."ended_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."id", NEW."recorded_by_id", NEW."since", NEW."until", NEW."years"); RETURN NULL;',
                    hash="f6234800e475a9a269c9938c04c30343bd7d1b33",
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
                    func='INSERT INTO "members_committeetermversion" ("branch_id", "delay_approval", "delayed_until", "document_number", "end_document", "ended_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "since", "until", "years") VALUES (OLD."branch_id", OLD."delay_approval", OLD."delayed_until", OLD."document_number", OLD."end_document", OLD."ended_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'removed\', OLD."id", OLD."recorded_by_id", OLD."since", OLD."until", OLD."years"); RETURN NULL;',
                    hash="6a6be0837efcfa15638d784c912708d8c74b2c65",
                    operation="DELETE",
                    pgid="pgtrigger_removed_delete_cacb6",
                    table="members_committeeterm",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunPython(tell_the_documents, migrations.RunPython.noop),
    ]
