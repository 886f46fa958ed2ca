"""The rules of this installation's province, read once per process, and how places are looked up in it."""

from collections.abc import Sequence
from functools import lru_cache

from rumahrakyat.regions import geocoder
from rumahrakyat.regions.evidence import Prior
from rumahrakyat.regions.names import place_from_words, place_names
from rumahrakyat.regions.places import locate
from rumahrakyat.regions.province import Province, active
from rumahrakyat.routing.rules import Rules
from rumahrakyat.routing.where import Finders
from rumahrakyat.understanding.data import lexicon_of


@lru_cache(maxsize=2)
def rules_of(province: Province) -> Rules:
    return Rules(province.document("rules.json"), stems=lexicon_of(province).stems)


def rules() -> Rules:
    return rules_of(active())


def finders(priors: Sequence[Prior] = ()) -> Finders:
    """Points and words looked up in this installation's province; `priors` break ties between places of one name."""
    return Finders(
        point=locate,
        words=lambda text, asked: place_from_words(text, asked=asked, priors=priors),
        label=lambda code: place_names().label(code),
        look_up=geocoder.look_up if geocoder.is_on() else None,
    )
