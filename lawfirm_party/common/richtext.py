"""The small part of Markdown that minutes may use: bold, lists and tables. Nothing typed becomes markup of its own."""

from functools import lru_cache

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "table", "thead", "tbody", "tr", "th", "td"}


@lru_cache(maxsize=1)
def parser():
    return MarkdownIt("zero", {"breaks": True}).enable(["list", "emphasis", "table", "newline"])


def rich_text(text):
    """Typed text as safe HTML; every line stays a line."""
    return mark_safe(nh3.clean(parser().render(text), tags=TAGS, attributes={}))
