"""The page of long work: how far it is, the file that came of it, and the button that stops it. Everybody sees their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.choices import JobState
from lawfirm_party.common.jobs import cancel
from lawfirm_party.common.stored import answer_with

from ..queries.jobs import jobs_for

CANCELLED = "已取消，没有生成文件。"
TOO_LATE = "这项工作已经结束，不用取消。"


def own_job(request, pk):
    return get_object_or_404(jobs_for(request.user, clock.today()), pk=pk)


@login_required
@require_safe
def job(request, pk):
    return render(request, "dashboard/job.html", {"job": own_job(request, pk)})


@login_required
@require_POST
def job_cancel(request, pk):
    found = own_job(request, pk)
    if cancel(job=found, now=clock.now()):
        messages.success(request, CANCELLED)
    else:
        messages.info(request, TOO_LATE)
    return redirect("job", pk)


@login_required
@require_safe
def job_file(request, pk):
    found = own_job(request, pk)
    answer = answer_with(found.result) if found.state == JobState.DONE and found.result else None
    if answer is None:
        raise Http404
    return answer
