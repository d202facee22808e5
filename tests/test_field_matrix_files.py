"""Who finds which words in what is handed out or sent: files, calendars, mails, notices, group messages (row 10).

Who may read what is the table of test_field_matrix.py. `HELD_BY` names the words that somebody does find in each kind of
thing, so that this fails as well where nothing could be read at all.
"""

import ast
from collections import defaultdict
from datetime import timedelta

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from activities.meetings.views.papers import PAPERS, TYPES
from activities.notices.models import Notice
from activities.reminders import commands
from members.commands.calendar_links import make_calendar_link

from .activities.evaluations.round_world import make_running, part, told_things, voted_on_paper, written_about
from .activities.notices.sinks import OK, make_robot, serving
from .conftest import NOW, ROLES
from .files import words_of_file
from .test_field_matrix import CIRCLES, EMAIL, PHONE, READERS, plant
from .test_structure import modules

# Everybody of the branch reads along in its group, and the service that carries it too.
GROUP = "群"
READERS_IN_GROUP = {"大会的房间", "学习会的房间"}
SAID = {f"{circle}上说的话" for circle in CIRCLES.values()}
TO_DISCUSS = {f"{circle}要议的事" for circle in CIRCLES.values()}
ROOMS = {f"{circle}的房间" for circle in CIRCLES.values()}
RESOLVED = {"支委会公开的决议", "支委会不公开的决议"}
RECORD = SAID | TO_DISCUSS | RESOLVED
CONTACT = {PHONE, EMAIL}
OF_ONE = {"评定写的理由", "异议写的话", "答复写的话", "整改写的事"}
HELD_BY = {
    "人员名册 xlsx": CONTACT,
    "台账 pdf": TO_DISCUSS | RESOLVED | {"没有召开的缘由"},
    "台账 xlsx": TO_DISCUSS | RESOLVED,
    "合订本 pdf": RECORD | {"没有召开的缘由"},
    "记录 pdf": RECORD,
    "记录 docx": RECORD,
    **{f"后台人员 {kind}": CONTACT for kind in ("xlsx", "csv")},
    **{f"后台权利限制 {kind}": {"留党察看", "限制的说明", "发文号〔2026〕"} for kind in ("xlsx", "csv")},
    **dict.fromkeys(("评议registrations pdf", "评议registrations docx"), OF_ONE),
    **dict.fromkeys(("评议registration pdf", "评议registration docx"), OF_ONE),
    # What somebody is expected at: the secretary stands in no Party group, and goes to every other meeting.
    "日历订阅": TO_DISCUSS | ROOMS,
    "邮件": TO_DISCUSS | ROOMS,
    "邮件里的日历": TO_DISCUSS | ROOMS | {EMAIL},
    "群消息": READERS_IN_GROUP,
}
# Must have been handed out, though none of the words stands in them.
WITHOUT = {
    *("评议summary pdf", "评议summary docx", "评议report pdf", "评议report docx"),
    "考勤表 pdf",
    "考勤表 docx",
    "签到表 pdf",
    "签到表 docx",
    "站内通知",
    "评议简报 pdf",
    "后台党内身份 xlsx",
    "后台委员会职务 xlsx",
}
# No roles of the table, but something is sent to them: members of the branch, the last two of no Party group.
BESIDE = ("fifth", "probationary", "sixth", "seventh")
OF_NO_GROUP = BESIDE[2:]
# The views that hand a file out, by the name of their function: what is not asked for below must not grow in silence.
HANDED_OUT_BY = {
    "meeting_file",
    "people_export",
    "ledger_export",
    "ledger_binder",
    "evaluation_brief",
    "evaluation_file",
    # To its owner alone, what ledger_binder had made by a worker.
    "job_file",
    "feed",
    # Of the admin site: the export, an empty template, and the sender's own wrong lines.
    "export_file",
    "template_file",
    "errors_file",
}


@pytest.fixture
def found(cast, frozen, settings):
    """{(kind of thing, reader): the words of the table in it} of one world, over all roles."""
    meetings = plant(cast)
    keeper, member = cast.users["secretary"], cast.people["member"]
    told = told_things(cast.branch, member, keeper, meetings[0])["case"].participant
    voted_on_paper(told)
    running = make_running(cast)
    written_about(part(running, cast, "member"), part(running, cast, "leader"), keeper)
    found = defaultdict(set)
    for thing, reader, text in (*files(cast, meetings), *calendars(cast), *messages(cast, settings)):
        found[thing, reader] |= {word for word in READERS if word in text}
    return found


def files(cast, meetings):
    """(kind of file, role, what it says) of every file that a role is given."""
    for role in ROLES:
        client = cast.client(role)
        for thing, address, typed in requests_for_files(cast):
            yield from saying(thing, role, client.post(address, typed))
        for name, paper in PAPERS.items():
            for kind in TYPES:
                thing = f"{paper.label} {kind}"
                for meeting in meetings:
                    told = list(
                        saying(
                            thing,
                            role,
                            client.post(f"/meetings/{meeting.pk}/file/", {"file": f"{name}.{kind}"}),
                        )
                    )
                    yield from told
                    # A PDF takes long, and whose it is was decided before its kind: one of a meeting is enough.
                    if told and kind == "pdf" and role != "secretary":
                        break


def saying(thing, role, answer):
    if "attachment" in answer.headers.get("Content-Disposition", ""):
        yield thing, role, words_of_file(answer)


def requests_for_files(cast):
    """(kind of file, address, what is posted to it) of all but the papers of a meeting."""
    yield "人员名册 xlsx", "/members/export/", {}
    period = {"period": "last4q", "current": "1", "by": "kind", "branch": cast.branch.pk}
    for kind in ("pdf", "xlsx"):
        yield f"台账 {kind}", "/ledger/export/", {**period, "as": kind}
    yield "合订本 pdf", "/ledger/binder/", period
    for name in ("registrations", "registration", "summary", "report"):
        for kind in TYPES:
            yield f"评议{name} {kind}", f"/evaluation/{NOW.year - 1}/file/", {"file": f"{name}.{kind}"}
    yield "评议简报 pdf", f"/evaluation/{NOW.year}/brief/", {}
    for page in admin.site._registry.values():
        for kind in getattr(page, "transfer_formats", ()):
            address = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_export")
            yield f"后台{page.opts.verbose_name} {kind}", address, {"kind": kind}


def calendars(cast):
    """(thing, role, what the calendar of the role's login says)."""
    for role in ROLES[1:]:
        if role in cast.people:
            token = make_calendar_link(user=cast.users[role], now=NOW)
            yield "日历订阅", role, words_of_calendar(Client().get(f"/cal/{token}.ics").content)


def messages(cast, settings):
    """(thing, reader, what it says) of all that goes out in the day after the meetings were called."""
    make_robot(cast.branch)
    with serving(OK["wecom"]) as sink:
        settings.ROBOT_TEST_ADDRESS = sink.address
        for later in (timedelta(minutes=2), timedelta(hours=23)):
            commands.look(now_func=lambda later=later: NOW + later)
    for text in sink.texts:
        yield "群消息", GROUP, text
    role_of = {person.pk: role for role, person in cast.people.items()}
    for notice in Notice.objects.all():
        yield "站内通知", role_of[notice.person_id], notice.title
    role_of_address = {person.email: role for role, person in cast.people.items()}
    for message in mail.outbox:
        role = role_of_address[message.to[0]]
        for piece in message.message().walk():
            if piece.get_content_type() == "text/calendar":
                yield "邮件里的日历", role, words_of_calendar(piece.get_payload(decode=True))
            elif piece.get_content_maintype() == "text":
                yield "邮件", role, message.subject + piece.get_payload(decode=True).decode()


def words_of_calendar(content):
    """Every value of every component, unfolded."""
    return "\n".join(str(value) for part in Calendar.from_ical(content).walk() for value in part.values())


def may_read(reader):
    if reader == GROUP:
        return READERS_IN_GROUP
    if reader not in BESIDE:
        return {word for word, readers in READERS.items() if reader in readers}
    may = {word for word in (*SAID, *TO_DISCUSS, *ROOMS) if "member" in READERS[word]}
    return {word for word in may if reader not in OF_NO_GROUP or not word.startswith("小组会")}


def test_nobody_finds_a_word_that_is_not_theirs_in_a_file_or_a_message(found):
    leaks = {key: words - may_read(key[1]) for key, words in found.items() if words - may_read(key[1])}
    assert leaks == {}
    held = {thing: set().union(*(found[key] for key in found if key[0] == thing)) for thing, _ in found}
    assert {thing: words for thing, words in held.items() if words} == HELD_BY
    assert held.keys() >= WITHOUT


def test_every_view_that_hands_out_a_file_is_asked_above():
    makers = {"download", "answer_with", "FileResponse"}
    views = {
        function.name
        for path, module in modules()
        if ".views" in module or module.endswith("transfer.pages")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and (
            getattr(node.func, "id", "") in makers
            or any(
                word.arg == "content_type" and "calendar" in ast.unparse(word.value) for word in node.keywords
            )
        )
    }
    assert views == HANDED_OUT_BY
