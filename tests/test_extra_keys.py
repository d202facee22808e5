"""Whatever else is put into a form, the result is the same (trust.md section 3, row 11)."""

import json
from contextlib import contextmanager
from copy import deepcopy
from unittest import mock

import pytest
from django import forms
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction

from lawfirm_party.common.models import UsedNonce

from .activities.meetings.record_world import form_on
from .addresses import admin_addresses
from .matrix import rows
from .submissions import MORE_FORMS, SUBMISSIONS, WITHOUT_ANYTHING

# Made at random each time, or holding the number of a row that is made each time anew.
RANDOM = {
    "activities_feedbackcard": {"token_hash"},
    "activities_poll": {"uuid", "public_key", "salt", "wrapped_key", "result_hash"},
    "activities_pollevaluatee": {"poll"},
    "activities_roll": {"uuid", "poll"},
    "activities_round": {"members_poll", "committee_poll", "masses_poll"},
    "activities_sealedbox": {"uuid", "sealed"},
    "activities_receiptlist": {"text"},
    "activities_robot": {"uuid", "sealed_key", "sealed_secret"},
    # Names a robot by its number, and the chain follows.
    "common_auditentry": {"thing", "digest"},
    "common_audithead": {"digest"},
    "members_calendarlink": {"token_hash"},
    "members_person": {"uuid"},
    "members_user": {"password"},
}
APART = (Session, UsedNonce)
ONLY_RANDOM = {"poll_recount", "logout", "password_change", "new_password", "face", "robot_test"}
# A form of the address line; extra keys there are part of no change.
FOR_READING = {
    "AuditFilterForm",
    "AccountFilterForm",
    "ColleaguesFilterForm",
    "DecisionFilterForm",
    "InboxFilter",
    "MeaningfulForm",
    "PeopleFilterForm",
}


def extra_keys(cast):
    """Every field of every model, and what else somebody may think of, with values that would show."""
    stranger, other = cast.people["outsider"], cast.other_branch
    values = {
        models.BooleanField: "on",
        models.DateField: "1999-01-01",
        models.DateTimeField: "1999-01-01T00:00:00Z",
        models.ForeignKey: "1",
    }
    names = {
        name: next((value for kind, value in values.items() if isinstance(field, kind)), "77")
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
        for name in {field.name, field.attname or field.name}
    }
    people = dict.fromkeys(
        ("person", "person_id", "owner", "by", "user", "created_by", "marked_by"), stranger.pk
    )
    units = dict.fromkeys(("branch", "branch_id", "group", "firm"), other.pk)
    words = {"id": "1", "pk": "1", "is_superuser": "on", "is_staff": "on", "role": "secretary"}
    return {**names, **people, **units, **words, "state": "archived", "_method": "DELETE"}


def tables():
    """{name of a table: its model} of all that may change."""
    found = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: model
        for model in found
        if model not in APART and model._meta.app_label != "pghistory"
    }


def all_rows():
    """[(model, {column: value})] of everything that is stored; one query."""
    models_of = tables()
    each = " UNION ALL ".join(
        f"SELECT '{name}', to_jsonb(stored) FROM \"{name}\" stored" for name in models_of
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return [(models_of[name], json.loads(row)) for name, row in cursor.fetchall()]


def picture(before):
    """All rows, with "new" in place of every number that was not there before."""
    found = {model: [] for model in before}
    for model, row in all_rows():
        left_out = RANDOM.get(model._meta.db_table, {"pgh_context"})
        found[model].append(
            repr(
                [
                    (field.column, "new" if is_new(field, row[field.column], before) else row[field.column])
                    for field in model._meta.concrete_fields
                    if field.name not in left_out
                ]
            )
        )
    return {model: sorted(rows) for model, rows in found.items()}


def is_new(field, value, before):
    model = field.related_model or (field.model if field.primary_key else None)
    return model in before and isinstance(value, int) and value > before[model]


def highest_numbers():
    found = dict.fromkeys(tables().values(), 0)
    for model, row in all_rows():
        number = row[model._meta.pk.column]
        if isinstance(number, int):
            found[model] = max(found[model], number)
    return found


def result_of(submission, extra, before):
    """(status, picture) after a submission, which is taken back."""
    cookies = deepcopy(submission.client.cookies)
    with transaction.atomic():
        answer = submission.client.post(submission.address, {**extra, **submission.data})
        seen = answer.status_code, picture(before)
        transaction.set_rollback(True)
    submission.client.cookies = cookies
    return seen


def differences(one, other):
    return {
        model.__name__: (set(one[model]) ^ set(other[model])) for model in one if one[model] != other[model]
    }


def test_every_address_that_takes_a_post_has_a_submission():
    takes_post = {
        name for name, method in rows() if method == "POST" and set(rows()[name, method].values()) != {"405"}
    }
    takes_post -= {name for name in takes_post if rows()[name, "POST"]["secretary"] == "405"}
    assert takes_post - WITHOUT_ANYTHING == set(SUBMISSIONS)


@pytest.mark.parametrize("name", [*SUBMISSIONS, *MORE_FORMS])
def test_extra_keys_change_nothing(cast, frozen, name):
    submission = {**SUBMISSIONS, **MORE_FORMS}[name](cast)
    before = highest_numbers()
    untouched = picture(before)
    plain = result_of(submission, {}, before)
    keys = {key: value for key, value in extra_keys(cast).items() if key not in own_keys(name)}
    extra = result_of(submission, keys, before)
    assert plain[0] in {200, 302}
    assert name in ONLY_RANDOM or plain[1] != untouched
    assert extra[0] == plain[0]
    assert differences(plain[1], extra[1]) == {}


def own_keys(name):
    """Keys that mean something to the address although its form does not send them here."""
    return {
        "group_change": {"is_leader"},
        "partner_change": {"is_managing", "is_founding", "is_partner"},
        "feedback_form": {"is_complaint"},
        "evaluation_plan": {"study", "with_masses", "probationary_fill"},
        "evaluation_times": {"study"},
        "meeting_new": {"act"},
        "branch_settings_edit": {"on_rest_days"},
        "outbox_resend": {"state", "rule", "meeting"},
        "people_export": {"q", "kind", "standing", "branch", "group", "partner", "left", "sort", "on"},
    }.get(name, set())


@contextmanager
def noting_forms(seen):
    """Add the class of every form that is checked to a set."""
    full_clean = forms.BaseForm.full_clean

    def note(form):
        seen.add(type(form).__name__)
        return full_clean(form)

    with mock.patch.object(forms.BaseForm, "full_clean", note):
        yield


def form_classes(base=forms.BaseForm):
    for child in base.__subclasses__():
        yield from form_classes(child)
        if child.__module__.startswith(("activities.", "members.", "branches.", "lawfirm_party.dashboard")):
            yield child


def test_every_form_of_the_pages_was_sent(cast, frozen):
    seen = set()
    with noting_forms(seen):
        for make in (*SUBMISSIONS.values(), *MORE_FORMS.values()):
            with transaction.atomic():
                make(cast).send()
                transaction.set_rollback(True)
    forms_of_pages = {form.__name__ for form in form_classes() if ".admin" not in form.__module__}
    bases = {"PlanForm", "TimeForm", "RobotFields", "SettingsForm", "FactForm"}
    assert forms_of_pages - seen - bases - FOR_READING == {"SetUpForm"}


@pytest.mark.parametrize("role", ["clerk", "superuser"])
def test_extra_keys_change_nothing_in_the_admin_site(cast, frozen, role):
    """Saving each row as it stands: the clerk what the clerk keeps, the superuser the logins too."""
    client = cast.client(role)
    sent = 0
    for name, address in admin_addresses().items():
        page = client.get(address)
        data = form_on(page, None) if name.endswith("_change") and page.status_code == 200 else {}
        if "_seen" not in data or not page.context.get("has_change_permission"):
            continue
        sent += 1
        before = highest_numbers()
        fields = page.context["adminform"].form.fields
        own = set(fields) | {"_nonce", "_seen", "_method"}
        keys = {key: value for key, value in extra_keys(cast).items() if key not in own}
        results = []
        for extra in ({}, keys):
            with transaction.atomic():
                answer = client.post(address, {**extra, **data})
                results.append((answer.status_code, picture(before)))
                transaction.set_rollback(True)
        assert results[0][0] == results[1][0] == 302, name
        assert differences(results[0][1], results[1][1]) == {}, name
    assert sent >= 8
