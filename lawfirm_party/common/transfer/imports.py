"""A file's way in: read, tried out and kept sealed; then, once confirmed and if nothing changed meanwhile, written whole."""

import json
import uuid

from django.db import transaction

from .. import crypto
from ..audit import write_down
from ..choices import AuditAction
from ..models import PreparedImport
from ..refusal import Conflict
from .resources import ERROR, KINDS, NEW, UPDATE, Line, run
from .tables import Table

CHANGED = "预览之后，这里的资料有了变动，下面是最新的结果。请核对后再确认。"
STILL_WRONG = "还有错误的行，整份文件都没有导入。请改好后重新上传。"


def context_of(prepared):
    return f"import:{prepared.uuid}"


def seal(prepared, table, lines):
    content = {
        "headers": table.headers,
        "rows": table.rows,
        "lines": [line.as_dict() for line in lines],
    }
    prepared.sealed = crypto.seal(json.dumps(content, ensure_ascii=False), context_of(prepared))


def opened(prepared):
    """(Table, its Lines) of a file that waits for its confirmation."""
    content = json.loads(crypto.unseal(prepared.sealed, context_of(prepared)))
    rows = [(number, cells) for number, cells in content["rows"]]
    return Table(content["headers"], rows), [Line(**line) for line in content["lines"]]


def prepare(*, resource, table, target, file_name, user, now):
    """Try a table out and keep it for its sender's confirmation. Writes nothing else. Raises Refusal for wrong columns."""
    table = resource.fit(table)
    lines = run(resource, table, write=False)
    prepared = PreparedImport(
        uuid=uuid.uuid4(), user=user, target=target, file_name=file_name[-120:], made_at=now
    )
    seal(prepared, table, lines)
    prepared.save(force_insert=True)
    return prepared


def counts(lines):
    """{kind: how many lines}, every kind named."""
    return {kind: sum(line.kind == kind for line in lines) for kind in KINDS}


def confirm(*, number, resource, user, now):
    """Write a prepared file, all of it or nothing; returns its Lines. A second call finds no file any more.

    Raises Conflict when a line is wrong or would now do something else than was shown; what is true now is kept for
    the next preview. Raises PreparedImport.DoesNotExist when there is no such file.
    """
    with transaction.atomic():
        prepared = PreparedImport.objects.select_for_update().get(uuid=number, user=user)
        table, shown = opened(prepared)
        with transaction.atomic():
            lines = run(resource, table, write=True)
            if lines != shown:
                transaction.set_rollback(True)
        if lines != shown:
            seal(prepared, table, lines)
            prepared.save(update_fields=["sealed"])
        elif counts(lines)[ERROR] == 0:
            note_import(prepared, lines, user, now)
            prepared.delete()
            return lines
    raise Conflict(CHANGED if lines != shown else STILL_WRONG)


def note_import(prepared, lines, user, now):
    found = counts(lines)
    thing = f"import:{prepared.target}:new{found[NEW]}:update{found[UPDATE]}:{prepared.uuid.hex[:12]}"
    write_down(user=user, action=AuditAction.IMPORTED, thing=thing[:80], now=now)
