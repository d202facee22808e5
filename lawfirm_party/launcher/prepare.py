"""Between servers and web: migrations, static files, the demo firm. One process, so that Django is loaded once."""

import hashlib
import os
import sys
from pathlib import Path

NO_DATABASE = "连不上数据库，请检查 DATABASE_URL 和数据库是否在运行。（{reason}）"


def main() -> int:
    """Do what is still to do; a wrong setting ends in one sentence, not in a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lawfirm_party.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    try:
        django.setup()
        migrate()
        collect_static()
        load_demo()
    except (ImproperlyConfigured, CommandError) as error:
        print(error)
        return 1
    except OperationalError as error:
        print(NO_DATABASE.format(reason=str(error).strip().splitlines()[0]))
        return 1
    return 0


def migrate() -> None:
    """Bring the tables up to date."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"正在更新数据表（{len(plan)} 步）……")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Put the static files together, unless nothing changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp = root / ".stamp"
    now = static_fingerprint()
    if stamp.exists() and stamp.read_text("ascii") == now:
        return
    print("正在整理网页样式和脚本……")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now, "ascii")


def static_fingerprint() -> str:
    """Changes when a static file of ours or of a package is added, removed or altered."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            digest.update(f"{name}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def load_demo() -> None:
    """The demo firm, where it is wanted and the database is empty."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEMO:
        call_command("demo", "--if-empty")


if __name__ == "__main__":
    sys.exit(main())
