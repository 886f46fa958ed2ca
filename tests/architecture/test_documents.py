"""What the documents say of the tree is so: their links, paths, commands and settings."""

import argparse
import importlib
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from rumahrakyat.config import settings
from rumahrakyat.config.cli import chosen, parser_of
from tests.architecture.source import PACKAGE, ROOT

PLACEHOLDER = re.compile(r"[\[<]|\.\.\.")
# Read by the programs themselves or by the tests, not by whoever operates.
INTERNAL = {"RUMAHRAKYAT_LOCAL_URL", "RUMAHRAKYAT_WEB_MASTER", "RUMAHRAKYAT_TESTING", "RUMAHRAKYAT_FAILPOINT"}


@cache
def documents() -> tuple[Path, ...]:
    return (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *PACKAGE.glob("channels/*/README.md"))


def found(pattern: str) -> Iterator[tuple[str, re.Match[str]]]:
    for path in documents():
        for match in re.finditer(pattern, path.read_text(encoding="utf-8"), re.MULTILINE):
            yield path.relative_to(ROOT).as_posix(), match


def test_links_lead_somewhere() -> None:
    broken = [
        f"{place}: {match[1]}"
        for place, match in found(r"\]\((?!\w+:)([^)\s#]+)(?:#[^)]*)?\)")
        if not ((ROOT / place).parent / match[1]).exists()
    ]
    assert not broken


def test_modules_that_are_named_exist() -> None:
    code = [path.as_posix() for folder in ("src", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
    gone = [
        f"{place}: {match[1]}"
        for place, match in found(r"`(\w[\w/]*\.py)\b[^`\n]*`")
        if not any(path.endswith(f"/{match[1]}") for path in code)
    ]
    assert not gone


def test_names_of_the_product_that_are_named_exist() -> None:
    """`duty.negligence.terms.MOVES`: a folder of the product, its module, what it holds."""
    gone = [
        f"{place}: {match[1]}" for place, match in found(r"`([a-z]+(?:\.\w+){2,})(?:\(\))?`") if not _is_there(match[1])
    ]
    assert not gone


def _is_there(dotted: str) -> bool:
    first, *parts = dotted.split(".")
    apps = [PACKAGE / first, *PACKAGE.glob(f"*/{first}")]
    places = [place for place in apps if place.is_dir()]
    return not places or any(_holds(place, parts) for place in places)


def _holds(place: Path, parts: list[str]) -> bool:
    for depth, part in enumerate(parts):
        module = place / f"{part}.py"
        if module.exists():
            return all(re.search(rf"\b{rest}\b", module.read_text(encoding="utf-8")) for rest in parts[depth + 1 :])
        place /= part
    return place.is_dir()


def test_commands_are_accepted_as_they_are_written() -> None:
    refused = [
        f"{place}: {match[0]}"
        for place, match in found(r"(?:`|^ *)rumahrakyat ((?:[a-z]+-?)+[^`\n#|>]*)")
        if not _accepted(match[1].strip())
    ]
    assert not refused


def _accepted(written: str) -> bool:
    words = shlex.split(re.sub(r"[\[\]]", "", written))
    command = chosen(words)
    if command is None:
        return False
    parser = parser_of(command, importlib.import_module(command.module))
    if len(words) == 1 or PLACEHOLDER.search(written):
        return all(option in parser.format_help() for option in re.findall(r"--[a-z-]+", written))
    try:
        parser.parse_args(words[1:])
    except (SystemExit, argparse.ArgumentError):
        return False
    return True


def test_every_setting_stands_in_the_list_of_settings() -> None:
    listed = settings.__doc__ or ""
    read = {
        name
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts and path.name != "testing.py"
        for name in re.findall(r'"(RUMAHRAKYAT_[A-Z_]*[A-Z])"', path.read_text(encoding="utf-8"))
    }
    assert sorted(name for name in read - INTERNAL if name not in listed) == []
    assert (
        sorted(name for name in re.findall(r"^RUMAHRAKYAT_[A-Z_]+[A-Z]", listed, re.MULTILINE) if name not in read)
        == []
    )


@pytest.mark.parametrize("path", sorted((ROOT / "docs/decisions").glob("0*.md")), ids=lambda path: path.stem)
def test_every_decision_is_in_their_index(path: Path) -> None:
    assert f"({path.name})" in (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")


def test_every_page_is_reached_from_the_front() -> None:
    front = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = {name for path in documents() for name in re.findall(r"([\w-]+\.md)", path.read_text(encoding="utf-8"))}
    assert "(docs/architecture.md)" in front
    assert sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name not in linked) == []
