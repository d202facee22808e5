"""What a row says, made at the moment of sending: the owning slice gives the facts, the templates the words."""

from django.conf import settings
from django.template import Context, engines

from activities.notices.commands import Telling

from . import sources

MAIL = "email"


def render(row, now):
    """The Telling of an outbox row at a moment, or None when its object is gone or nobody need be told any more."""
    context = sources.context_of(row, now)
    if context is None:
        return None
    telling = {name: context[name] for name in ("title", "text", "path") if name in context}
    if row.channel != MAIL:
        return Telling(**telling)
    words = {"branch": row.branch, **context, "site_url": settings.SITE_URL, "person": row.recipient}
    return Telling(
        **telling,
        subject=" ".join(fill(f"emails/{row.rule}-subject.txt", words).split()),
        body=fill("emails/_frame.txt", {**words, "body": fill(f"emails/{row.rule}-body.txt", words).strip()}),
        ics=context.get("ics") or b"",
        address=context.get("address", ""),
    )


def fill(name, words):
    """A text template with its words: plain text, so nothing is escaped for HTML."""
    return engines["django"].engine.get_template(name).render(Context(words, autoescape=False))
