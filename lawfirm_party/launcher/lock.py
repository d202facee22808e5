"""One running copy per data folder."""

import fcntl
import os
from pathlib import Path

from lawfirm_party.launcher.console import Refusal

TAKEN = (
    "数据文件夹 {data} 正被另一个运行中的副本使用（进程 {pid}）。请先停止它，或用 DATA_DIR 指定另一个文件夹。"
)


def take(data: Path):
    """Lock the folder for this process; keep the answer, the lock lasts as long as it. Refuse when it is taken."""
    file = (data / "lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        pid = file.read().strip() or "未知"
        file.close()
        raise Refusal(TAKEN.format(data=data, pid=pid)) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
