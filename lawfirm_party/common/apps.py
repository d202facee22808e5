from django.apps import AppConfig
from django.core.validators import validate_email


class CommonConfig(AppConfig):
    name = "lawfirm_party.common"
    label = "common"
    verbose_name = "系统"

    def ready(self):
        from . import converters  # noqa: F401  registers <id:…> and <year:…>
        from .forms import WRONG_ADDRESS

        # Django's Chinese sentence says "Email"; forms, the admin site and imports all ask this one validator.
        validate_email.message = WRONG_ADDRESS
