"""Index of the slices' addresses."""

from .ballots.urls import urlpatterns as ballots
from .evaluations.urls import urlpatterns as evaluations
from .feedback.urls import urlpatterns as feedback
from .meetings.urls import urlpatterns as meetings
from .notices.urls import urlpatterns as notices

urlpatterns = [*ballots, *evaluations, *feedback, *meetings, *notices]
