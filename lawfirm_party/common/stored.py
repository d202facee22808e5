"""Files the program made: bytes in the media folder under a random name, a row that says what they are."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import FileResponse

from .documents.download import file_name
from .models import StoredFile
from .refusal import Refusal

FOLDER = "made"
LIVES = timedelta(days=7)
# A file without a row: its writer died between the two, or is about to add it.
ORPHANED = timedelta(days=1)
NO_ROOM = "磁盘空间不够，文件没有保存。请管理员清理后再试。"


def folder():
    return Path(settings.MEDIA_ROOT) / FOLDER


def path_of(stored):
    return folder() / stored.key


def store(*, content, name, content_type, now):
    """Keep the bytes; the StoredFile. Nothing is left behind when it fails. Refusal when the disk is full."""
    key = secrets.token_hex(32)
    path = folder() / key
    try:
        write(path, content)
        with transaction.atomic():
            return StoredFile.objects.create(
                key=key, name=file_name(name), content_type=content_type, size=len(content), made_at=now
            )
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Refusal(NO_ROOM) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write(path, content):
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def answer_with(stored):
    """The response that gives a stored file to keep, or None when its bytes are gone."""
    try:
        file = path_of(stored).open("rb")
    except FileNotFoundError:
        return None
    response = FileResponse(file, as_attachment=True, filename=stored.name, content_type=stored.content_type)
    response["Cache-Control"] = "no-store, private"
    return response


def throw_away(stored):
    path_of(stored).unlink(missing_ok=True)
    stored.delete()


def throw_away_old(*, now):
    """Delete files past their days, rows and bytes, and bytes that no row knows; returns how many rows."""
    old = StoredFile.objects.filter(made_at__lt=now - LIVES)
    keys = list(old.values_list("key", flat=True))
    old.delete()
    for key in keys:
        (folder() / key).unlink(missing_ok=True)
    throw_away_orphans(now)
    return len(keys)


def throw_away_orphans(now):
    if not folder().is_dir():
        return
    known = set(StoredFile.objects.values_list("key", flat=True))
    for path in folder().iterdir():
        if path.name not in known and path.stat().st_mtime < (now - ORPHANED).timestamp():
            path.unlink(missing_ok=True)
