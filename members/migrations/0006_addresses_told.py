"""When a login's address changes, the old one and the new one are told: mails that carry an address of their own, sealed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_calendar_link"),
    ]

    operations = [
        migrations.AddField(
            model_name="accountmail",
            name="sealed_address",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AlterField(
            model_name="accountmail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "邀请"),
                    ("password_reset", "重设密码"),
                    ("address_left", "邮箱变更（告知原邮箱）"),
                    ("address_taken", "邮箱变更（告知新邮箱）"),
                ],
                max_length=20,
                verbose_name="种类",
            ),
        ),
    ]
