from django.urls import path

from .views import cards, handling, inbox, own, public, register

urlpatterns = [
    path("f/<str:token>/", public.feedback, name="feedback_form"),
    path("feedback/", inbox.inbox, name="feedback"),
    path("feedback/<id:pk>/", inbox.answer, name="feedback_answer"),
    path("feedback/<id:pk>/text/", handling.show_text, name="feedback_text"),
    path("feedback/<id:pk>/step/", handling.step, name="feedback_step"),
    path("feedback/<id:pk>/owner/", handling.owner, name="feedback_owner"),
    path("feedback/<id:pk>/close/", handling.close, name="feedback_close"),
    path("feedback/cards/", cards.cards, name="feedback_cards"),
    path("feedback/cards/new/", cards.new, name="feedback_card_new"),
    path("feedback/cards/<id:pk>/link/", cards.renew, name="feedback_card_link"),
    path("feedback/cards/<id:pk>/revoke/", cards.revoke, name="feedback_card_revoke"),
    path("feedback/own/", own.own, name="own_feedback"),
    path("feedback/register/", register.register, name="measures"),
    path("feedback/register/new/", register.new, name="measure_new"),
    path("feedback/register/<id:pk>/", register.change, name="measure"),
]
