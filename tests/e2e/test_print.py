"""Q9: what is printed fits its paper."""

import re
import subprocess

from .pages import first_link


def pages_of(page, tmp_path):
    target = tmp_path / "print.pdf"
    page.pdf(path=str(target), prefer_css_page_size=True)
    info = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "9", target], capture_output=True, text=True, check=True
    ).stdout
    sizes = [
        (float(width), float(height))
        for width, height in re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", info)
    ]
    fonts = subprocess.run(["pdffonts", target], capture_output=True, text=True, check=True).stdout
    return sizes, fonts


def test_the_year_board_is_one_landscape_page(site, visit, tmp_path):
    visitor = visit(site, "secretary")
    year = visitor.page.evaluate("new Date().getFullYear()")
    sizes, _ = pages_of(visitor.goto(f"/board/{year}/"), tmp_path)
    assert len(sizes) == 1
    assert sizes[0][0] > sizes[0][1]


def test_the_ledger_is_printed_on_landscape_pages(site, visit, tmp_path):
    sizes, fonts = pages_of(visit(site, "secretary").goto("/ledger/"), tmp_path)
    assert sizes and all(width > height for width, height in sizes)
    assert "CJK-JP" not in fonts


def test_the_sign_in_sheet_of_the_whole_branch_is_one_upright_page(site, visit, tmp_path):
    visitor = visit(site, "secretary")
    path = first_link(visitor, "/meetings/?type=assembly", r"/meetings/\d+/")
    page = visitor.goto(f"{path}sheet/")
    assert page.locator("tbody tr").count() >= 21
    sizes, fonts = pages_of(page, tmp_path)
    assert len(sizes) == 1
    assert sizes[0][1] > sizes[0][0]
    assert "CJK-JP" not in fonts


def test_the_partners_dashboard_is_two_upright_pages_at_most(site, visit, tmp_path):
    visitor = visit(site, "partner")
    year = visitor.page.evaluate("new Date().getFullYear()")
    sizes, fonts = pages_of(visitor.goto(f"/evaluation/{year}/dashboard/"), tmp_path)
    assert 1 <= len(sizes) <= 2
    assert all(height > width for width, height in sizes)
    assert "CJK-JP" not in fonts
