"""A settings file read with care: every mistake becomes a plain sentence, and the rest is read all the same."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

Constant = str | int | float | bool
Choice = TypeVar("Choice", bound=str)


class Table:
    """One table of the file. What nobody asked for is a mistake too (`finish`): most likely a name written wrongly."""

    def __init__(self, values: Mapping[str, object], *, path: str = "", mistakes: list[str]) -> None:
        self.mistakes = mistakes
        self._values = values
        self._path = path
        self._asked: set[str] = set()
        self._inner: list[Table] = []

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, otherwise: str = "") -> str:
        value = self._get(name, otherwise)
        if isinstance(value, str):
            return value
        self.mistake(name, "must be a text in quotes")
        return otherwise

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value and name not in self:
            self.mistake(name, "is missing")
        return value

    def choice(self, name: str, choices: Sequence[Choice], otherwise: Choice) -> Choice:
        value = self.text(name, otherwise)
        for choice in choices:
            if value == choice:
                return choice
        self.mistake(name, f"must be one of {', '.join(choices)}")
        return otherwise

    def flag(self, name: str) -> bool:
        value = self._get(name, False)
        if isinstance(value, bool):
            return value
        self.mistake(name, "must be true or false")
        return False

    def number(self, name: str, otherwise: int) -> int:
        """A whole number above nought."""
        value = self._get(name, otherwise)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.mistake(name, "must be a whole number above 0")
        return otherwise

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._get(name, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.mistake(name, "must be a list of texts")
        return ()

    def statuses(self, name: str, otherwise: Sequence[int] = ()) -> frozenset[int]:
        """HTTP statuses."""
        value = self._get(name, list(otherwise))
        if isinstance(value, list) and all(isinstance(item, int) and 100 <= item < 600 for item in value):
            return frozenset(value)
        self.mistake(name, "must be a list of HTTP statuses such as [200, 202]")
        return frozenset(otherwise)

    def pattern(self, name: str, *, groups: int = 0) -> re.Pattern[str] | None:
        """A regular expression with at least `groups` groups; None when it is not given."""
        text = self.text(name)
        if not text:
            return None
        try:
            pattern = re.compile(text)
        except re.error as error:
            self.mistake(name, f"is no regular expression: {error}")
            return None
        if pattern.groups < groups:
            self.mistake(name, "must put round brackets around what is looked for")
            return None
        return pattern

    def constants(self, name: str) -> dict[str, Constant]:
        """A table of fixed values."""
        value = self._get(name, {})
        if not isinstance(value, dict):
            self.mistake(name, "must be a table")
            return {}
        found: dict[str, Constant] = {}
        for key, constant in value.items():
            if isinstance(constant, str | int | float | bool):
                found[key] = constant
            else:
                self.mistake(f"{name}.{key}", "must be a text, a number, true or false")
        return found

    def table(self, name: str) -> "Table":
        value = self._get(name, {})
        if not isinstance(value, dict):
            self.mistake(name, "must be a table")
            value = {}
        inner = Table(value, path=self._full(name), mistakes=self.mistakes)
        self._inner.append(inner)
        return inner

    def mistake(self, name: str, what: str) -> None:
        self.mistakes.append(f"{self._full(name)} {what}.")

    def finish(self) -> None:
        """Say what was not understood, here and in the tables inside."""
        for name in sorted(set(self._values) - self._asked):
            self.mistake(name, "is not known")
        for inner in self._inner:
            inner.finish()

    def _get(self, name: str, otherwise: object) -> object:
        self._asked.add(name)
        return self._values.get(name, otherwise)

    def _full(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name
