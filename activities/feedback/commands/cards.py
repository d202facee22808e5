"""Make a card, give it a new link, take it back."""

from datetime import timedelta

from django.db import transaction

from branches.models import Firm
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..models import Answer, FeedbackCard
from ..permissions import makes_cards
from ..queries.cards import lawyers_to_choose, own_cards
from ..rules import is_matter_code
from ..tokens import hash_of, new_token

ONLY_LAWYERS = "反馈卡由承办律师或录入员制作。"
NOT_A_CODE = (
    "只写案件编号，例如〔2026〕刑字第012号。汉字只能是本所和地区的简称、案件类别，不要写客户名称和案情。"
)
ALREADY_ASKED = "这个案件已经有反馈卡，一案一卡。链接找不到了，可以在列表里重新生成。"
NO_LAWYER = "请选择承办律师。"
NOT_YOUR_MATTER = "律师只能为自己承办的案件制卡，承办律师里要有您本人。"
ALREADY_ANSWERED = "客户已经反馈，不能再换链接或撤销。"
ALREADY_REVOKED = "这张卡已经撤销。"
NOT_YOURS = "只有制卡人、承办律师和录入员能改这张卡。"


@transaction.atomic
def make_card(*, user, matter_code, kind, is_finished, lawyer_ids, now):
    """(a new FeedbackCard, the token of its link, which nothing keeps). Raises Refusal.

    `matter_code` is the number of the matter alone; `lawyer_ids` are lawyers of the user's firm, a lawyer among them when
    the user is no clerk.
    """
    on = local_day(now)
    roles, code = roles_of(user, on), "".join(matter_code.split())
    if not makes_cards(roles):
        raise Refusal(ONLY_LAWYERS)
    lawyers = list(lawyers_to_choose(user, on).filter(pk__in=lawyer_ids))
    if len(lawyers) != len(set(lawyer_ids)) or len({one.firm_id for one in lawyers}) != 1:
        raise Refusal(NO_LAWYER, "lawyers")
    if not roles.is_clerk and user.person_id not in lawyer_ids:
        raise Refusal(NOT_YOUR_MATTER, "lawyers")
    firm = Firm.objects.select_for_update(no_key=True).get(pk=lawyers[0].firm_id)
    if not is_matter_code(code, firm.name + firm.short_name):
        raise Refusal(NOT_A_CODE, "matter_code")
    if FeedbackCard.objects.filter(firm=firm, matter_code=code, revoked_at=None).exists():
        raise Refusal(ALREADY_ASKED, "matter_code")
    token = new_token()
    card = FeedbackCard.objects.create(
        firm=firm,
        matter_code=code,
        kind=kind,
        is_finished=is_finished,
        made_by=user,
        made_at=now,
        link_at=now,
        token_hash=hash_of(token),
        expires_at=now + timedelta(days=firm.feedback_days),
    )
    card.lawyers.set(lawyers)
    return card, token


@transaction.atomic
def renew_link(*, user, card_id, now):
    """(the FeedbackCard, the token of its new link); the old link is dead. Raises Refusal."""
    card = locked_own(user, card_id, now)
    token = new_token()
    card.token_hash, card.link_at, card.link_number = hash_of(token), now, card.link_number + 1
    card.expires_at = now + timedelta(days=card.firm.feedback_days)
    card.save()
    return card, token


@transaction.atomic
def revoke_card(*, user, card_id, now):
    """Kill the link of a card that was made by mistake; the FeedbackCard. Raises Refusal."""
    card = locked_own(user, card_id, now)
    card.revoked_at = now
    card.save()
    return card


def locked_own(user, card_id, now):
    """A card that may still be changed by its maker, locked."""
    if not own_cards(user, local_day(now)).filter(pk=card_id).exists():
        raise Refusal(NOT_YOURS)
    card = FeedbackCard.objects.select_for_update(no_key=True).get(pk=card_id)
    if Answer.objects.filter(card=card).exists():
        raise Refusal(ALREADY_ANSWERED)
    if card.revoked_at:
        raise Refusal(ALREADY_REVOKED)
    return card
