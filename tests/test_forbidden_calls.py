"""No SQL by hand, no shell, no call to another server (trust.md section 3, row 19), read from the program's own text."""

import ast
import re
from functools import cache

from .test_structure import ROOT, modules

SQL_METHODS = {"raw", "extra", "execute", "executemany", "callproc", "cursor"}
SQL_NAMES = {"RawSQL", "psycopg", "psycopg2", "asyncpg", "sqlite3"}
# Each with its reason.
SQL_MAY_STAND_IN = {
    # VACUUM FULL after a tally, which the ORM cannot say; the names of the tables are the models' own.
    "activities/ballots/commands/counting.py",
    # The one cache of SQL: the ORM makes it, the values go as parameters.
    "lawfirm_party/common/prepared.py",
    # Makes the program's own role and database before there is any; the names are constants, quoted by psycopg2.sql.
    "lawfirm_party/launcher/postgresql.py",
}
SHELL_MODULES = {"subprocess", "pty", "commands", "pexpect", "multiprocessing"}
SHELL_CALLS = {"system", "popen", "startfile", "posix_spawn", "posix_spawnp", "eval", "exec", "__import__"}
OS_CALLS = re.compile(r"(exec|spawn)[lv]p?e?\Z")
PROGRAMS_START_IN = "lawfirm_party/launcher/"
NETWORK = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "ftplib", "telnetlib"}
NETWORK_MAY_STAND_IN = {
    # Asks our own website on this machine whether it answers.
    "lawfirm_party/launcher/supervisor.py",
    # Posts to the three services of group robots, on their own hosts and nowhere else.
    "activities/notices/robots/gateway.py",
}
UNSAFE_TO_READ = {"pickle", "marshal", "shelve", "dill", "yaml"}


@cache
def files():
    """[(path, all nodes)] of the program's files."""
    return [
        (path.relative_to(ROOT).as_posix(), list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
        for path, _ in modules()
    ]


def imported(node):
    """Names of the modules that one import brings in."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and not node.level:
        return {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def brings_in(node, names):
    """Whether an import brings in one of these modules or something inside it."""
    return any(name == wanted or name.startswith(f"{wanted}.") for name in imported(node) for wanted in names)


def called(node):
    """The last name of what is called: `execute` of cursor.execute(…)."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def writes_sql(node):
    names = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()
    return called(node) in SQL_METHODS | SQL_NAMES or bool(names & SQL_NAMES) or brings_in(node, SQL_NAMES)


def starts_programs(node):
    return bool(OS_CALLS.match(called(node)) or called(node) in SHELL_CALLS or brings_in(node, SHELL_MODULES))


def asks_for_a_shell(node):
    return isinstance(node, ast.Call) and any(
        word.arg == "shell" and getattr(word.value, "value", True) is not False for word in node.keywords
    )


def found(question):
    return {name for name, nodes in files() for node in nodes if question(node)}


def test_sql_is_written_by_the_orm():
    assert found(writes_sql) == SQL_MAY_STAND_IN


def test_programs_are_started_by_the_launcher_only():
    places = found(starts_programs)
    assert places and all(place.startswith(PROGRAMS_START_IN) for place in places), places


def test_no_program_is_started_through_a_shell():
    assert found(asks_for_a_shell) == set()
    shells = found(lambda node: called(node) in {"system", "popen", "getoutput", "getstatusoutput"})
    assert shells == set()


def test_no_page_and_no_task_calls_another_server():
    assert found(lambda node: brings_in(node, NETWORK)) <= NETWORK_MAY_STAND_IN


def test_nothing_is_read_in_a_form_that_runs_code():
    assert found(lambda node: brings_in(node, UNSAFE_TO_READ)) == set()


def test_the_walk_sees_what_it_forbids():
    bad = ast.parse(
        "from psycopg2 import sql\nimport subprocess\nM.objects.raw('x')\nrun('ls', shell=True)\nos.system('ls')\nimport requests"
    )
    seen = [
        [bool(ask(node)) for node in ast.walk(bad)].count(True)
        for ask in (writes_sql, starts_programs, asks_for_a_shell)
    ]
    assert seen == [2, 2, 1]
