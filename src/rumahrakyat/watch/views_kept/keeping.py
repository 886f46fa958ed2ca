"""Which views can be kept, and how one is written into its form and read from it."""

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.urls import reverse

# Pages whose choices are worth keeping, and what can be chosen on them: nothing else gets into a kept view.
_CHOICES: Final = ("periode", "banding", "peta", "kelompok", "layar", "angka", "perangkat", "wilayah", "kecamatan",
    "topik", "jenis", "kanal", "tahap", "kewajiban", "ukuran", "kab")  # fmt: skip
PAGES: Final = ("now", "cases", "agencies", "regencies", "topics", "map", "scores")


class NotAView(LookupError):
    """No page of that name can be kept."""


@dataclass(frozen=True)
class Keeping:
    """What the form beside a page sends."""

    page: str
    query: str


def keeping(page: str, chosen: dict[str, str]) -> Keeping:
    """The page as it is chosen now. Raises `NotAView`."""
    if page not in PAGES:
        raise NotAView(page)
    query = QueryDict(mutable=True)
    query.update({name: chosen[name] for name in _CHOICES if chosen.get(name)})
    return Keeping(page, query.urlencode(safe=".~"))


def read(page: str, query: str) -> Keeping:
    """What a form sent, without anything that is no choice. Raises `NotAView`."""
    return keeping(page, QueryDict(query[:2000]).dict())


def address_of(page: str, query: str) -> str:
    return reverse(f"watch:{page}") + (f"?{query}" if query else "")
