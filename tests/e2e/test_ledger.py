"""T3: 看最近四个季度 is one click from anywhere, its file two."""


def test_the_last_four_quarters_are_one_click_away_and_their_file_two(site, visit):
    page = visit(site, "secretary").goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="台账").click()
    page.wait_for_url("**/ledger/")
    assert page.get_by_role("link", name="最近四个季度").get_attribute("aria-current") == "page"
    for name in ("导出（PDF）", "Excel"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert "组织生活台账" in download.value.suggested_filename
