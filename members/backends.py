"""Who a login belongs to, and whether it is still open."""

from django.contrib.auth.backends import ModelBackend

from lawfirm_party.common import clock

from .models import User
from .rules import is_open


class OpenLogins(ModelBackend):
    """Leaving the firm closes the login: no new session begins, and those that exist end with the next request."""

    def user_can_authenticate(self, user):
        left_on = user.person.left_on if user.person_id else None
        return super().user_can_authenticate(user) and is_open(left_on, clock.today())

    def get_user(self, user_id):
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
