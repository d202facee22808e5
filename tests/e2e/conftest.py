"""The program as it is run: the launcher's own processes on a throw-away data folder, a mail sink, and a real browser.

One site serves all browser tests: one worker runs them all (tests/servers.py).
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connections
from playwright.sync_api import sync_playwright

from lawfirm_party.launcher.processes import dying_with_us

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "mingyue-songjian-42"
# The same engine without the window around it, which took an eighth of the browser tests' time.
CHROMIUM = "/usr/bin/chromium-headless-shell"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Sums what moved on the page without having been asked to; put into every page before it loads.
NOTE_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) window.shifted += entry.value; }))
        .observe({type: 'layout-shift', buffered: true});
"""
WIDTHS = (360, 1280)
THEMES = ("light", "dark")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class MailSink:
    """What arrived over SMTP."""

    messages: list = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.rcpt_tos, envelope.content.decode("utf-8", "replace")))
        return "250 OK"


@dataclass
class Site:
    url: str
    sink: MailSink
    data_dir: str
    process: subprocess.Popen
    sessions: dict = field(default_factory=dict)


def wait_for(url, process, seconds=420):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError("the launcher ended before the site answered")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"no answer within {seconds} s")


@pytest.fixture(scope="session")
def sink():
    sink = MailSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.port = controller.port
    yield sink
    controller.stop()


def start_site(sink, **more):
    port = free_port()
    folder = tempfile.mkdtemp(prefix="party-site-")
    os.chmod(folder, 0o755)
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}
    }
    environment |= {
        "DATA_DIR": folder,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DEMO_PASSWORD": PASSWORD,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "TICK_SECONDS": "5",
        "DJANGO_SETTINGS_MODULE": "lawfirm_party.settings",
        **more,
    }
    with (Path(folder) / "launcher.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "lawfirm_party.launcher"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=dying_with_us(signal.SIGTERM),
        )
    site = Site(f"http://127.0.0.1:{port}", sink, folder, process)
    try:
        wait_for(f"{site.url}/healthz", process)
    except AssertionError as error:
        stop_site(site)
        tail = (Path(folder) / "launcher.log").read_text("utf-8", "replace")[-3000:]
        raise AssertionError(f"{error}\n{tail}") from None
    return site


def stop_site(site):
    site.process.send_signal(signal.SIGTERM)
    try:
        site.process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(site.process.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def site(sink):
    site = start_site(sink)
    yield site
    stop_site(site)


@pytest.fixture(scope="session")
def empty_site(sink):
    """A fresh installation without demo data."""
    site = start_site(sink, DEMO="0")
    yield site
    stop_site(site)


@pytest.fixture(scope="session")
def chromium():
    """While Playwright's loop runs, Django keeps the connections of this thread in another place: none is left behind in either."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()
        connections.close_all()


class Watch:
    """Collects what a page must not do: console errors, page errors, bad answers, requests to elsewhere."""

    def __init__(self, page, origin):
        self.faults = []
        self.expected = set()
        self.origin = origin
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        page.on("request", self.on_request)
        page.on("response", self.on_response)

    def on_console(self, message):
        about_status = re.search(r"status of (\d+)", message.text)
        if message.type in {"error", "warning"} and not (
            about_status and int(about_status[1]) in self.expected
        ):
            self.faults.append(f"console {message.type}: {message.text}")

    def on_request(self, request):
        if not request.url.startswith((self.origin, "data:", "about:")):
            self.faults.append(f"off-origin: {request.url}")

    def on_response(self, response):
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.url}")


@dataclass
class Visitor:
    """A browser page with its watch; `goto` takes a path."""

    page: object
    watch: Watch
    site: Site

    def goto(self, path, status=200):
        if status >= 400:
            self.watch.expected.add(status)
        response = self.page.goto(self.site.url + path)
        assert response.status == status, f"{path}: {response.status}"
        return self.page

    def log_in(self, username):
        self.goto("/accounts/login/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form button")
        self.page.wait_for_load_state()
        return self


def stay_logged_in(visitor, role):
    """A login holds from one visit to the next: nobody's password is tried more often in an hour than the program lets it."""
    visitor.goto("/accounts/password/change/")
    if "/accounts/login/" in visitor.page.url:
        visitor.log_in(role)
        visitor.site.sessions[role] = visitor.page.context.storage_state()
    return visitor


@pytest.fixture
def visit(chromium, request):
    """visit(site, role=None, width=…, theme=…, js=…) -> Visitor; every visit must end without a fault."""
    opened = []

    def open_visitor(site, role=None, *, width=1280, theme="light", js=True, state=None):
        context = chromium.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": 800},
            color_scheme=theme,
            java_script_enabled=js,
            storage_state=state or site.sessions.get(role),
        )
        context.add_init_script(NOTE_SHIFTS)
        page = context.new_page()
        page.set_default_timeout(15_000)
        visitor = Visitor(page, Watch(page, site.url), site)
        opened.append(visitor)
        return stay_logged_in(visitor, role) if role else visitor

    yield open_visitor
    faults = [fault for visitor in opened for fault in visitor.watch.faults]
    for visitor in opened:
        visitor.page.context.close()
    assert faults == []
