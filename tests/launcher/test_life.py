"""Start, stop, kill and start again, with real processes."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest
from celery import Celery

from lawfirm_party.launcher import paths
from tests.servers import SETTINGS

from .conftest import alive, wait_until_gone

pytestmark = pytest.mark.xdist_group("launcher")


def seconds_to_load_django():
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import django; django.setup()"], cwd=paths.CHECKOUT, check=True)
    return time.monotonic() - began


def test_starts_everything_quickly_and_a_term_ends_it_within_ten_seconds(start):
    yardstick = seconds_to_load_django()
    began = time.monotonic()
    program = start().wait_for("网站已启动")
    # Six seconds on a quiet machine (4.5 measured); other tests run beside this one and slow both alike.
    assert time.monotonic() - began < max(6, 8 * yardstick)
    program.ready()
    assert program.get("/healthz") == 200
    assert set(program.children()) == {"bin/postgres", "redis-server", "gunicorn", "worker", "beat"}
    assert "正在更新数据表" not in program.said
    assert "正在整理网页" not in program.said
    family = program.family()
    code, seconds = program.stop()
    assert (code, alive(family)) == (0, [])
    assert seconds < 10
    assert "已全部停止" in program.said


def test_ctrl_c_during_the_start_ends_everything(start):
    program = start().wait_for("PostgreSQL 已启动")
    family = program.family()
    code, seconds = program.stop(signal.SIGINT)
    assert (code, alive(family)) == (0, [])
    assert seconds < 10


def test_a_running_task_comes_to_its_end(start, used_folder, folder):
    program = start(module="tests.launcher.slow_task").ready()
    client = Celery(broker=f"redis+socket://{paths.redis_socket(used_folder)}")
    client.send_task("tests.slow", [str(folder), 4])
    until = time.monotonic() + 30
    while not (folder / "begun").exists():
        assert time.monotonic() < until, program.said
        time.sleep(0.05)
    code, seconds = program.stop()
    assert code == 0
    assert seconds < 10
    assert (folder / "ended").exists()


def test_starts_again_after_everything_was_killed(start):
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


def test_a_killed_launcher_leaves_no_process_behind(start):
    program = start().ready()
    family = program.family()
    assert family
    program.process.kill()
    assert wait_until_gone(family, 10) == []


def test_a_second_copy_on_the_same_folder_is_refused_with_a_sentence(start):
    first = start().wait_for("PostgreSQL 已启动")
    second = start()
    assert second.process.wait(20) == 1
    second.reader.join(2)
    assert f"正被另一个运行中的副本使用（进程 {first.process.pid}）" in second.said
    assert len(second.lines) == 1


def test_what_may_die_is_started_again_and_what_is_vital_ends_all(start):
    program = start().ready()
    for word, name in (("redis-server", "Redis"), ("worker", "后台"), ("beat", "定时")):
        before = program.children()[word]
        os.kill(before, signal.SIGKILL)
        program.wait_for(f"{name}意外结束").wait_for(f"{name}已重新启动")
        assert program.children()[word] != before
    assert program.get("/healthz") == 200

    family = program.family()
    os.kill(program.children()["bin/postgres"], signal.SIGKILL)
    assert program.process.wait(15) == 1
    assert "全部停止" in program.said
    assert wait_until_gone(family, 3) == []


def test_a_port_in_use_is_refused_with_a_sentence(start):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        program = start(PORT=str(port))
        assert program.process.wait(30) == 1
    program.reader.join(2)
    assert f"端口 {port} 不能使用" in program.said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL as somebody else")
def test_a_folder_that_postgresql_cannot_reach_is_refused_with_a_sentence(start, folder):
    folder.chmod(0o700)
    program = start(folder / "data")
    assert program.process.wait(20) == 1
    program.reader.join(2)
    assert "这个账号进不去这个位置" in program.said


def test_secret_folders_are_closed_and_the_data_folder_can_be_passed(used_folder):
    folder = used_folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o711
    for name in ("keys", "mail", "media", "log", "postgresql", "redis"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o700, name
    assert stat.S_IMODE((folder / "keys" / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "8 000"])
def test_an_impossible_port_is_refused_with_a_sentence(start, port):
    program = start(PORT=port)
    assert program.process.wait(20) == 1
    program.reader.join(2)
    assert "PORT 必须是 1 到 65535 的整数" in program.said


def test_a_wrong_setting_ends_in_a_sentence_and_not_in_a_traceback(start):
    program = start(HTTPS="1", DEMO="0")
    assert program.process.wait(60) == 1
    program.reader.join(2)
    assert "SECRET_KEY" in program.said
    assert "Traceback" not in program.said


def test_given_servers_are_used_and_none_are_started_and_manage_py_finds_ours(start, used_folder, folder):
    own = start().ready()
    other = start(
        folder,
        DATABASE_URL=paths.embedded_database_url(own.data),
        REDIS_URL=paths.embedded_redis_url(own.data, 5),
    ).ready()
    assert set(other.children()) == {"gunicorn", "worker", "beat"}
    assert not (folder / "postgresql").exists()

    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment |= {"DATA_DIR": str(used_folder), "DJANGO_SETTINGS_MODULE": "lawfirm_party.settings"}
    told = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"],
        cwd=paths.CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr


def test_a_data_folder_with_a_long_name_and_odd_letters_works(start, folder):
    program = start(folder / ("很长的 文件夹+名%20字" * 4))
    # The tables are made through the same address that web and worker use.
    program.wait_for("正在更新数据表")
    sockets = paths.run_dir(program.data)
    assert sockets.parent.name == "tmp"
    assert program.stop()[0] == 0
    shutil.rmtree(sockets)
