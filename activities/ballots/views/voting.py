from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from lawfirm_party.common import clock
from lawfirm_party.common.refusal import Conflict, Refusal

from ..choices import WITH_RESULT
from ..commands import cast
from ..forms import BallotForm
from ..permissions import reads_result, sees_turnout
from ..queries import ballot_page, receipts_of, result_of
from ..rules import in_fours
from . import READ, WRITE, of_a_poll

NOT_PUBLISHED = "结果还没有公布。投票截止并计票以前，谁也看不到任何结果。"


@of_a_poll(*READ, *WRITE)
@sensitive_variables()
def poll(request, poll, roles):
    page = ballot_page(poll, roles.person_id, clock.now())
    if page is None:
        return redirect("poll_scrutiny", poll.pk)
    if request.method == "POST":
        return vote(request, page, roles.person_id)
    return ballot(request, page, BallotForm(None, page.names))


def ballot(request, page, form, status=200, sentence=""):
    context = {"page": page, "poll": page.poll, "form": form, "sentence": sentence}
    return render(request, "ballots/ballot.html", context, status=status)


@sensitive_variables()
def vote(request, page, person_id):
    form = BallotForm(request.POST, page.names)
    if not form.is_valid():
        return ballot(request, page, form, 422)
    try:
        receipt = cast(person_id=person_id, poll_id=page.poll.pk, marks=form.marks, now=clock.now())
    except Conflict as conflict:
        return ballot(request, ballot_page(page.poll, person_id, clock.now()), form, 409, conflict.sentence)
    except Refusal as refusal:
        return ballot(request, page, form, 422, refusal.sentence)
    return render(request, "ballots/receipt.html", {"poll": page.poll, "receipt": in_fours(receipt)})


@of_a_poll(*READ)
def secrecy(request, poll, roles):
    return render(request, "ballots/secrecy.html", {"poll": poll})


@of_a_poll(*READ)
def result(request, poll, roles):
    if poll.state not in WITH_RESULT:
        raise PermissionDenied(NOT_PUBLISHED)
    found = result_of(poll)
    people = found.people if reads_result(roles, poll) else own_of(found, roles.person_id)
    context = {
        "poll": poll,
        "shows": found.shows,
        "people": people,
        "reads_all": reads_result(roles, poll),
        "receipts": receipts_of(poll),
        "may_scrutinise": sees_turnout(roles, poll),
    }
    return render(request, "ballots/result.html", context)


def own_of(found, person_id):
    """What somebody reads who is neither of the committee nor the scrutineer: their own tally."""
    return [one for one in found.people if one.person_id == person_id and person_id is not None]
