from django.urls import path

from .views import answers, lists, scheduling

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
    path("leaves/", lists.leaves, name="leaves"),
    path("leaves/<id:pk>/", answers.decide, name="decide_leave"),
    path("me/", lists.my, name="my"),
    path("r/<str:token>/", answers.answer, name="answer"),
]
