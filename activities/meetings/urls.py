from django.urls import path

from .views import answers, attendance, backfill, decisions, lists, meeting, minutes, scheduling

urlpatterns = [
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/new/", scheduling.new, name="meeting_new"),
    path("meetings/<id:pk>/edit/", scheduling.edit, name="meeting_edit"),
    path("meetings/<id:pk>/publish/", scheduling.publish, name="meeting_publish"),
    path("meetings/<id:pk>/move/", scheduling.move, name="meeting_move"),
    path("meetings/<id:pk>/cancel/", scheduling.cancel, name="meeting_cancel"),
    path("meetings/<id:pk>/come/", answers.say_come, name="come"),
    path("meetings/<id:pk>/leave/", answers.leave, name="ask_leave"),
    path("meetings/<id:pk>/leave/withdraw/", answers.withdraw, name="withdraw_leave"),
    path("meetings/backfill/", backfill.backfill, name="meeting_backfill"),
    path("meetings/<id:pk>/", meeting.meeting, name="meeting"),
    path("meetings/<id:pk>/begin/", meeting.begin, name="meeting_begin"),
    path("meetings/<id:pk>/backfill/", meeting.backfill_past, name="backfill_scheduled"),
    path("meetings/<id:pk>/attendance/", attendance.attendance, name="attendance"),
    path("meetings/<id:pk>/sheet/", meeting.sheet, name="sign_in_sheet"),
    path("meetings/<id:pk>/record/", meeting.printed_record, name="printed_record"),
    path("meetings/<id:pk>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<id:pk>/close/", meeting.close, name="meeting_close"),
    path("meetings/<id:pk>/archive/", meeting.archive, name="meeting_archive"),
    path("meetings/<id:pk>/correct/", meeting.correct, name="meeting_correct"),
    path("meetings/<id:pk>/nudge/", decisions.meeting_nudge, name="meeting_nudge"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<id:pk>/done/", decisions.action_done, name="action_done"),
    path("decisions/<id:pk>/nudge/", decisions.action_nudge, name="action_nudge"),
    path("leaves/", lists.leaves, name="leaves"),
    path("leaves/<id:pk>/", answers.decide, name="decide_leave"),
    path("me/", lists.my, name="my"),
    path("r/<str:token>/", answers.answer, name="answer"),
]
