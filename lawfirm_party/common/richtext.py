"""The small part of Markdown that minutes may use: bold, lists and tables. Nothing typed becomes markup of its own."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Block:
    """A line, an item of a list (with its mark) or a table (its rows of texts); text comes as (text, is bold)."""

    runs: tuple = ()
    mark: str = ""
    rows: tuple = ()


def blocks_of(text):
    """The same as `rich_text` for papers, which know no HTML and indent every line: Blocks in reading order."""
    blocks, lists, rows = [], [], None
    for token in parser().parse(text):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            blocks.append(Block(rows=tuple(map(tuple, rows))))
            rows = None
        elif token.type == "inline" and rows is not None:
            rows[-1].append("".join(words for words, _ in runs_of(token)))
        elif token.type == "inline":
            mark = next_mark(lists)
            lines = lines_of(runs_of(token))
            blocks += [Block(runs, "" if number else mark) for number, runs in enumerate(lines)]
    return blocks


def next_mark(lists):
    if not lists:
        return ""
    if lists[-1] is None:
        return "•"
    lists[-1] += 1
    return f"{lists[-1] - 1}."


def runs_of(token):
    """[(text, is bold)] of an inline token; a break of line is "\\n"."""
    runs, bold = [], 0
    for child in token.children:
        bold += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        words = "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        if words:
            runs.append((words, bold > 0))
    return runs


def lines_of(runs):
    """The runs of each line: minutes are written a line a speaker."""
    lines = [[]]
    for words, bold in runs:
        if words == "\n":
            lines.append([])
        else:
            lines[-1].append((words, bold))
    return [tuple(line) for line in lines if line]
