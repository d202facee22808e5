"""The papers of a meeting as files: its record, its sign-in sheet, its attendance."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lawfirm_party.common import clock
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.documents import docx, pdf
from lawfirm_party.common.documents.download import download
from lawfirm_party.common.refusal import Refusal

from .. import documents
from ..queries.papers import attendance_list_of, minutes_of, proof_of
from ..queries.sheet import sheet_of
from .meeting import NEEDS_READER, NEEDS_RECORDER, NO_RECORD_YET, page_of

TYPES = {"pdf": pdf.CONTENT_TYPE, "docx": docx.CONTENT_TYPE}


@dataclass(frozen=True)
class Paper:
    """A kind of paper: what it is read from, how it is written, and whose it is."""

    label: str
    read: Callable
    write: dict
    count: Callable
    for_recorders: bool = False
    of_record: bool = True


PAPERS = {
    "minutes": Paper(
        "记录",
        minutes_of,
        {"pdf": documents.build_minutes_pdf, "docx": documents.build_minutes_docx},
        lambda minutes: len(minutes.items),
    ),
    "attendance": Paper(
        "考勤表",
        attendance_list_of,
        {"pdf": documents.build_attendance_pdf, "docx": documents.build_attendance_docx},
        lambda attendance: len(attendance.lines),
    ),
    "sheet": Paper(
        "签到表",
        sheet_of,
        {"pdf": documents.build_sheet_pdf, "docx": documents.build_sheet_docx},
        lambda sheet: len(sheet.rows) + len(sheet.guests),
        for_recorders=True,
        of_record=False,
    ),
}


@login_required
@require_POST
def meeting_file(request, pk):
    """One paper as a file, for whoever may read the page with the same content; written down."""
    now = clock.now()
    page = page_of(request, pk, now)
    name, kind = asked_file(request.POST.get("file", "minutes.pdf"))
    paper = PAPERS[name]
    check_right(page, paper)
    if paper.of_record and not page.has_begun:
        messages.error(request, NO_RECORD_YET)
        return redirect(page.meeting)
    data = paper.read(page)
    proof = proof_of(page, data, paper.count(data), request.user.get_full_name())
    try:
        content = paper.write[kind](data, proof)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(page.meeting)
    thing = f"meeting:{pk}:{name}:{kind}:{proof.code}"
    write_down(user=request.user, action=AuditAction.EXPORTED, thing=thing, now=now)
    return download(content, name=f"{page.meeting.title}{paper.label}.{kind}", content_type=TYPES[kind])


def asked_file(text):
    """("minutes", "pdf") of minutes.pdf; 404 for what is not made."""
    name, _, kind = text.partition(".")
    if name not in PAPERS or kind not in TYPES:
        raise Http404
    return name, kind


def check_right(page, paper):
    if paper.for_recorders and not page.rights.record:
        raise PermissionDenied(NEEDS_RECORDER)
    if not paper.for_recorders and not page.rights.read:
        raise PermissionDenied(NEEDS_READER)
