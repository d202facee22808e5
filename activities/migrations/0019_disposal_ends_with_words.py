"""A case that is closed says how it ended. Until now nothing in the program closed one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0018_year_totals_of_somebody"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="disposalcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at", None), models.Q(("ending", ""), _negated=True), _connector="OR"
                ),
                name="disposal_ends_with_words",
            ),
        ),
    ]
