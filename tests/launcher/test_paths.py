"""Addresses that follow from the data folder, as the libraries that use them read them."""

import threading
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
import pytest
import redis
from celery import Celery

from lawfirm_party.launcher import keys, paths

FOLDERS = [
    *(Path("/var/lib/lawfirm-party/ab12"), Path("/tmp/一 个+文件夹"), Path("/tmp/100%20?#;")),
    Path("/srv/" + "x" * 150),
]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch):
    for name in ("DATA_DIR", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("data", FOLDERS)
def test_django_redis_and_celery_read_the_same_folders_out_of_the_addresses(data):
    database = environ.Env.db_url_config(paths.database_url(data))
    assert database["HOST"] == str(paths.postgresql_socket(data).parent)
    assert (database["NAME"], database["USER"]) == ("lawfirm_party", "lawfirm")

    client = redis.from_url(paths.redis_url(data))
    assert client.connection_pool.connection_kwargs["path"] == str(paths.redis_socket(data))

    with Celery(broker=paths.broker_url(data)).connection() as connection:
        assert unquote(urlsplit(connection.as_uri()).path) == str(paths.redis_socket(data))


@pytest.mark.parametrize("data", FOLDERS)
def test_socket_paths_stay_below_the_limit(data):
    for path in (paths.postgresql_socket(data), paths.redis_socket(data)):
        assert len(bytes(path)) <= paths.LONGEST_SOCKET_PATH


def test_two_folders_with_long_names_never_share_sockets():
    one, other = (paths.run_dir(Path("/srv/" + "x" * 150 + end)) for end in "ab")
    assert one != other


def test_the_environment_goes_first(monkeypatch):
    monkeypatch.setenv("DATA_DIR", "/srv/party")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@db/x")
    monkeypatch.setenv("REDIS_URL", "redis://r:6379/1")
    data = paths.data_dir()
    assert data == Path("/srv/party")
    assert paths.database_url(data) == "postgres://u:p@db/x"
    assert paths.redis_url(data) == paths.broker_url(data) == "redis://r:6379/1"


def test_the_broker_takes_the_number_of_the_redis_database(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "unix:///run/r.sock?db=3")
    assert paths.broker_url(Path("/x")) == "redis+socket:///run/r.sock?virtual_host=3"


def test_a_secret_is_made_once_for_its_owner_alone_even_by_many_at_once(tmp_path):
    path = tmp_path / "keys" / "secret"
    found = []
    threads = [threading.Thread(target=lambda: found.append(keys.read_or_make(path, 50))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1
    assert len(found[0]) == 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret"]
