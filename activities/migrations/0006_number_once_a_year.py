"""No two meetings of one kind carry the same number in a year."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_who_changed_what"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                models.F("branch"),
                models.F("kind"),
                models.F("group"),
                django.db.models.functions.datetime.ExtractYear("starts_at"),
                models.F("number"),
                condition=models.Q(("number__isnull", False)),
                name="meeting_number_unique_in_year",
                nulls_distinct=False,
            ),
        ),
    ]
