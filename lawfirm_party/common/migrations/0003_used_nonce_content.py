from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0002_audit_entry_user")]

    operations = [
        migrations.AddField(
            model_name="usednonce", name="content", field=models.CharField(default="", max_length=64)
        ),
    ]
