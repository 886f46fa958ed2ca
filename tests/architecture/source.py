"""The product's source, parsed once, for the rules that neither the linter nor the type checker can hold."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "rumahrakyat"


@dataclass(frozen=True)
class Module:
    path: Path
    tree: ast.Module
    lines: int

    @property
    def name(self) -> str:
        """As people write it: `reports/operations.py`."""
        return self.path.relative_to(PACKAGE).as_posix()

    @property
    def app(self) -> str:
        return self.path.relative_to(PACKAGE).parts[0]

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.relative_to(PACKAGE).parts

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.relative_to(PACKAGE).parts

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def imports(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module or ""


@cache
def modules() -> tuple[Module, ...]:
    """Everything that is the product: no tests, no migrations."""
    return tuple(module for module in everything() if not module.is_test and not module.is_migration)


@cache
def everything() -> tuple[Module, ...]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Module(path, ast.parse(text), text.count("\n")))
    return tuple(found)
