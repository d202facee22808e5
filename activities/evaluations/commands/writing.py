"""What members write: the own self-review, and reviews of colleagues."""

from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import roles_of

from ..choices import RoundState
from ..models import Participant, PeerReview, SelfReview
from ..queries.rounds import colleagues_of

NOT_A_PART = "您不参加这次民主评议的自评和互评。"
NOT_RUNNING = "民主评议现在是“{state}”，不能填写。"
SELF_OVER = "个人自评已于{day}截止。"
PEERS_OVER = "党员互评已于{day}截止。"
HANDED_IN = "自评已经提交，不能再改。需要改的，请书记退回。"
CHANGED = "您在别处刚刚改过这份自评，请核对后再保存。"
INCOMPLETE = "请填写“{label}”。"
NOTHING_TO_RETURN = "没有已经提交的自评。"
ONLY_SECRETARY = "自评由支部书记退回。"
NOT_ABOUT = "只评议参加这次民主评议的其他党员。"
NEEDS_WORDS = "评价为较差的，请写明意见。"
LOW = 2


def participant_of(round_id, person_id):
    """The Participant who fills in the forms of a running round, with the round locked against its end. Raises Refusal."""
    found = (
        Participant.objects.select_for_update(no_key=True, of=("round",))
        .select_related("round")
        .filter(round=round_id, person=person_id, fills=True)
        .first()
    )
    if found is None:
        raise Refusal(NOT_A_PART)
    if found.round.state != RoundState.RUNNING:
        raise Refusal(NOT_RUNNING.format(state=found.round.get_state_display()))
    return found


@transaction.atomic
def save_self_review(*, person_id, round_id, words, facts, version, now, hand_in=False):
    """Keep what was written so far, or hand it in; the SelfReview. `words`: done, lacking, mending.

    `facts` are the year's own facts as they stand beside the form now. The same text a second time changes nothing that
    matters. Raises Refusal, and Conflict when a later version says something else.
    """
    participant = participant_of(round_id, person_id)
    until = participant.round.self_until
    if until and local_day(now) > until:
        raise Refusal(SELF_OVER.format(day=f"{until.month}月{until.day}日"))
    review = SelfReview.objects.select_for_update(no_key=True).filter(participant=participant).first()
    review = review or SelfReview(participant=participant)
    is_the_same = all(getattr(review, name) == text for name, text in words.items())
    if review.handed_in_at and not (hand_in and is_the_same):
        raise Refusal(HANDED_IN)
    if review.handed_in_at:
        return review
    if review.version != version and not is_the_same:
        raise Conflict(CHANGED, review)
    for name, text in words.items():
        if hand_in and not text.strip():
            raise Refusal(INCOMPLETE.format(label=SelfReview._meta.get_field(name).verbose_name), name)
        setattr(review, name, text)
    review.facts, review.saved_at, review.version = facts, now, review.version + 1
    review.handed_in_at = now if hand_in else None
    review.save()
    return review


@transaction.atomic
def return_self_review(*, user, participant_id, now):
    """Give a handed-in self-review back to be changed, until the end of its step; the SelfReview. Raises Refusal."""
    review = (
        SelfReview.objects.select_for_update(no_key=True, of=("self",))
        .select_related("participant__round")
        .filter(participant=participant_id, handed_in_at__isnull=False)
        .first()
    )
    if review is None:
        raise Refusal(NOTHING_TO_RETURN)
    found = review.participant.round
    if found.branch_id not in roles_of(user, local_day(now)).secretary_of:
        raise Refusal(ONLY_SECRETARY)
    if found.state != RoundState.RUNNING:
        raise Refusal(NOT_RUNNING.format(state=found.get_state_display()))
    if local_day(now) > found.self_until:
        raise Refusal(SELF_OVER.format(day=f"{found.self_until.month}月{found.self_until.day}日"))
    review.handed_in_at = None
    review.version += 1
    review.save()
    return review


@transaction.atomic
def review_peers(*, person_id, round_id, reviews, now):
    """What somebody thinks of colleagues' year, new or changed until the end of the step; how many were written.

    `reviews`: {participant id: (PeerMark, words)}; who is not among them stays as they were. All are kept or none. Raises
    Refusal, at the field `words-<participant id>` where it is about one of them.
    """
    by = participant_of(round_id, person_id)
    until = by.round.peers_until
    if until and local_day(now) > until:
        raise Refusal(PEERS_OVER.format(day=f"{until.month}月{until.day}日"))
    colleagues = set(colleagues_of(by).values_list("pk", flat=True))
    for about_id, (mark, words) in reviews.items():
        if about_id not in colleagues:
            raise Refusal(NOT_ABOUT)
        if mark <= LOW and not words.strip():
            raise Refusal(NEEDS_WORDS, f"words-{about_id}")
    PeerReview.objects.bulk_create(
        [
            PeerReview(by=by, about_id=about_id, mark=mark, words=words.strip(), at=now)
            for about_id, (mark, words) in sorted(reviews.items())
        ],
        update_conflicts=True,
        unique_fields=["by", "about"],
        update_fields=["mark", "words", "at"],
    )
    return len(reviews)
