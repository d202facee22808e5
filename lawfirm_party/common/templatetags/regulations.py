"""Citations as links: without JavaScript to the page of regulations, with it to a note beside the page."""

import re
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from ..regulations import ARTICLES, BY_KEY

register = template.Library()
BY_CITATION = {article.cite: article for article in ARTICLES}
# The longer ones first: a document that is cited alone begins like its articles.
CITATIONS = re.compile("|".join(map(re.escape, sorted(BY_CITATION, key=len, reverse=True))))


def link_to(article):
    return format_html(
        '<a class="cite" href="{}#{}" data-note="{}">{}</a>',
        reverse("regulations"),
        article.key,
        article.key,
        article.cite,
    )


@register.filter
@lru_cache(maxsize=1024)
def cited(text):
    """A text with every citation in it made a link."""
    parts, at = [], 0
    for found in CITATIONS.finditer(text):
        parts += [text[at : found.start()], link_to(BY_CITATION[found[0]])]
        at = found.end()
    return format_html_join("", "{}", [[part] for part in [*parts, text[at:]]])


@register.simple_tag
def cite(key):
    """{% cite "election-3" %}: the citation of one article."""
    return link_to(BY_KEY[key])
