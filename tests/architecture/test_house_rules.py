"""House rules. Each message says what to do instead."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, everything, modules

INTERFACES = {"public", "workbench", "watch"}
STAGE_WRITERS = ("reports/operations", "reports/appeals.py", "reports/merging.py", "reports/undoing.py")
# Tells stories in memory for the bulk generator; its `stage` is that of a story, not of a report.
BULK_WRITERS = {"demo/story.py"}
# Modules that hold rules only: no database, no request, no clock.
PURE = (
    "channels/base.py",
    "channels/voice/ivr.py",
    "channels/voice/office.py",
    "channels/voice/words.py",
    "config/env.py",
    "duty/rules.py",
    "lib/canonical.py",
    "lib/courtesy.py",
    "lib/ids.py",
    "lib/phone.py",
    "lib/text.py",
    "organisations/hours.py",
    "people/roles.py",
    "regions/codes.py",
    "regions/gazetteer.py",
    "regions/mentions.py",
    "regions/placenames.py",
    "reports/chain.py",
    "reports/masking.py",
    "reports/naming.py",
    "reports/states.py",
    "routing/deciding.py",
    "understanding/language.py",
    "understanding/lexicon.py",
    "routing/rules.py",
    "routing/where.py",
)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
# Longer than the rule, each with its reason. This list may only become shorter.
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def test_only_reports_operations_change_a_stage() -> None:
    culprits = [
        f"{module.name}:{line}"
        for module in modules()
        if not module.name.startswith(STAGE_WRITERS) and module.name not in BULK_WRITERS
        for line in _stage_writes(module)
    ]
    assert not culprits, "call an operation of reports.operations instead"


def _stage_writes(module: Module) -> Iterator[int]:
    for node in module.nodes:
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "stage" and not _is_self(target.value):
                yield node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            yield from (node.lineno for keyword in node.keywords if keyword.arg == "stage")


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def test_interface_packages_ask_queries_and_not_the_database() -> None:
    culprits = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        # An interface package may own rows (drafts): they too are read and written in these two modules only.
        if module.app in INTERFACES and module.path.name not in {"operations.py", "queries.py"}
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert not culprits, "read through the queries or access module of the app that owns the model"


def test_migrations_import_nothing_of_the_product() -> None:
    culprits = [
        f"{module.name} imports {name}"
        for module in everything()
        if module.is_migration
        for name in module.imports
        if name.startswith("rumahrakyat")
    ]
    assert not culprits, "a migration must do tomorrow what it did on its day: copy the value into it"


def test_pure_modules_import_no_django() -> None:
    found = {module.name: module for module in modules()}
    culprits = [
        f"{name} imports {imported}"
        for name in PURE
        for imported in found[name].imports
        if imported.split(".")[0] in {"django", "procrastinate", "psycopg"}
    ]
    assert not culprits


def test_modules_stay_short() -> None:
    long = {one.name: one.lines for one in everything() if one.lines > LONGEST_MODULE and not one.is_migration}
    assert set(long) == set(LONG_MODULES), f"at most {LONGEST_MODULE} lines: {long}"


def test_functions_stay_short() -> None:
    long = {
        f"{module.name}::{function.name}": _length(function)
        for module in modules()
        for function in module.functions()
        if _length(function) > LONGEST_FUNCTION
    }
    assert set(long) == set(LONG_FUNCTIONS), f"at most {LONGEST_FUNCTION} lines: {long}"


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert function.end_lineno is not None
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.end_lineno is not None
    docstring = first.end_lineno - first.lineno + 1 if documented and first.end_lineno else 0
    return function.end_lineno - function.lineno + 1 - docstring


NAIVE = {
    "utcnow": "lib.clock.now()",
    "utcfromtimestamp": "datetime.fromtimestamp(..., tz=UTC)",
    "auto_now": "a field that the operation sets to `at`",
    "auto_now_add": "a field that the operation sets to `at`",
}


def test_no_instant_without_a_time_zone() -> None:
    culprits = []
    for module in modules():
        for node in module.nodes:
            name = node.attr if isinstance(node, ast.Attribute) else node.arg if isinstance(node, ast.keyword) else None
            if name in NAIVE:
                culprits.append(f"{module.name}:{node.lineno}: {name}; use {NAIVE[name]}")
    assert not culprits


def test_no_receivers_of_model_signals() -> None:
    culprits = [
        f"{module.name} imports {name}"
        for module in modules()
        for name in module.imports
        if name in {"django.db.models.signals", "django.dispatch"}
    ]
    assert not culprits, "register a handler of the timeline instead"


@pytest.mark.parametrize("word", ["print", "breakpoint", "exec", "eval"])
def test_nothing_left_behind_by_debugging(word: str) -> None:
    culprits = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == word
    ]
    assert not culprits
