"""How long a card for feedback is good for, and when its maker is reminded; every firm begins with 30 and 7 days."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0004_history_of_group_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="firm",
            name="feedback_days",
            field=models.PositiveSmallIntegerField(
                db_default=30,
                default=30,
                help_text="客户在这些天内可以反馈，以后制作的卡按新的天数。",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(365),
                ],
                verbose_name="反馈卡有效天数",
            ),
        ),
        migrations.AddField(
            model_name="firm",
            name="feedback_reminder_days",
            field=models.PositiveSmallIntegerField(
                db_default=7,
                default=7,
                help_text="过了这些天还没有反馈，提醒制卡人再联系客户一次。",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(365),
                ],
                verbose_name="反馈卡提醒天数",
            ),
        ),
    ]
