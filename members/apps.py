from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "党员"

    def ready(self):
        from .sessions import begin
        from .staff import make_groups

        post_migrate.connect(make_groups, sender=self)
        user_logged_in.connect(begin)
