from django.contrib.auth.views import LogoutView
from django.urls import path

from .views import accounts, birthdays, calendar, colleagues, data, facts, logins, people, roster, terms

urlpatterns = [
    path("accounts/login/", logins.SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/confirm/", logins.confirm_password, name="confirm_password"),
    path("accounts/password/change/", logins.password_change, name="password_change"),
    path("accounts/password/reset/", logins.password_reset, name="password_reset"),
    path("accounts/password/reset/done/", logins.password_reset_done, name="password_reset_done"),
    path("accounts/password/new/", logins.new_password, name="new_password"),
    path("accounts/password/<str:token>/", logins.set_password, name="set_password"),
    path("first-run/", logins.first_run, name="first_run"),
    path("me/calendar/", calendar.calendar_link, name="calendar_link"),
    path("me/calendar/revoke/", calendar.calendar_revoke, name="calendar_revoke"),
    path("members/", roster.people, name="people"),
    path("members/print/", roster.people_print, name="people_print"),
    path("members/export/", roster.people_export, name="people_export"),
    path("members/birthdays/", birthdays.birthdays, name="birthdays"),
    path("members/partners/", colleagues.colleagues, name="colleagues"),
    path("members/accounts/", accounts.accounts, name="accounts"),
    path("members/accounts/invite/", accounts.invite_all, name="invite_all"),
    path("members/<id:pk>/account/", accounts.account_switch, name="account_switch"),
    path("members/new/", data.person_new, name="person_new"),
    path("members/<id:pk>/", people.person, name="person"),
    path("members/<id:pk>/edit/", data.person_edit, name="person_edit"),
    path("members/<id:pk>/history/", facts.history, name="person_history"),
    path("members/<id:pk>/correct/", facts.correct, name="fact_correct"),
    *(
        path(f"members/<id:pk>/{act}/", facts.change, {"act": act}, name=f"{act}_change")
        for act in facts.ACTS
    ),
    path("branches/<id:pk>/terms/", terms.terms, name="terms"),
    path("branches/<id:pk>/terms/new/", terms.term_new, name="term_new"),
    path("terms/<id:pk>/edit/", terms.term_edit, name="term_edit"),
    path("me/data/", data.my_data, name="my_data"),
    path("members/<id:pk>/id-number/", people.reveal_id_number, name="reveal_id_number"),
    path("members/<id:pk>/invite/", people.invite, name="invite"),
]
