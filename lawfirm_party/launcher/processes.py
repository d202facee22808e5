"""One child process: started in its own session, ended with us, its lines shown with a prefix."""

import contextlib
import ctypes
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from lawfirm_party.launcher.account import as_account
from lawfirm_party.launcher.console import say

_PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec nothing may be imported.
_libc = ctypes.CDLL(None, use_errno=True)
LONGEST_LOG = 5 * 1024 * 1024


@dataclass
class Child:
    """A process to start, watch and end. Start it from the main thread: its death signal is bound to that thread."""

    name: str
    command: list
    account: object = None
    environment: dict = field(default_factory=dict)
    folder: str = "/"
    files: tuple = ()
    log: Path | None = None
    end_signal: int = signal.SIGTERM
    process: subprocess.Popen | None = None
    started: float = 0.0

    def start(self) -> None:
        """Start it, with its output in the log file, or on our screen when there is none."""
        output = open_log(self.log) if self.log else subprocess.PIPE
        self.process = subprocess.Popen(
            [str(part) for part in self.command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env={**os.environ, **self.environment},
            start_new_session=True,
            pass_fds=self.files,
            # Safe beside our reading threads: it calls prctl and getppid, nothing that takes a lock.
            preexec_fn=dying_with_us(self.end_signal),  # noqa: PLW1509
            **as_account(self.account),
        )
        self.started = time.monotonic()
        if self.log:
            output.close()
        else:
            threading.Thread(target=show_lines, args=(self.name, self.process.stdout), daemon=True).start()

    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def send(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.running():
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def wait_until(self, deadline: float) -> bool:
        """Wait for its end until a time of the monotonic clock; whether it ended."""
        if self.process is None:
            return True
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self, deadline: float, harder: int = signal.SIGKILL) -> None:
        """Ask it to end, wait, then insist; what it left behind in its session goes with it."""
        self.send(self.end_signal)
        if not self.wait_until(deadline):
            self.send(harder)
            self.wait_until(time.monotonic() + 0.5)
        self.sweep()

    def sweep(self) -> None:
        """Kill whatever is left of its process group."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.wait_until(time.monotonic() + 1)


def dying_with_us(number: int):
    """What a child calls before it becomes its program: when we die, however, it receives the signal."""
    parent = os.getpid()

    def ask_for_signal():
        _libc.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return ask_for_signal


def open_log(path: Path):
    """A log file to append to; an old one that grew long is set aside."""
    if path.exists() and path.stat().st_size > LONGEST_LOG:
        path.replace(path.with_suffix(".old.log"))
    return path.open("ab")


def last_lines(path: Path, count: int = 8) -> str:
    """The end of a log file, for a person who has to find out why."""
    try:
        return "\n".join(path.read_text("utf-8", "replace").splitlines()[-count:])
    except OSError:
        return ""


def show_lines(name: str, stream) -> None:
    """Print a child's lines under its name until it closes them."""
    with stream:
        for line in stream:
            say(line.decode("utf-8", "replace").rstrip(), name)


def end_orphan(pid: int, folder: Path, signals: tuple, patience: float = 4.0) -> None:
    """End a server that an earlier, killed launcher left behind: only a process that lives in exactly this folder."""
    for number in signals:
        if not _lives_in(pid, folder):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + patience
        while time.monotonic() < until and _lives_in(pid, folder):
            time.sleep(0.05)


def _lives_in(pid: int, folder: Path) -> bool:
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", folder)
    except OSError:
        return False


def first_number(path: Path) -> int:
    """The number in a file's first line, 0 when there is none."""
    try:
        return int(path.read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
