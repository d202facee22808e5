"""The cell of the year board. In Python, because a hundred of them make up half of the page's time as template nodes."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def board_cell(cell):
    """Tone, symbol, text, hidden words, and a link where it leads somewhere."""
    sign = format_html('<span class="sign" aria-hidden="true">{}</span>', cell.symbol) if cell.symbol else ""
    inside = format_html(
        '{}<span>{}</span><span class="visually-hidden">，{}</span>', sign, cell.text, cell.words
    )
    if cell.url:
        return format_html('<a class="cell cell-{}" href="{}">{}</a>', cell.tone, cell.url, inside)
    return format_html('<span class="cell cell-{}">{}</span>', cell.tone, inside)
