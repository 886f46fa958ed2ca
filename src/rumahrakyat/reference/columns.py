"""What a column of reference data holds, and how it stands in a form or a table file: always as a string."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib.faults import Fault

YES: Final = "ya"
NO: Final = ""
_SAID_YES: Final = frozenset({"ya", "y", "1", "yes", "true", "benar"})
_SAID_NO: Final = frozenset({"", "tidak", "t", "0", "no", "false", "salah"})


class WrongValue(Fault):
    """A value that its column does not take; `column` says which."""

    def __init__(self, column: str, **values: object) -> None:
        super().__init__(**values)
        self.column = column


class Missing(WrongValue):
    words = _("Write something here; it may not stay empty")


class TooLong(WrongValue):
    words = _("At most %(most)s characters; these are %(count)s")


class NoNumber(WrongValue):
    words = _("“%(typed)s” is no number between %(least)s and %(most)s")


class NoAnswer(WrongValue):
    words = _("“%(typed)s” is neither “ya” nor empty")


class NoChoice(WrongValue):
    words = _("“%(typed)s” is none of: %(known)s")


class NotThere(WrongValue):
    words = _("Nothing with the code “%(typed)s” exists")


class WrongCode(WrongValue):
    words = _("A code has letters, digits, dots and hyphens only, such as %(example)s")


@dataclass(frozen=True)
class Column:
    """One column. `name` is its heading in a file and its field in a form; `label` an English message id.

    `once`: may be chosen when the row is made and never afterwards, because other things rest on it.
    `shown` False: kept in files and forms, not in the list.
    """

    name: str
    label: str | Promise
    attribute: str
    hint: str | Promise = ""
    required: bool = False
    longest: int = 200
    once: bool = False
    rows: int = 0

    def read(self, row: Model) -> str:
        return str(getattr(row, self.attribute) or "")

    def parse(self, typed: str) -> Any:
        """The value to store. Raises a `WrongValue`."""
        words = "\n".join(" ".join(line.split()) for line in typed.replace("\x00", "").splitlines()).strip()
        if self.required and not words:
            raise Missing(self.name)
        if len(words) > self.longest:
            raise TooLong(self.name, most=self.longest, count=len(words))
        return words


@dataclass(frozen=True)
class Code(Column):
    pattern: str = r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*"
    example: str = ""

    def parse(self, typed: str) -> Any:
        words = super().parse(typed)
        if not re.fullmatch(self.pattern, words):
            raise WrongCode(self.name, example=self.example)
        return words


@dataclass(frozen=True)
class Flag(Column):
    def read(self, row: Model) -> str:
        return YES if getattr(row, self.attribute) else NO

    def parse(self, typed: str) -> Any:
        word = typed.strip().casefold()
        if word not in _SAID_YES | _SAID_NO:
            raise NoAnswer(self.name, typed=typed)
        return word in _SAID_YES


@dataclass(frozen=True)
class Number(Column):
    """A number within bounds; empty is None unless required. `whole`: without a fraction."""

    least: float = 0
    most: float = 32_767
    whole: bool = True

    def read(self, row: Model) -> str:
        value = getattr(row, self.attribute)
        return "" if value is None else str(value)

    def parse(self, typed: str) -> Any:
        words = super().parse(typed)
        if not words:
            return None
        try:
            value = int(words) if self.whole else float(words.replace(",", "."))
        except ValueError:
            value = None
        if value is None or not self.least <= value <= self.most:
            raise NoNumber(self.name, typed=words, least=self.least, most=self.most)
        return value


@dataclass(frozen=True)
class Choice(Column):
    choices: Sequence[tuple[str, str | Promise]] = ()

    def parse(self, typed: str) -> Any:
        words = super().parse(typed)
        known = [value for value, _label in self.choices]
        if words not in known and (words or self.required):
            raise NoChoice(self.name, typed=words, known=", ".join(known))
        return words


@dataclass(frozen=True)
class Reference(Column):
    """A row of another table by its code. `found` gives that row, or None."""

    found: Callable[[str], Model | None] = lambda _code: None
    options: Callable[[], list[tuple[str, str]]] = list

    def read(self, row: Model) -> str:
        other = getattr(row, self.attribute)
        return "" if other is None else str(other.code)

    def parse(self, typed: str) -> Any:
        words = super().parse(typed)
        if not words:
            return None
        other = self.found(words)
        if other is None:
            raise NotThere(self.name, typed=words)
        return other
