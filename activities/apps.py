from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "活动"

    def ready(self):
        from members.staff import make_groups

        # Once more behind the members': the rights over this app's models are there only now.
        post_migrate.connect(make_groups, sender=self)
