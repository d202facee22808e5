"""Q1, Q2, Q7, Q8, Q13 in the states that the demo firm does not show: every state of a meeting, forms with errors, what stands
open, conflicts, links that died, error pages and the admin site. Each state is made once and seen in both themes and widths."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.db import OperationalError

from activities.meetings.choices import LeaveReason, LeaveState, MeetingState, Presence
from activities.meetings.models import (
    ActionItem,
    Attendance,
    CorrectionNote,
    Explanation,
    Guest,
    LeaveRequest,
    Meeting,
)
from activities.meetings.tokens import answer_token
from activities.notices.choices import Channel, OutboxState
from branches.choices import MeetingKind
from lawfirm_party.dashboard.views import home as home_view
from members.choices import AccountMailKind
from members.models import AccountMail
from members.queries.logins import token_of
from tests.activities.meetings.record_world import (
    make_archived,
    make_begun,
    make_complete,
    make_held,
    make_planned,
)
from tests.activities.notices.outbox import deliver, make_row
from tests.conftest import NOW, TODAY

from .bar import english_in, faults_in_every_look
from .conftest import Site, Visitor, Watch

OPEN_ALL = "document.querySelectorAll('main details').forEach(each => each.open = true)"
STALE = "document.querySelectorAll('main input[name=version]').forEach(each => each.value = '0')"


class Look(Visitor):
    """A visitor who notes the faults of each state it is shown."""

    faults = None

    def shows(self, name):
        self.page.wait_for_load_state()
        self.faults += faults_in_every_look(self.page, name)
        return self.page

    def see(self, path, name=None, status=200, opened=False):
        page = self.goto(path, status)
        self.shows(name or path)
        if opened:
            page.evaluate(OPEN_ALL)
            self.shows(f"{name or path}, all open")
        return page

    def send(self, button, name, status=422):
        """Click a button of the form and look at the answer, which has the status."""
        self.watch.expected.add(status)
        with self.page.expect_navigation() as answer:
            self.page.locator("main").get_by_role("button", name=button, exact=True).first.click()
        assert answer.value.status == status, name
        return self.shows(name)


@pytest.fixture
def look(chromium, live_server, settings):
    """look(client=None) -> Look: the browser with a test client's session; in the end no state may have had a fault."""
    looks = []

    def open_look(client=None):
        context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
        if client is not None:
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
        page = context.new_page()
        page.set_default_timeout(15_000)
        one = Look(page, Watch(page, live_server.url), Site(live_server.url, None, "", None))
        one.faults = []
        looks.append(one)
        return one

    yield open_look
    faults = [fault for one in looks for fault in (*one.faults, *one.watch.faults)]
    for one in looks:
        one.page.context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def secretary(live_server, cast, frozen, look):
    return look(cast.client("secretary"))


def test_planning_a_meeting(cast, secretary):
    make_held(cast, items=("传达学习", "研究近期工作"))
    secretary.see("/meetings/new/?type=committee", opened=True)
    page = secretary.goto("/meetings/new/?type=partners")
    page.evaluate(OPEN_ALL)
    page.fill("[name=title]", "")
    page.check("[name=when][value=other]")
    page.fill("[name=date]", "2026-11-26")
    page.fill("[name=start_time]", "15:00")
    page.fill("[name=end_time]", "14:00")
    secretary.send("安排并发通知", "a new meeting with errors")
    page = secretary.goto("/meetings/new/?type=partners")
    page.evaluate(OPEN_ALL)
    page.check("[name=when][value=other]")
    page.fill("[name=date]", "2026-11-28")
    page.fill("[name=start_time]", "15:00")
    page.fill("[name=end_time]", "16:00")
    secretary.send("安排并发通知", "a new meeting on a rest day")


def test_a_draft_a_scheduled_and_a_cancelled_meeting(cast, secretary):
    draft = make_planned(cast, state="draft", published_at=None, version=3)
    secretary.see(draft.get_absolute_url(), "a draft")
    page = secretary.see(f"/meetings/{draft.pk}/edit/", "a draft's form", opened=True)
    page.fill("[name=title]", "")
    secretary.send("保存", "a draft with errors")
    page = secretary.goto(f"/meetings/{draft.pk}/edit/")
    page.evaluate(STALE)
    secretary.send("保存", "a stale draft", 409)

    planned = make_planned(cast, day=date(2026, 11, 26), version=3)
    Guest.objects.create(meeting=planned, person=cast.people["lawyer"])
    secretary.see(planned.get_absolute_url(), "a scheduled meeting", opened=True)
    for act, button in (("move", "改期并通知 4 人"), ("cancel", "取消会议")):
        page = secretary.see(f"/meetings/{planned.pk}/{act}/")
        if act == "move":
            page.fill("[name=end_time]", "08:00")
        secretary.send(button, f"{act} with errors")
    page = secretary.goto(f"/meetings/{planned.pk}/cancel/")
    page.fill("[name=reason]", "全体开庭")
    page.evaluate(STALE)
    secretary.send("取消会议", "a stale cancelling", 409)
    secretary.see(f"/meetings/{planned.pk}/sheet/")

    cancelled = make_planned(cast, state="cancelled", cancelled_at=NOW, cancel_reason="全体开庭")
    secretary.see(cancelled.get_absolute_url(), "a cancelled meeting")
    late = make_planned(cast, day=date(2026, 11, 17))
    secretary.see(late.get_absolute_url(), "a meeting nobody began")
    secretary.see("/meetings/?state=cancelled", opened=True)


def test_a_meeting_that_runs_and_its_record(cast, secretary):
    begun = make_begun(cast, kind=MeetingKind.ASSEMBLY)
    rows = list(Attendance.objects.filter(meeting=begun))
    for row, presence in zip(rows, (Presence.PRESENT, Presence.LEAVE, Presence.ABSENT), strict=False):
        Attendance.objects.filter(pk=row.pk).update(
            presence=presence,
            leave_reason=LeaveReason.COURT if presence == Presence.LEAVE else "",
            marked_at=NOW,
            marked_by=cast.users["secretary"],
        )
    secretary.see(begun.get_absolute_url(), "a meeting that runs", opened=True)
    secretary.see(f"/meetings/{begun.pk}/attendance/", opened=True)
    page = secretary.see(f"/meetings/{begun.pk}/minutes/", opened=True)
    page.locator("[name*=-resolution-new0-text]").first.fill("同意。")
    page.locator("[name*=-resolution-new0-votes_for]").first.fill("99")
    secretary.send("保存", "minutes with errors")
    page = secretary.goto(f"/meetings/{begun.pk}/minutes/")
    Meeting.objects.filter(pk=begun.pk).update(version=begun.version + 7)
    begun.agenda.update(discussion="李组明：先存的一份。")
    secretary.watch.expected.add(409)
    page.locator("textarea").first.fill("高书明：后写的一份。")
    page.wait_for_selector("[data-autosave-status]:has-text('刚刚修改了')")
    secretary.shows("an autosave that met a newer text")
    page.get_by_role("button", name="对照两份内容").click()
    page.wait_for_selector("text=现在保存着的发言要点")
    secretary.shows("both texts")


def test_what_was_held_is_archived_and_corrected(cast, secretary):
    held = make_held(cast)
    secretary.see(held.get_absolute_url(), "a record with gaps", opened=True)
    complete = make_complete(cast, hour=10)
    Meeting.objects.filter(pk=complete.pk).update(state=MeetingState.RECORDED)
    secretary.see(complete.get_absolute_url(), "a complete record")
    secretary.send("归档", "the question before archiving", 200)
    archived = make_archived(cast, hour=11)
    CorrectionNote.objects.create(
        meeting=archived, text="第二项议题的责任人应为李组明。", by=cast.users["secretary"], at=NOW
    )
    secretary.see(archived.get_absolute_url(), "an archived meeting", opened=True)
    secretary.see(f"/meetings/{archived.pk}/sheet/")
    page = secretary.see(f"/meetings/{archived.pk}/correct/")
    secretary.send("附上更正说明", "a correction with errors")
    page = secretary.see("/meetings/backfill/?type=lecture", opened=True)
    page.fill("[name=day]", "2026-11-20")
    page.fill("[name=title]", "")
    page.locator("main form .btn-primary").click()
    secretary.watch.expected.add(422)
    secretary.shows("a past meeting with errors")


def test_answers_leaves_and_what_was_decided(cast, look, frozen):
    me = look(cast.client("committee"))
    planned = make_planned(cast, hour=15)
    me.see("/me/")
    me.see(f"/meetings/{planned.pk}/leave/")
    me.send("提交请假", "a leave with errors")
    guest = look()
    link = f"/r/{answer_token(planned, cast.people['committee_only'].pk)}/"
    guest.see(link, "a link that answers", opened=True)
    guest.send("提交请假", "a leave by link with errors")
    guest.goto(link).get_by_role("button", name="能参加").click()
    guest.shows("answered by link")
    guest.see("/r/unknown/", status=404)

    secretary = look(cast.client("secretary"))
    secretary.see("/leaves/", "no leave")
    for role, state in (("committee", LeaveState.PENDING), ("committee_only", LeaveState.APPROVED)):
        LeaveRequest.objects.create(
            meeting=planned,
            person=cast.people[role],
            reason=LeaveReason.OTHER,
            text="家中有事",
            asked_at=NOW,
            state=state,
            decided_at=None if state == LeaveState.PENDING else NOW,
            decided_by=None if state == LeaveState.PENDING else cast.users["secretary"],
        )
    secretary.see("/leaves/", "leaves")
    me.see("/me/", "my leave waits")
    held = make_held(cast)
    for days in (-3, 3):
        ActionItem.objects.create(
            meeting=held,
            item=held.agenda.first(),
            text="联系社区",
            owner=cast.people["committee"],
            due_on=TODAY + timedelta(days=days),
        )
    secretary.see("/decisions/")
    secretary.see("/decisions/?state=done")
    secretary.see("/", "a full desk")
    me.see("/", "a committee member's desk")


def test_board_and_explanations(cast, secretary):
    make_archived(cast, day=TODAY)
    address = "/board/explain/?kind=assembly&period=2026-Q3"
    secretary.see("/board/2026/")
    secretary.see(address)
    secretary.send("保存说明", "an explanation with errors")
    Explanation.objects.create(
        branch=cast.branch,
        kind=MeetingKind.ASSEMBLY,
        period="2026-Q3",
        text="书记在外培训。",
        by=cast.users["secretary"],
        at=NOW,
    )
    page = secretary.see(address, "an explained cell")
    page.evaluate(STALE)
    secretary.send("保存说明", "a stale explanation", 409)
    secretary.see("/board/explain/?kind=lecture&period=2026-Q4", "a cell still open")
    secretary.see(f"/branches/{cast.branch.pk}/")


def test_notices_outbox_and_mails(cast, look, frozen, demo_site, settings, tmp_path):
    me = look(cast.client("committee"))
    me.see("/notices/", "no notice")
    me.see("/outbox/", "an empty outbox")
    for state in OutboxState:
        make_row(
            cast.people["member"], branch=cast.branch, state=state, error="地址不存在", channel=Channel.EMAIL
        )
    make_row(cast.people["committee"], branch=cast.branch, channel=Channel.IN_APP)
    deliver()
    me.see("/notices/")
    me.see("/outbox/")
    me.see("/outbox/?state=dead")

    settings.MAIL_DIR = settings.EMAIL_FILE_PATH = tmp_path
    backend = EmailBackend()
    backend.open()
    backend.send_messages([EmailMessage("会议通知", "请参加。", to=["a@b.cn"])])
    backend.close()
    look(cast.client("admin")).see("/mails/", opened=True)


def test_people_and_logins(cast, look, frozen):
    secretary = look(cast.client("secretary"))
    person = cast.people["member"]
    person.write_id_number("11010519491231002X")
    person.save()
    secretary.see("/members/?q=没有这个人", "nobody found")
    secretary.see(f"/members/{person.pk}/")
    secretary.send("显示 证件号码", "a person with the number shown", 200)
    secretary.goto("/").locator(".menu summary").click()
    secretary.shows("the menu")
    secretary.page.locator("[data-keys]").click()
    secretary.page.locator("dialog[open]").wait_for()
    secretary.shows("the dialog of keys")
    secretary.see("/accounts/password/change/")
    secretary.send("修改密码", "a new password with errors")

    guest = look()
    guest.see("/accounts/login/")
    guest.page.fill("[name=username]", "secretary")
    guest.page.fill("[name=password]", "wrong")
    guest.send("登录", "a wrong password")
    guest.watch.expected.add(429)
    for _ in range(4):
        guest.page.fill("[name=password]", "wrong")
        guest.page.locator("main button").click()
        guest.page.wait_for_load_state()
    guest.shows("locked out")
    guest.see("/accounts/password/reset/")
    guest.page.locator("main button").click()
    guest.shows("a reset with errors")
    guest.see("/accounts/password/reset/done/")
    user = cast.users["member"]
    mail = AccountMail.objects.create(user=user, kind=AccountMailKind.PASSWORD_RESET, requested_at=NOW)
    guest.see(f"/accounts/password/{token_of(mail)}/", "a link that sets a password")
    guest.send("设置新密码", "a password by link with errors")
    guest.see("/accounts/password/1-unknown/", status=404)
    leaving = look(cast.client("lawyer"))
    leaving.see("/", "the home of somebody outside the Party")
    leaving.page.locator(".menu summary").click()
    leaving.page.get_by_role("button", name="退出登录").click()
    leaving.shows("logged out")


def test_error_pages(cast, secretary, look, monkeypatch):
    member = look(cast.client("member"))
    member.see("/leaves/", status=403)
    secretary.see("/no-such-page/", status=404)
    page = secretary.goto("/accounts/password/change/")
    page.evaluate("document.querySelector('main input[name=csrfmiddlewaretoken]').value = 'x'")
    secretary.send("修改密码", "an expired form", 403)
    for error, status in ((RuntimeError, 500), (OperationalError, 503), (SuspiciousOperation, 400)):

        def fails(*_, error=error):
            raise error

        monkeypatch.setattr(home_view, "desk_page", fails)
        secretary.see("/", f"error {status}", status=status)
    guest = look()
    for _ in range(31):
        answer = guest.page.request.get(f"{guest.site.url}/r/unknown/")
    assert answer.status == 429
    guest.see("/r/unknown/", "too many tries", status=429)


def test_the_first_page_of_an_empty_program(live_server, look, frozen):
    guest = look()
    guest.see("/first-run/")
    guest.send("开始使用", "the first page with errors")


def test_the_plain_admin_pages(cast, look, frozen):
    """Q2, Q3, Q7 and Q13 in the office of the clerk: its index, its lists and its forms, empty, filled and refused."""
    clerk = look(cast.client("clerk"))
    paths = ["/admin/", f"/admin/members/person/{cast.people['member'].pk}/change/"]
    paths += [f"/admin/members/committeeterm/{cast.term.pk}/change/", "/admin/branches/kindsetting/add/"]
    for model in ("person", "committeeterm", "partystanding", "membership"):
        paths += [f"/admin/members/{model}/", f"/admin/members/{model}/add/"]
    for path in paths:
        page = clerk.goto(path)
        page.evaluate("document.querySelectorAll('.visually-hidden').forEach(each => each.remove())")
        clerk.faults += [f"{path}: {word}" for word in english_in(page)]
    clerk.watch.expected.add(422)
    page.locator("input[name=_save]").click()
    clerk.faults += english_in(page)
