"""The launcher as a person starts it: a process on a throw-away data folder, heard through its own lines."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from lawfirm_party.launcher import paths
from lawfirm_party.launcher.processes import dying_with_us
from tests.servers import SETTINGS

PATIENCE = 90


class Program:
    """One run of the launcher."""

    def __init__(self, folder, module="lawfirm_party.launcher", **more):
        environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        # script/server unsets the second one as well: without bytecode each of the processes starts seconds later.
        for name in ("DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        self.port = free_port()
        self.data = Path(folder)
        environment |= {"DATA_DIR": str(folder), "PORT": str(self.port), "DEMO": "0", **more}
        self.lines = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=paths.CHECKOUT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=dying_with_us(signal.SIGTERM),
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        self.lines.extend(iter(self.process.stdout.readline, ""))

    @property
    def said(self):
        return "".join(self.lines)

    def wait_for(self, text, seconds=PATIENCE):
        until = time.monotonic() + seconds
        while text not in self.said:
            if self.process.poll() is not None:
                self.reader.join(2)
                assert text in self.said, self.said
            assert time.monotonic() < until, f"not said within {seconds} s: {text}\n{self.said}"
            time.sleep(0.05)
        return self

    def ready(self):
        return self.wait_for("网址：")

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def children(self):
        """The processes that the launcher itself started, by a word of their command."""
        found = {}
        for pid in _children_of(self.process.pid):
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
                for word in ("bin/postgres", "redis-server", "gunicorn", "worker", "beat"):
                    if word in command:
                        found.setdefault(word, pid)
                        break
        return found

    def owners(self):
        """The user that each of them runs as."""
        return {word: Path(f"/proc/{pid}").stat().st_uid for word, pid in self.children().items()}

    def family(self):
        """All processes below the launcher, however deep."""
        found, open_ends = [], [self.process.pid]
        while open_ends:
            below = _children_of(open_ends.pop())
            found += below
            open_ends += below
        return found

    def stop(self, number=signal.SIGTERM):
        """Ask it to stop; the exit code and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(20)
        self.reader.join(2)
        return code, time.monotonic() - began


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def alive(pids):
    """Those that still run; a zombie does not."""
    left = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX":
                left.append(pid)
    return left


def wait_until_gone(pids, seconds):
    until = time.monotonic() + seconds
    while alive(pids) and time.monotonic() < until:
        time.sleep(0.05)
    return alive(pids)


def _children_of(pid):
    with contextlib.suppress(OSError):
        return [int(part) for part in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def make_folder():
    """A data folder that the account of PostgreSQL can reach, which pytest's tmp_path is not."""
    made = Path(tempfile.mkdtemp(prefix="lawfirm-launcher-"))
    made.chmod(0o755)
    return made


@pytest.fixture
def folder():
    """A fresh data folder."""
    made = make_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def used_folder():
    """A data folder that one run has filled already: a start on it takes seconds. Its name is as odd as they come."""
    made = make_folder()
    program = Program(made / ("很长的 文件夹+名%20字" * 4)).ready()
    # The tables are made through the same address that web and worker use.
    assert "正在更新数据表" in program.said
    assert program.stop()[0] == 0
    yield program.data
    shutil.rmtree(paths.run_dir(program.data))
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def start(used_folder):
    """Start the launcher; whatever still runs at the end is ended."""
    programs = []

    def start(where=used_folder, **more):
        programs.append(Program(where, **more))
        return programs[-1]

    yield start
    for program in programs:
        if program.process.poll() is None:
            program.stop()
