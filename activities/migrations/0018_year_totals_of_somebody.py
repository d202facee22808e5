"""Totals of a year count somebody. Until now nothing in the program wrote such rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0017_evaluation_reminders"),
        ("branches", "0005_feedback_days"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="yeartotals",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("excellent__gt", 0),
                    ("qualified__gt", 0),
                    ("basic__gt", 0),
                    ("unqualified__gt", 0),
                    _connector="OR",
                ),
                name="year_totals_of_somebody",
                violation_error_message="请至少填写一个等次的人数。",
            ),
        ),
    ]
