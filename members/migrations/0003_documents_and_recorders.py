"""Dated facts say which document they rest on and who wrote them down; a wrong one is put right by an act of its own."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_longest_spelling"),
    ]

    operations = [
        migrations.AddField(
            model_name="committeeterm",
            name="document_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="文号"),
        ),
        migrations.AddField(
            model_name="committeeterm",
            name="end_document",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
            ),
        ),
        migrations.AddField(
            model_name="committeeterm",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="结束登记时间"),
        ),
        migrations.AddField(
            model_name="committeeterm",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="committeeterm",
            name="note",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="说明"
            ),
        ),
        migrations.AddField(
            model_name="committeeterm",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="登记时间"),
        ),
        migrations.AddField(
            model_name="committeeterm",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="dutyexemption",
            name="document_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="文号"),
        ),
        migrations.AddField(
            model_name="dutyexemption",
            name="end_document",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
            ),
        ),
        migrations.AddField(
            model_name="dutyexemption",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="结束登记时间"),
        ),
        migrations.AddField(
            model_name="dutyexemption",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="dutyexemption",
            name="note",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="说明"
            ),
        ),
        migrations.AddField(
            model_name="dutyexemption",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="登记时间"),
        ),
        migrations.AddField(
            model_name="dutyexemption",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="groupmembership",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="结束登记时间"),
        ),
        migrations.AddField(
            model_name="groupmembership",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="groupmembership",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="登记时间"),
        ),
        migrations.AddField(
            model_name="groupmembership",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="document_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="文号"),
        ),
        migrations.AddField(
            model_name="membership",
            name="end_document",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="结束登记时间"),
        ),
        migrations.AddField(
            model_name="membership",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="note",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="说明"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="登记时间"),
        ),
        migrations.AddField(
            model_name="membership",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="结束登记时间"),
        ),
        migrations.AddField(
            model_name="partner",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="登记时间"),
        ),
        migrations.AddField(
            model_name="partner",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="partystanding",
            name="document_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="文号"),
        ),
        migrations.AddField(
            model_name="partystanding",
            name="end_document",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
            ),
        ),
        migrations.AddField(
            model_name="partystanding",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="结束登记时间"),
        ),
        migrations.AddField(
            model_name="partystanding",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="partystanding",
            name="left_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("struck_off", "除名"),
                    ("persuaded", "劝其退党"),
                    ("expelled", "开除党籍"),
                    ("withdrew", "本人退党"),
                    ("cancelled", "取消预备党员资格"),
                ],
                db_default="",
                default="",
                max_length=12,
                verbose_name="出党方式",
            ),
        ),
        migrations.AddField(
            model_name="partystanding",
            name="note",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="说明"
            ),
        ),
        migrations.AddField(
            model_name="partystanding",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="登记时间"),
        ),
        migrations.AddField(
            model_name="partystanding",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="document_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="文号"),
        ),
        migrations.AddField(
            model_name="restriction",
            name="end_document",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="结束文号"
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="结束登记时间"),
        ),
        migrations.AddField(
            model_name="restriction",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="note",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="说明"
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="登记时间"),
        ),
        migrations.AddField(
            model_name="restriction",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="结束登记时间"),
        ),
        migrations.AddField(
            model_name="seat",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束登记人",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="登记时间"),
        ),
        migrations.AddField(
            model_name="seat",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.CreateModel(
            name="FactCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "axis",
                    models.CharField(
                        choices=[
                            ("standing", "党内身份"),
                            ("relation", "组织关系"),
                            ("restriction", "权利限制"),
                            ("exemption", "义务减免"),
                            ("group", "党小组"),
                        ],
                        max_length=12,
                        verbose_name="哪一项",
                    ),
                ),
                ("before", models.CharField(max_length=300, verbose_name="原来的记录")),
                ("after", models.CharField(max_length=300, verbose_name="更正为")),
                ("reason", models.CharField(max_length=200, verbose_name="更正原因")),
                ("at", models.DateTimeField(verbose_name="更正时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="更正人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="members.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "身份更正",
                "verbose_name_plural": "身份更正",
                "ordering": ["-at", "-id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="factcorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="correction_written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d35ab48c0cb310a4977b240f5576707cea11bf4c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_correction_written_once_5885b",
                    table="members_factcorrection",
                    when="BEFORE",
                ),
            ),
        ),
    ]
