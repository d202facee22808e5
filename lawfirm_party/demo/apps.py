from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lawfirm_party.demo"
    label = "demo"
    verbose_name = "演示数据"
