"""Production is the environment only, and a wrong environment stops the start with a sentence (rows 1, 2 and 4)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .test_function_matrix import address_of, world_of
from .test_structure import named_patterns

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "HTTPS": "1",
    "SECRET_KEY": "kJ8#vQ2!mZ7^pL4&wX9*bN6@tR3%yH5-gF1_sD0+cV8=zA2~",
    "ALLOWED_HOSTS": "party.example.com",
    "CSRF_TRUSTED_ORIGINS": "https://party.example.com",
    "EMAIL_URL": "smtp+tls://party:secret@mail.example.com:587",
}
PRODUCTION["SECRET_KEY"] += "more-than-fifty-characters"


def manage(*arguments, **environment):
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in {*PRODUCTION, "DEMO", "DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    }
    clean["DJANGO_SETTINGS_MODULE"] = "lawfirm_party.settings"
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_deploy_check_is_clean_on_production_settings():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "0 silenced" in result.stdout


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "必须给出 SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "必须给出 SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "必须给出 SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + "kJ8#vQ2!mZ7^pL4&wX9*bN6@" * 3}, "必须给出 SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "必须给出 ALLOWED_HOSTS"),
        ({"DEMO": "1"}, "不能使用演示数据"),
        ({"DEBUG": "1"}, "不能同时 DEBUG=1"),
        ({"HTTPS": "perhaps"}, "HTTPS 只能是 0 或 1"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "只用 PostgreSQL"),
    ],
)
def test_a_wrong_environment_is_refused_with_a_sentence(change, sentence):
    result = manage("check", **{**PRODUCTION, **change})
    assert result.returncode != 0
    assert sentence in result.stderr


def test_demo_data_is_refused_in_production():
    result = manage("demo", **PRODUCTION)
    assert result.returncode != 0
    assert "Traceback" not in result.stderr


def test_cookies_are_bound_to_the_host_in_production():
    lines = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
    result = manage("shell", "-v", "0", "-c", lines, **PRODUCTION)
    assert result.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True"]


def test_every_answer_carries_the_security_headers(cast, frozen):
    world = world_of(cast)
    client = cast.client("secretary")
    addresses = [address_of(entry.name, entry, world) for _, entry in named_patterns()]
    for address in [*addresses, "/admin/", "/no-such-page/"]:
        response = client.get(address)
        policy = response.get("Content-Security-Policy", "")
        assert "default-src 'self'" in policy, address
        assert "unsafe" not in policy, address
        for part in ("frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'"):
            assert part in policy, address
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert response["Referrer-Policy"] == "same-origin", address


def test_a_foreign_host_name_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["party.example.com"]
    assert client.get("/healthz", HTTP_HOST="evil.example.com").status_code == 400
