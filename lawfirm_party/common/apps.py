from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "lawfirm_party.common"
    label = "common"
    verbose_name = "系统"

    def ready(self):
        from . import converters  # noqa: F401  registers <id:…> and <year:…>
