"""The product's source, parsed once, for the rules that neither the linter nor the type checker can hold."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "rumahrakyat"


@dataclass(frozen=True)
class Module:
    """What is found in it is kept, because a dozen rules ask for the same."""

    path: Path
    text: str

    @property
    def lines(self) -> int:
        return self.text.count("\n")

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

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(ast.parse(self.text)))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    @cached_property
    def imports(self) -> tuple[str, ...]:
        found: list[str] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found.append(node.module or "")
        return tuple(found)


@cache
def modules() -> tuple[Module, ...]:
    """Everything that is the product: no tests, no migrations."""
    return tuple(module for module in everything() if not module.is_test and not module.is_migration)


@cache
def everything() -> tuple[Module, ...]:
    return tuple(Module(path, path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py")))


def forget() -> None:
    """A million nodes that stay would be looked through by every garbage collection of all tests that follow."""
    modules.cache_clear()
    everything.cache_clear()
