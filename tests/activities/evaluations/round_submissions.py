"""One good submission for every form of a round, as tests/submissions.py has them for the other pages."""

from activities.evaluations.commands import object_to
from activities.evaluations.models import DisposalCase, SelfReview
from tests.activities.meetings.record_world import make_archived
from tests.conftest import NOW
from tests.submission import Submission

from .round_world import (
    grade_everybody,
    make_announced,
    make_balloted,
    make_decided,
    make_planned_round,
    make_running,
    part,
    told_things,
)

ROOT = "/evaluation/2026/"


def step(cast, page="", role="secretary", **data):
    return Submission(cast.client(role), f"{ROOT}{page}", data)


def evaluation_plan(cast):
    return step(
        cast,
        "plan/",
        plan="学习、谈话、评议",
        cap_base="graded",
        self_until="2026-11-25",
        peers_until="2026-11-27",
        ballot_until="2026-11-30T18:00",
        scrutineer=str(cast.people["leader"].pk),
        version="0",
    )


def evaluation_times(cast):
    found = make_running(cast)
    days = {"self_until": "2026-11-28", "peers_until": "2026-11-30", "ballot_until": "2026-12-05T17:00"}
    return step(cast, "times/", version=str(found.version), **days)


def evaluation_open(cast):
    make_planned_round(cast)
    return step(cast, "open/")


def evaluation_talks(cast):
    make_running(cast)
    pair = {"one": str(cast.people["secretary"].pk), "other": str(cast.people["committee"].pk)}
    return step(cast, "talks/", on="2026-11-17", **pair)


def evaluation_ballots(cast):
    make_running(cast)
    return step(cast, "ballots/")


def evaluation_paper(cast):
    found = make_running(cast)
    graded = found.participants.filter(is_graded=True).values_list("person", flat=True)
    return step(cast, "paper/", papers="9", **{f"n-{person}-qualified": "9" for person in graded})


def evaluation_file(cast):
    make_announced(cast)
    return step(cast, "file/", file="summary.docx")


TOLD = "/evaluation/2025/"


def told(cast):
    return told_things(
        cast.branch, cast.people["committee_only"], cast.users["secretary"], make_archived(cast)
    )


def disposal_act(cast, act, stored="", **data):
    case = told(cast)["case"]
    DisposalCase.objects.filter(pk=case.pk).update(kind=stored)
    return Submission(cast.client("secretary"), f"{TOLD}disposals/{case.pk}/{act}/", data)


def disposal_kind(cast):
    return disposal_act(cast, "kind", kind="correct")


def disposal_step(cast):
    return disposal_act(cast, "step", stored="correct", step="proposed", on="2026-11-17", note="第3次支委会")


def disposal_end(cast):
    return disposal_act(cast, "end", ending="已经改正")


def item_mended(cast):
    item = told(cast)["mend item"]
    return Submission(
        cast.client("committee_only"),
        f"{TOLD}mended/{item.pk}/",
        {"done_on": "2026-11-18", "note": "写了心得"},
    )


def self_review_return(cast):
    found = make_running(cast)
    one = part(found, cast, "fifth")
    SelfReview.objects.create(
        participant=one, done="a", lacking="b", mending="c", saved_at=NOW, handed_in_at=NOW
    )
    return step(cast, f"opinions/{one.pk}/return/")


def evaluation_decide(cast):
    grade_everybody(cast, make_balloted(cast))
    return step(cast, "decide/", meeting=str(make_archived(cast).pk), over_cap_reason="")


def evaluation_announce(cast):
    make_decided(cast)
    return step(cast, "announce/")


def evaluation_archive(cast):
    make_announced(cast)
    return step(cast, "archive/")


def self_review(cast):
    make_running(cast)
    return step(cast, "self/", "committee_only", done="办案", lacking="学习", mending="每周", version="0")


def peers(cast):
    fifth = part(make_running(cast), cast, "fifth").pk
    return step(cast, "peers/", "committee_only", **{f"mark-{fifth}": "4", f"words-{fifth}": "认真"})


def grade_known(cast):
    make_announced(cast)
    return step(cast, "mine/acknowledge/", "committee_only")


def grade_objection(cast):
    make_announced(cast)
    return step(cast, "mine/object/", "committee_only", text="请再看")


def opinion(cast):
    found = make_running(cast)
    words = {"grade": "qualified", "reasons": "稳定", "mend": "多学习", "version": "0"}
    return step(cast, f"opinions/{part(found, cast, 'fifth').pk}/", "committee", **words)


def objection_reply(cast):
    one = part(make_announced(cast), cast, "fifth")
    object_to(person_id=one.person_id, participant_id=one.pk, text="请再看", now=NOW)
    stands = {"grade": "", "meeting": "", "reasons": "", "over_cap_reason": ""}
    return step(cast, f"opinions/{one.pk}/reply/", "committee", text="已核对", **stands)


ROUND_STEPS = (
    *(evaluation_plan, evaluation_open, evaluation_talks, evaluation_ballots, evaluation_decide),
    *(evaluation_paper, evaluation_file, evaluation_times),
    *(evaluation_announce, evaluation_archive, self_review, peers, grade_known, grade_objection),
    *(opinion, objection_reply, self_review_return, item_mended),
    *(disposal_kind, disposal_step, disposal_end),
)
