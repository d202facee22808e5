from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("board/recent/", views.board_recent, name="board_recent"),
    path("board/explain/", views.explain_cell, name="explain"),
    path("board/nudge/<id:pk>/", views.nudge, name="nudge_leader"),
    path("board/<year:year>/", views.board, name="board"),
    path("branches/<id:pk>/", views.branch, name="branch"),
]
