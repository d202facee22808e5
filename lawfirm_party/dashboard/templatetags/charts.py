"""Bars as SVG, drawn here: they print, need no script, and stand beside the table that says the same in numbers."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

GAP = 0.6
SERIES = 6


def drawn(label, inside):
    return format_html(
        '<svg class="chart-bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="chart-track" width="100" height="10"></rect>{}</svg>',
        label,
        inside,
    )


def rectangle(series, start, width):
    return format_html(
        '<rect class="s{}" x="{}" width="{}" height="10"></rect>', series, f"{start:.2f}", f"{width:.2f}"
    )


@register.simple_tag
def bar(value, most, label, series=2):
    """{% bar 4.6 5 "专业水平 4.6" %}: how much of the most there can be; no bar, only its track, for nothing."""
    share = min(max(float(value) / float(most), 0), 1) if value and most else 0
    return drawn(label, rectangle(series, 0, 100 * share) if share else "")


@register.simple_tag
def stacked(parts, label):
    """{% stacked parts "2026年" %}: parts [(word, n)] of a whole beside each other, each in its own colour; the label tells them all."""
    total, start, inside = sum(n for _, n in parts), 0, []
    for place, (_, n) in enumerate(parts):
        if n:
            width = 100 * n / total
            inside.append((rectangle(place % SERIES + 1, start, max(width - GAP, GAP)),))
            start += width
    words = "、".join(f"{word} {n}" for word, n in parts if n)
    return drawn(f"{label}：{words}", format_html_join("", "{}", inside))


@register.simple_tag
def swatch(series):
    """The colour of a series, for its legend."""
    return format_html(
        '<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true" focusable="false"><rect class="s{}" width="10" height="10"></rect></svg>',
        series,
    )
