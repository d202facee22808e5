from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "lawfirm_party.common"
    label = "common"
    verbose_name = "系统"
