"""One running copy, looked at from all sides."""

import os
import pwd
import signal
import stat
import subprocess
import sys

import pytest

from lawfirm_party.launcher import paths
from tests.servers import SETTINGS

from .conftest import Program


@pytest.fixture(scope="module")
def running(used_folder):
    # Within ten minutes beat has nothing to say but what it says at its start.
    program = Program(used_folder, TICK_SECONDS="600").ready()
    yield program
    program.stop()


def refusal(program):
    """What a copy says that must not start."""
    assert program.process.wait(30) == 1
    program.reader.join(2)
    return program.said


def test_everything_runs_and_a_second_start_makes_nothing_anew(running):
    assert running.get("/healthz") == 200
    assert set(running.children()) == {"bin/postgres", "redis-server", "gunicorn", "worker", "beat"}
    assert "正在更新数据表" not in running.said
    assert "正在整理网页" not in running.said


def test_the_outbox_is_looked_at_right_after_the_start(running):
    running.wait_for("Task activities.tasks.tick", 20)


def test_a_folder_with_a_long_name_and_odd_letters_has_its_sockets_elsewhere(running):
    assert paths.run_dir(running.data).parent.name == "tmp"
    assert paths.postgresql_socket(running.data).exists()


def test_web_worker_and_beat_run_as_the_account_of_the_database_unless_it_cannot_read_them(running):
    owners = running.owners()
    servers = {owners.pop("bin/postgres"), owners.pop("redis-server")}
    if "也以 root 运行" in running.said:
        assert (os.geteuid(), set(owners.values())) == (0, {0})
        assert pwd.getpwuid(servers.pop()).pw_name in running.said
    else:
        assert set(owners.values()) == servers
        assert 0 not in servers


def test_secret_folders_are_closed_and_the_data_folder_can_be_passed(running):
    folder = running.data
    assert stat.S_IMODE(folder.stat().st_mode) == 0o711
    for name in ("keys", "mail", "media", "log", "postgresql", "redis"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o700, name
    assert stat.S_IMODE((folder / "keys" / "secret_key").stat().st_mode) == 0o600


def test_a_second_copy_on_the_same_folder_is_refused_with_a_sentence(running):
    second = Program(running.data)
    assert f"正被另一个运行中的副本使用（进程 {running.process.pid}）" in refusal(second)
    assert len(second.lines) == 1


def test_a_port_in_use_is_refused_with_a_sentence(running, folder):
    assert f"端口 {running.port} 不能使用" in refusal(Program(folder, PORT=str(running.port)))
    assert not (folder / "postgresql").exists()


def test_manage_py_finds_the_database_from_the_data_folder(running):
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment |= {"DATA_DIR": str(running.data), "DJANGO_SETTINGS_MODULE": "lawfirm_party.settings"}
    told = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"],
        cwd=paths.CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr


def test_given_servers_are_used_and_none_are_started(running, start, folder):
    other = start(
        folder,
        DATABASE_URL=paths.embedded_database_url(running.data),
        REDIS_URL=paths.embedded_redis_url(running.data, 5),
    ).ready()
    assert set(other.children()) == {"gunicorn", "worker", "beat"}
    assert not (folder / "postgresql").exists()


def test_redis_worker_and_beat_are_started_again(running):
    before = running.children()
    for word in ("redis-server", "worker", "beat"):
        os.kill(before[word], signal.SIGKILL)
    for name in ("Redis", "后台", "定时"):
        running.wait_for(f"{name}意外结束").wait_for(f"{name}已重新启动")
    after = running.children()
    assert set(after) == set(before)
    assert {word for word in after if after[word] != before[word]} == {"redis-server", "worker", "beat"}
    assert running.get("/healthz") == 200
