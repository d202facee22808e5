"""What is said after a person's row was saved: what was left open, and what is entered next."""

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from ..models import GroupMembership, Membership, PartyStanding

STILL_OPEN = "{name}还登记着：{words}。请在相应页面一并填写结束日期。"
NEXT_PAGES = "{name}是党员的，接着登记：{links}。"


def warn_of_open(request, person, words):
    """Seats end their rights by themselves; the rows are the clerk's to end."""
    if words:
        messages.warning(request, STILL_OPEN.format(name=person.name, words="、".join(words)))


def name_next_pages(request, person):
    """Say where a new person's first facts are entered that are still missing; the forms know then whom they are about."""
    user = request.user
    missing = [
        (
            f"{reverse(f'admin:members_{model._meta.model_name}_add')}?person={person.pk}",
            model._meta.verbose_name,
        )
        for model in (PartyStanding, Membership, GroupMembership)
        if user.has_perm(f"members.add_{model._meta.model_name}")
        and not model.objects.filter(person=person).exists()
    ]
    if missing:
        links = format_html_join("、", '<a href="{}">{}</a>', missing)
        messages.info(request, format_html(NEXT_PAGES, name=person.name, links=links))
