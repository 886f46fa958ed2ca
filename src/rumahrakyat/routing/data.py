"""The words and rules of this installation's province, read once per process."""

from functools import lru_cache

from rumahrakyat.regions.names import place_from_words, place_names
from rumahrakyat.regions.places import locate
from rumahrakyat.regions.province import Province, active
from rumahrakyat.routing.lexicon import Lexicon
from rumahrakyat.routing.rules import Rules
from rumahrakyat.routing.where import Finders


@lru_cache(maxsize=2)
def lexicon_of(province: Province) -> Lexicon:
    rows = [(row["form"], row["standard"]) for row in province.table("spelling.csv")]
    return Lexicon(
        province.document("lexicon.json"),
        spelling={form: standard for form, standard in rows if form != standard},
        keep={form for form, standard in rows if form == standard},
    )


@lru_cache(maxsize=2)
def rules_of(province: Province) -> Rules:
    return Rules(province.document("rules.json"), stems=lexicon_of(province).stems)


def lexicon() -> Lexicon:
    return lexicon_of(active())


def rules() -> Rules:
    return rules_of(active())


def finders() -> Finders:
    """Points and words looked up in this installation's province."""
    return Finders(
        point=locate,
        words=lambda text, asked: place_from_words(text, asked=asked),
        label=lambda code: place_names().label(code),
    )
