"""A clerk's whole day without leaving the admin site, in a real browser; the pages on the way meet the bar."""

import openpyxl
import pytest

from .bar import axe_faults, english_in, width_faults

# What files are called. A history names requests by letters and digits, and spells names.
ALLOWED = {"xlsx", "csv", "MB"}
HEADERS = ("姓名", "类别", "入所日期", "手机")


@pytest.fixture
def book(tmp_path):
    def write(*rows):
        workbook = openpyxl.Workbook()
        for row in (HEADERS, *rows):
            workbook.active.append(list(row))
        path = tmp_path / "人员.xlsx"
        workbook.save(path)
        return path

    return write


class Day:
    """The clerk's browser, and what was wrong with the pages that were seen."""

    def __init__(self, visitor):
        self.visitor, self.page, self.faults = visitor, visitor.page, []

    def look(self, name):
        """The page as it stands keeps the bar at both widths."""
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 800})
            found = [*axe_faults(self.page), *width_faults(self.page, width)]
            found += [] if name == "history" else sorted(set(english_in(self.page)) - ALLOWED)
            self.faults += [f"{name} at {width}: {fault}" for fault in found]

    def goto(self, path, name=""):
        self.visitor.goto(path)
        if name:
            self.look(name)

    def save(self):
        self.page.click("input[name=_save]")
        self.page.wait_for_selector(".messagelist .success")

    def upload(self, path):
        self.page.set_input_files("[name=file]", path)
        self.page.click("input[type=submit][value=预览]")
        self.page.wait_for_selector("ul.totals")


def test_the_clerks_whole_day(site, visit, book, tmp_path):
    day = Day(visit(site, "clerk"))
    page = day.page
    day.goto("/admin/", "index")
    day.goto("/admin/members/person/", "list")
    page.click(".object-tools .addlink")
    page.wait_for_url("**/person/add/")
    day.look("form")
    enter_lawyer(page)
    day.save()

    day.goto("/admin/members/person/import/", "import")
    good, bad = ("钱录甲", "律师", "2026-01-01", "13800000001"), ("钱录乙", "老板", "2026-01-01", "")
    day.upload(book(good, bad, ("钱录丙", "实习人员", "2026-02-01", "")))
    day.look("preview with an error")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载错误行", exact=True).click()
    saved = tmp_path / "错误行.xlsx"
    download.value.save_as(saved)
    rows = list(openpyxl.load_workbook(saved).active.iter_rows(values_only=True))
    assert rows[1][0] == "钱录乙" and "老板" in rows[1][-1]
    page.get_by_role("link", name="重新上传", exact=True).click()
    day.upload(book(good, (bad[0], "律师", *bad[2:]), ("钱录丙", "实习人员", "2026-02-01", "")))
    day.look("preview")
    page.click("input[type=submit]")
    page.wait_for_selector("text=已导入：新增 3 条")

    day.goto("/admin/members/person/?q=钱录甲")
    page.click("#result_list tbody th a")
    page.fill("[name=joined_on]", "2025-12-01")
    day.save()
    page.click("#result_list tbody th a")
    page.click(".object-tools .historylink")
    page.wait_for_url("**/history/**")
    day.look("history")
    assert "2026年1月1日" in page.inner_text("del") and "2025年12月1日" in page.inner_text("ins")

    day.goto("/admin/members/person/export/?q=钱录", "export")
    with page.expect_download() as download:
        page.click("input[type=submit][value=导出]")
    assert download.value.suggested_filename == "人员.xlsx"

    day.goto("/admin/common/holiday/add/")
    page.fill("[name=day]", "2031-01-01")
    page.check("[name=is_rest]")
    page.fill("[name=name]", "元旦")
    day.save()
    page.click("#logout-form button")
    page.wait_for_url("**/accounts/login/**")
    assert day.faults == []


def enter_lawyer(page):
    """Somebody new with standing, membership, group and partnership, in one form."""
    page.fill("[name=name]", "钱新律")
    page.select_option("[name=kind]", "lawyer")
    page.fill("[name=joined_on]", "2026-01-01")
    page.select_option("[name=standings-0-standing]", "full")
    page.fill("[name=standings-0-since]", "2026-01-01")
    page.select_option("[name=memberships-0-branch]", index=1)
    page.fill("[name=memberships-0-since]", "2026-01-01")
    page.select_option("[name=group_memberships-0-group]", index=1)
    page.fill("[name=group_memberships-0-since]", "2026-01-02")
    page.fill("[name=partnerships-0-since]", "2026-03-01")
