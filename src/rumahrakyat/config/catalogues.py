"""Translations: `python -m rumahrakyat.config.catalogues compile|check`. Needs no gettext programs.

`compile` writes the `.mo` beside each `.po` that is newer. `check` finds every message in templates and code that has
no Indonesian words, translations whose placeholders differ from the message's, those of messages that nobody says any
more, and messages with different words in two catalogues: all catalogues are one for Django, and the first would win.
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

from rumahrakyat.config import messages

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGE = "id"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")


@dataclass(frozen=True)
class Problem:
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def catalogues(root: Path = PACKAGE, language: str = "*") -> Iterator[Path]:
    yield from sorted(root.glob(f"**/locale/{language}/LC_MESSAGES/django.po"))


def compile_stale(root: Path = PACKAGE) -> int:
    """Compiles every catalogue that is newer than its compiled form; how many those were."""
    done = 0
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(".draft")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        done += 1
    return done


def problems(root: Path = PACKAGE) -> list[Problem]:
    """What is missing or wrong, sorted by place; empty when the Indonesian catalogues are complete."""
    found: list[Problem] = []
    used: dict[messages.Message, str] = {}
    for message, where in messages.in_use(root):
        used.setdefault(message, where)
    first: dict[tuple[messages.Message, bool], polib.POEntry] = {}
    for where, entry in _entries(root):
        message = messages.Message(entry.msgid, entry.msgctxt)
        found += _wrong_placeholders(entry, where)
        if message not in used:
            found.append(Problem(where, f"nothing says {message.text!r}"))
        other = first.setdefault((message, bool(entry.msgid_plural)), entry)
        if _words(other) != _words(entry):
            found.append(Problem(where, f"{message.text!r} is {other.msgstr!r} elsewhere: give one of them a context"))
    translated = {message for message, _plural in first}
    found += [
        Problem(where, f"no {LANGUAGE} translation of {message.text!r}")
        for message, where in used.items()
        if message not in translated
    ]
    return sorted(set(found), key=str)


def _entries(root: Path) -> Iterator[tuple[str, polib.POEntry]]:
    """Every translation that is in force, with its place."""
    for source in catalogues(root, LANGUAGE):
        for entry in polib.pofile(str(source)):
            if entry.translated() and not entry.obsolete:
                yield f"{source.relative_to(root)}:{entry.linenum}", entry


def _words(entry: polib.POEntry) -> tuple[str, ...]:
    return (entry.msgstr, *entry.msgstr_plural.values())


def _wrong_placeholders(entry: polib.POEntry, where: str) -> list[Problem]:
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
    texts = [entry.msgstr, *entry.msgstr_plural.values()]
    return [
        Problem(where, f"other placeholders than {entry.msgid!r}: {text!r}")
        for text in texts
        # A plural form may leave a number out, so fewer is an error only where there is no plural.
        if text and (placeholders(text) - wanted or (not entry.msgid_plural and placeholders(text) != wanted))
    ]


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def main(words: list[str]) -> int:
    if words == ["compile"]:
        sys.stdout.write(f"{compile_stale()} catalogues compiled\n")
        return 0
    if words == ["check"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")
        found = problems()
        sys.stdout.writelines(f"{problem}\n" for problem in found)
        sys.stdout.write(f"{len(found)} problems in the translations\n")
        return 1 if found else 0
    sys.stderr.write("usage: python -m rumahrakyat.config.catalogues compile|check\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
