"""Index of the slices' addresses."""

from .ballots.urls import urlpatterns as ballots
from .meetings.urls import urlpatterns as meetings
from .notices.urls import urlpatterns as notices

urlpatterns = [*ballots, *meetings, *notices]
