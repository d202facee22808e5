"""Logins, the mails about them, and the calendar a phone subscribes to."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models

from lawfirm_party.common import crypto

from ..choices import AccountMailKind
from .people import Person


class UserManager(BaseUserManager):
    """Logins have no address of their own: the e-mail lies on the Person."""

    def create_user(self, username, password=None, **fields):
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A login. Nobody signs up: the secretary or the administrator invites."""

    first_name = None
    last_name = None
    email = None
    EMAIL_FIELD = None
    REQUIRED_FIELDS = []

    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, verbose_name="人员", related_name="user"
    )

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "登录账号"
        ordering = ["username"]

    def __str__(self):
        return self.get_full_name()

    def clean(self):
        self.username = self.normalize_username(self.username)

    def get_full_name(self):
        return self.person.name if self.person_id else self.username

    def get_short_name(self):
        return self.get_full_name()

    def email_user(self, *args, **kwargs):
        raise TypeError("Mails go through the outbox.")


class AccountMail(models.Model):
    """An invitation or a password reset that was asked for; its token is made while the mail is rendered.

    Or what an address is told when a login left it or took it: that address is sealed here, as the person has another by then.
    """

    user = models.ForeignKey(User, models.CASCADE, verbose_name="账号", related_name="account_mails")
    kind = models.CharField("种类", max_length=20, choices=AccountMailKind)
    requested_at = models.DateTimeField("申请时间", db_index=True)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    sealed_address = models.TextField(blank=True, default="", db_default="", editable=False)

    sealed_fields = {"sealed_address": "address_context"}

    class Meta:
        verbose_name = verbose_name_plural = "账号邮件"
        ordering = ["-requested_at", "-id"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.user}"

    @property
    def address_context(self):
        return f"account_mail:{self.user_id}:address"

    @property
    def address(self):
        """The address that this mail alone goes to; "" where it goes to the person's. Raises crypto.Unreadable."""
        return crypto.unseal(self.sealed_address, self.address_context)

    def send_to(self, address):
        """Have the mail go to this address, whatever the person's is."""
        self.sealed_address = crypto.seal(address, self.address_context)


class CalendarLink(models.Model):
    """The address of a login's calendar, for a phone to subscribe to. The token itself is known to its owner alone."""

    user = models.OneToOneField(User, models.CASCADE, verbose_name="账号", related_name="calendar_link")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        ordering = ["-made_at", "-id"]

    def __str__(self):
        return f"{self.user} 日历订阅"
