"""The last look at the whole audit trail is remembered, so that a page goes on from there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0010_jobs_and_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("entries", models.PositiveIntegerField(default=0)),
                ("last", models.BigIntegerField(default=0)),
                ("digest", models.CharField(default="", max_length=64)),
                ("problems", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "审计记录的核对",
                "verbose_name_plural": "审计记录的核对",
            },
        ),
    ]
