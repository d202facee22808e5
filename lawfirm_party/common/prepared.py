"""Reads whose SQL is made once: for the few that stand on pages opened all day, where making it costs more than running it."""

from datetime import UTC, date, datetime

from django.db import connection

# Samples for the most usual values.
AN_ID = 987_654_321_987
A_DAY, A_LATER_DAY = date(1801, 2, 3), date(1802, 3, 4)
A_MOMENT = datetime(1803, 4, 5, tzinfo=UTC)


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
        sql, params = [self.pieces[0]], []
        for (name, fixed), piece in zip(self.slots, self.pieces[1:], strict=True):
            value = values[name] if name else fixed
            given = value if isinstance(value, list) else [value]
            sql += [", ".join(["%s"] * len(given)) or "NULL", piece]
            params += given
        with connection.cursor() as cursor:
            cursor.execute("".join(sql), params)
            return cursor.fetchall()
