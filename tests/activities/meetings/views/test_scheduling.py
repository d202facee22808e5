"""安排会议 at the level of pages: two clicks, a third for today, and every refusal at its field."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from activities.meetings.choices import MeetingKind, MeetingState
from activities.meetings.commands import scheduling as commands
from activities.meetings.commands.scheduling import create_meeting, edit_meeting
from activities.meetings.forms import scheduling as forms
from activities.meetings.models import ActionItem, Meeting
from activities.meetings.rules import scheduling as rules
from activities.meetings.views import scheduling as views
from lawfirm_party.common.dates import SHANGHAI, at, local_day
from tests import factories
from tests.activities.meetings.plans import make_plan
from tests.activities.notices.outbox import make_row
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
NEW = "/meetings/new/?type=committee&period=2026-11"


def fields_of(form, **changes):
    """What a browser would send back from an untouched form."""
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            if value:
                data[bound.html_name] = "on"
        elif value is not None:
            data[bound.html_name] = value
    return {**data, **changes}


@pytest.fixture
def secretary(cast, frozen):
    return cast.client("secretary")


def opened(client, address=NEW, **changes):
    page = client.get(address)
    assert page.status_code == 200
    return fields_of(page.context["form"], **changes)


def errors_of(page):
    assert page.status_code == 422
    return {name: list(found) for name, found in page.context["form"].errors.items()}


def made(cast, publish=True, **changes):
    return create_meeting(
        user=cast.users["secretary"], now=NOW, data=make_plan(cast, **changes), publish=publish
    )


# ---- the walk


def test_t1_the_missing_committee_meeting_is_scheduled_in_two_clicks(cast, secretary):
    answer = secretary.post(NEW, opened(secretary, act="publish"))
    meeting = Meeting.objects.get()
    assert (answer.status_code, answer.url) == (302, meeting.get_absolute_url())
    assert meeting.state == MeetingState.SCHEDULED
    assert meeting.title == "2026年11月支部委员会会议"
    assert meeting.starts_at.astimezone(SHANGHAI) == at(date(2026, 11, 23), 15)
    assert (meeting.host, meeting.recorder) == (cast.people["secretary"], cast.people["committee"])
    assert meeting.agenda.count() == 2


def test_t1_a_third_click_chooses_today(cast, time_machine):
    time_machine.move_to(datetime(2026, 11, 30, 23, 56, 30, tzinfo=SHANGHAI), tick=False)
    secretary = cast.client("secretary")
    page = secretary.get(NEW)
    (chip,) = [chip for chip in page.context["form"].chips if chip.value.startswith("now")]
    assert "今天，现在 23:56" in chip.label
    secretary.post(NEW, fields_of(page.context["form"], act="publish", when=chip.value))
    assert Meeting.objects.get().starts_at.astimezone(SHANGHAI) == at(date(2026, 11, 30), 23, 56)


def test_choosing_today_on_a_rest_day_needs_no_fourth_click(cast, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 10, 2, 0, tzinfo=SHANGHAI), tick=False)
    secretary = cast.client("secretary")
    page = secretary.get(NEW)
    chip = page.context["form"].chips[-1]
    assert chip.mark == "休"
    secretary.post(NEW, fields_of(page.context["form"], act="publish", when=chip.value))
    assert Meeting.objects.get().starts_at.astimezone(SHANGHAI) == at(date(2026, 11, 22), 10, 5)


def test_past_midnight_today_is_asked_again(cast, secretary):
    data = opened(secretary, act="publish", when="now@2026-11-17")
    assert errors_of(secretary.post(NEW, data)) == {"when": [forms.PAST_MIDNIGHT]}


def test_f11_a_double_click_makes_one_meeting_and_gives_the_same_answer(cast, secretary):
    data = opened(secretary, act="publish")
    answers = {secretary.post(NEW, data).url for _ in range(3)}
    assert answers == {Meeting.objects.get().get_absolute_url()}


def test_the_other_button_keeps_a_draft(cast, secretary):
    secretary.post(NEW, opened(secretary, act="draft"))
    assert Meeting.objects.get().state == MeetingState.DRAFT


def test_what_is_still_open_is_carried_in_and_what_was_usual_is_proposed(cast, secretary):
    for day in (date(2026, 8, 27), date(2026, 9, 24), date(2026, 10, 22)):
        last = factories.make_meeting(
            cast.branch,
            MeetingKind.COMMITTEE,
            day,
            16,
            state="held",
            place="二号会议室",
            recorder=cast.people["lawyer"],
        )
    item = last.agenda.create(position=1, title="议题")
    for done in (None, None, date(2026, 11, 1)):
        ActionItem.objects.create(
            meeting=last,
            item=item,
            text="联系社区",
            owner=cast.people["member"],
            due_on=date(2026, 12, 1),
            done_on=done,
        )
    form = secretary.get(NEW).context["form"]
    assert [chip.label for chip in form.chips[:2]] == ["11月26日 周四 16:00", "11月25日 周三 16:00"]
    assert form["place"].value() == "二号会议室"
    assert form["recorder"].value() == cast.people["lawyer"].pk
    assert form["item_3"].value() == "上次议定事项落实（2 项）"


def test_the_page_says_who_is_expected_and_how_many_vote(cast, secretary):
    text = secretary.get("/meetings/new/?type=assembly").content.decode()
    assert "应到 9 人，应到会有表决权 8 人" in text and "郑预明" in text


def test_a_group_meeting_opens_with_the_group(cast, frozen):
    client = cast.client("leader")
    page = client.get("/meetings/new/")
    proposal = page.context["proposal"]
    assert (proposal.kind, proposal.group, proposal.host_id) == (
        "group",
        cast.group,
        cast.people["leader"].pk,
    )
    assert client.post("/meetings/new/", fields_of(page.context["form"], act="publish")).status_code == 302
    assert Meeting.objects.get().title == "2026年11月第一党小组会"


def test_r_mtg_6_last_years_life_meeting_may_still_be_scheduled_in_march(cast, time_machine):
    time_machine.move_to(datetime(2027, 2, 1, 10, 0, tzinfo=SHANGHAI), tick=False)
    secretary = cast.client("secretary")
    address = "/meetings/new/?type=life&period=2026"
    secretary.post(address, opened(secretary, address, act="publish"))
    meeting = Meeting.objects.get()
    assert (meeting.evaluation_year, meeting.title) == (2026, "2026年度组织生活会")


def test_r_mtg_6_next_years_life_meeting_can_be_scheduled_and_is_named_after_its_year(cast, secretary):
    address = "/meetings/new/?type=life"
    chosen = {"when": "other", "date": "2027-12-01", "start_time": "15:00", "evaluation_year": "2027"}
    assert secretary.post(address, opened(secretary, address, act="publish", **chosen)).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.evaluation_year, meeting.title) == (2027, "2027年度组织生活会")


def test_r_mtg_6_a_year_that_does_not_fit_the_day_is_refused_at_its_field(cast, secretary):
    address = "/meetings/new/?type=life"
    page = secretary.post(address, opened(secretary, address, act="publish", evaluation_year="2025"))
    assert page.status_code == 422
    assert "2025年度的组织生活会" in page.context["form"].errors["evaluation_year"][0]


def test_r_mtg_6_a_day_of_another_year_opens_with_that_year(cast, secretary):
    form = secretary.get("/meetings/new/?type=life&date=2027-06-01").context["form"]
    assert form["evaluation_year"].value() == 2027


def test_a_period_that_is_over_leads_to_backfilling(cast, secretary):
    answer = secretary.get("/meetings/new/?type=committee&period=2026-10")
    assert (answer.status_code, answer.url) == (302, "/meetings/backfill/?type=committee&period=2026-10")


@pytest.mark.parametrize("day", ["2026-11-17", "2028-11-19", "9999-12-31"])
def test_a_day_on_which_nothing_can_be_scheduled_opens_the_form_without_it(secretary, day):
    page = secretary.get(f"/meetings/new/?type=committee&date={day}")
    assert page.status_code == 200
    assert page.context["form"]["when"].value() != "other"


def test_a_date_in_the_address_opens_as_the_chosen_day(cast, secretary):
    form = secretary.get("/meetings/new/?type=committee&date=2026-12-03").context["form"]
    assert (form.chosen, form["date"].value()) == ("other", date(2026, 12, 3))


def test_a_day_in_another_month_takes_its_title_along(cast, secretary):
    data = opened(secretary, act="publish", when="other", date="2026-12-03", start_time="15:00")
    secretary.post(NEW, data)
    assert Meeting.objects.get().title == "2026年12月支部委员会会议"


# ---- bad input


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"when": "other", "date": "2026-02-30", "start_time": "15:00"}, "date", forms.NO_SUCH_DATE),
        ({"when": "other", "date": "9999-12-31", "start_time": "23:59"}, "date", forms.NO_SUCH_DATE),
        ({"when": "other", "date": "", "start_time": "15:00"}, "date", forms.NO_SUCH_DATE),
        ({"when": "other", "date": "2026-12-03", "start_time": "25:61"}, "start_time", forms.NO_SUCH_TIME),
        (
            {"when": "other", "date": "2026-12-03", "start_time": "15:00", "end_time": "14:00"},
            "end_time",
            rules.END_BEFORE_START,
        ),
        ({"when": "other", "date": "2026-11-17", "start_time": "15:00"}, "when", rules.IN_THE_PAST),
        ({"when": "2026-11-30T15:00", "date": "2026-12-03"}, "date", forms.TWO_TIMES),
        ({"when": "9999-12-31T23:59"}, "when", forms.CHOOSE_TIME),
        ({"when": "下周四"}, "when", forms.CHOOSE_TIME),
        ({"when": ""}, "when", forms.CHOOSE_TIME),
        ({"host": "999999"}, "host", forms.NO_SUCH_PERSON),
        ({"host": "9" * 40}, "host", forms.NO_SUCH_PERSON),
        ({"host": ""}, "host", "请选择主持人。"),
        ({"guests": ["999999"]}, "guests", forms.NO_SUCH_PERSON),
        ({"title": ""}, "title", "请填写会议名称。"),
        ({"title": "长" * 81}, "title", "最多 80 个字。"),
        ({"place": "x" * 1_000_000}, "place", "最多 60 个字。"),
        ({"item_1": "长" * 121}, "item_1", "最多 120 个字。"),
        ({"item_1": "", "item_2": ""}, "item_1", commands.AGENDA_MISSING),
    ],
)
def test_bad_input_is_told_at_its_field_and_what_was_typed_stays(cast, secretary, changes, field, sentence):
    page = secretary.post(NEW, opened(secretary, **{"act": "publish", "theme": "x", **changes}))
    assert errors_of(page) == {field: [sentence]}
    assert sentence in page.content.decode()
    assert page.context["form"][field].value() == changes.get(field, page.context["form"][field].value())
    assert not Meeting.objects.exists()


def test_a_person_of_another_firm_is_in_no_list(cast, secretary):
    stranger = factories.make_person(factories.make_firm(), "他所员")
    page = secretary.post(NEW, opened(secretary, act="publish", recorder=stranger.pk))
    assert errors_of(page) == {"recorder": [forms.NO_SUCH_PERSON]}


def test_a_rest_day_asks_with_a_tick(cast, secretary):
    data = opened(secretary, act="publish", when="other", date="2026-11-21", start_time="15:00")
    page = secretary.post(NEW, data)
    assert list(errors_of(page)) == ["confirm_rest_day"]
    assert "确认在休息日召开" in page.content.decode()
    assert secretary.post(NEW, {**data, "confirm_rest_day": "on"}).status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "type=nothing",
        "type=group&group=999999",
        "type=group&group=x",
        "type=committee&branch=999999",
        "type=committee&period=2026-13",
        "type=committee&period=下个月",
        "type=committee&date=2026-02-30",
        "type=committee&branch=" + "9" * 40,
    ],
)
def test_an_address_that_names_nothing_is_not_found(cast, secretary, query):
    assert secretary.get(f"/meetings/new/?{query}").status_code == 404


def test_unknown_fields_change_nothing(cast, secretary):
    secretary.post(
        NEW, opened(secretary, act="publish", state="archived", revision="9", branch="1", number="7")
    )
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.revision, meeting.number, meeting.branch) == (
        "scheduled",
        0,
        None,
        cast.branch,
    )


# ---- who may


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        ("anonymous", "committee", 302),
        ("outsider", "committee", 403),
        ("lawyer", "study", 403),
        ("member", "assembly", 403),
        ("leader", "committee", 403),
        ("leader", "group", 200),
        ("partner", "partners", 403),
        ("committee", "committee", 403),
        ("committee", "assembly", 200),
        ("committee", "group", 403),
        ("committee_only", "study", 200),
        ("secretary", "partners", 200),
        ("clerk", "committee", 403),
        ("admin", "committee", 403),
    ],
)
def test_who_may_schedule_which_kind(cast, frozen, role, kind, status):
    client = cast.client(role)
    address = f"/meetings/new/?type={kind}"
    assert client.get(address).status_code == status
    assert client.post(address, {"act": "publish"}).status_code == (422 if status == 200 else status)
    assert not Meeting.objects.exists()


def test_a_branch_of_another_firm_or_a_group_of_another_branch_is_not_there(cast, secretary):
    other = factories.make_branch()
    strange = factories.make_group(other)
    assert secretary.get(f"/meetings/new/?type=assembly&branch={other.pk}").status_code == 404
    assert secretary.get(f"/meetings/new/?type=group&group={strange.pk}").status_code == 404


ACTS = ("edit", "move", "cancel")


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("anonymous", 302),
        ("outsider", 404),
        ("member", 404),
        ("partner", 404),
        ("committee", 403),
        ("secretary", 200),
    ],
)
@pytest.mark.parametrize("act", ACTS)
def test_a_committee_meeting_is_changed_by_the_secretary_alone(cast, frozen, act, role, status):
    meeting = made(cast)
    assert cast.client(role).get(f"/meetings/{meeting.pk}/{act}/").status_code == status


def test_publishing_is_by_post_only(cast, secretary):
    meeting = made(cast, publish=False)
    assert secretary.get(f"/meetings/{meeting.pk}/publish/").status_code == 405
    for _ in range(2):
        assert (
            secretary.post(f"/meetings/{meeting.pk}/publish/", {"version": "0"}).url
            == f"/meetings/{meeting.pk}/"
        )
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.SCHEDULED


def test_a_draft_that_cannot_be_published_opens_for_editing(cast, secretary):
    meeting = made(cast, publish=False, host_id=None)
    answer = secretary.post(f"/meetings/{meeting.pk}/publish/", {"version": "0"})
    assert answer.url == f"/meetings/{meeting.pk}/edit/"


def test_a_stale_publish_is_a_conflict(cast, secretary):
    meeting = made(cast, publish=False)
    Meeting.objects.filter(pk=meeting.pk).update(version=3)
    assert secretary.post(f"/meetings/{meeting.pk}/publish/", {"version": "0"}).status_code == 409


# ---- changes


def test_an_edit_keeps_everything_it_does_not_change(cast, secretary):
    meeting = made(cast, guest_ids=(cast.people["lawyer"].pk,))
    address = f"/meetings/{meeting.pk}/edit/"
    assert secretary.post(address, opened(secretary, address, place="二号会议室")).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, meeting.starts_at) == ("二号会议室", at(date(2026, 11, 26), 15))
    assert [guest.person.name for guest in meeting.guests.all()] == ["卫律明"]
    assert [item.title for item in meeting.agenda.all()] == ["传达学习上级文件精神", "研究发展对象"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "年终支委会"}, "不再另发通知"),
        ({"place": "二号会议室"}, "新的地点会通知收到过会议通知的人"),
        ({"guests": ["partner"]}, "会议通知会发给新列席的 1 人"),
    ],
)
def test_an_edit_says_who_is_told_of_it(cast, secretary, time_machine, changes, said):
    meeting = made(cast)
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    secretary.force_login(cast.users["secretary"])
    address = f"/meetings/{meeting.pk}/edit/"
    if "guests" in changes:
        changes = {"guests": [cast.people[role].pk for role in changes["guests"]]}
    page = secretary.post(address, opened(secretary, address, **changes), follow=True)
    assert said in page.content.decode()


def test_a_draft_is_edited_whole(cast, secretary):
    meeting = made(cast, publish=False)
    address = f"/meetings/{meeting.pk}/edit/"
    secretary.post(
        address, opened(secretary, address, date="2026-11-27", start_time="09:00", end_time="10:00")
    )
    meeting.refresh_from_db()
    assert meeting.starts_at == at(date(2026, 11, 27), 9)


def test_two_editors_lose_nothing(cast, secretary):
    meeting = made(cast)
    address = f"/meetings/{meeting.pk}/edit/"
    data = opened(secretary, address, place="我的地点")
    edit_meeting(
        meeting_id=meeting.pk,
        user=cast.users["secretary"],
        now=NOW,
        data=make_plan(cast, place="别人的地点"),
        version=0,
    )
    page = secretary.post(address, data)
    text = page.content.decode()
    assert page.status_code == 409
    assert "我的地点" in text and "别人的地点" in text
    meeting.refresh_from_db()
    assert meeting.place == "别人的地点"
    again = fields_of(page.context["form"])
    assert secretary.post(address, again).status_code == 302
    meeting.refresh_from_db()
    assert meeting.place == "我的地点"


def test_a_move_clicked_twice_is_one_move(cast, secretary):
    meeting = made(cast)
    address = f"/meetings/{meeting.pk}/move/"
    data = opened(secretary, address, date="2026-12-03")
    assert "改期并通知 3 人" in secretary.get(address).content.decode()
    for _ in range(2):
        assert secretary.post(address, data).url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.revision, meeting.starts_at) == (1, at(date(2026, 12, 3), 15))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"date": "2026-02-30"}, "date", forms.NO_SUCH_DATE),
        ({"date": "2026-11-17"}, "when", rules.IN_THE_PAST),
        ({}, "when", commands.SAME_TIME),
        ({"end_time": "14:00"}, "end_time", rules.END_BEFORE_START),
        ({"start_time": "下午"}, "start_time", forms.NO_SUCH_TIME),
        ({"when": "某天"}, "when", forms.CHOOSE_TIME),
        ({"when": "2026-11-25T15:00", "date": "2026-11-24"}, "date", forms.TWO_TIMES),
    ],
)
def test_a_bad_move_is_told_at_its_field(cast, secretary, changes, field, sentence):
    meeting = made(cast)
    address = f"/meetings/{meeting.pk}/move/"
    assert errors_of(secretary.post(address, opened(secretary, address, **changes))) == {field: [sentence]}


@pytest.mark.parametrize("emptied", [{}, {"date": "", "start_time": "", "end_time": ""}])
def test_a_meeting_is_moved_to_a_proposed_time_and_stays_as_long(cast, secretary, emptied):
    meeting = made(cast)
    address = f"/meetings/{meeting.pk}/move/"
    chips = secretary.get(address).context["form"].chips
    assert chips and meeting.starts_at not in {chip.starts_at for chip in chips}
    assert {local_day(chip.starts_at).month for chip in chips} == {11}
    data = opened(secretary, address, when=chips[0].value, **emptied)
    assert secretary.post(address, data).url == meeting.get_absolute_url()
    moved = Meeting.objects.get(pk=meeting.pk)
    assert moved.starts_at == chips[0].starts_at
    assert moved.ends_at - moved.starts_at == meeting.ends_at - meeting.starts_at


def test_where_the_period_of_a_meeting_is_over_the_current_one_is_proposed(cast, secretary):
    meeting = made(cast)
    starts = at(date(2026, 10, 22), 15)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=1))
    page = secretary.get(f"/meetings/{meeting.pk}/move/")
    assert {local_day(chip.starts_at).month for chip in page.context["form"].chips} == {11}


def test_a_meeting_past_midnight_can_be_scheduled_and_moved(cast, secretary):
    chosen = {"when": "other", "date": "2026-11-26", "start_time": "23:00", "end_time": "00:30"}
    secretary.post(NEW, opened(secretary, NEW, act="publish", **chosen))
    meeting = Meeting.objects.get()
    assert meeting.ends_at == at(date(2026, 11, 27), 0, 30)
    address = f"/meetings/{meeting.pk}/move/"
    assert secretary.post(address, opened(secretary, address, date="2026-11-27")).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.ends_at) == (
        at(date(2026, 11, 27), 23),
        at(date(2026, 11, 28), 0, 30),
    )


@pytest.mark.parametrize(
    ("start", "end", "ends_at"),
    [
        (time(22), time(4), at(date(2026, 11, 27), 4)),
        (time(22), time(4, 1), at(date(2026, 11, 26), 4, 1)),
        (time(15), time(14), at(date(2026, 11, 26), 14)),
        (time(15), time(15), at(date(2026, 11, 26), 15)),
        (time(15), time(16), at(date(2026, 11, 26), 16)),
    ],
)
def test_an_end_before_the_start_is_past_midnight_only_where_the_meeting_stays_short(start, end, ends_at):
    assert forms.ending(date(2026, 11, 26), start, end) == ends_at


def test_a_stale_move_shows_what_stands_there(cast, secretary):
    meeting = made(cast)
    address = f"/meetings/{meeting.pk}/move/"
    data = opened(secretary, address, date="2026-12-03")
    Meeting.objects.filter(pk=meeting.pk).update(version=5, place="新地点")
    page = secretary.post(address, data)
    assert page.status_code == 409 and "新地点" in page.content.decode()
    assert secretary.post(address, fields_of(page.context["form"])).status_code == 302


def test_a_cancelling_clicked_twice_is_one(cast, secretary):
    meeting = made(cast)
    address = f"/meetings/{meeting.pk}/cancel/"
    data = opened(secretary, address, reason="全体开庭")
    for _ in range(2):
        assert secretary.post(address, data).url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.version) == (MeetingState.CANCELLED, 1)
    assert errors_of(secretary.post(address, {"reason": "", "version": "1"})) == {
        "reason": ["请填写取消的原因。"]
    }
    assert secretary.get(address).url == meeting.get_absolute_url()


def test_a_stale_cancelling_is_a_conflict(cast, secretary):
    meeting = made(cast)
    address = f"/meetings/{meeting.pk}/cancel/"
    data = opened(secretary, address, reason="全体开庭")
    Meeting.objects.filter(pk=meeting.pk).update(version=5)
    assert secretary.post(address, data).status_code == 409


def test_whoever_cancels_reads_how_many_will_be_told(cast, secretary):
    meeting = made(cast)
    address = f"/meetings/{meeting.pk}/cancel/"
    assert "还没有人收到过通知，不另发取消通知" in secretary.get(address).content.decode()
    for name in ("member", "leader"):
        make_row(cast.people[name], object_id=meeting.pk, rule="meeting_published", state="sent")
    page = secretary.get(address)
    assert "收到过通知的 2 人" in page.content.decode()
    said = secretary.post(address, fields_of(page.context["form"], reason="全体开庭"), follow=True)
    assert views.CANCELLED.format(count=2) in said.content.decode()
    assert "送达明细" not in said.content.decode()


def test_an_entry_made_by_mistake_is_undone_from_its_page(cast, secretary):
    meeting = factories.make_meeting(cast.branch, state="held", is_backfilled=True)
    address = f"/meetings/{meeting.pk}/cancel/"
    assert "撤销补录" in secretary.get(f"/meetings/{meeting.pk}/").content.decode()
    said = secretary.post(address, opened(secretary, address, reason="重复补录"), follow=True)
    assert views.BACKFILL_UNDONE in said.content.decode() and "补录已撤销" in said.content.decode()


# ---- cost


@pytest.mark.parametrize("kind", ["assembly", "committee", "group", "partners", "study"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_costs_the_same_with_one_and_with_three_meetings_behind(
    cast, secretary, kind, rows, django_assert_num_queries
):
    group = cast.group if kind == MeetingKind.GROUP else None
    for month in range(1, rows + 1):
        last = factories.make_meeting(cast.branch, kind, date(2026, month, 5), state="held", group=group)
        item = last.agenda.create(position=1, title="议题")
        ActionItem.objects.create(
            meeting=last, item=item, text="联系社区", owner=cast.people["member"], due_on=date(2026, 12, 1)
        )
    address = f"/meetings/new/?type={kind}"
    secretary.get(address)
    with django_assert_num_queries({"group": 15, "assembly": 14, "study": 14}.get(kind, 13)):
        secretary.get(address)


@pytest.mark.django_db(transaction=True)
def test_f11_ten_clicks_at_once_make_one_meeting(cast, frozen):
    client = cast.client("secretary")
    data = opened(client, act="publish")

    def click(_):
        try:
            return cast.client("secretary").post(NEW, data).url
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = set(pool.map(click, range(10)))
    assert answers == {Meeting.objects.get().get_absolute_url()}
