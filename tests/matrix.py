"""Who may open what: one line per address and method, one column per role (trust.md section 3, row 8).

`200` is a page, `302` a redirect inside the site, `login` the way to the login page, `422` a form that wants more, `403`
visible but not allowed, `404` not there for this role, `405` not by this method. Made by hand where a rule of trust.md 3a
decides, and compared whole: an address that is not listed fails.
"""

COLUMNS = (
    ["anonymous", "outsider", "lawyer", "member", "leader", "partner", "committee", "committee_only", "secretary", "clerk", "admin"]
)

TABLE = """
"""


def rows():
    """{(name, method): {role: expected}} of the committed table."""
    table = {}
    for line in TABLE.strip().splitlines():
        name, method, *cells = line.split()
        assert len(cells) == len(COLUMNS), line
        table[(name, method)] = dict(zip(COLUMNS, cells, strict=True))
    return table
