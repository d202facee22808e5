"""My notices, the outbox page, the mails of a demo, and health."""

import json
from unittest import mock

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.db import OperationalError

from activities.notices.models import Notice, OutboxRow
from activities.notices.views.notices import ONLY_ADMIN, ONLY_COMMITTEE
from lawfirm_party.common.demo import note_demo
from lawfirm_party.common.models import Heartbeat
from tests.conftest import NOW

from .outbox import deliver, make_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def text_of(response):
    return response.content.decode()


# ---- my own notices


def test_a_notice_is_read_by_opening_it(cast):
    make_row(cast.people["member"], channel="in_app", object_id=7)
    deliver()
    client = cast.client("member")
    page = text_of(client.get("/notices/"))
    assert "第7条" in page
    assert "未读" in page
    notice = Notice.objects.get()

    response = client.post(f"/notices/{notice.pk}/open/")
    assert response.url == "/me/"
    notice.refresh_from_db()
    assert notice.read_at == NOW


def test_looking_at_the_list_reads_nothing(cast):
    make_row(cast.people["member"], channel="in_app")
    deliver()
    cast.client("member").get("/notices/")
    assert Notice.objects.get().read_at is None


def test_all_can_be_marked_at_once(cast):
    for _ in range(3):
        make_row(cast.people["member"], channel="in_app")
    make_row(cast.people["leader"], channel="in_app")
    deliver()
    assert cast.client("member").post("/notices/read/").url == "/notices/"
    assert Notice.objects.filter(read_at=None).count() == 1


def test_what_is_not_read_stands_first_and_can_be_seen_alone(cast):
    for number in (1, 2):
        make_row(cast.people["member"], channel="in_app", object_id=number)
    deliver()
    newest = Notice.objects.order_by("-at", "-id").first()
    Notice.objects.filter(pk=newest.pk).update(read_at=NOW)
    client = cast.client("member")
    assert [notice.pk == newest.pk for notice in client.get("/notices/").context["page"]] == [False, True]
    assert newest not in client.get("/notices/?only=unread").context["page"].object_list
    Notice.objects.update(read_at=NOW)
    assert "没有未读通知。" in text_of(client.get("/notices/?only=unread"))


def test_a_login_without_a_person_has_nothing_to_mark(cast):
    assert cast.client("admin").post("/notices/read/").url == "/notices/"


def test_nobody_opens_the_notice_of_another(cast):
    make_row(cast.people["member"], channel="in_app")
    deliver()
    address = f"/notices/{Notice.objects.get().pk}/open/"
    assert cast.client("leader").post(address).status_code == 404
    assert Notice.objects.get().read_at is None


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_notice_never_leads_out_of_the_site(cast, url):
    make_row(cast.people["member"], channel="in_app")
    deliver()
    Notice.objects.update(url=url)
    address = f"/notices/{Notice.objects.get().pk}/open/"
    assert cast.client("member").post(address).url == "/notices/"


@pytest.mark.parametrize(
    ("role", "outbox", "mails"),
    [("member", False, False), ("committee", True, False), ("secretary", True, False), ("admin", True, True)],
)
def test_the_list_leads_on_to_what_a_role_may_read(cast, mail_dir, role, outbox, mails):
    page = text_of(cast.client(role).get("/notices/"))
    assert ('href="/outbox/"' in page, 'href="/mails/"' in page) == (outbox, mails)


def test_an_empty_list_says_what_will_come(cast):
    assert "还没有通知" in text_of(cast.client("lawyer").get("/notices/"))
    assert cast.client("admin").get("/notices/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_my_notices_cost_the_same_for_every_length(cast, django_assert_max_num_queries, rows):
    for _ in range(rows):
        make_row(cast.people["member"], channel="in_app")
    deliver()
    client = cast.client("member")
    with django_assert_max_num_queries(6):
        client.get("/notices/")


# ---- the outbox


def test_the_outbox_says_what_failed_and_why(cast):
    make_row(
        cast.people["member"],
        branch=cast.branch,
        rule="meeting_published",
        object_id=12,
        state="dead",
        error="对方邮箱拒收（550）。",
    )
    page = text_of(cast.client("secretary").get("/outbox/"))
    for words in ("会议通知", "丁党明", "发送失败", "对方邮箱拒收（550）", "重发", "取消"):
        assert words in page
    assert 'href="/meetings/12/"' in page


def test_the_outbox_names_the_meeting_once_a_notice_has_said_it(cast):
    about = {"branch": cast.branch, "rule": "meeting_published", "object_id": 12}
    waiting = make_row(cast.people["member"], **about)
    told = make_row(cast.people["leader"], channel="in_app", state="sent", **about)
    Notice.objects.create(row=told, person=told.recipient, title="会议通知：十一月大会", at=waiting.due_at)
    page = text_of(cast.client("secretary").get("/outbox/"))
    assert page.count("十一月大会") == 2


def test_an_empty_outbox_says_when_what_was_just_scheduled_comes(cast):
    assert "通知一分钟内出现在这里" in text_of(cast.client("secretary").get("/outbox/"))


@pytest.mark.parametrize(("role", "shown"), [("admin", True), ("secretary", False), ("member", False)])
def test_the_menu_of_the_administrator_leads_to_the_mails_of_a_demo(cast, mail_dir, role, shown):
    assert ('href="/mails/"' in text_of(cast.client(role).get("/"))) == shown


@pytest.mark.parametrize("role", ["member", "leader", "partner", "lawyer", "clerk", "outsider"])
def test_the_outbox_is_for_the_committee(cast, role):
    response = cast.client(role).get("/outbox/")
    assert response.status_code == 403
    assert ONLY_COMMITTEE in text_of(response)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {1, 2, 3, 4}),
        ("?state=problem", {2, 3}),
        ("?state=open", {1}),
        ("?state=sent", {4}),
        ("?rule=meeting_moved", {3}),
        ("?meeting=2", {2}),
        ("?state=problem&rule=meeting_published", {2}),
        ("?state=nonsense", {1, 2, 3, 4}),
        ("?meeting=" + "9" * 40, {1, 2, 3, 4}),
    ],
)
def test_the_outbox_is_narrowed_by_its_address(cast, query, shown):
    rows = [
        ("meeting_published", "queued"),
        ("meeting_published", "dead"),
        ("meeting_moved", "missed"),
        ("meeting_published", "sent"),
    ]
    for number, (rule, state) in enumerate(rows, 1):
        make_row(cast.people["member"], branch=cast.branch, rule=rule, object_id=number, state=state)
    page = text_of(cast.client("committee").get(f"/outbox/{query}"))
    assert {number for number in (1, 2, 3, 4) if f"/meetings/{number}/" in page} >= shown
    assert page.count("todo-line") == len(shown)


def test_resending_queues_the_row_and_keeps_the_filters(cast):
    row = make_row(cast.people["member"], branch=cast.branch, state="dead", attempts=6)
    response = cast.client("secretary").post(f"/outbox/{row.pk}/resend/", {"state": "problem"}, follow=True)
    assert response.redirect_chain == [("/outbox/?state=problem", 302)]
    assert "已重新排队" in text_of(response)
    assert OutboxRow.objects.get().state == "queued"


def test_resending_what_is_sent_is_refused_with_a_sentence(cast):
    row = make_row(cast.people["member"], branch=cast.branch, state="sent")
    response = cast.client("secretary").post(f"/outbox/{row.pk}/resend/", follow=True)
    assert "这条通知已经发送。" in text_of(response)


def test_cancelling_takes_the_row_out(cast):
    row = make_row(cast.people["member"], branch=cast.branch)
    cast.client("committee").post(f"/outbox/{row.pk}/cancel/")
    assert OutboxRow.objects.get().state == "cancelled"
    response = cast.client("committee").post(f"/outbox/{row.pk}/cancel/", follow=True)
    assert "这条通知已经取消。" in text_of(response)


@pytest.mark.parametrize("act", ["resend", "cancel"])
def test_a_row_of_another_branch_is_not_there(cast, act):
    row = make_row(cast.people["outsider"], branch=cast.other_branch, state="dead")
    for role in ("secretary", "member", "admin"):
        assert cast.client(role).post(f"/outbox/{row.pk}/{act}/").status_code == 404
    assert cast.client("secretary").get(f"/outbox/{row.pk}/{act}/").status_code == 405
    assert OutboxRow.objects.get().state == "dead"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_outbox_costs_the_same_for_every_length(cast, django_assert_max_num_queries, rows):
    for _ in range(rows):
        make_row(cast.people["member"], branch=cast.branch, state="dead")
    client = cast.client("secretary")
    with django_assert_max_num_queries(8):
        client.get("/outbox/")


def test_fifty_rows_a_page(cast):
    for _ in range(51):
        make_row(cast.people["member"], branch=cast.branch)
    client = cast.client("secretary")
    page = text_of(client.get("/outbox/?state=open"))
    assert page.count('class="todo-line"') == 50
    assert "?state=open&amp;page=2" in page
    assert text_of(client.get("/outbox/?state=open&page=2")).count('class="todo-line"') == 1


# ---- the mails of a demo


@pytest.fixture
def mail_dir(demo_site, settings, tmp_path):
    settings.MAIL_DIR = settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def test_the_administrator_reads_the_mails_of_a_demo(cast, mail_dir):
    backend = EmailBackend()
    backend.open()
    for number in (1, 2):
        mail = EmailMessage(f"会议通知{number}", f"正文{number} https://x.example/r/", to=["a@b.cn"])
        mail.attach("invite.ics", "BEGIN:VCALENDAR", "text/calendar")
        backend.send_messages([mail])
    backend.close()
    page = text_of(cast.client("admin").get("/mails/"))
    for words in ("会议通知1", "会议通知2", "正文1", "正文2", "a@b.cn", "invite.ics", "共 2 封"):
        assert words in page


def test_each_mail_says_who_it_was_for_and_when_by_the_clock_on_the_wall(cast, mail_dir):
    mail = EmailMessage(
        "会议通知", "正文", to=["a@b.cn"], headers={"Date": "Thu, 26 Nov 2026 07:00:00 -0000"}
    )
    EmailBackend().send_messages([mail])
    page = text_of(cast.client("admin").get("/mails/"))
    assert "<summary>2026年11月26日 15:00 · a@b.cn · 会议通知</summary>" in page


def test_a_mail_with_a_line_of_dashes_and_a_file_just_begun_do_not_hide_the_mails(cast, mail_dir):
    dashes = "-" * 79
    EmailBackend().send_messages([EmailMessage("会议通知", f"上文\n{dashes}\n下文", to=["a@b.cn"])])
    (mail_dir / "20990101-begun.log").write_bytes(b"Content-Type: text/plain")
    page = text_of(cast.client("admin").get("/mails/"))
    assert "上文" in page and "下文" in page and "共 1 封" in page


def test_a_demo_without_mails_says_so(cast, mail_dir):
    assert "还没有发出邮件" in text_of(cast.client("admin").get("/mails/"))


def test_nobody_else_reads_the_mails(cast, mail_dir):
    response = cast.client("secretary").get("/mails/")
    assert response.status_code == 403
    assert ONLY_ADMIN in text_of(response)


def test_a_firm_of_its_own_is_no_demo_whatever_the_setting_says(cast, mail_dir):
    assert "演示数据" in text_of(cast.client("admin").get("/notices/"))
    note_demo(False)
    assert cast.client("admin").get("/mails/").status_code == 404
    assert "演示数据" not in text_of(cast.client("admin").get("/notices/"))


@pytest.mark.parametrize(("demo", "url"), [(False, ""), (True, "smtp://mail.example")])
def test_without_a_demo_or_with_a_mail_server_there_is_no_such_page(cast, mail_dir, settings, demo, url):
    settings.DEMO, settings.EMAIL_URL = demo, url
    assert cast.client("admin").get("/mails/").status_code == 404


# ---- health


def test_healthz_asks_the_database_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, text_of(response)) == (200, "ok")


def test_healthz_without_a_database_is_503(client):
    with mock.patch("django.db.connection.cursor", side_effect=OperationalError):
        assert client.get("/healthz").status_code == 503


def test_delivery_health_is_json_for_everybody(client):
    for name in ("sender", "planner"):
        Heartbeat.objects.create(name=name, seen_at=NOW, reached=NOW)
    response = client.get("/healthz/delivery")
    assert response.status_code == 200
    assert json.loads(response.content)["sender_age"] == 0


def test_delivery_health_is_503_when_the_sender_is_silent(client):
    response = client.get("/healthz/delivery")
    assert response.status_code == 503
    assert json.loads(response.content)["healthy"] is False


def test_delivery_health_without_a_database_is_503(client):
    with (
        mock.patch("activities.notices.queries.last_beat"),
        mock.patch("activities.notices.views.notices.queries.delivery_health", side_effect=OperationalError),
    ):
        assert client.get("/healthz/delivery").status_code == 503
