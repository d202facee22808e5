"""Every address of the site with an object behind it: what the walks over all pages go along."""

from copy import deepcopy

from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from .test_function_matrix import address_of, world_of
from .test_structure import named_patterns


def program_addresses(cast):
    """{name: address} of the program's own pages, each about something of the cast's branch."""
    world = world_of(cast)
    return {entry.name: address_of(entry.name, entry, world) for _, entry in named_patterns()}


def admin_addresses():
    """{name: address} of the admin site: its own pages, and of every model the list, the form, and the pages of one row."""
    found = {
        name: reverse(f"admin:{name}") for name in ("index", "login", "logout", "jsi18n", "autocomplete")
    }
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        own = (
            ("import", "import_template", "export")
            if hasattr(admin.site._registry[model], "resource_class")
            else ()
        )
        for page in ("changelist", "add", *own):
            found[f"{name}_{page}"] = reverse(f"admin:{name}_{page}")
        row = model._base_manager.first()
        if row is not None:
            for page in ("change", "history", "delete"):
                found[f"{name}_{page}"] = reverse(f"admin:{name}_{page}", args=[row.pk])
    return found


def ask(client, method, address, data=None, **extra):
    """The answer to one request; whatever it changed, in the database or in the client's cookies, is taken back."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method.lower())(address, data or {}, **extra)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer
