"""One good submission for every address that takes a POST: what the tests of extra keys and of hostile text start from."""

from datetime import date, timedelta

from django.test import Client

from activities.meetings.choices import LeaveReason, MeetingKind, MeetingState
from activities.meetings.models import ActionItem, LeaveRequest
from activities.meetings.queries.record import record_of
from activities.meetings.tokens import answer_token
from activities.notices.models import Notice, Robot
from branches.models import KindSetting, PartyGroup
from lawfirm_party.common.choices import JobKind
from lawfirm_party.common.jobs import start
from members.choices import AccountMailKind
from members.commands.calendar_links import make_calendar_link
from members.models import AccountMail, User
from members.queries import token_of

from .activities.ballots.poll_submissions import POLL_STEPS
from .activities.evaluations.round_submissions import ROUND_STEPS
from .activities.feedback.feedback_submissions import FEEDBACK_STEPS
from .activities.meetings.record_world import (
    form_on,
    make_archived,
    make_begun,
    make_complete,
    make_held,
    make_planned,
    write_everything,
)
from .activities.notices.outbox import make_row
from .activities.notices.sinks import KEY, SECRET, make_robot
from .conftest import NOW, TODAY
from .submission import Submission

PASSWORD = "feng-chui-mai-lang-9"


def page_form(client, address, **changes):
    """The form that stands on a page, filled in as it was opened."""
    page = client.get(address)
    data = form_on(page, address.split("?")[0]) or form_on(page, None)
    assert data, f"no form on {address}"
    return Submission(client, address, {**data, **changes})


def with_password(cast, role):
    user = User.objects.get(pk=cast.users[role].pk)
    user.set_password(PASSWORD)
    user.save()
    return user


def login(cast):
    with_password(cast, "member")
    return Submission(Client(), "/accounts/login/", {"username": "member", "password": PASSWORD})


def logout(cast):
    return Submission(cast.client("member"), "/accounts/logout/")


def confirm_password(cast):
    client = Client()
    client.force_login(with_password(cast, "member"))
    return Submission(client, "/accounts/confirm/?next=/members/", {"password_again": PASSWORD})


def password_change(cast):
    client = Client()
    client.force_login(with_password(cast, "member"))
    words = {"old_password": PASSWORD, "new_password1": PASSWORD + "x", "new_password2": PASSWORD + "x"}
    return Submission(client, "/accounts/password/change/", words)


def password_reset(cast):
    return Submission(Client(), "/accounts/password/reset/", {"text": cast.people["member"].email})


def new_password(cast):
    mail = AccountMail.objects.create(
        user=cast.users["member"], kind=AccountMailKind.PASSWORD_RESET, requested_at=NOW
    )
    client = Client()
    client.get(f"/accounts/password/{token_of(AccountMail.objects.get(pk=mail.pk))}/")
    words = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    return Submission(client, "/accounts/password/new/", words)


def meeting_new(cast):
    return page_form(cast.client("secretary"), "/meetings/new/?type=assembly", act="publish")


def meeting_edit(cast):
    meeting = make_planned(cast, day=TODAY + timedelta(days=1))
    return page_form(cast.client("secretary"), f"/meetings/{meeting.pk}/edit/", place="二号会议室")


def draft_edit(cast):
    meeting = make_planned(cast, day=TODAY + timedelta(days=1), state=MeetingState.DRAFT)
    return page_form(cast.client("secretary"), f"/meetings/{meeting.pk}/edit/", place="二号会议室")


def theme_edit(cast):
    meeting = make_planned(cast, MeetingKind.LIFE, day=TODAY + timedelta(days=1), evaluation_year=2026)
    return page_form(cast.client("secretary"), f"/meetings/{meeting.pk}/edit/", theme="对照检视")


def meeting_publish(cast):
    meeting = make_planned(cast, day=TODAY + timedelta(days=1), state=MeetingState.DRAFT)
    return Submission(cast.client("secretary"), f"/meetings/{meeting.pk}/publish/", {"version": "0"})


def meeting_move(cast):
    meeting = make_planned(cast, day=TODAY + timedelta(days=1))
    return page_form(cast.client("secretary"), f"/meetings/{meeting.pk}/move/", date="2026-11-26")


def meeting_cancel(cast):
    meeting = make_planned(cast, day=TODAY + timedelta(days=1))
    return page_form(cast.client("secretary"), f"/meetings/{meeting.pk}/cancel/", reason="书记出差")


def coming(cast):
    return make_planned(cast, MeetingKind.ASSEMBLY, day=TODAY + timedelta(days=1))


def come(cast):
    return Submission(cast.client("member"), f"/meetings/{coming(cast).pk}/come/", {"revision": "0"})


def ask_leave(cast):
    words = {"reason": "other", "text": "家里有事", "revision": "0"}
    return page_form(cast.client("member"), f"/meetings/{coming(cast).pk}/leave/", **words)


def leave_of(cast):
    return LeaveRequest.objects.create(
        meeting=coming(cast), person=cast.people["member"], reason=LeaveReason.COURT, asked_at=NOW
    )


def withdraw_leave(cast):
    return Submission(cast.client("member"), f"/meetings/{leave_of(cast).meeting_id}/leave/withdraw/")


def decide_leave(cast):
    return Submission(cast.client("secretary"), f"/leaves/{leave_of(cast).pk}/", {"decision": "approve"})


def answer(cast):
    token = answer_token(coming(cast), cast.people["member"].pk)
    return Submission(Client(), f"/r/{token}/", {"act": "leave", "reason": "other", "text": "家里有事"})


def meeting_backfill(cast):
    address = "/meetings/backfill/?type=lecture"
    words = {"day": "2026-11-10", "theme": "学习贯彻全会精神", "agenda": "讲授党课\n讨论"}
    return page_form(cast.client("secretary"), address, **words)


def meeting_begin(cast):
    return Submission(cast.client("secretary"), f"/meetings/{make_planned(cast).pk}/begin/")


def backfill_scheduled(cast):
    meeting = make_planned(cast, day=TODAY - timedelta(days=1))
    return Submission(cast.client("secretary"), f"/meetings/{meeting.pk}/backfill/")


def attendance(cast):
    meeting = make_begun(cast)
    mark = f"{cast.people['committee'].pk}:leave:court"
    return Submission(cast.client("secretary"), f"/meetings/{meeting.pk}/attendance/", {"mark": mark})


def minutes(cast):
    meeting = make_held(cast)
    first, second = meeting.agenda.all()
    typed = {
        f"item-{first.pk}-discussion": "高书明：已传达。",
        f"item-{second.pk}-resolution-new0-text": "同意",
        f"item-{second.pk}-resolution-new0-votes_for": "3",
        f"item-{second.pk}-action-new0-text": "整理名册",
        f"item-{second.pk}-action-new0-owner_id": str(cast.people["committee"].pk),
        f"item-{second.pk}-action-new0-due_on": "2026-11-30",
        "new_item": "其他事项",
    }
    return page_form(cast.client("secretary"), f"/meetings/{meeting.pk}/minutes/", **typed)


def meeting_close(cast):
    return Submission(cast.client("secretary"), f"/meetings/{make_begun(cast).pk}/close/")


def meeting_archive(cast):
    meeting = make_complete(cast)
    return Submission(
        cast.client("secretary"), f"/meetings/{meeting.pk}/archive/", {"seen": record_of(meeting).stamp}
    )


def meeting_correct(cast):
    meeting = make_archived(cast)
    return page_form(cast.client("secretary"), f"/meetings/{meeting.pk}/correct/", text="第二项应为同意")


def meeting_nudge(cast):
    return Submission(cast.client("secretary"), f"/meetings/{make_held(cast).pk}/nudge/")


def action_of(cast):
    meeting = write_everything(make_held(cast))
    return ActionItem.objects.create(
        meeting=meeting,
        item=meeting.agenda.first(),
        text="整理名册",
        owner=cast.people["committee"],
        due_on=TODAY,
    )


def action_done(cast):
    address = f"/decisions/{action_of(cast).pk}/done/"
    return Submission(cast.client("committee"), address, {"note": "已整理"})


def action_nudge(cast):
    return Submission(cast.client("secretary"), f"/decisions/{action_of(cast).pk}/nudge/")


def nudge_leader(cast):
    return Submission(cast.client("secretary"), f"/board/nudge/{cast.group.pk}/?period=2026-11")


def explain(cast):
    address = "/board/explain/?kind=assembly&period=2026-Q3"
    return Submission(
        cast.client("secretary"), address, {"version": "0", "text": "书记在外培训", "made_up_by": ""}
    )


def ledger_export(cast):
    make_archived(cast)
    words = {"period": "last4q", "current": "1", "by": "kind", "branch": cast.branch.pk, "as": "pdf"}
    return Submission(cast.client("secretary"), "/ledger/export/", words)


def evaluation_brief(cast):
    return Submission(cast.client("partner"), "/evaluation/2026/brief/", {"group": ""})


def ledger_binder(cast):
    make_archived(cast)
    words = {"period": "last4q", "current": "1", "by": "kind", "branch": cast.branch.pk}
    return Submission(cast.client("secretary"), "/ledger/binder/", words)


def meeting_file(cast):
    address = f"/meetings/{make_archived(cast).pk}/file/"
    return Submission(cast.client("secretary"), address, {"file": "attendance.docx"})


def job_cancel(cast):
    job = start(
        kind=JobKind.LEDGER_BINDER,
        asked={"branch": cast.branch.pk, "period": "last4q", "by": "kind"},
        user=cast.users["secretary"],
        total=3,
        now=NOW,
    )
    return Submission(cast.client("secretary"), f"/jobs/{job.pk}/cancel/")


def notice_of(cast):
    row = make_row(cast.people["member"], channel="in_app", branch=cast.branch, state="sent")
    return Notice.objects.create(row=row, person=cast.people["member"], title="通知", url="/me/", at=NOW)


def notice_open(cast):
    return Submission(cast.client("member"), f"/notices/{notice_of(cast).pk}/open/")


def notices_read(cast):
    notice_of(cast)
    return Submission(cast.client("member"), "/notices/read/")


def outbox_resend(cast):
    row = make_row(cast.people["member"], branch=cast.branch, state="dead")
    return Submission(cast.client("secretary"), f"/outbox/{row.pk}/resend/", {"rule": "nudge"})


def outbox_call_back(cast):
    row = make_row(cast.people["member"], branch=cast.branch)
    return Submission(cast.client("secretary"), f"/outbox/{row.pk}/cancel/")


def reveal_id_number(cast):
    return Submission(cast.client("secretary"), f"/members/{cast.people['member'].pk}/id-number/")


def people_export(cast):
    words = {"kind": "lawyer", "on": "2026-05-01", "q": "明"}
    return Submission(cast.client("secretary"), "/members/export/", words)


def invite(cast):
    return Submission(cast.client("secretary"), f"/members/{cast.people['fifth'].pk}/invite/")


def face(cast):
    return Submission(cast.client("committee"), "/face/", {"face": "partner"})


def invite_all(cast):
    return page_form(cast.client("secretary"), "/members/accounts/invite/?circle=branch")


def account_switch(cast):
    address = f"/members/{cast.people['member'].pk}/account/"
    return Submission(cast.client("admin"), address, {"active": "0"})


def fact_form(cast, act, who="member", **typed):
    address = f"/members/{cast.people[who].pk}/{act}/"
    return page_form(cast.client("secretary"), address, **typed)


def standing_change(cast):
    words = {"standing": "suspended", "since": "2026-11-01", "document_number": "省直党委〔2026〕8号"}
    return fact_form(cast, "standing", **words)


def restriction_change(cast):
    words = {"kind": "probation", "since": "2026-11-01", "document_number": "省直党委〔2026〕9号"}
    return fact_form(cast, "restriction", "seventh", **words)


def end_restriction(cast):
    cast.people["member"].restrictions.create(kind="probation", since="2026-01-01")
    return fact_form(cast, "restriction", until="2026-11-01", end_document="省直党委〔2026〕10号")


def relation_change(cast):
    return fact_form(cast, "relation", relation="outflow", since="2026-11-01")


def exemption_change(cast):
    return fact_form(cast, "exemption", ground="ill", since="2026-11-01")


def end_exemption(cast):
    cast.people["member"].exemptions.create(ground="ill", since="2026-01-01")
    return fact_form(cast, "exemption", until="2026-11-01")


def group_change(cast):
    return fact_form(cast, "group", "sixth", group=str(cast.group.pk), since="2026-11-01")


def fact_correct(cast):
    row = cast.people["member"].standings.earliest("since")
    address = f"/members/{cast.people['member'].pk}/correct/?axis=standing&row={row.pk}"
    return page_form(cast.client("secretary"), address, note="核对原件", reason="核对了入党志愿书")


def partner_change(cast):
    return fact_form(cast, "partner", "lawyer", since="2026-11-01", is_partner="on")


def elected(row, person, role):
    return {f"seat-{row}-person": person.pk, f"seat-{row}-roles": role}


def term_new(cast):
    address = f"/branches/{cast.branch.pk}/terms/new/"
    words = {"since": "2026-11-10", "document_number": "省直党委〔2026〕21号", "note": "支部合并"}
    for row, (who, role) in enumerate(
        (("secretary", "secretary"), ("committee", "organisation"), ("sixth", "publicity"))
    ):
        words |= elected(row, cast.people[who], role)
    return page_form(cast.client("secretary"), address, **words)


def term_edit(cast):
    """The third of the committee resigned, and somebody else came in."""
    term = cast.term
    words = {"seat-2-until": "2026-10-01", "seat-3-since": "2026-10-01"}
    return page_form(
        cast.client("secretary"),
        f"/terms/{term.pk}/edit/",
        **words,
        **elected(3, cast.people["leader"], "publicity"),
    )


def person_new(cast):
    words = {"name": "钱新明", "kind": "lawyer", "joined_on": "2026-11-01", "email": "qian@example.com"}
    return page_form(cast.client("secretary"), "/members/new/", **words)


def person_edit(cast):
    address = f"/members/{cast.people['member'].pk}/edit/"
    return page_form(cast.client("secretary"), address, phone="13900001111")


def my_data(cast):
    return page_form(cast.client("member"), "/me/data/", phone="13900002222")


def calendar_link(cast):
    return page_form(cast.client("member"), "/me/calendar/")


def holidays(cast):
    days = '{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}'
    return page_form(cast.client("clerk"), "/settings/holidays/", text=days, confirmed="1")


def calendar_revoke(cast):
    make_calendar_link(user=cast.users["member"], now=NOW)
    return Submission(cast.client("member"), "/me/calendar/revoke/")


def group_new(cast):
    return page_form(cast.client("secretary"), f"/branches/{cast.branch.pk}/groups/new/", name="青年党小组")


def group(cast):
    return page_form(cast.client("committee"), f"/groups/{cast.group.pk}/", name="诉讼党小组")


def group_dissolve(cast):
    empty, _ = PartyGroup.objects.get_or_create(
        branch=cast.branch, number=9, name="第九党小组", founded_on=date(2015, 1, 1)
    )
    return page_form(cast.client("clerk"), f"/groups/{empty.pk}/dissolve/")


# By the name of the address; a second one for an address that shows another form in another state.
def branch_settings_edit(cast):
    return page_form(cast.client("secretary"), "/settings/branch/edit/?kind=committee", place="党员活动室")


def whole_branch_edit(cast):
    return page_form(cast.client("secretary"), "/settings/branch/edit/", minutes_due_days="5")


def branch_settings_withdraw(cast):
    since = TODAY + timedelta(days=5)
    KindSetting.objects.create(branch=cast.branch, kind="committee", since=since, every="month", times=2)
    words = {"kind": "committee", "since": since.isoformat()}
    return Submission(cast.client("secretary"), "/settings/branch/withdraw/", words)


def robot_new(cast):
    webhook = f"https://oapi.dingtalk.com/robot/send?access_token={KEY}"
    words = {"kind": "dingtalk", "name": "新的群", "webhook": webhook, "secret": SECRET}
    return page_form(cast.client("secretary"), "/settings/robots/new/", **words)


def a_robot(cast):
    return make_robot(cast.branch, name=f"群{Robot.objects.count()}")


def robot(cast):
    address = f"/settings/robots/{make_robot(cast.branch, name=f'群{Robot.objects.count()}').pk}/"
    return page_form(cast.client("secretary"), address, name="支部学习群")


def robot_switch(cast):
    address = f"/settings/robots/{make_robot(cast.branch, name=f'群{Robot.objects.count()}').pk}/switch/"
    return Submission(cast.client("secretary"), address, {"to": "off"})


def robot_test(cast):
    return Submission(
        cast.client("secretary"),
        f"/settings/robots/{make_robot(cast.branch, name=f'群{Robot.objects.count()}').pk}/test/",
    )


SUBMISSIONS = {
    make.__name__: make
    for make in (
        *(
            login,
            logout,
            confirm_password,
            password_change,
            password_reset,
            new_password,
            reveal_id_number,
            people_export,
            invite,
            invite_all,
            account_switch,
        ),
        *(meeting_new, meeting_edit, meeting_publish, meeting_move, meeting_cancel, meeting_backfill),
        *(come, ask_leave, withdraw_leave, decide_leave, answer, meeting_begin, backfill_scheduled),
        *(attendance, minutes, meeting_close, meeting_archive, meeting_correct, meeting_nudge),
        *(action_done, action_nudge, nudge_leader, explain, ledger_export),
        *(branch_settings_edit, branch_settings_withdraw),
        *(group_new, group, group_dissolve),
        *(robot_new, robot, robot_switch, robot_test),
        *(standing_change, restriction_change, relation_change, exemption_change, group_change, fact_correct),
        *(term_new, term_edit),
        *(partner_change, person_new, person_edit, my_data),
        *(ledger_binder, evaluation_brief, meeting_file, job_cancel),
        *(calendar_link, calendar_revoke, holidays),
        *(notice_open, notices_read, outbox_resend, outbox_call_back, face),
        *POLL_STEPS,
        *FEEDBACK_STEPS,
        *ROUND_STEPS,
    )
}
MORE_FORMS = {
    make.__name__: make
    for make in (end_restriction, end_exemption, draft_edit, theme_edit, whole_branch_edit)
}
# The page of an empty program has its own tests, because nothing may be there: tests/members/test_accounts.py.
WITHOUT_ANYTHING = {"first_run"}
