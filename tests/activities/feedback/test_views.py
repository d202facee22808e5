"""Cards, inbox, handling, own figures and register, as they answer each role."""

from datetime import timedelta

import pytest

from activities.feedback.models import Answer, FeedbackCard, Handling, Measure
from activities.feedback.queries.figures import evidence_of
from activities.feedback.tokens import hash_of
from activities.notices.models import OutboxRow
from activities.reminders.commands import plan
from activities.reminders.sources import context_of
from tests.conftest import NOW

from .feedback_world import answer_to, answered, card_with_link, let_through, measure_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
A_DAY = timedelta(days=1)
LONG_AGO = NOW - 5 * A_DAY


def text_of(page):
    return page.content.decode()


def test_the_link_stands_on_the_answer_to_the_form_alone(cast):
    client = cast.client("lawyer")
    words = {
        "matter_code": "〔2026〕民字第9号",
        "kind": "civil",
        "lawyers": str(cast.people["lawyer"].pk),
        "nonce": "n",
    }
    page = client.post("/feedback/cards/new/", words)
    address = page.context["address"]
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert text_of(page).count("data:image/svg+xml") == 1
    assert FeedbackCard.objects.get().token_hash == hash_of(token)
    again = client.post("/feedback/cards/new/", words)
    assert again.status_code == 302 and FeedbackCard.objects.count() == 1
    assert token not in text_of(client.get("/feedback/cards/"))


def test_a_lawyer_sees_that_an_answer_came_and_not_what_it_says(cast):
    answered(cast, 1, text="联系不上", is_complaint=True)
    page = text_of(cast.client("lawyer").get("/feedback/cards/"))
    assert (
        "已反馈" in page
        and "联系不上" not in page
        and "投诉" not in page.split("<main")[1].split("</nav>")[-1]
    )
    assert cast.client("lawyer").get(Answer.objects.get().get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("state", "codes"), [("", 3), ("waiting", 1), ("answered", 1), ("expired", 1)])
def test_cards_are_narrowed_by_state(cast, state, codes):
    card_with_link(cast)
    answered(cast)
    card_with_link(cast, now=NOW - timedelta(days=40))
    lines = cast.client("clerk").get(f"/feedback/cards/?state={state}").context["lines"]
    assert len(lines) == codes


def test_what_waits_for_its_end_stands_first(cast):
    answered(cast, 5, NOW)
    low = answered(cast, 2, LONG_AGO)
    answered(cast, 4, NOW - A_DAY)
    lines = cast.client("secretary").get("/feedback/").context["lines"]
    assert lines[0].answer == low and lines[0].word == "不满意待处理"
    assert [line.word for line in lines[1:]] == ["新收到", "新收到"]


def test_the_inbox_is_narrowed_by_its_filters(cast):
    answered(cast, 2)
    answered(cast, 5, lawyers=("member",))
    client = cast.client("secretary")
    for query, n in (
        ("state=open", 1),
        ("state=handled", 0),
        (f"lawyer={cast.people['member'].pk}", 1),
        ("year=2026&kind=civil", 2),
        ("year=2025", 2),
        ("kind=criminal", 0),
    ):
        assert len(client.get(f"/feedback/?{query}").context["lines"]) == n, query


def test_nobody_reads_what_own_clients_said(cast):
    answer = answered(cast, 1, lawyers=("committee", "member"), text="不行")
    assert cast.client("committee").get(answer.get_absolute_url()).status_code == 404
    assert "不行" not in text_of(cast.client("committee").get("/feedback/"))
    assert cast.client("partner").get(answer.get_absolute_url()).status_code == 200
    for role, told in (("committee", (0, 0)), ("partner", (1, 1))):
        figures = cast.client(role).get("/feedback/").context["figures"]
        assert (figures.answered, figures.asked) == told


def test_ten_thousand_answers_open_in_twenty_queries(cast, django_assert_max_num_queries):
    lawyer = cast.people["lawyer"]
    common = {"firm": cast.firm, "kind": "civil", "made_by": cast.users["clerk"], "made_at": LONG_AGO}
    cards = FeedbackCard.objects.bulk_create(
        FeedbackCard(
            **common,
            matter_code=f"第{n}号",
            link_at=LONG_AGO,
            expires_at=NOW + A_DAY,
            token_hash=str(n),
        )
        for n in range(10_000)
    )
    FeedbackCard.lawyers.through.objects.bulk_create(
        FeedbackCard.lawyers.through(feedbackcard=card, person=lawyer) for card in cards
    )
    answers = Answer.objects.bulk_create(
        Answer(card=card, overall=n % 5 + 1, answered_at=NOW - A_DAY, changed_at=NOW, text="意见")
        for n, card in enumerate(cards)
    )
    owner = cast.people["secretary"]
    Handling.objects.bulk_create(
        Handling(answer=answer, owner=owner, owner_since=NOW, opened_at=NOW)
        for answer in answers
        if answer.overall <= 2
    )
    client = cast.client("secretary")
    with django_assert_max_num_queries(20):
        page = client.get("/feedback/")
    assert page.status_code == 200 and page.context["page"].paginator.count == 10_000
    assert page.context["figures"].mean == 3


def test_the_page_of_an_answer_leads_through_its_handling(cast):
    answer = answered(cast, 2, text="慢")
    client, address = cast.client("secretary"), answer.get_absolute_url()
    assert client.post(f"{address}step/", {"text": ""}).status_code == 422
    client.post(f"{address}step/", {"text": "与客户通话"})
    client.post(f"{address}owner/", {"owner": cast.people["committee"].pk})
    client.post(f"{address}close/", {"outcome": "partly", "result": "已说明"})
    page = text_of(client.get(address))
    for words in ("与客户通话", "李组明", "部分属实", "已说明"):
        assert words in page
    assert "记下这一步</button>" not in page
    late = client.post(f"{address}step/", {"text": "再说"})
    assert late.status_code == 422 and "已经办结" in text_of(late)


def test_a_lawyer_sees_own_figures_from_three_on_and_words_that_were_let_through(cast):
    client = cast.client("lawyer")
    for number in range(2):
        answered(cast, 5, LONG_AGO - number * A_DAY)
    assert "样本不足" in text_of(client.get("/feedback/own/"))
    third = answered(cast, 4, LONG_AGO, text="张先生很满意")
    let_through(user=cast.users["secretary"], answer_id=third.pk, text="很满意", now=NOW)
    page = text_of(client.get("/feedback/own/"))
    assert "4.7 / 5（3 份）" in page and "非常满意 2、满意 1" in page
    assert '<li class="keep-lines">很满意</li>' in page and "张先生" not in page
    answered(cast, 1, NOW)
    assert "4.7 / 5（3 份）" in text_of(client.get("/feedback/own/"))
    assert client.get("/feedback/own/?year=x").status_code == 200


def test_an_answer_counts_when_it_can_change_no_more(cast):
    person_id = cast.people["lawyer"].pk
    for _ in range(3):
        answered(cast, 5, NOW)
    assert evidence_of([person_id], 2026, NOW + A_DAY - timedelta(seconds=1))[person_id].figures.shown == 0
    assert evidence_of([person_id], 2026, NOW + A_DAY)[person_id].figures.shown == 3


def test_evidence_of_everybody_takes_two_queries(cast, django_assert_num_queries):
    for role in ("lawyer", "member", "committee"):
        answered(cast, 5, LONG_AGO, lawyers=(role,))
    ids = [person.pk for person in cast.people.values()]
    with django_assert_num_queries(2):
        found = evidence_of(ids, 2026, NOW)
    assert found[cast.people["member"].pk].figures.answered == 1


def test_the_register_is_kept_by_form_and_a_stale_form_overwrites_nothing(cast):
    measure = measure_of(cast)
    client = cast.client("secretary")
    address = f"/feedback/register/{measure.pk}/"
    form = client.get(address).context["form"]
    words = {name: form[name].value() or "" for name in form.fields} | {"received_on": "2026-11-08"}
    words |= {"person": cast.people["lawyer"].pk, "summary": "更正后的事由"}
    assert client.post(address, words).status_code == 302
    stale = client.post(address, {**words, "nonce": "", "summary": "旧的"})
    assert stale.status_code == 409 and "更正后的事由" in text_of(stale)
    assert Measure.objects.get().summary == "更正后的事由"
    assert "更正后的事由" in text_of(cast.client("partner").get("/feedback/register/"))


# ---- reminders


def told(now):
    type_of = OutboxRow.objects.order_by("id").values_list("rule", "recipient__name")
    plan(now=now)
    return sorted({row for row in type_of if row[0].startswith("feedback")})


def test_who_made_a_card_is_reminded_once_after_seven_days(cast):
    card, _ = card_with_link(cast)
    assert told(NOW + timedelta(days=7, seconds=-1)) == []
    assert told(NOW + timedelta(days=7)) == [("feedback_remind", "卫律明")]
    row = OutboxRow.objects.get(channel="email", rule="feedback_remind")
    assert card.matter_code in context_of(row, NOW + timedelta(days=7))["title"]
    answer_to(card, 5, NOW + timedelta(days=7))
    assert context_of(row, NOW + timedelta(days=7)) is None


def test_the_owner_is_told_of_what_is_to_be_handled_and_not_what_was_said(cast):
    plan(now=NOW - A_DAY)
    answer = answered(cast, 1, NOW, text="联系不上", is_complaint=True)
    assert told(NOW + timedelta(minutes=1)) == [("feedback_to_handle", "高书明")]
    words = context_of(OutboxRow.objects.get(channel="email", rule="feedback_to_handle"), NOW)
    assert words["path"] == answer.get_absolute_url() and "联系不上" not in repr(words)
    Handling.objects.update(owner=cast.people["lawyer"])
    assert context_of(OutboxRow.objects.get(channel="email", rule="feedback_to_handle"), NOW) is None


def test_home_says_what_waits_to_be_handled(cast):
    answer = answered(cast, 2)
    home = text_of(cast.client("secretary").get("/"))
    assert "客户不满意的反馈待处理" in home and answer.get_absolute_url() in home
    Handling.objects.update(owner=cast.people["partner"])
    assert "待处理" in text_of(cast.client("partner").get("/"))
    assert "客户不满意" not in text_of(cast.client("secretary").get("/"))
