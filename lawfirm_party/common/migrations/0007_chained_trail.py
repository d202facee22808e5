"""Every entry of the audit trail is sealed with the one before; those that are there are chained in their order.

While the trigger is off nobody else writes: to take it away locks the table until the migration is through.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from lawfirm_party.common.chain import digest_of

AT_ONCE = 100


def chain(apps, schema_editor):
    alias = schema_editor.connection.alias
    entries = apps.get_model("common", "AuditEntry").objects.using(alias)
    digest, last, count, batch = "", 0, 0, []
    for entry in entries.order_by("pk").iterator():
        entry.previous = digest
        entry.digest = digest = digest_of(entry)
        last, count = entry.pk, count + 1
        batch.append(entry)
        if len(batch) == AT_ONCE:
            entries.bulk_update(batch, ["previous", "digest"])
            batch = []
    if batch:
        entries.bulk_update(batch, ["previous", "digest"])
    heads = apps.get_model("common", "AuditHead").objects.using(alias)
    heads.create(pk=1, entries=count, last=last, digest=digest)


class Migration(migrations.Migration):
    dependencies = [("common", "0006_exports_in_the_trail")]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entries", models.PositiveIntegerField(default=0)),
                ("last", models.BigIntegerField(default=0)),
                ("digest", models.CharField(default="", max_length=64)),
            ],
            options={"verbose_name": "审计记录末端", "verbose_name_plural": "审计记录末端"},
        ),
        migrations.AddField(
            model_name="auditentry",
            name="previous",
            field=models.CharField(db_default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="digest",
            field=models.CharField(db_default="", editable=False, max_length=64),
        ),
        pgtrigger.migrations.RemoveTrigger(model_name="auditentry", name="only_added_to"),
        migrations.RunPython(chain, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0b241b3e4a0984509911993a19dd929a91d64349",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_1c8b8",
                    table="common_auditentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
