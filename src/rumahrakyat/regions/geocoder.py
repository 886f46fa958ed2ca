"""Asking a geocoder for a place that the words leave open: an option, off by default.

Speaks to any server with the interface of Nominatim. What is sent is only the words that stand beside the names of
places and landmarks, never the complaint, a name or a number. An answer counts when it lies in the province and agrees
with the regency that the words allow; anything else, and any trouble, is as if nobody had been asked. Nothing is kept.
"""

import re
import time
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings

from rumahrakyat.lib import http
from rumahrakyat.regions.codes import regency_of
from rumahrakyat.regions.evidence import fitting
from rumahrakyat.regions.gazetteer import Finding
from rumahrakyat.regions.mentions import CONTEXTS, Words, find_mentions, split
from rumahrakyat.regions.names import place_names
from rumahrakyat.regions.places import Place, locate, prepared
from rumahrakyat.regions.province import active

APART: Final = 1.0  # seconds between two questions of one process, as public servers ask for
PAUSE_AFTER_TROUBLE: Final = 60.0
LARGEST: Final = 256 * 1024
MOST_WORDS: Final = 8
# Enough to note the place, too little for the router to act on without a person.
TRUST: Final = 0.45
_STREETS: Final = frozenset({"jl", "jalan", "jln", "gang", "gg", "perum", "perumahan", "pasar", "jembatan", "stasiun"})
_NUMBER: Final = re.compile(r"\d{3,}")
_PEOPLE: Final = frozenset({"pak", "bu", "bapak", "ibu", "mas", "mbak", "sdr", "haji", "hj", "rumah", "milik"})
_next_at = {"monotonic": 0.0}


def is_on() -> bool:
    return bool(settings.GEOCODER_URL)


def look_up(text: str, open_finding: Finding) -> Finding | None:
    """The place that the geocoder gives for the place words of a text; None without one that is certain enough.

    Within the limit of one question a second a second one is not asked: it does not wait. Raises nothing.
    """
    words = place_words(text) if open_finding.outcome == "ambiguous" else ""
    if not words or time.monotonic() < _next_at["monotonic"]:
        return None
    _next_at["monotonic"] = time.monotonic() + APART
    places = _ask(words)
    allowed = {regency_of(one.code) for one in open_finding.candidates}
    fitting_places = [place for place in places if place.regency in allowed]
    districts = {place.district for place in fitting_places}
    if len({place.regency for place in fitting_places}) != 1:
        return None
    first = fitting_places[0]
    district = first.district if len(districts) == 1 else None
    reason = f"Peta daring menempatkan “{words}” di {place_names().label(district or first.regency)}."
    return Finding("decided", TRUST, first.regency, district, None, open_finding.candidates, reasons=(reason,))


def place_words(text: str) -> str:
    """What may leave this server: a street or the like by its name, and the names of places beside it.

    Empty when no street is named, for names of places alone are known here better. Long numbers and whatever follows
    the word for a person are never among them.
    """
    words = split(text)
    taken = _streets(words)
    if not taken:
        return ""
    for mention in find_mentions(words, place_names()):
        if mention.readings and fitting(mention):
            taken.update(range(mention.begin, mention.end))
    kept = [words.words[at] for at in sorted(taken) if not _NUMBER.search(words.words[at])]
    return " ".join(kept[:MOST_WORDS])


def _streets(words: Words) -> set[int]:
    taken: set[int] = set()
    if all(word.isupper() for word in words.written if word.isalpha()):
        return taken  # capitals tell nothing here
    for at, word in enumerate(words.words[:-1]):
        name = at + 1
        if word in _STREETS and words.words[name] not in CONTEXTS and _is_name(name, words):
            taken |= {at, name}
            if name + 1 < len(words.words) and not words.gaps[name].strip() and _is_name(name + 1, words):
                taken.add(name + 1)
    return taken


def _is_name(at: int, words: Words) -> bool:
    return words.written[at][:1].isupper() and words.words[at] not in _PEOPLE


def _ask(words: str) -> list[Place]:
    """The places in this province that the server answers with; empty on any trouble, which is followed by a pause."""
    west, south, east, north = prepared().bounds
    query = {
        "q": f"{words}, {active().facts['name']}",
        "format": "jsonv2",
        "limit": "10",
        "countrycodes": "id",
        "bounded": "1",
        "viewbox": f"{west:.4f},{north:.4f},{east:.4f},{south:.4f}",
        "email": settings.GEOCODER_EMAIL,
    }
    url = f"{settings.GEOCODER_URL.rstrip('/')}/search?{urlencode({key: one for key, one in query.items() if one})}"
    agent = {"User-Agent": f"RumahRakyat/1 ({settings.GEOCODER_EMAIL})"}
    try:
        reply = http.request("GET", url, headers=agent, trusted=http.origin(url), largest=LARGEST)
    except http.HttpProblem:
        return _trouble()
    found = reply.json() if reply.status == 200 else None
    if not isinstance(found, list):
        return _trouble()
    return [place for place in map(_place, found[:10]) if place is not None]


def _trouble() -> list[Place]:
    _next_at["monotonic"] = time.monotonic() + PAUSE_AFTER_TROUBLE
    return []


def _place(row: Any) -> Place | None:
    """Where an answer lies; None for what is no point of this province."""
    try:
        return locate(float(row["lat"]), float(row["lon"]))
    except (TypeError, KeyError, ValueError):
        return None


def forget_pause() -> None:
    """Ask again at once: for tests."""
    _next_at["monotonic"] = 0.0
