"""Reads whose SQL is made once, and planned once by each connection: for the few that stand on pages opened all day, where making
and planning it costs more than running it."""

from datetime import UTC, date, datetime
from itertools import count
from weakref import WeakKeyDictionary

from django.db import connection

# Samples for the most usual values.
AN_ID = 987_654_321_987
A_DAY, A_LATER_DAY = date(1801, 2, 3), date(1802, 3, 4)
A_MOMENT = datetime(1803, 4, 5, tzinfo=UTC)
# What stands before a value that is a list, when it stands alone.
AMONG = " IN ("
TYPES = {int: "bigint", str: "text", date: "date", datetime: "timestamptz"}

# {connection to the server: {Prepared: the name of its statement there}}; no name is used twice, so one that failed is no hindrance.
NAMED = WeakKeyDictionary()
numbers = count(1)


class Prepared:
    """A queryset of values, described once with sample values, then run with real ones.

    `build(**samples)` returns a `values_list` queryset (or a union of them) whose conditions hold the samples. Each sample
    must be a value that stands nowhere else in the query, of the type that is given later; where the query asks
    `in [sample]`, a list is given later. Rows come as plain tuples.
    """

    def __init__(self, build, **samples):
        self.build = build
        self.samples = samples
        self.pieces = ()
        self.slots = ()

    def compile(self):
        sql, params = self.build(**self.samples).query.sql_with_params()
        names = {value: name for name, value in self.samples.items()}
        slots = tuple((names.get(value), value) for value in params)
        unused = set(self.samples) - {name for name, _ in slots}
        if unused:
            raise ValueError(f"samples that the query does not hold: {sorted(unused)}")
        self.slots = slots
        self.pieces = sql.split("%s")

    def rows(self, **values):
        """All rows for these values; one query."""
        if not self.pieces:
            self.compile()
        with connection.cursor() as cursor:
            if through_a_pool():
                cursor.execute(*self.written_out(values))
            else:
                self.execute(cursor, [values[name] for name in self.samples])
            return cursor.fetchall()

    def written_out(self, values):
        """(SQL, parameters) with a place for each value of a list."""
        sql, params = [self.pieces[0]], []
        for (name, fixed), piece in zip(self.slots, self.pieces[1:], strict=True):
            value = values[name] if name else fixed
            given = value if isinstance(value, list) else [value]
            sql += [", ".join(["%s"] * len(given)) or "NULL", piece]
            params += given
        return "".join(sql), params

    def execute(self, cursor, values):
        """Run the statement by the name it has on this connection; the first time there it is prepared in the same call."""
        named = NAMED.setdefault(cursor.connection, {})
        places = ", ".join(["%s"] * len(values))
        if self in named:
            cursor.execute(f"EXECUTE {named[self]} ({places})", values)
            return
        name = f"prepared_{next(numbers)}"
        sql, types, fixed = self.numbered()
        cursor.execute(f"PREPARE {name} ({types}) AS {sql}; EXECUTE {name} ({places})", [*fixed, *values])
        named[self] = name

    def numbered(self):
        """(SQL with $1, $2 … for what is given later, their types, the parameters that stay the same)."""
        order = {name: f"${place}" for place, name in enumerate(self.samples, 1)}
        types = {name: TYPES[type(sample)] for name, sample in self.samples.items()}
        sql, fixed = [self.pieces[0]], []
        for (name, value), piece in zip(self.slots, self.pieces[1:], strict=True):
            if name and sql[-1].endswith(AMONG) and piece.startswith(")"):
                sql[-1] = sql[-1].removesuffix(AMONG) + " = ANY ("
                types[name] = f"{TYPES[type(self.samples[name])]}[]"
            sql += [order[name] if name else "%s", piece]
            fixed += [] if name else [value]
        return "".join(sql), ", ".join(types.values()), fixed


def through_a_pool():
    """Whether a pool stands between us and the server, so that the next statement may run on another connection."""
    return connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS", False)
