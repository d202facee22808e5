"""Migrations are named for what they do, safe to run beside the old code, and can be walked back to nothing."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter

OURS = ("common", "branches", "members", "activities")
NUMBERED_BY_A_TOOL = re.compile(r"_auto_|_and_more$|_initial$|_alter_|_remove_")
# What the linter stops at and was looked at by a person. Everything that is not in here must pass it.
REVIEWED = {
    "0002_ties_and_constraints": "belongs to the first tables",
    "0002_longest_spelling": "a longer varchar rewrites nothing",
    "0003_outbox_interrupted": "came before the first release",
    "0003_used_nonce_content": "came before the first release",
    "0006_number_once_a_year": "the old code gives numbers under the branch's lock, so none stands twice",
}


def our_migrations():
    found = MigrationLoader(connection, ignore_no_migrations=True).disk_migrations
    return {key: found[key] for key in sorted(found) if key[0] in OURS}


@pytest.mark.django_db
def test_their_names_say_what_they_do():
    assert [name for _, name in our_migrations() if NUMBERED_BY_A_TOOL.search(name)] == []


@pytest.mark.django_db
def test_they_are_safe_beside_the_old_code(capsys):
    """No column goes, changes its name or its type, and none comes NOT NULL without a default in the database."""
    names = {name for _, name in our_migrations()}
    assert set(REVIEWED) <= names
    linter = MigrationLinter(
        settings.BASE_DIR, include_apps=OURS, include_name=names - set(REVIEWED), no_cache=True
    )
    linter.lint_all_migrations()
    assert linter.nb_valid + linter.nb_warnings >= len(names - set(REVIEWED))
    assert not linter.has_errors, capsys.readouterr().out


def tables(alias):
    return set(connections[alias].introspection.table_names())


def test_they_can_be_walked_back_and_forth(django_db_setup, django_db_blocker):
    """On a copy of the tests' database, so that a failure leaves the others whole."""
    own = connection.settings_dict["NAME"]
    name = f"{own}_walked"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
        connections.databases["walked"] = {**connection.settings_dict, "NAME": name}
        try:
            whole = tables("walked")
            assert len(whole) > len(OURS)
            # The command takes one app at a time and reads all states anew for each.
            MigrationExecutor(connections["walked"]).migrate([(app, None) for app in OURS])
            left = {model._meta.db_table for app in OURS for model in apps.get_app_config(app).get_models()}
            assert not left & tables("walked")
            call_command("migrate", database="walked", verbosity=0)
            assert tables("walked") == whole
        finally:
            connections["walked"].close()
            del connections["walked"], connections.databases["walked"]
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}"')
