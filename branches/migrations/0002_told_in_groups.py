"""Whether a kind of meeting is told to the branch's groups."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0001_first_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="kindsetting",
            name="by_robot",
            field=models.BooleanField(db_default=True, default=True, verbose_name="同时发到群里"),
        ),
    ]
