"""The words of this installation's province, read once per process."""

from functools import lru_cache
from typing import Any

from rumahrakyat.lib.text import Spelling
from rumahrakyat.regions.placenames import words_of
from rumahrakyat.regions.province import Province, active
from rumahrakyat.understanding.firstday import FirstDay
from rumahrakyat.understanding.lexicon import Lexicon

PLACES = ("regencies.csv", "districts.csv", "villages.csv")
SHORTEST_KNOWN = 3
# Words of the languages people mix with Indonesian, with the Indonesian for each.
LANGUAGES_BESIDES = "javanese.csv"


@lru_cache(maxsize=2)
def spelling_of(province: Province) -> Spelling:
    """How people of a province spell: its table, the words of its other languages, what must stay as it is typed."""
    rows = province.table("spelling.csv")
    if (province.folder / LANGUAGES_BESIDES).exists():
        rows = province.table(LANGUAGES_BESIDES) + rows  # what Indonesian says of a word goes first
    table = {row["form"]: row["standard"] for row in rows}
    return Spelling(
        {form: standard for form, standard in table.items() if form != standard},
        {form for form, standard in table.items() if form == standard},
        known=_known(province.document("lexicon.json"), table),
        places=_place_names(province),
    )


def _known(lexicon: dict[str, Any], table: dict[str, str]) -> set[str]:
    """Words whose other forms are worth recognising: those of the lexicon, and the usual spellings."""
    terms = [*table.values()]
    for category in lexicon["categories"].values():
        terms += [term for written in category.values() for term in written]
    return {word for term in terms for word in term.replace("+", " ").split() if len(word) >= SHORTEST_KNOWN}


def _place_names(province: Province) -> list[tuple[str, ...]]:
    names = [row["name"] for table in PLACES for row in province.table(table)]
    return [words_of(name) for name in (*names, *province.document("places.json")["aliases"])]


@lru_cache(maxsize=2)
def lexicon_of(province: Province) -> Lexicon:
    return Lexicon(province.document("lexicon.json"), spelling=spelling_of(province))


def spelling() -> Spelling:
    return spelling_of(active())


def lexicon() -> Lexicon:
    return lexicon_of(active())


@lru_cache(maxsize=2)
def first_day_of(province: Province) -> FirstDay:
    rows = province.table("examples.csv")
    ignored = province.document("lexicon.json")["first_day"]["ignored"]
    return FirstDay(lexicon_of(province), [(row["text"], row["category"]) for row in rows], ignored=ignored)


def first_day() -> FirstDay:
    """What an installation without history guesses with; built at first use, in a fraction of a second."""
    return first_day_of(active())
