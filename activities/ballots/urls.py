from django.urls import path

from .views import scrutiny, voting

urlpatterns = [
    path("ballots/<uuid:pk>/", voting.poll, name="poll"),
    path("ballots/<uuid:pk>/secrecy/", voting.secrecy, name="poll_secrecy"),
    path("ballots/<uuid:pk>/result/", voting.result, name="poll_result"),
    path("ballots/<uuid:pk>/scrutiny/", scrutiny.scrutiny, name="poll_scrutiny"),
    path("ballots/<uuid:pk>/key/", scrutiny.key, name="poll_key"),
    path("ballots/<uuid:pk>/open/", scrutiny.start, name="poll_start"),
    path("ballots/<uuid:pk>/tally/", scrutiny.count, name="poll_tally"),
    path("ballots/<uuid:pk>/sweep/", scrutiny.clean, name="poll_sweep"),
    path("ballots/<uuid:pk>/recount/", scrutiny.count_again, name="poll_recount"),
    path("ballots/<uuid:pk>/shred/", scrutiny.destroy, name="poll_shred"),
    path("ballots/<uuid:pk>/void/", scrutiny.void, name="poll_void"),
]
