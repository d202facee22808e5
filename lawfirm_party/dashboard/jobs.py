"""What workers make for pages of the roof: each maker takes a job and a `step(done, total)`, and gives (content, name, content type)."""

from lawfirm_party.common import clock
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction, JobKind
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.documents.pdf import CONTENT_TYPE
from lawfirm_party.common.refusal import Refusal

from .documents import build_binder
from .queries.ledger import ledger_branches_for, ledger_of, read_span

NOT_YOURS = "您已不在这个支部的支部委员会，不能再生成它的台账合订本。"


def make_binder(job, step):
    """The binder for the user who asked, by the rights of now."""
    now = clock.now()
    branch = ledger_branches_for(job.user, local_day(now)).filter(pk=job.asked["branch"]).first()
    if branch is None:
        raise Refusal(NOT_YOURS)
    span = read_span(job.asked, branch, local_day(now))
    return (*binder_of(ledger_of(branch, span, now), job.asked["by"], job.user, now, step), CONTENT_TYPE)


def binder_of(ledger, by, user, now, step):
    """(bytes, file name) of a ledger's binder, written down as exported."""
    proof = ledger.proof(user.get_full_name(), now)
    content = build_binder(ledger, by, proof, step)
    branch, span = ledger.branch, ledger.span
    thing = f"ledger:branch:{branch.pk}:{span.name}:binder:{proof.code}"
    write_down(user=user, action=AuditAction.EXPORTED, thing=thing, now=now)
    return content, f"{branch.short_name}组织生活台账合订本（{span.label}）.pdf"


MAKERS = {JobKind.LEDGER_BINDER: make_binder}
