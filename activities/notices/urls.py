from django.urls import path

from lawfirm_party.common import converters  # noqa: F401

from . import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="notices_read"),
    path("notices/<id:pk>/open/", views.open_notice, name="notice_open"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<id:pk>/resend/", views.resend, name="outbox_resend"),
    path("outbox/<id:pk>/cancel/", views.call_back, name="outbox_call_back"),
    path("mails/", views.mails, name="mails"),
    path("healthz", views.healthz, name="healthz"),
    path("healthz/delivery", views.delivery_health, name="delivery_health"),
]
