"""All settings. What differs between machines comes from the environment; a wrong value stops the start with a sentence."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from lawfirm_party import environment
from lawfirm_party.environment import env, read_flag, read_level, read_list, read_number, read_text
from lawfirm_party.launcher import paths

BASE_DIR = Path(__file__).resolve().parent.parent

DATA_DIR = paths.data_dir()
DEBUG = read_flag("DEBUG", False)
HTTPS = read_flag("HTTPS", False)
DEMO = read_flag("DEMO", not HTTPS)
if HTTPS and DEBUG:
    raise ImproperlyConfigured("HTTPS=1 是正式运行，不能同时 DEBUG=1。")
if HTTPS and DEMO:
    raise ImproperlyConfigured("HTTPS=1 是正式运行，不能使用演示数据（DEMO=1）。")

SECRET_KEY = environment.read_secret_key(HTTPS, DATA_DIR)
ALLOWED_HOSTS = read_list(
    "ALLOWED_HOSTS", "" if HTTPS else "localhost,127.0.0.1,[::1]," + env.str("HOST", default="")
)
if HTTPS and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("正式运行（HTTPS=1）必须给出 ALLOWED_HOSTS，例如 party.example.com。")
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS", "")
SITE_URL = environment.read_site_url(HTTPS, ALLOWED_HOSTS)

INSTALLED_APPS = [
    "lawfirm_party.common.admin_config.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "axes",
    "pgtrigger",
    "pghistory",
    "lawfirm_party.common",
    "branches",
    "members",
    "activities",
    "lawfirm_party.dashboard",
    "lawfirm_party.demo",
]

MIDDLEWARE = [
    "lawfirm_party.common.middleware.request_number",
    "lawfirm_party.common.history.number_in_history",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "lawfirm_party.common.middleware.refuse_bad_text",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "members.sessions.end_what_is_over",
    "lawfirm_party.common.middleware.give_text_back",
    "lawfirm_party.common.middleware.explain_wrong_method",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lawfirm_party.urls"
WSGI_APPLICATION = "lawfirm_party.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lawfirm_party.dashboard.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASE = environment.read_address(
    "DATABASE_URL",
    paths.database_url(DATA_DIR),
    env.db_url_config,
    "postgres://user:password@db.example.com/party",
)
DATABASES = {"default": {**DATABASE, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
if "postgresql" not in DATABASE.get("ENGINE", ""):
    raise ImproperlyConfigured("DATABASE_URL 必须是 postgres:// 开头：本程序只用 PostgreSQL。")
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 3
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# People and passwords
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "members.backends.OpenLogins"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "members.password_validation.ContextWordValidator"},
]
# One office shares one address: throttle the pair, and the account alone at a higher count (members.commands).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "members.views.logins.locked_out"
AXES_CLIENT_IP_CALLABLE = "lawfirm_party.common.throttle.client_address"
PROXY_COUNT = read_number("PROXY_COUNT", 0, 0, 9)

# Language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # to compress the others as well doubles the time of a first start
MEDIA_ROOT = paths.media_dir(DATA_DIR)
KEYS_DIR = paths.keys_dir(DATA_DIR)
BALLOT_PEPPERS = KEYS_DIR / "ballots"  # a file a poll, never in a backup, or old copies open
BALLOT_SCRYPT_COST = 2**15
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Mail: a folder unless EMAIL_URL names a server
MAIL_DIR = paths.mail_dir(DATA_DIR)
EMAIL_URL = read_text("EMAIL_URL")
if EMAIL_URL:
    example = "smtp+tls://user:password@mail.example.com:587"
    vars().update(environment.read_address("EMAIL_URL", EMAIL_URL, env.email_url_config, example))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = read_text("DEFAULT_FROM_EMAIL", "dangzhibu@localhost")

# Group robots: their three services only, unless a test stands in for them
ROBOT_TEST_ADDRESS = read_text("ROBOT_TEST_ADDRESS")
if HTTPS and ROBOT_TEST_ADDRESS:
    raise ImproperlyConfigured("HTTPS=1 是正式运行，不能给 ROBOT_TEST_ADDRESS：群消息只发给真实的平台。")

# Celery: the alarm clock
TICK_SECONDS = read_number("TICK_SECONDS", 60, 1, 600)
CELERY_BROKER_URL = paths.broker_url(DATA_DIR)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A tick is acknowledged in the worker's memory only, for the next one says the same: an acknowledgement that fails
    # while Redis is away ends the worker, or keeps its place among the prefetched messages for good.
    "ack_emulation": False,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "health_check_interval": 25,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 280
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "UTC"

# Security (trust.md section 3)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_FAILURE_VIEW = "lawfirm_party.common.errors.csrf_failure"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    MESSAGE_STORAGE = "lawfirm_party.common.messages.HostStorage"
    if PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOG_LINE = "{asctime} {levelname} {name} {message}"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "lawfirm_party.common.logs.Tokenless", "fmt": LOG_LINE, "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": read_level("LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "django.template": {
            "level": "INFO"
        },  # below that it writes down what a page was given, a passphrase too
        "django.request": {"level": "ERROR"},  # a page refused or not found is no fault of the program
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
