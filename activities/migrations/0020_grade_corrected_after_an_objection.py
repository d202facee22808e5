"""A grade may be corrected after an objection, in a meeting that is named. Until now the reply was all there was."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0019_disposal_ends_with_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="appraisal",
            name="corrected_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="activities.meeting",
                verbose_name="更正等次的会议",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(("corrected_in", None), ("replied_at__isnull", False), _connector="OR"),
                name="grade_corrected_with_a_reply",
            ),
        ),
    ]
