"""A year of clients' answers, through the same commands as everybody's: most content, a few not, one complaint handled, one still open."""

from datetime import timedelta
from random import Random

from activities.feedback.choices import Dimension, Language, MatterKind, Outcome, Satisfaction
from activities.feedback.commands import add_step, close_handling, give_answer, let_through, make_card

from . import people

CARDS = 45
EVERY = timedelta(days=8)
LETTERS = {
    MatterKind.CIVIL: "民",
    MatterKind.CRIMINAL: "刑",
    MatterKind.ADMINISTRATIVE: "行",
    MatterKind.NON_LITIGATION: "非",
    MatterKind.ADVISER: "顾",
    MatterKind.LEGAL_AID: "援",
}
SAID = ("办得认真，随时能联系上。", "庭前准备很充分。", "讲得清楚，费用也讲在前面。", "")
# The cards, counted from the oldest, whose clients were not content.
LOW_CARD, COMPLAINT_CARD, OPEN_CARD = 15, 25, 44
LOW = "开庭时间改了，当天才知道。"
COMPLAINT = "两个星期联系不上承办律师，要求说明进展。"
OPEN = "文书寄出晚了几天。"
# Every fourth client does not answer.
SILENT = 4


def hear_clients(world, now):
    """Cards of the last year with what came back."""
    dice, asked = Random(people.FIRM), lawyers_asked(world)
    for number in range(CARDS):
        made_at = now - EVERY * (CARDS - number)
        card = make_a_card(world, number, asked[number % len(asked)], made_at)
        unhappy = number in {LOW_CARD, COMPLAINT_CARD, OPEN_CARD}
        if unhappy or number % SILENT:
            hear(world, number, card, dice, made_at + timedelta(days=3))


def lawyers_asked(world):
    """Those with a login first, so that each of them has figures to look at, and a few more; never the secretary, who handles it all."""
    lawyers = [role for role in people.EVERYBODY if role.kind == people.LAWYER and not role.left]
    named = [role for role in lawyers if role.login and role.login != "secretary"]
    more = [role for role in lawyers if not role.login][:4]
    return [world.people[role.name] for role in (*named, *more)]


def make_a_card(world, number, lawyer, made_at):
    kind = list(LETTERS)[number % len(LETTERS)]
    card, _ = make_card(
        user=world.users["clerk"],
        matter_code=f"〔{made_at.year}〕{LETTERS[kind]}字第{100 + number}号",
        kind=kind,
        is_finished=kind != MatterKind.ADVISER,
        lawyer_ids=[lawyer.pk],
        now=made_at,
    )
    return card


def hear(world, number, card, dice, at):
    words = {LOW_CARD: LOW, COMPLAINT_CARD: COMPLAINT, OPEN_CARD: OPEN}
    low = number in words
    overall = Satisfaction.POOR if low else dice.choice([5, 5, 5, 4, 4, 3])
    marks = {"overall": overall, **dict.fromkeys(Dimension.values, None if low else overall)}
    answer = give_answer(
        card_id=card.pk,
        marks=marks,
        text=words.get(number) or dice.choice(SAID),
        is_complaint=number == COMPLAINT_CARD,
        language=Language.CHINESE,
        now=at,
    )
    who = {"user": world.users["secretary"], "answer_id": answer.pk}
    if answer.text:
        let_through(text=answer.text, now=at + timedelta(days=1), **who)
    if number in {LOW_CARD, COMPLAINT_CARD}:
        add_step(text="与客户通话，了解情况。", now=at + timedelta(days=1), **who)
        add_step(text="与承办律师谈话，查看办案记录。", now=at + timedelta(days=2), **who)
        outcome = Outcome.PARTLY if number == COMPLAINT_CARD else Outcome.OPINION
        result = "已当面向客户说明，承办律师每周主动通报一次进展。"
        close_handling(outcome=outcome, result=result, now=at + timedelta(days=5), **who)
