"""Typed readers of environment variables: a wrong value ends in a sentence that names the variable, never in a traceback."""

import environ
from django.core.exceptions import ImproperlyConfigured

from lawfirm_party.launcher import keys, paths

env = environ.Env()
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
EVERYWHERE = {"0.0.0.0", "::", "[::]"}


def refuse(sentence):
    raise ImproperlyConfigured(sentence)


def read_text(name, default=""):
    return env.str(name, default="").strip() or default


def read_flag(name, default):
    value = read_text(name).lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    return refuse(f"{name} 只能是 0 或 1，现在是“{value}”。")


def read_list(name, default=""):
    return [part.strip() for part in env.str(name, default=default).split(",") if part.strip()]


def read_number(name, default, least, most):
    value = read_text(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        refuse(f"{name} 必须是 {least} 到 {most} 的整数，现在是“{value}”。")
    return int(value)


def read_level(name, default):
    value = read_text(name, default).upper()
    return value if value in LEVELS else refuse(f"{name} 只能是 {'、'.join(LEVELS)}，现在是“{value}”。")


def read_address(name, text, parse, example):
    """What `parse` makes of an address such as DATABASE_URL. The address itself may hold a password and is not shown."""
    try:
        return parse(text)
    except Exception as error:
        raise ImproperlyConfigured(f"{name} 读不懂，应像这样：{example}") from error


def read_secret_key(https, data_dir):
    """The one given, which production must give; else the one made and kept in the data folder."""
    given = env.str("SECRET_KEY", default="")
    if not https:
        return given or keys.read_or_make(paths.keys_dir(data_dir) / "secret_key", 64)
    if len(given) < 50 or len(set(given)) < 5 or "insecure" in given:
        refuse("正式运行（HTTPS=1）必须给出 SECRET_KEY：随机生成，至少 50 个字符。")
    return given


def read_site_url(https, allowed_hosts):
    """How links in mails begin: a mail is rendered by the worker, which sees no request."""
    given = read_text("SITE_URL").rstrip("/")
    if given and not given.startswith(("http://", "https://")):
        refuse("SITE_URL 要以 http:// 或 https:// 开头。")
    if given:
        return given
    if https and allowed_hosts[0].startswith((".", "*")):
        refuse("ALLOWED_HOSTS 的第一个是通配域名，请用 SITE_URL 给出网址，例如 https://party.example.com。")
    if https:
        return f"https://{allowed_hosts[0]}"
    host = read_text("HOST", "127.0.0.1")
    host = "127.0.0.1" if host in EVERYWHERE else host
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{host}:{read_text('PORT', '8000')}"
