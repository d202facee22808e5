"""The minutes form: by its button, by itself, and with two people at it (F10)."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from activities.meetings.commands.minutes import CHANGED_MEANWHILE, SIGNED_TOO_EARLY, TOO_MANY_VOTES
from activities.meetings.forms import minutes as fm
from activities.meetings.forms.scheduling import NO_SUCH_DATE, NO_SUCH_TIME
from activities.meetings.models import ActionItem, AgendaItem, Meeting, Resolution
from tests.activities.meetings.record_world import (
    form_on,
    make_archived,
    make_begun,
    make_held,
    make_planned,
    write_everything,
)
from tests.conftest import TODAY

AUTOSAVE = {"HTTP_X_AUTOSAVE": "1"}


def address_of(meeting):
    return f"/meetings/{meeting.pk}/minutes/"


def opened(client, meeting):
    """The form as the page shows it."""
    return form_on(client.get(address_of(meeting)), address_of(meeting))


def discussion(place, meeting):
    return f"item-{AgendaItem.objects.get(meeting=meeting, position=place).pk}-discussion"


def texts(meeting):
    return list(AgendaItem.objects.filter(meeting=meeting).values_list("discussion", flat=True))


@pytest.mark.django_db
def test_saving_twice_the_same_page_is_one_save_and_no_conflict(cast, frozen):
    """F11: the double click, and the page reached by the back button sent unchanged."""
    client, meeting = cast.client("secretary"), make_begun(cast)
    data = opened(client, meeting)
    prefix = discussion(2, meeting).removesuffix("-discussion")
    data |= {
        discussion(1, meeting): "高书明：好。",
        f"{prefix}-resolution-new0-text": "同意",
        f"{prefix}-resolution-new0-votes_for": "2",
        f"{prefix}-action-new0-text": "整理名册",
        f"{prefix}-action-new0-owner_id": str(cast.people["committee"].pk),
        f"{prefix}-action-new0-due_on": "2026-12-01",
        "new_item": "临时议题",
    }
    for _ in range(20):
        assert client.post(address_of(meeting), data).status_code == 302
    assert Resolution.objects.count() == ActionItem.objects.count() == 1
    assert AgendaItem.objects.filter(meeting=meeting).count() == 3


@pytest.mark.django_db
def test_autosave_answers_with_time_and_version_and_goes_on_from_there(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    data = opened(client, meeting)
    for number, text in enumerate(("高", "高书", "高书明：好。"), start=1):
        data[discussion(1, meeting)] = text
        answer = client.post(address_of(meeting), data, **AUTOSAVE)
        assert answer.status_code == 200
        assert (answer.json()["saved"], answer.json()["version"]) == ("10:00", number)
        data["version"] = answer.json()["version"]
    assert texts(meeting)[0] == "高书明：好。"


@pytest.mark.django_db
def test_autosave_stores_no_half_row_and_no_half_title(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    prefix = discussion(1, meeting).removesuffix("-discussion")
    data = opened(client, meeting) | {
        f"{prefix}-action-new0-text": "还没有责任人",
        "new_item": "半个标",
        discussion(1, meeting): "已写",
    }
    assert client.post(address_of(meeting), data, **AUTOSAVE).status_code == 200
    assert texts(meeting) == ["已写", ""]
    assert not ActionItem.objects.exists()
    answer = client.post(address_of(meeting), data | {"version": "1"})
    assert answer.status_code == 422
    assert fm.OWNER_MISSING in answer.content.decode()


@pytest.mark.django_db
def test_a_form_that_says_nothing_about_stored_rows_leaves_them(cast, frozen):
    client, meeting = cast.client("secretary"), make_held(cast)
    prefix = discussion(1, meeting).removesuffix("-discussion")
    rows = {f"{prefix}-resolution-new{n}-text": text for n, text in enumerate(("同意", "不同意"))}
    votes = {f"{prefix}-resolution-new{n}-votes_for": "2" for n in range(2)}
    client.post(address_of(meeting), opened(client, meeting) | rows | votes)
    data = opened(client, meeting)
    partial = {key: value for key, value in data.items() if "-resolution-" not in key}
    for _ in range(2):
        assert client.post(address_of(meeting), partial).status_code == 302
    client.post(address_of(meeting), {key: value for key, value in partial.items() if key != "base"})
    assert Resolution.objects.count() == 2


@pytest.mark.django_db
def test_a_row_that_this_page_stored_by_itself_goes_when_it_is_emptied(cast, frozen):
    client, meeting = cast.client("secretary"), make_held(cast)
    prefix = discussion(1, meeting).removesuffix("-discussion")
    data = opened(client, meeting)
    row = {f"{prefix}-resolution-new0-text": "同意", f"{prefix}-resolution-new0-votes_for": "2"}
    saved = client.post(address_of(meeting), data | row, **AUTOSAVE).json()
    assert Resolution.objects.count() == 1
    assert client.post(address_of(meeting), data | {"version": saved["version"]}).status_code == 302
    assert not Resolution.objects.exists()


@pytest.mark.django_db
def test_autosave_over_a_newer_text_is_told_so(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    mine, theirs = opened(client, meeting), opened(client, meeting)
    client.post(address_of(meeting), theirs | {discussion(1, meeting): "他人的"})
    answer = client.post(address_of(meeting), mine | {discussion(1, meeting): "我的"}, **AUTOSAVE)
    assert answer.status_code == 409
    assert answer.json() == {"message": CHANGED_MEANWHILE}
    assert texts(meeting)[0] == "他人的"


@pytest.mark.django_db
def test_the_second_editor_sees_both_texts_and_keeps_the_own(cast, frozen):
    first, second, meeting = cast.client("secretary"), cast.client("committee_only"), make_begun(cast)
    one, two = opened(first, meeting), opened(second, meeting)
    first.post(address_of(meeting), one | {discussion(1, meeting): "书记写的"})

    answer = second.post(address_of(meeting), two | {discussion(1, meeting): "宣传委员写的"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "书记写的" in page
    assert "用我的内容保存" in page
    assert texts(meeting)[0] == "书记写的"

    data = form_on(answer, address_of(meeting))
    assert data[discussion(1, meeting)] == "宣传委员写的"
    assert second.post(address_of(meeting), data).status_code == 302
    assert texts(meeting)[0] == "宣传委员写的"


@pytest.mark.django_db
def test_what_only_the_other_touched_is_taken_over_on_the_conflict_page(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    one, two = opened(client, meeting), opened(client, meeting)
    prefix = discussion(2, meeting).removesuffix("-discussion")
    client.post(
        address_of(meeting),
        one
        | {discussion(1, meeting): "他人的", f"{prefix}-resolution-new0-text": "他人的决议", "place": "二楼"},
    )
    answer = client.post(
        address_of(meeting),
        two | {discussion(2, meeting): "我的", f"{prefix}-resolution-new0-text": "我的决议"},
    )
    assert answer.status_code == 409
    assert client.post(address_of(meeting), form_on(answer, address_of(meeting))).status_code == 302
    assert texts(meeting) == ["他人的", "我的"]
    assert set(Resolution.objects.values_list("text", flat=True)) == {"他人的决议", "我的决议"}
    assert Meeting.objects.get(pk=meeting.pk).place == "二楼"


@pytest.mark.django_db
def test_a_text_whose_row_was_removed_meanwhile_is_shown_and_not_lost(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    data = opened(client, meeting)
    prefix = discussion(2, meeting).removesuffix("-discussion")
    client.post(address_of(meeting), data | {f"{prefix}-resolution-new0-text": "同意"})
    row = f"{prefix}-resolution-{Resolution.objects.get().pk}-text"
    one, two = opened(client, meeting), opened(client, meeting)
    client.post(address_of(meeting), one | {row: ""})
    answer = client.post(address_of(meeting), two | {row: "同意接收丁党明"})
    assert answer.status_code == 409
    assert "同意接收丁党明" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_f10_a_hundred_interleavings_of_two_editors_lose_nothing(frozen):
    """Each round both change something at the same moment, the same field or two: one is saved, the other gets 409 with
    both texts and saves again from that page."""
    from tests.conftest import make_cast

    cast = make_cast()
    meeting = make_begun(cast)
    places = {1: discussion(1, meeting), 2: discussion(2, meeting)}
    editors = [cast.client("secretary"), cast.client("committee_only")]
    rng = random.Random(10)

    def send(client, data):
        return client.post(address_of(meeting), data)

    def close(gate):
        gate.wait(10)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for number in range(100):
            page = opened(editors[number % 2], meeting)
            forms = [dict(page), dict(page)]
            targets = [rng.choice((1, 2)) for _ in editors]
            words = [f"甲{number}。", f"乙{number}。"]
            for form, target, word in zip(forms, targets, words, strict=True):
                form[places[target]] = f"{form[places[target]]}\n{word}".strip()
            answers = list(pool.map(send, editors, forms))
            assert sorted(answer.status_code for answer in answers) == [302, 409]
            loser = next(n for n, answer in enumerate(answers) if answer.status_code == 409)
            page = answers[loser].content.decode()
            data = form_on(answers[loser], address_of(meeting))
            assert words[loser] in data[places[targets[loser]]]
            assert words[1 - loser] in page
            if targets[0] == targets[1]:
                data[places[targets[loser]]] += f"\n{words[1 - loser]}"
            assert send(editors[loser], data).status_code == 302
        # Both threads keep their connection over all rounds: a new one for each request took half of the time.
        list(pool.map(close, [Barrier(2)] * 2))
    everything = "\n".join(texts(meeting))
    lost = [word for n in range(100) for word in (f"甲{n}。", f"乙{n}。") if word not in everything]
    assert lost == []


BAD = [
    ({"version": ""}, None),
    ({"version": "x"}, None),
    ({"version": "9" * 40}, None),
    ({"starts": "25:61"}, NO_SUCH_TIME),
    ({"host_signed": "on", "host_signed_on": "2026-02-30"}, NO_SUCH_DATE),
    ({"host_signed": "on", "host_signed_on": ""}, fm.SIGNED_WITHOUT_DATE),
    ({"host_signed": "on", "host_signed_on": "2026-01-01"}, SIGNED_TOO_EARLY),
    ({"host_signed_on": "0001-01-01"}, NO_SUCH_DATE),
    ({"host": "9" * 40}, fm.NO_SUCH_PERSON),
    ({"place": "长" * 61}, "最多 60 个字"),
    ({"new_item": "长" * 121}, "最多 120 个字"),
    ({"base": "{" * 50}, 302),
    ({"base": "[1]"}, 302),
    ({"act": "//evil.example"}, 302),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "expected"), BAD)
def test_bad_input_is_a_sentence_at_the_field_with_everything_typed_kept(cast, frozen, changes, expected):
    client, meeting = cast.client("secretary"), make_begun(cast)
    data = opened(client, meeting) | {discussion(1, meeting): "留下的话"} | changes
    answer = client.post(address_of(meeting), data)
    if expected == 302:
        assert answer["Location"] == address_of(meeting)
        return
    assert answer.status_code == 422
    assert "留下的话" in answer.content.decode()
    assert (expected or "请先改正") in answer.content.decode()
    assert texts(meeting) == ["", ""]


ROW_BAD = [
    ({"resolution-new0-votes_for": "3"}, fm.VOTES_WITHOUT_TEXT),
    ({"resolution-new0-text": "同意", "resolution-new0-votes_against": "1"}, fm.VOTES_FOR_MISSING),
    ({"resolution-new0-text": "同意", "resolution-new0-votes_for": "-1"}, fm.BAD_VOTES),
    ({"resolution-new0-text": "同意", "resolution-new0-votes_for": "1" * 40}, fm.BAD_VOTES),
    (
        {"resolution-new0-text": "同意", "resolution-new0-votes_for": "4"},
        TOO_MANY_VOTES.format(given=4, most=3),
    ),
    ({"resolution-new0-text": "长" * 501, "resolution-new0-votes_for": "1"}, "最多 500 个字"),
    ({"action-new0-text": "事", "action-new0-due_on": "2026-12-01"}, fm.OWNER_MISSING),
    ({"action-new0-text": "事", "action-new0-owner_id": "7777777"}, fm.NO_SUCH_PERSON),
    ({"action-new0-text": "事", "action-new0-due_on": "2026-11-01"}, fm.DUE_TOO_EARLY),
    ({"action-new0-text": "事", "action-new0-due_on": "9999-12-31"}, NO_SUCH_DATE),
    ({"discussion": "长" * 20_001}, "最多 20000 个字"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "sentence"), ROW_BAD)
def test_a_bad_row_is_a_sentence_and_nothing_is_written(cast, frozen, changes, sentence):
    client, meeting = cast.client("secretary"), make_held(cast)
    prefix = discussion(1, meeting).removesuffix("-discussion")
    data = opened(client, meeting) | {f"{prefix}-{name}": text for name, text in changes.items()}
    answer = client.post(address_of(meeting), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Resolution.objects.exists()
    assert not ActionItem.objects.exists()


@pytest.mark.django_db
def test_the_recorder_writes_but_does_not_hand_the_pen_on(cast, frozen):
    meeting = make_begun(cast, recorder=cast.people["sixth"], kind="assembly")
    client = cast.client("member")
    assert client.get(address_of(meeting)).status_code == 403
    Meeting.objects.filter(pk=meeting.pk).update(recorder=cast.people["member"])
    data = opened(client, meeting)
    assert "host" not in data
    client.post(
        address_of(meeting), data | {"recorder": cast.people["fifth"].pk, discussion(1, meeting): "记"}
    )
    meeting.refresh_from_db()
    assert meeting.recorder == cast.people["member"]
    assert texts(meeting)[0] == "记"


@pytest.mark.django_db
def test_minutes_are_safe_html_with_lines_lists_bold_and_tables(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    typed = "高书明：**重要**\n李组明：<script>alert(1)</script>\n\n- 一\n- 二\n\n|甲|乙|\n|-|-|\n|1|2|\n\n[x](javascript:alert(1))"
    client.post(address_of(meeting), opened(client, meeting) | {discussion(1, meeting): typed})
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "<strong>重要</strong><br>" in page
    assert "<li>一</li>" in page
    assert "<td>1</td>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.django_db
def test_before_and_after_its_time_the_form_leads_back_to_the_meeting(cast, frozen):
    client = cast.client("secretary")
    planned, archived = make_planned(cast), make_archived(cast)
    assert client.get(address_of(planned))["Location"] == f"/meetings/{planned.pk}/"
    assert client.get(address_of(archived))["Location"] == f"/meetings/{archived.pk}/#minutes"
    assert client.post(address_of(archived), {"version": "99"}).status_code == 302
    assert Meeting.objects.get(pk=archived.pk).version == archived.version


@pytest.mark.django_db
def test_an_autosave_says_what_is_missing_now_and_where(cast, frozen):
    client, meeting = cast.client("secretary"), make_held(cast)
    data = opened(client, meeting) | {discussion(1, meeting): "高书明：好。"}
    missing = dict(client.post(address_of(meeting), data, **AUTOSAVE).json()["missing"])
    second = AgendaItem.objects.get(meeting=meeting, position=2).pk
    assert "议题1发言要点" not in missing
    assert missing["议题2发言要点"] == f"{address_of(meeting)}#id_item-{second}-discussion"
    assert missing["议题2决议"] == f"{address_of(meeting)}#id_item-{second}-resolution-new0-text"


@pytest.mark.django_db
def test_every_missing_thing_of_the_minutes_leads_to_a_field_or_button_of_the_page(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    client.post(f"/meetings/{meeting.pk}/attendance/", {"mark": "all"})
    page = client.get(address_of(meeting))
    places = [link.partition("#")[2] for _, link in page.context["page"].missing_links if "minutes" in link]
    assert "close" in places and len(places) == 6
    for place in places:
        assert f'id="{place}"' in page.content.decode()


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_refused_at_its_item_and_kept_whole(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    data = opened(client, meeting)
    assert "maxlength" not in client.get(address_of(meeting)).content.decode().partition("<textarea")[2][:300]
    words = "长" * (fm.MOST_WORDS + 1)
    answer = client.post(address_of(meeting), data | {discussion(2, meeting): words})
    sentence = fm.TOO_MANY_WORDS.format(most=fm.MOST_WORDS, count=len(words))
    assert answer.status_code == 422
    assert f"议题2 · 发言要点：{sentence}" in answer.content.decode()
    assert words in answer.content.decode()
    saved = client.post(address_of(meeting), data | {discussion(2, meeting): words}, **AUTOSAVE)
    assert f"议题2 · 发言要点：{sentence}" in saved.json()["message"]
    most = "长" * (fm.MOST_WORDS - 1) + "\r\n长"
    assert client.post(address_of(meeting), data | {discussion(2, meeting): most[2:]}).status_code == 302


@pytest.mark.django_db
def test_an_error_in_the_minutes_names_its_item_once(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    prefix = discussion(2, meeting).removesuffix("-discussion")
    row = {
        f"{prefix}-action-new0-text": "整理名册",
        f"{prefix}-action-new0-owner_id": str(cast.people["committee"].pk),
        f"{prefix}-action-new0-due_on": "2026-11-01",
    }
    page = client.post(address_of(meeting), opened(client, meeting) | row).content.decode()
    assert f">议题2 · {fm.DUE_TOO_EARLY}</a>" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("votes", "doubtful"), [(1, True), (3, False)])
def test_what_is_to_be_done_under_a_failed_resolution_is_asked_about(cast, frozen, votes, doubtful):
    meeting = write_everything(make_held(cast), votes=votes)
    owner = cast.people["committee"]
    item = meeting.agenda.last()
    page = cast.client("secretary").get(address_of(meeting)).content.decode()
    assert "决议未通过" not in page
    ActionItem.objects.create(meeting=meeting, item=item, text="整理名册", owner=owner, due_on=TODAY)
    page = cast.client("secretary").get(address_of(meeting)).content.decode()
    assert ("决议未通过，是否仍要办" in page) is doubtful
