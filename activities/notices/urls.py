from django.urls import path

from lawfirm_party.common import converters  # noqa: F401

from .views import notices as views
from .views import robots

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="notices_read"),
    path("notices/<id:pk>/open/", views.open_notice, name="notice_open"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<id:pk>/resend/", views.resend, name="outbox_resend"),
    path("outbox/<id:pk>/cancel/", views.call_back, name="outbox_call_back"),
    path("mails/", views.mails, name="mails"),
    path("settings/robots/", robots.robots, name="robots"),
    path("settings/robots/new/", robots.add, name="robot_new"),
    path("settings/robots/<id:pk>/", robots.change, name="robot"),
    path("settings/robots/<id:pk>/switch/", robots.switch, name="robot_switch"),
    path("settings/robots/<id:pk>/test/", robots.test, name="robot_test"),
    path("healthz", views.healthz, name="healthz"),
    path("healthz/delivery", views.delivery_health, name="delivery_health"),
]
