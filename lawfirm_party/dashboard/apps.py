from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "lawfirm_party.dashboard"
    label = "dashboard"
    verbose_name = "工作台"
