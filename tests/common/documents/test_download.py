"""Files that are handed out, and their names."""

from urllib.parse import unquote

import pytest

from lawfirm_party.common.documents.download import download, file_name


def test_a_chinese_name_is_told_by_rfc_6266_and_no_cache_keeps_the_file():
    answer = download(b"x", name="党员名册（2026年）.xlsx", content_type="application/x")
    header = answer["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''")
    assert unquote(header.split("''")[1]) == "党员名册（2026年）.xlsx"
    assert "no-store" in answer["Cache-Control"]
    assert (answer.content, answer["Content-Type"]) == (b"x", "application/x")


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a/b\\c.xlsx", "abc.xlsx"), ("../../x", "x"), ('a"\r\nb', "ab"), ("...", "文件"), ("", "文件")],
)
def test_a_name_is_one_file_everywhere(name, kept):
    assert file_name(name) == kept
