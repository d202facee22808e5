from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0007_frozen_items_and_notes")]

    operations = [
        migrations.AddField(
            model_name="leaverequest",
            name="refused_because",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=100, verbose_name="不同意的理由"
            ),
        ),
    ]
