"""The walls of the house: which file may import which, that migrations are complete, and that pages ask for a login."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, get_resolver

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["lawfirm_party.common", "branches", "members", "activities", "lawfirm_party"]
SLICES = [
    "notices",
    "ballots",
    "meetings",
    "welfare",
    "growth",
    "honours",
    "feedback",
    "evaluations",
    "reminders",
]
ROOMS = [
    "choices",
    "names",
    "rules",
    "models",
    "queries",
    "permissions",
    "commands",
    "forms",
    "documents",
    "views",
    "urls",
]
FLOOR_MAY_USE = ("lawfirm_party.launcher",)
PUBLIC = {
    "login",
    "logout",
    "password_reset",
    "password_reset_done",
    "set_password",
    "new_password",
    "first_run",
    "answer",
    "feedback_form",
    "calendar_feed",
    "healthz",
    "delivery_health",
}


def modules():
    for top in ("lawfirm_party", "branches", "members", "activities"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path, module):
    """Absolute names of the project's modules that a file imports."""
    is_package = path.name == "__init__.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")
            if node.level:
                base = base[: len(base) - node.level + (1 if is_package else 0)]
                start = ".".join([*base, *([node.module] if node.module else [])])
            else:
                start = node.module
            for alias in node.names:
                yield f"{start}.{alias.name}"


def storey(name):
    """Which storey a module stands on: the longest name in ORDER that it begins with."""
    fits = [place for place in ORDER if name == place or name.startswith(place + ".")]
    return ORDER.index(max(fits, key=len)) if fits else None


def arrows():
    for path, module in modules():
        for target in imports_of(path, module):
            yield module, target


def test_imports_point_one_way_between_the_storeys():
    wrong = [
        (module, target)
        for module, target in arrows()
        if storey(target) is not None
        and storey(target) > storey(module)
        and not target.startswith(FLOOR_MAY_USE)
    ]
    assert wrong == []


def slice_of(module):
    parts = module.split(".")
    return parts[1] if parts[0] == "activities" and len(parts) > 1 and parts[1] in SLICES else None


def test_slices_reach_down_only_and_only_for_queries_and_commands():
    wrong = []
    for module, target in arrows():
        here, there = slice_of(module), slice_of(target)
        if not here or not there or here == there:
            continue
        room = target.split(".")[2] if target.count(".") > 1 else ""
        if SLICES.index(there) > SLICES.index(here) or room not in {"queries", "commands"}:
            wrong.append((module, target))
    assert wrong == []


def room_of(module, storey_or_slice):
    rest = module.removeprefix(storey_or_slice).lstrip(".").split(".")
    return rest[0] if rest and rest[0] in ROOMS else None


def test_rooms_inside_an_app_or_slice_import_only_those_before_them():
    homes = ["branches", "members", *[f"activities.{name}" for name in SLICES]]
    wrong = []
    for module, target in arrows():
        for home in homes:
            if module.startswith(home + ".") and target.startswith(home + "."):
                here, there = room_of(module, home), room_of(target, home)
                if here and there and ROOMS.index(there) > ROOMS.index(here):
                    wrong.append((module, target))
    assert wrong == []


def test_rules_touch_no_database_no_request_and_no_clock():
    forbidden = (
        "django.db",
        "django.http",
        "django.utils.timezone",
        "lawfirm_party.common.clock",
    )
    wrong = [
        (module, target)
        for module, target in arrows()
        if ".rules" in f".{module}."
        and target != "django.db.models.TextChoices"
        and (target.startswith(forbidden) or (storey(target) is not None and ".models." in f"{target}."))
    ]
    assert wrong == []


def test_rules_ask_no_clock_of_python():
    """date.today(), datetime.now() and their kin, however they were imported."""
    wrong = [
        (module, node.lineno)
        for path, module in modules()
        if ".rules" in f".{module}."
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"today", "now", "utcnow", "time_ns"}
    ]
    assert wrong == []


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("ask", [["check"], ["format", "--check"]], ids=["lint", "layout"])
def test_the_code_reads_as_its_linter_and_formatter_would_have_it(ask):
    told = subprocess.run(
        [sys.executable, "-m", "ruff", *ask, "--quiet", "."],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_settings_stay_one_readable_file():
    assert len((ROOT / "lawfirm_party" / "settings.py").read_text(encoding="utf-8").splitlines()) <= 250


def named_patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry
        elif not route.startswith("admin/"):
            yield from named_patterns(entry, route)


def test_every_address_has_a_name_and_asks_for_a_login_or_is_public():
    unguarded = [
        (route, entry.name)
        for route, entry in named_patterns()
        if entry.name is None or (entry.name not in PUBLIC and not asks_for_login(entry.callback))
    ]
    assert unguarded == []


def asks_for_login(view):
    """Walk the decorators: login_required leaves Django's own test function behind."""
    while view:
        if getattr(view, "login_url", "missing") is None or "user_passes_test" in getattr(
            view, "__qualname__", ""
        ):
            return True
        code = getattr(view, "__code__", None)
        if code and "user_passes_test" in code.co_qualname:
            return True
        view = getattr(view, "__wrapped__", None)
    return False
