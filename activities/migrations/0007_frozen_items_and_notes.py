"""Items of an archived meeting keep what was decided, and a note stands as it was written."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0006_number_once_a_year"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="only_done_when_archived",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['done_on', 'done_note', 'done_by_id']\n            = to_jsonb(OLD) - ARRAY['done_on', 'done_note', 'done_by_id']\n        THEN RETURN NEW; END IF;\n        IF TG_OP <> 'INSERT' AND EXISTS (\n            SELECT 1 FROM activities_meeting WHERE id = OLD.meeting_id AND state = 'archived'\n        ) THEN RAISE EXCEPTION 'the record of an archived meeting is frozen'; END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        IF EXISTS (SELECT 1 FROM activities_meeting WHERE id = NEW.meeting_id AND state = 'archived')\n        THEN RAISE EXCEPTION 'the record of an archived meeting is frozen'; END IF;\n        RETURN NEW;\n    ",
                    hash="755abd766abd135a75d716f99321c0d164e90e0c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_only_done_when_archived_a7383",
                    table="activities_actionitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="correctionnote",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="08ab4662563e39e83c02c236b25ee2d2597e829c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_85e53",
                    table="activities_correctionnote",
                    when="BEFORE",
                ),
            ),
        ),
    ]
