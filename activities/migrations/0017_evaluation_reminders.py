"""Reminders about a round have their own names. No rows change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0016_democratic_evaluation"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outboxrow",
            name="rule",
            field=models.CharField(
                choices=[
                    ("meeting_published", "会议通知"),
                    ("meeting_moved", "会议改期"),
                    ("meeting_place_changed", "会议地点变更"),
                    ("meeting_cancelled", "会议取消"),
                    ("meeting_taken_off", "不必参加"),
                    ("meeting_in_3_days", "会前3天提醒"),
                    ("meeting_tomorrow", "会前1天提醒"),
                    ("meeting_today", "当天提醒"),
                    ("minutes_missing", "记录未完"),
                    ("requirement_lapsing", "即将到期"),
                    ("term_ending", "换届提醒"),
                    ("action_due", "议定事项到期"),
                    ("leave_waiting", "请假待审"),
                    ("leave_decided", "请假审批结果"),
                    ("nudge", "催办"),
                    ("poll_open", "可以投票"),
                    ("poll_closing", "投票即将截止"),
                    ("poll_to_count", "请计票"),
                    ("feedback_remind", "客户尚未反馈"),
                    ("feedback_to_handle", "请处理客户反馈"),
                    ("evaluation_open", "民主评议开始"),
                    ("self_review_due", "自评未提交"),
                    ("peers_due", "互评未完成"),
                    ("grade_told", "评定结果通报"),
                    ("grade_objected", "请答复异议"),
                    ("objection_replied", "异议已答复"),
                    ("invitation", "账号邀请"),
                    ("password_reset", "重设密码"),
                    ("address_left", "邮箱变更（告知原邮箱）"),
                    ("address_taken", "邮箱变更（告知新邮箱）"),
                ],
                max_length=40,
                verbose_name="事由",
            ),
        ),
    ]
