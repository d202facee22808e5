"""A private PostgreSQL and Redis for the tests, started by the launcher's own code; and who of two workers runs what.

The process that distributes the tests (or the only one) starts them before Django reads its settings, and
passes their addresses on by environment; both end with it, however it ends.
"""

import atexit
import os
import re
import shutil
import signal
import tempfile
import time
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from lawfirm_party.launcher import account, paths
from lawfirm_party.launcher.broker import Redis
from lawfirm_party.launcher.console import Refusal
from lawfirm_party.launcher.postgresql import PostgreSQL

# What a person has set for his own server must not reach the tests.
SETTINGS = {
    *("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATA_DIR", "DATABASE_URL", "DEBUG", "DEFAULT_FROM_EMAIL"),
    *("DEMO", "DEMO_PASSWORD", "EMAIL_URL", "HOST", "HTTPS", "PORT", "PROXY_COUNT", "REDIS_URL"),
    *("SECRET_KEY", "SITE_URL", "TICK_SECONDS"),
}
# Folders whose tests share something dear: one site, one loaded firm, one launcher. A worker runs such a folder alone.
SHARING = ("demo", "e2e", "launcher")
# One test of a minute: begun last, a worker would be busy with it while the others have nothing left to do.
LONGEST = "tests/test_migrations.py"
_running = []


class FolderScheduling(LoadScopeScheduling):
    """The library's own groups by mark are not seen with pytest 9.2, whose node ids cannot be written to."""

    def _split_scope(self, nodeid):
        folder = nodeid.split("/")[1]
        return folder if folder in SHARING else nodeid


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return FolderScheduling(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Before pytest-django loads the settings: the servers, or in a worker its own part of them."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        _take_own_part(worker)
    elif not {"help", "version"} & {
        name for name, on in vars(early_config.known_args_namespace).items() if on
    }:
        _start_servers()
    return (yield)


def pytest_unconfigure():
    """The tests are over, or were interrupted."""
    _stop_servers()


def _take_own_part(worker):
    # pytest-django gives each worker its own database; Redis and the files are parted here.
    number = int(re.sub(r"\D", "", worker) or 0) + 1
    base = Path(os.environ["TEST_SERVERS_DIR"])
    os.environ["REDIS_URL"] = paths.embedded_redis_url(base, number)
    os.environ["DATA_DIR"] = str(base / worker)


def _start_servers():
    for name in SETTINGS:
        os.environ.pop(name, None)
    base = Path(tempfile.mkdtemp(prefix="lawfirm-tests-"))
    atexit.register(_stop_servers)
    _running.append(base)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        account.prepare_data_dir(base)
        account.check_reachable(base, account.service_account())
        for server in (PostgreSQL(base, fast=True), Redis(base)):
            _running.append(server)
            server.start()
    except Refusal as refusal:
        _stop_servers()
        raise pytest.UsageError(str(refusal)) from refusal
    os.environ["TEST_SERVERS_DIR"] = str(base)
    os.environ["DATABASE_URL"] = paths.embedded_database_url(base)
    os.environ["REDIS_URL"] = paths.embedded_redis_url(base)
    os.environ["DATA_DIR"] = str(base / "main")


def _interrupt(*_):
    # Otherwise a TERM would end us without a word to the servers.
    raise KeyboardInterrupt


def _stop_servers():
    while _running:
        last = _running.pop()
        if isinstance(last, Path):
            shutil.rmtree(last, ignore_errors=True)
        else:
            last.stop(time.monotonic() + 3)
