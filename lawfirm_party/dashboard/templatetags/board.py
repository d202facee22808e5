"""The cell of the year board. In Python, because a hundred of them make up half of the page's time as template nodes."""

from html import escape

from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def board_cell(cell):
    """The same markup as partials/_board_cell.html: tone, symbol, text, hidden words, and a link where it leads somewhere."""
    sign = f'<span class="sign" aria-hidden="true">{cell.symbol}</span>' if cell.symbol else ""
    inside = (
        f'{sign}<span>{escape(cell.text)}</span><span class="visually-hidden">，{escape(cell.words)}</span>'
    )
    if cell.url:
        link = f'<a class="cell cell-{cell.tone}" href="{escape(cell.url)}">{inside}</a>'
        return mark_safe(link)
    return mark_safe(f'<span class="cell cell-{cell.tone}">{inside}</span>')
