"""Runs a command with the data folder's database at hand: python -m lawfirm_party.launcher.with_database COMMAND …

Where no copy is running on the folder, its own PostgreSQL runs as long as the command does.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

from lawfirm_party.launcher import account, lock, paths
from lawfirm_party.launcher.console import Refusal
from lawfirm_party.launcher.postgresql import PostgreSQL

NO_DATA = "数据文件夹 {data} 里还没有数据库。请先运行一次 script/server，或用 DATA_DIR 指定另一个文件夹。"
PATIENCE = 5.0


@contextlib.contextmanager
def database(data: Path):
    """A database that answers: the one given, a running copy's, or the folder's own, started for us."""
    if os.environ.get("DATABASE_URL", "").strip():
        yield
        return
    if not paths.postgresql_dir(data).exists():
        raise Refusal(NO_DATA.format(data=data))
    account.prepare_data_dir(data)
    try:
        held = lock.take(data)
    except Refusal:
        # The copy that is running there has it open.
        yield
        return
    server = PostgreSQL(data)
    with held:
        try:
            server.start()
            yield
        finally:
            server.stop(time.monotonic() + PATIENCE)


def main(command: list[str]) -> int:
    """The command's exit code, or 1 after a sentence."""
    try:
        with database(paths.data_dir()):
            return subprocess.run(command, check=False).returncode
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
