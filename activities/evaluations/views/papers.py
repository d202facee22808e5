"""The papers of a round as files: 登记表, 汇总表 and the report are the committee's, the own 登记表 is everybody's once it is told."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from lawfirm_party.common import clock
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.documents import docx, pdf
from lawfirm_party.common.documents.download import download
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..documents import build_papers_docx, build_papers_pdf
from ..permissions import gives_opinion
from ..queries.papers import has_papers, proof_of, registrations_of, report_of, summary_of
from ..queries.rounds import TOLD
from . import NOT_YOURS, WRITE, of_a_round

NOT_YET = "评定以后才能导出。"
OWN = "registration"
LABELS = {"registrations": "登记表", OWN: "登记表", "summary": "汇总表", "report": "报告"}
TYPES = {"pdf": (pdf.CONTENT_TYPE, build_papers_pdf), "docx": (docx.CONTENT_TYPE, build_papers_docx)}


@of_a_round(*WRITE)
def evaluation_file(request, found):
    """One paper, or the 登记表 of everybody in one file; written down with the code that stands in its footer."""
    name, _, kind = request.POST.get("file", "").partition(".")
    if name not in LABELS or kind not in TYPES:
        raise Http404
    person_id = check_right(request, found, name)
    if not has_papers(found):
        messages.error(request, NOT_YET)
        return redirect(found)
    now = clock.now()
    papers = papers_of(found, name, person_id, now)
    proof = proof_of(found, papers, request.user.get_full_name(), now)
    content_type, build = TYPES[kind]
    try:
        content = build(papers, proof)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    thing = f"evaluation:{found.branch_id}:{found.year}:{name}:{kind}:{proof.code}"
    write_down(user=request.user, action=AuditAction.EXPORTED, thing=thing, now=now)
    return download(
        content, name=f"{found.year}年度民主评议党员{LABELS[name]}.{kind}", content_type=content_type
    )


def check_right(request, found, name):
    """The id of the person whose own 登记表 it is, or None for the committee's papers. 404 as long as nothing was told."""
    if name == OWN:
        if found.state not in TOLD:
            raise Http404
        return request.user.person_id
    if not gives_opinion(roles_of(request.user, clock.today()), found):
        raise PermissionDenied(NOT_YOURS)
    return None


def papers_of(found, name, person_id, now):
    if name == OWN:
        mine = get_object_or_404(found.participants, person=person_id, is_graded=True)
        return registrations_of(found, now, mine.pk)
    if name == "registrations":
        return registrations_of(found, now)
    return [summary_of(found, now) if name == "summary" else report_of(found, now)]
