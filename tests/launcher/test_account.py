"""Whom web, worker and beat run as, and whose their files are, when root starts the program and when anybody else does."""

import os
import sys

import pytest

from lawfirm_party.launcher import account, paths

IS_ROOT = os.geteuid() == 0


@pytest.fixture
def servers():
    """The account of the embedded servers."""
    return account.service_account()


@pytest.fixture
def data(folder, monkeypatch):
    """A data folder, with a program beside it that has nothing to compile."""
    monkeypatch.setattr(account, "PACKAGES", ())
    account.prepare_data_dir(folder)
    return folder


def test_the_account_is_used_where_it_can_run_the_program(servers, folder, monkeypatch):
    monkeypatch.setattr(paths, "CHECKOUT", folder)
    monkeypatch.setattr(sys, "executable", "/bin/true")
    assert account.app_account(servers) == servers
    assert (servers is not None) == IS_ROOT


@pytest.mark.parametrize("python", ["/bin/false", "closed"])
def test_root_stays_root_and_says_why_where_it_cannot(servers, folder, monkeypatch, capsys, python):
    closed = folder / "closed"
    closed.write_text("#!/bin/sh\n")
    closed.chmod(0o700)
    monkeypatch.setattr(paths, "CHECKOUT", folder)
    monkeypatch.setattr(sys, "executable", str(folder / python))
    assert account.app_account(servers) is None
    said = capsys.readouterr().out
    assert (str(folder) in said and "也以 root 运行" in said) == IS_ROOT


def test_what_root_made_is_handed_over_but_no_link_and_nothing_with_a_second_name(servers, data):
    (data / "media" / "2026").mkdir()
    for name in ("keys/field_keys", "mail/one.log", "media/2026/paper", "media/2026/twin"):
        (data / name).write_text("x")
        (data / name).chmod(0o600)
    outside = data / "outside"
    outside.write_text("x")
    (data / "media" / "link").symlink_to(outside)
    os.link(data / "media/2026/twin", data / "second-name")

    account.hand_over(data, servers)

    ours = servers.pw_uid if servers else os.geteuid()
    for name in (
        "keys",
        "keys/field_keys",
        "mail",
        "mail/one.log",
        "media",
        "media/2026",
        "media/2026/paper",
    ):
        assert (data / name).stat().st_uid == ours, name
    assert (data / "keys/field_keys").stat().st_mode & 0o777 == 0o600
    for name in ("outside", "media/link", "media/2026/twin"):
        assert (data / name).lstat().st_uid == os.geteuid(), name


def test_what_somebody_else_made_stays_theirs(servers, data):
    theirs = data / "media" / "paper"
    theirs.write_text("x")
    other = 65533 if IS_ROOT else os.geteuid()
    os.chown(theirs, other, -1)
    account.hand_over(data, servers)
    assert theirs.stat().st_uid == other
