"""The program's own settings; only what would cost the tests time, or leave this machine, differs."""

from lawfirm_party.settings import *  # noqa: F403
from lawfirm_party.settings import STATIC_ROOT

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Nobody listens there: a test that means a group serves one of its own.
ROBOT_TEST_ADDRESS = "http://127.0.0.1:9"
# What a passphrase costs whoever guesses, it costs the tests too.
BALLOT_SCRYPT_COST = 2**4
