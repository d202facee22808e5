"""The history of changes: database triggers write down every version of a row, whoever wrote it and by whatever door.

What is kept is named field by field, so that a new field is kept only once somebody thought about it. Never among them:
passwords, ID numbers, phone numbers and addresses, reasons of a leave, ballots, what was said at a meeting (autosaved every
few seconds; the archived record is frozen as a whole). A version says which request made it, not who: that stands in the
rows themselves and in the audit trail.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

import pghistory
import pgtrigger
from django.apps import apps

from .dates import local

ADDED, CHANGED, REMOVED, STOOD = "added", "changed", "removed", "stood"
LABELS = {ADDED: "增加", CHANGED: "修改", REMOVED: "删除", STOOD: "启用历史时"}
EMPTY = "空"
AT_ONCE = 2000
# Pages that are opened by a link in a mail, and ballots: nothing ties a version to who holds the link or votes.
UNNUMBERED = ("/r/", "/f/", "/cal/", "/accounts/password/", "/ballots/")
READING = {"GET", "HEAD", "OPTIONS"}


def kept(*fields, along=()):
    """Class decorator: versions of these fields in a table of their own, to which is only ever added.

    `along` is stored too, but a change of it alone is no version.
    """

    def keep(model):
        trackers = (
            pghistory.InsertEvent(ADDED),
            pghistory.UpdateEvent(CHANGED, condition=pgtrigger.AnyChange(*fields)),
            pghistory.DeleteEvent(REMOVED),
        )
        return pghistory.track(
            *trackers,
            fields=[*fields, *along],
            model_name=f"{model.__name__}Version",
            obj_field=pghistory.ObjForeignKey(related_name="+"),
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,
            append_only=True,
            meta={"verbose_name": f"{model._meta.verbose_name}的历史", "ordering": ["pgh_id"]},
        )(model)

    return keep


def number_in_history(get_response):
    """Middleware: what a request changes carries its number, and nothing else of it."""

    def respond(request):
        if request.method in READING or request.path_info.startswith(UNNUMBERED):
            return get_response(request)
        with pghistory.context(request=request.number):
            return get_response(request)

    return respond


@dataclass(frozen=True)
class Version:
    """One step of a row's history. `changes`: (name of the field, before, after); before is "" for what was added."""

    at: datetime
    label: str
    what: str
    number: str = ""
    changes: list = field(default_factory=list)

    @property
    def moment(self):
        at = local(self.at)
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def version_model(model):
    """The table of a model's versions, or None."""
    name = f"{model._meta.model_name}version"
    return apps.all_models[model._meta.app_label].get(name)


def versions_of(model, only=None, leave_out=(), **where):
    """Versions of the rows of a model that were about this, newest first: a query, and one more a related table.

    `only` and `leave_out` are names of fields that alone are told, and that are not.
    `where`: conditions on the versions, e.g. pgh_obj=3, or person=5.
    """
    table = version_model(model)
    if table is None:
        return []
    columns = [
        model._meta.get_field(one.name)
        for one in table._meta.concrete_fields
        if not one.name.startswith("pgh_")
        and one.name not in leave_out
        and (only is None or one.name in only)
    ]
    rows = list(table.objects.filter(**where).order_by("pgh_id"))
    names = names_of(columns, rows)
    found, last = [], {}
    for row in rows:
        before, last[row.pgh_obj_id] = last.get(row.pgh_obj_id), row
        changes = changes_between(columns, before, row, names)
        if changes or row.pgh_label == REMOVED:
            number = (row.pgh_context or {}).get("request", "")
            label = LABELS[row.pgh_label]
            found.append(Version(row.pgh_created_at, label, str(model._meta.verbose_name), number, changes))
    return found[::-1]


def changes_between(columns, before, row, names):
    changes = []
    for column in columns:
        new = words(column, getattr(row, column.attname), names)
        old = words(column, getattr(before, column.attname), names) if before else ""
        if new != old and (before or new != EMPTY):
            changes.append((str(column.verbose_name), old, new))
    return changes


def words(column, value, names):
    """A stored value as people read it."""
    if value is None or value == "":
        return EMPTY
    if column.is_relation:
        return names.get((column.related_model, value), f"（已删除的第 {value} 号）")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        at = local(value)
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)


def names_of(columns, rows):
    """{(model, number): name} of everything that the rows point to."""
    numbers = {}
    for column in columns:
        if column.is_relation:
            ids = {getattr(row, column.attname) for row in rows} - {None}
            numbers.setdefault(column.related_model, set()).update(ids)
    found = {}
    for model, ids in numbers.items():
        related = [one.name for one in model._meta.concrete_fields if one.is_relation and not one.null]
        rows = model._default_manager.select_related(*related)
        if "person" in {one.name for one in model._meta.concrete_fields}:
            rows = model._default_manager.select_related("person")
        found |= {(model, pk): str(row) for pk, row in rows.in_bulk(ids).items()}
    return found


def keep_first_versions(migrating, schema_editor, app, name):
    """In a migration: what stands in a table on the day its history begins, as the first version of each row."""
    alias = schema_editor.connection.alias
    model, table = migrating.get_model(app, name), migrating.get_model(app, f"{name}Version")
    columns = [one.attname for one in table._meta.concrete_fields if not one.name.startswith("pgh_")]
    rows = model._base_manager.using(alias).order_by("pk").values("pk", *columns).iterator(AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        table._base_manager.using(alias).bulk_create(
            table(pgh_label=STOOD, pgh_obj_id=row.pop("pk"), **row) for row in batch
        )
