"""Start, stop, kill and start again, with real processes."""

import os
import signal
import subprocess
import sys
import time

import pytest
from celery import Celery

from lawfirm_party.launcher import paths, supervisor
from lawfirm_party.launcher.console import Refusal
from tests.servers import SETTINGS

from .conftest import alive, wait_until_gone


def seconds_to_load_django():
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import django; django.setup()"], cwd=paths.CHECKOUT, check=True)
    return time.monotonic() - began


def test_the_page_is_there_quickly_and_term_ends_all_within_ten_seconds_a_running_task_too(
    start, used_folder, folder
):
    folder.chmod(0o777)
    yardstick = seconds_to_load_django()
    began = time.monotonic()
    program = start(module="tests.launcher.slow_task").wait_for("网站已启动")
    # Six seconds on a quiet machine (4.5 measured); other tests run beside this one and slow both alike.
    assert time.monotonic() - began < max(6, 8 * yardstick)
    program.ready()
    client = Celery(broker=f"redis+socket://{paths.redis_socket(used_folder)}")
    client.send_task("tests.slow", [str(folder), 4])
    until = time.monotonic() + 30
    while not (folder / "begun").exists():
        assert time.monotonic() < until, program.said
        time.sleep(0.05)
    family = program.family()
    code, seconds = program.stop()
    assert (code, alive(family)) == (0, [])
    assert seconds < 10
    assert (folder / "ended").exists()
    assert "已全部停止" in program.said


def test_ctrl_c_during_the_start_ends_everything(start):
    program = start().wait_for("PostgreSQL 已启动")
    family = program.family()
    code, seconds = program.stop(signal.SIGINT)
    assert (code, alive(family)) == (0, [])
    assert seconds < 10


def test_starts_again_after_everything_was_killed_and_ends_when_the_database_dies(start):
    program = start().ready()
    family = program.family()
    program.process.kill()
    for pid in family:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    program.process.wait()
    again = start().ready()
    assert again.get("/healthz") == 200

    family = again.family()
    os.kill(again.children()["bin/postgres"], signal.SIGKILL)
    assert again.process.wait(15) == 1
    again.reader.join(2)
    assert "全部停止" in again.said
    assert wait_until_gone(family, 3) == []


def test_a_killed_launcher_leaves_no_process_behind(start):
    program = start().ready()
    family = program.family()
    assert len(family) >= 5
    program.process.kill()
    assert wait_until_gone(family, 10) == []


def with_database(folder, expression):
    """What Python says to an expression about the folder's database, run where the database is at hand."""
    script = f"import psycopg2; from lawfirm_party.launcher import paths; print({expression})"
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.run(
        [sys.executable, "-m", "lawfirm_party.launcher.with_database", sys.executable, "-c", script],
        cwd=paths.CHECKOUT,
        env=environment | {"DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


CONNECT = "psycopg2.connect(host=str(paths.postgresql_socket(paths.data_dir()).parent), user='lawfirm', dbname='lawfirm_party').status"


def test_a_command_finds_the_database_with_and_without_a_running_copy(start, used_folder):
    told = with_database(used_folder, CONNECT)
    assert (told.returncode, told.stdout) == (0, "1\n"), told.stderr
    assert not paths.postgresql_socket(used_folder).exists()

    running = start().wait_for("PostgreSQL 已启动")
    told = with_database(used_folder, CONNECT)
    assert (told.returncode, told.stdout) == (0, "1\n"), told.stderr
    assert paths.postgresql_socket(used_folder).exists()
    assert running.stop()[0] == 0


def test_a_command_on_an_empty_folder_ends_in_a_sentence(folder):
    told = with_database(folder / "none", CONNECT)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith(f"数据文件夹 {folder / 'none'} 里还没有数据库。请先运行一次 script/server")
    assert not (folder / "none").exists()


def test_only_root_is_refused_a_folder_that_the_account_of_the_database_cannot_reach(start, folder):
    folder.chmod(0o700)
    program = start(folder / "data")
    if os.geteuid() == 0:
        assert program.process.wait(20) == 1
        program.reader.join(2)
        assert "这个账号进不去这个位置" in program.said
    else:
        assert program.wait_for("PostgreSQL 已启动").stop()[0] == 0


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "8 000", "８０００"])
def test_an_impossible_port_is_refused_with_a_sentence(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Refusal, match="PORT 必须是 1 到 65535 的整数"):
        supervisor.read_port()


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [({"PORT": "abc"}, "PORT 必须是"), ({"HTTPS": "1", "DEMO": "0"}, "SECRET_KEY")],
)
def test_a_wrong_setting_ends_in_a_sentence_and_not_in_a_traceback(start, setting, sentence):
    program = start(**setting)
    assert program.process.wait(60) == 1
    program.reader.join(2)
    assert sentence in program.said
    assert "Traceback" not in program.said
