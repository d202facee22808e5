from django.contrib import admin
from django.urls import include, path

handler400 = "lawfirm_party.common.errors.bad_request"
handler403 = "lawfirm_party.common.errors.forbidden"
handler404 = "lawfirm_party.common.errors.not_found"
handler500 = "lawfirm_party.common.errors.server_error"

urlpatterns = [
    path("", include("lawfirm_party.dashboard.urls")),
    path("", include("members.urls")),
    path("", include("activities.urls")),
    path("admin/", admin.site.urls),
]
