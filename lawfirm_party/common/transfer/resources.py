"""One line of a table against one row of a model: found, filled, checked by the model's own rules, saved.

The library keeps fields and widgets and carries a line through; which row is meant, whose rows they are, and the words of
what changed or is wrong, are ours.
"""

from dataclasses import asdict, dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, transaction
from import_export.fields import Field
from import_export.resources import ModelResource

from ..forms import MISSING
from ..refusal import Refusal
from .widgets import Day

UNKNOWN_COLUMNS = "不认识的列：{names}。可用的列：{known}。"
MISSING_COLUMNS = "缺少这些列：{names}。请先下载模板。"
SAME_RECORD = "与第{number}行说的是同一条记录。"
CLASHES = "与已有的记录冲突。"
EMPTY = "空"

NEW, UPDATE, SKIP, ERROR = "new", "update", "skip", "error"
KINDS = {NEW: "新增", UPDATE: "更新", SKIP: "跳过", ERROR: "错误"}


@dataclass(frozen=True)
class Line:
    """What becomes of one line of a file. `notes` are sentences: what changes, or what is wrong."""

    number: int
    kind: str
    title: str
    notes: list = field(default_factory=list)
    # The row that was written; trying out gives new rows numbers that are used up, so it is no part of what is compared.
    row_id: int | None = field(default=None, compare=False)

    @property
    def label(self):
        return KINDS[self.kind]

    def as_dict(self):
        return asdict(self)


def column(attribute, header, widget, *, example="", note="", required=False, readonly=False):
    """A column of a file: its Chinese header, how it is read, and what the template says of it."""
    made = Field(attribute=attribute, column_name=header, widget=widget, readonly=readonly)
    made.example, made.note, made.required = example, note, required
    return made


def shown_in_file(column, row):
    """A cell that goes out: a day stays a day, so that it can be sorted and reckoned with; all else is text."""
    return (column.get_value(row) or "") if isinstance(column.widget, Day) else column.export(row)


class StaffResource(ModelResource):
    """`scope(model)` gives the rows of a model that the user may name or change."""

    related = ()

    class Meta:
        skip_diff = True
        skip_html_diff = True

    def __init__(self, *, user, scope, now):
        super().__init__()
        self.user, self.scope, self.now = user, scope, now
        self.seen, self.stored, self.before, self.changes = {}, {}, {}, []
        self.number, self.current, self.extra = 0, None, []

    # What the admin pages ask

    @classmethod
    def columns(cls):
        return [cls.fields[name] for name in cls._meta.fields]

    @classmethod
    def template(cls):
        """(header, example, note) of every column that is read."""
        return [
            (one.column_name, one.example, one.note + ("" if one.required else "（选填）"))
            for one in cls.columns()
            if not one.readonly or one.note
        ]

    @classmethod
    def fit(cls, table):
        """The table under our headers. Raises Refusal for columns that are unknown or missing."""
        known = [one.column_name for one in cls.columns()]
        unknown = [header[:30] for header in table.headers if header not in known]
        if unknown:
            raise Refusal(UNKNOWN_COLUMNS.format(names="、".join(unknown), known="、".join(known)))
        missing = [
            one.column_name for one in cls.columns() if one.required and one.column_name not in table.headers
        ]
        if missing:
            raise Refusal(MISSING_COLUMNS.format(names="、".join(missing)))
        return table

    def export_rows(self, rows):
        """(headers, rows of texts and days) of a queryset."""
        columns = self.columns()
        return [one.column_name for one in columns], [
            [shown_in_file(one, row) for one in columns] for row in rows.select_related(*self.related)
        ]

    # What one line goes through

    def know(self):
        """Read once what all lines are compared with; the rows stay locked until the import ends."""
        rows = self.scope(self._meta.model).select_related(*self.related).select_for_update(of=("self",))
        self.stored = {}
        for row in rows:
            self.remember(row)

    def remember(self, row):
        """Keep a row where find() looks for it."""
        raise NotImplementedError

    def find(self, row):
        """The stored row that a line means, or None. Raises ValueError where it cannot be said."""
        raise NotImplementedError

    def get_instance(self, instance_loader, row):
        try:
            found = self.find(row)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if found is not None and found.pk in self.seen:
            raise ValidationError(SAME_RECORD.format(number=self.seen[found.pk]))
        return found

    def init_instance(self, row=None):
        return self._meta.model()

    def after_init_instance(self, instance, new, row, **kwargs):
        self.current, self.extra = instance, []
        self.before = {} if new else self.texts_of(instance)

    def texts_of(self, instance):
        return {one.column_name: one.export(instance) for one in self.columns() if not one.readonly}

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        self.settle(instance)

    def settle(self, instance):
        """Fill in what follows from the other fields."""

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if import_validation_errors or not self.before:
            return False
        now = self.texts_of(instance)
        self.changes = [name for name, text in now.items() if text != self.before[name]]
        self.extra = [f"{name}：{self.before[name] or EMPTY} → {now[name] or EMPTY}" for name in self.changes]
        return not self.changes

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """The model's own checks. What the database checks itself it is asked as the row is saved, not once more before."""
        errors = dict(import_validation_errors or {})
        found = {
            one.name for one in instance._meta.fields if one.is_relation and getattr(instance, one.attname)
        }
        try:
            instance.full_clean(exclude={*errors, *found}, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance, is_create):
        """Save the row; what the database refuses is said in the words of the model's constraint."""
        if hasattr(instance, "sign"):
            instance.sign(self.user, self.now, is_end="结束日期" in self.changes)
        try:
            with transaction.atomic():
                instance.save(force_insert=is_create)
        except IntegrityError:
            instance.full_clean()
            raise

    def read_line(self, number, row):
        """The Line of one line of the file, its row written in the transaction at hand."""
        self.number, self.changes, self.current, self.extra = number, [], None, []
        result = self.import_row(row, None, row_number=number, using_transactions=True)
        title = self.title_of(row)
        if result.validation_error:
            return Line(number, ERROR, title, self.sentences(result.validation_error))
        for problem in result.errors:
            if not isinstance(problem.error, IntegrityError | DataError):
                raise problem.error
            return Line(number, ERROR, title, [CLASHES])
        self.seen[self.current.pk] = number
        self.remember(self.current)
        return Line(number, result.import_type, title, self.extra, self.current.pk)

    def title_of(self, row):
        first = self.columns()[0].column_name
        return row.get(first, "")[:40]

    def sentences(self, error):
        """Each fault under the header of its column."""
        if not hasattr(error, "error_dict"):
            return error.messages
        headers = {one.attribute: one.column_name for one in self.columns()}
        found = []
        for name, faults in error.error_dict.items():
            where = headers.get(name) or self.name_of(name)
            for fault in faults:
                words = MISSING if fault.code in {"blank", "null"} else "".join(fault.messages)
                found.append(f"{where}：{words}" if where else words)
        return found

    def name_of(self, name):
        if name == NON_FIELD_ERRORS:
            return ""
        try:
            return self._meta.model._meta.get_field(name).verbose_name
        except FieldDoesNotExist:
            return ""

    def in_order(self, rows, headers):
        """Lines in the order in which they are written."""
        return rows


def run(resource, table, *, write):
    """Every Line of a table, in one transaction: kept only when `write` is set and no line is wrong."""
    lines = []
    with transaction.atomic():
        resource.know()
        for number, cells in resource.in_order(table.rows, table.headers):
            lines.append(resource.read_line(number, dict(zip(table.headers, cells, strict=True))))
        if not write or any(line.kind == ERROR for line in lines):
            transaction.set_rollback(True)
    return sorted(lines, key=lambda line: line.number)
