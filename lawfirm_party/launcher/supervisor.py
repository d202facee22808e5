"""Starts everything in order, watches it, and ends it in reverse order."""

import contextlib
import http.client
import os
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from lawfirm_party.launcher import account, lock, paths
from lawfirm_party.launcher.broker import Redis
from lawfirm_party.launcher.console import Refusal, say
from lawfirm_party.launcher.postgresql import PostgreSQL
from lawfirm_party.launcher.processes import Child

LONGEST_PAUSE = 30.0
# Whoever ran this long was well: the next failure starts again with the shortest pause.
WELL_AFTER = 60.0
# Seconds after the wish to stop, all within ten: a running task gets the most.
END_WEB, END_BEAT, END_WORKER, COLD_WORKER, END_REDIS, END_DATABASE = 2.5, 2.5, 6.0, 7.0, 8.0, 9.0
PORT_PATIENCE = 3.0
WEB_PATIENCE = 60.0
ACCOUNTS = "admin secretary committee leader partner member lawyer outsider clerk"
PORT_TAKEN = "端口 {port} 不能使用：{reason}。请先停止占用它的程序，或用 PORT 指定另一个，例如 PORT=8001。"
PORT_WRONG = "PORT 必须是 1 到 65535 的整数，现在是“{port}”。"


class StopRequested(Exception):
    """TERM or Ctrl-C arrived."""


@dataclass
class Watched:
    """A child and what its end means."""

    child: Child
    vital: bool
    pause: float = 1.0
    due: float | None = None


class Supervisor:
    """One run of the whole program on one data folder."""

    def __init__(self, data: Path, host: str, port: int):
        self.data, self.host, self.port = data, host, port
        self.stopping = False
        self.account = self.port_held = None
        self.servers = []
        self.preparing = self.web = self.worker = self.beat = None
        self.watched = []

    def run(self) -> int:
        """Start, watch, end; the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._start()
            return self._watch()
        except StopRequested:
            return 0
        except Refusal as refusal:
            say(str(refusal))
            return 1
        finally:
            self._end()

    def _ask_to_stop(self, *_):
        self.stopping = True

    def _check_stop(self) -> None:
        if self.stopping:
            raise StopRequested

    # Start

    def _start(self) -> None:
        began = time.monotonic()
        # Taken by us, who may be root: the account that serves the pages may not take one below 1024.
        self.port_held = take_port(self.host, self.port)
        self._start_servers()
        self.account = account.app_account(account.service_account())
        account.hand_over(self.data, self.account)
        self._prepare()
        self._start_app()
        say(f"全部启动，用时 {time.monotonic() - began:.1f} 秒。按 Ctrl-C 停止。")
        self._introduce()

    def _start_servers(self) -> None:
        for kind, variable in ((PostgreSQL, "DATABASE_URL"), (Redis, "REDIS_URL")):
            if os.environ.get(variable, "").strip():
                say(f"{kind.name}：使用 {variable} 给出的服务器。")
                continue
            began = time.monotonic()
            server = kind(self.data)
            self.servers.append(server)
            server.start(self._check_stop)
            self.watched.append(Watched(server.child, vital=kind is PostgreSQL))
            say(f"{kind.name} 已启动（{time.monotonic() - began:.1f} 秒）。")

    def _app(self, name: str, *command, files: tuple = ()) -> Child:
        environment = {
            "DATA_DIR": str(self.data),
            "HOST": self.host,
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            # Where root has to stay root, Celery need not say so at every start.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        }
        if self.account:
            # Libraries look there for settings, and take a home that is closed to them for a fault.
            environment["HOME"] = self.account.pw_dir
        return Child(
            name,
            [sys.executable, "-m", *command],
            account=self.account,
            environment=environment,
            folder=paths.CHECKOUT,
            files=files,
        )

    def _prepare(self) -> None:
        self.preparing = self._app("准备", "lawfirm_party.launcher.prepare")
        self.preparing.start()
        while self.preparing.running():
            self._check_stop()
            time.sleep(0.05)
        if self.preparing.process.returncode:
            raise Refusal("数据库和文件没有准备好，原因见上面几行。程序没有启动。")
        say("数据库和文件已准备好。")

    def _start_app(self) -> None:
        # The worker and beat start when the page is there: they would only take its time.
        port = self.port_held.fileno()
        self.web = self._app(
            "网站", "gunicorn", "lawfirm_party.wsgi", "--bind", f"fd://{port}", "--workers", "2",
            "--preload", "--graceful-timeout", "2", "--timeout", "60", "--log-level", "warning",
            "--no-control-socket", files=(port,),
        )  # fmt: skip
        self.worker = self._app(
            "后台", "celery", "--quiet", "-A", "lawfirm_party", "worker", "--concurrency", "2", "--prefetch-multiplier", "1",
            "--loglevel", "INFO", "--without-gossip", "--without-mingle",
        )  # fmt: skip
        self.beat = self._app(
            "定时", "celery", "--quiet", "-A", "lawfirm_party", "beat", "--loglevel", "WARNING", "--pidfile=",
        )  # fmt: skip
        self.web.start()
        self.watched.append(Watched(self.web, vital=True))
        self._wait_for_page()
        # From here on it is the web server's alone: held by us too, it would let visitors wait after its end.
        self.port_held.close()
        say("网站已启动。")
        for child, told in ((self.worker, "后台任务"), (self.beat, "定时器")):
            child.start()
            self.watched.append(Watched(child, vital=False))
            say(f"{told}已启动。")

    def _wait_for_page(self) -> None:
        until = time.monotonic() + WEB_PATIENCE
        while time.monotonic() < until:
            self._check_stop()
            if not self.web.running():
                raise Refusal("网站没有启动成功，原因见上面几行。")
            if answers(self.host, self.port):
                return
            time.sleep(0.05)
        raise Refusal(f"网站 {WEB_PATIENCE:.0f} 秒内没有应答。")

    def _introduce(self) -> None:
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        say(f"网址：http://{host}:{self.port}/")
        if not is_on("DEMO", default=True) or is_on("HTTPS", default=False):
            return
        if not paths.demo_mark(self.data).exists():
            return
        kept = paths.keys_dir(self.data) / "demo_password"
        if os.environ.get("DEMO_PASSWORD"):
            say(f"演示账号：{ACCOUNTS}，密码是 DEMO_PASSWORD 给出的那一个。")
        elif kept.exists():
            say(f"演示账号：{ACCOUNTS}，密码：{kept.read_text('ascii').strip()}")

    # Watch

    def _watch(self) -> int:
        while True:
            for one in self.watched:
                if one.child.running():
                    continue
                if one.vital:
                    say(f"{one.child.name}意外结束（{one.child.process.returncode}），全部停止。")
                    return 1
                self._restart(one)
            self._check_stop()
            time.sleep(0.1)

    def _restart(self, one: Watched) -> None:
        now = time.monotonic()
        if one.due is None:
            if now - one.child.started > WELL_AFTER:
                one.pause = 1.0
            one.due = now + one.pause
            say(f"{one.child.name}意外结束（{one.child.process.returncode}），{one.pause:.0f} 秒后重新启动。")
            one.child.sweep()
            one.pause = min(one.pause * 2, LONGEST_PAUSE)
        elif now >= one.due:
            one.due = None
            one.child.start()
            say(f"{one.child.name}已重新启动。")

    # End

    def _end(self) -> None:
        if not self.servers and not self.preparing:
            return
        began = time.monotonic()
        say("正在停止……")
        if self.preparing:
            self.preparing.end(began + 1)
        for child in (self.worker, self.beat, self.web):
            if child:
                child.send(signal.SIGTERM)
        for child, seconds in ((self.beat, END_BEAT), (self.web, END_WEB)):
            if child:
                child.end(began + seconds)
        if self.worker and not self.worker.wait_until(began + END_WORKER):
            # A cold shutdown gives the unfinished task back to the queue.
            say("后台任务还没有做完，交还队列，下次启动时继续。")
            self.worker.end_signal = signal.SIGQUIT
            self.worker.end(began + COLD_WORKER)
        deadlines = {Redis: END_REDIS, PostgreSQL: END_DATABASE}
        for server in reversed(self.servers):
            server.stop(began + deadlines[type(server)])
        say(f"已全部停止（{time.monotonic() - began:.1f} 秒）。")


def is_on(name: str, *, default: bool) -> bool:
    """A flag of the environment, read as the settings read it."""
    value = os.environ.get(name, "").strip().lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def read_port() -> int:
    """PORT, or a sentence."""
    given = os.environ.get("PORT", "").strip() or "8000"
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 65535):
        raise Refusal(PORT_WRONG.format(port=given))
    return int(given)


def take_port(host: str, port: int) -> socket.socket:
    """The port, bound; refuse one that another program holds. What a killed copy left lets go within moments."""
    until = time.monotonic() + PORT_PATIENCE
    while True:
        try:
            return bound_socket(host, port)
        except OSError as error:
            if time.monotonic() > until:
                raise Refusal(PORT_TAKEN.format(port=port, reason=error.strerror)) from error
            time.sleep(0.1)


def bound_socket(host: str, port: int) -> socket.socket:
    """A socket with this address that does not listen yet."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with contextlib.ExitStack() as on_failure:
        bound = on_failure.enter_context(socket.socket(family, kind))
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        on_failure.pop_all()
    return bound


def answers(host: str, port: int) -> bool:
    """Whether the web server gives any answer at all."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    name = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip() or "127.0.0.1"
    connection = http.client.HTTPConnection(near, port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def main() -> int:
    """Everything from the environment to the exit code."""
    os.umask(0o022)
    data = paths.data_dir()
    try:
        port = read_port()
        account.prepare_data_dir(data)
        held = lock.take(data)
        account.check_reachable(data, account.service_account())
        say(f"数据文件夹：{data}")
        with held:
            return Supervisor(data, os.environ.get("HOST", "").strip() or "127.0.0.1", port).run()
    except Refusal as refusal:
        say(str(refusal))
        return 1
