"""Production is the environment only, and a wrong environment stops the start with a sentence (trust.md section 3, row 1)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lawfirm_party.environment import read_site_url

from .conftest import PRODUCTION

ROOT = Path(__file__).resolve().parent.parent


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
        ({"DATABASE_URL": "postgres//x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://db.example.com:port/x"}, "DATABASE_URL 读不懂"),
        ({"EMAIL_URL": "pigeon://loft"}, "EMAIL_URL 读不懂"),
        ({"PROXY_COUNT": "abc"}, "PROXY_COUNT 必须是 0 到 9 的整数"),
        ({"PROXY_COUNT": "-1"}, "PROXY_COUNT 必须是 0 到 9 的整数"),
        ({"TICK_SECONDS": "abc"}, "TICK_SECONDS 必须是 1 到 600 的整数"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL 只能是 DEBUG"),
        ({"SITE_URL": "party.example.com"}, "SITE_URL 要以"),
        ({"ALLOWED_HOSTS": ".example.com"}, "请用 SITE_URL 给出网址"),
    ],
)
def test_a_wrong_environment_is_refused_with_a_sentence(change, sentence):
    result = manage("check", **{**PRODUCTION, **change})
    assert result.returncode != 0
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("change", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8001"}, "http://127.0.0.1:8001"),
        ({"HOST": "192.168.1.5"}, "http://192.168.1.5:8000"),
        ({"HOST": "0.0.0.0"}, "http://127.0.0.1:8000"),
        ({"HOST": "::1"}, "http://[::1]:8000"),
        ({"SITE_URL": "https://x.example/"}, "https://x.example"),
    ],
)
def test_mails_link_to_where_the_site_listens(monkeypatch, change, address):
    for name in ("HOST", "PORT", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in change.items():
        monkeypatch.setenv(name, value)
    assert read_site_url(False, []) == address


@pytest.mark.parametrize(
    ("hosts", "given", "address"),
    [
        (["party.example.com"], "", "https://party.example.com"),
        ([".example.com"], "https://p.example.com", "https://p.example.com"),
    ],
)
def test_in_production_mails_link_to_the_first_host_or_the_given_address(monkeypatch, hosts, given, address):
    monkeypatch.setenv("SITE_URL", given)
    assert read_site_url(True, hosts) == address


def test_demo_data_is_refused_in_production():
    result = manage("demo", **PRODUCTION)
    assert result.returncode != 0
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("proxies", ["", "1"])
def test_a_header_tells_of_https_behind_our_own_proxy_only(proxies):
    lines = "from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER, s.PROXY_COUNT)"
    result = manage("shell", "-v", "0", "-c", lines, **PRODUCTION, PROXY_COUNT=proxies or "0")
    trusted = "('HTTP_X_FORWARDED_PROTO', 'https')" if proxies else "None"
    assert result.stdout.strip() == f"{trusted} {proxies or 0}"


def test_the_cookie_of_a_mailed_link_is_bound_to_the_host_in_production():
    lines = "from members.views import logins; print(logins.LINK_COOKIE)"
    assert manage("shell", "-v", "0", "-c", lines, **PRODUCTION).stdout.strip() == "__Host-set-password"
