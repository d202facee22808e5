"""Index of the slices' addresses."""

from .meetings.urls import urlpatterns as meetings
from .notices.urls import urlpatterns as notices

urlpatterns = [*meetings, *notices]
