from django.contrib.auth.views import LogoutView
from django.urls import path

from . import views

urlpatterns = [
    path("accounts/login/", views.SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/password/change/", views.password_change, name="password_change"),
    path("accounts/password/reset/", views.password_reset, name="password_reset"),
    path("accounts/password/reset/done/", views.password_reset_done, name="password_reset_done"),
    path("accounts/password/new/", views.new_password, name="new_password"),
    path("accounts/password/<str:token>/", views.set_password, name="set_password"),
    path("first-run/", views.first_run, name="first_run"),
    path("members/", views.people, name="people"),
    path("members/<id:pk>/", views.person, name="person"),
    path("members/<id:pk>/id-number/", views.reveal_id_number, name="reveal_id_number"),
    path("members/<id:pk>/invite/", views.invite, name="invite"),
]
