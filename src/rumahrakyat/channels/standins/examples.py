"""Invented people for whoever wants to write at once and has no name in mind."""

import re
from dataclasses import dataclass

from rumahrakyat.channels.standins.base import Standin
from rumahrakyat.channels.standins.look import look_of

_NAMES = ("Bu Siti", "Pak Budi", "Mbak Sri", "Mas Agus", "Bu Wahyuni", "Pak Darto", "Mbak Rini", "Mas Yanto")


@dataclass(frozen=True)
class Example:
    """What a new person could be: `typed` is a number, an account or an address, as the stand-in asks for it."""

    name: str
    typed: str


def next_example(standin: Standin) -> Example:
    """The first invented person whom this stand-in does not know yet."""
    known = {person.key for person in standin.store.people()}
    number = 0
    while standin.person(*_as_typed(found := _example(standin, number)))[0] in known:
        number += 1
    return found


def _as_typed(example: Example) -> tuple[str, str]:
    return example.typed, example.name


def _example(standin: Standin, number: int) -> Example:
    round_, index = divmod(number, len(_NAMES))
    name = f"{_NAMES[index]} {round_ + 1}" if round_ else _NAMES[index]
    look = look_of(standin)
    word = re.sub(r"[^a-z0-9]+", "_", name.lower())
    if look.phones:
        return Example(name, f"0813 2290 {4471 + number}")
    if standin.has_subject:
        return Example(name, f"{word.replace('_', '.')}@example.org")
    return Example(name, word)
