"""The staff's own pages: one login for the whole program, and models grouped as people look for them."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

NEEDS_STAFF = "后台需要录入员或管理员身份。"
SECTIONS = ("组织", "党员", "活动", "评议", "系统")


class StaffSite(AdminSite):
    site_header = "党支部 · 后台"
    site_title = "后台"
    index_title = "基础资料"
    empty_value_display = "—"

    def admin_view(self, view, cacheable=False):
        """Who is not logged in goes to the program's own login; who is no staff is told so, instead of asked again."""
        guarded = super().admin_view(view, cacheable)

        def inner(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied(NEEDS_STAFF)
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def login(self, request, extra_context=None):
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied(NEEDS_STAFF)
        return redirect_to_login(reverse("admin:index"))

    def password_change(self, request, extra_context=None):
        return redirect("password_change")

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else in_sections(apps, self._registry)


def in_sections(apps, registry):
    """The models of all apps under the headings; a model admin may name another heading by `section`."""
    sections = {}
    for app in apps:
        for model in app["models"]:
            name = getattr(registry[model["model"]], "section", app["name"])
            home = name if name in SECTIONS else "系统"
            section = sections.setdefault(home, {**app, "name": home, "models": []})
            section["models"].append(model)
    return [sections[name] for name in SECTIONS if name in sections]
