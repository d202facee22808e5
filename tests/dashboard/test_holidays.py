"""The announced rest days of a year: read whole or not at all, looked at, then put in place of what was there."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lawfirm_party.common.models import AuditEntry, Holiday
from tests.activities.meetings.record_world import form_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PAGE = "/settings/holidays/"
NEW_YEAR = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}
WORKED = {"name": "元旦", "date": "2026-12-26", "isOffDay": False}


def announced(*days, year=2027):
    return json.dumps({"year": year, "days": list(days)})


def stored():
    return set(Holiday.objects.values_list("day", "name", "is_rest"))


def test_a_year_is_shown_and_then_replaced(cast):
    Holiday.objects.create(day=date(2027, 5, 1), name="旧的", is_rest=True)
    Holiday.objects.create(day=date(2026, 10, 1), name="国庆节", is_rest=True)
    client = cast.client("clerk")
    shown = client.post(PAGE, {"text": announced(NEW_YEAR, WORKED)})
    assert "2027年1月1日（周五）" in shown.content.decode() and "调休上班" in shown.content.decode()
    assert len(stored()) == 2
    answer = client.post(PAGE, form_on(shown, None), follow=True)
    assert "已保存2027年放假安排，共 2 天" in answer.content.decode()
    assert stored() == {
        (date(2027, 1, 1), "元旦", True),
        (date(2026, 12, 26), "元旦", False),
        (date(2026, 10, 1), "国庆节", True),
    }
    line = AuditEntry.objects.get()
    assert (line.user, line.action, line.thing) == (
        cast.users["clerk"],
        "settings_changed",
        "holidays:2027:2",
    )


def test_a_file_does_as_well(cast):
    file = SimpleUploadedFile("2027.json", b"\xef\xbb\xbf" + announced(NEW_YEAR).encode())
    assert "元旦" in cast.client("admin").post(PAGE, {"file": file}).content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请选择文件"),
        ("{", "不是有效的 JSON"),
        ("[" * 50_000, "不是有效的 JSON"),
        ("[]", "没有年份"),
        ('{"year": true, "days": []}', "没有年份"),
        ('{"year": 99999, "days": []}', "没有年份"),
        ('{"year": 2027, "days": []}', "没有放假日期"),
        ('{"year": 2027, "days": [1]}', "第 1 项"),
        (announced(NEW_YEAR, {**NEW_YEAR, "date": "2027-02-30"}), "第 2 项"),
        (announced({**NEW_YEAR, "isOffDay": "yes"}), "第 1 项"),
        (announced({**NEW_YEAR, "name": ""}), "第 1 项"),
        (announced({**NEW_YEAR, "name": "\x00"}), "第 1 项"),
        (announced({**NEW_YEAR, "date": "2028-01-01"}), "不属于2027年"),
        (announced(NEW_YEAR, NEW_YEAR), "出现了两次"),
    ],
)
@pytest.mark.parametrize("confirmed", ["", "1"])
def test_what_is_not_wholly_right_is_refused_with_a_sentence(cast, text, words, confirmed):
    Holiday.objects.create(day=date(2027, 5, 1), name="旧的", is_rest=True)
    answer = cast.client("clerk").post(PAGE, {"text": text, "confirmed": confirmed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert len(stored()) == 1


def test_the_table_below_leads_to_the_form_of_each_day(cast):
    Holiday.objects.create(day=date(2025, 10, 1), name="去年的", is_rest=True)
    row = Holiday.objects.create(day=date(2026, 12, 26), name="元旦", is_rest=False)
    client = cast.client("clerk")
    for page in (client.get(PAGE), client.post(PAGE, {"text": "{"})):
        words = page.content.decode()
        assert f"/admin/common/holiday/{row.pk}/change/" in words
        assert "2026年12月26日（周六）" in words and "班，调休上班" in words
        assert "去年的" not in words and "/admin/common/holiday/add/" in words


def test_there_is_no_second_way_in_by_a_file(cast):
    assert cast.client("clerk").get("/admin/common/holiday/import/").status_code in {302, 404}
    assert "导入" not in cast.client("clerk").get("/admin/common/holiday/").content.decode()


def test_whoever_may_enter_it_is_led_there_from_the_note(cast):
    assert PAGE in cast.client("clerk").get("/calendar/?month=2027-01").content.decode()
    assert PAGE not in cast.client("member").get("/calendar/?month=2027-01").content.decode()
    assert PAGE in cast.client("clerk").get("/admin/common/holiday/").content.decode()
