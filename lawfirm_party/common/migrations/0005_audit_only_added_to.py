import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("common", "0004_audit_actions")]

    operations = [
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
