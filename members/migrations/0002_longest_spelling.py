from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0001_first_tables")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="pinyin",
            field=models.CharField(
                blank=True, help_text="自动生成，多音字可改。", max_length=210, verbose_name="拼音"
            ),
        ),
    ]
