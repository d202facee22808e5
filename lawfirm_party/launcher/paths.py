"""Where everything of one installation lies, and the addresses that follow from it.

Every function depends on the environment and the data folder's path only, so that the
launcher, `manage.py` and the tests find the same servers without asking each other.
"""

import hashlib
import os
from pathlib import Path
from urllib.parse import quote, urlsplit

CHECKOUT = Path(__file__).resolve().parents[2]
DATABASE_NAME = "lawfirm_party"
DATABASE_USER = "lawfirm"
# sun_path holds 108 bytes with its closing NUL.
LONGEST_SOCKET_PATH = 107
# Celery decodes the path of a socket twice: these would not arrive as they are.
MISREAD_IN_ADDRESSES = set("%?#;")
POSTGRESQL_SOCKET = "pg/.s.PGSQL.5432"
REDIS_SOCKET = "redis/redis.sock"


def short_key(path: Path) -> str:
    """A short, stable name for a path, so that two checkouts never meet."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def data_dir() -> Path:
    """The folder that holds all state: DATA_DIR, else a default that fits the user."""
    given = os.environ.get("DATA_DIR", "").strip()
    if given:
        return Path(os.path.abspath(os.path.expanduser(given)))
    if os.geteuid() == 0:
        # Below /root PostgreSQL, which runs as another user, could not reach its files.
        return Path("/var/lib/lawfirm-party") / short_key(CHECKOUT)
    return CHECKOUT / "var"


def run_dir(data: Path) -> Path:
    """The folder of the sockets: short and plain enough to be a socket's address."""
    inside = data / "run"
    longest = max(POSTGRESQL_SOCKET, REDIS_SOCKET, key=len)
    fits = len(os.fsencode(inside / longest)) <= LONGEST_SOCKET_PATH
    if fits and not MISREAD_IN_ADDRESSES & set(str(data)):
        return inside
    return Path("/tmp") / f"lawfirm-party-{short_key(data)}"


def postgresql_socket(data: Path) -> Path:
    """The socket file of the embedded PostgreSQL."""
    return run_dir(data) / POSTGRESQL_SOCKET


def redis_socket(data: Path) -> Path:
    """The socket file of the embedded Redis."""
    return run_dir(data) / REDIS_SOCKET


def embedded_database_url(data: Path, name: str = DATABASE_NAME) -> str:
    """The address of the embedded PostgreSQL, whatever the environment says."""
    # The double slash is how django-environ tells a socket folder from a host name.
    folder = quote(str(postgresql_socket(data).parent))
    return f"postgres://{DATABASE_USER}@/{folder}/{name}"


def embedded_redis_url(data: Path, number: int = 0) -> str:
    """The address of the embedded Redis, whatever the environment says."""
    return f"unix://{quote(str(redis_socket(data)))}?db={number}"


def database_url(data: Path) -> str:
    """The address of the database, in the form that django-environ's db_url reads."""
    return os.environ.get("DATABASE_URL", "").strip() or embedded_database_url(data)


def redis_url(data: Path) -> str:
    """The address of Redis, in the form that redis-py reads."""
    return os.environ.get("REDIS_URL", "").strip() or embedded_redis_url(data)


def broker_url(data: Path) -> str:
    """The address of Redis, in the form that Celery reads."""
    url = redis_url(data)
    if not url.startswith("unix://"):
        return url
    parts = urlsplit(url)
    number = next((p[3:] for p in parts.query.split("&") if p.startswith("db=")), "0")
    return f"redis+socket://{parts.path}?virtual_host={number}"


def keys_dir(data: Path) -> Path:
    """Secret keys and the demo password."""
    return data / "keys"


def demo_mark(data: Path) -> Path:
    """A file that is there while the database holds the demo firm."""
    # In a folder that the account of web and commands may write: the data folder itself is root's where root starts us.
    return keys_dir(data) / "demo"


def mail_dir(data: Path) -> Path:
    """Mails, as long as no EMAIL_URL is given."""
    return data / "mail"


def media_dir(data: Path) -> Path:
    """Uploaded and made files."""
    return data / "media"


def log_dir(data: Path) -> Path:
    """Log files of the embedded servers."""
    return data / "log"


def static_dir(data: Path) -> Path:
    """Where collectstatic puts its files: STATIC_ROOT."""
    return data / "static"


def postgresql_dir(data: Path) -> Path:
    """The database's own folder."""
    return data / "postgresql"


def redis_dir(data: Path) -> Path:
    """The broker's own folder."""
    return data / "redis"
