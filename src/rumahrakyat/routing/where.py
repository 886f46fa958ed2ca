"""Where a matter is, from all that is known: a pin, the words for the place, the text itself. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from rumahrakyat.correspondence.choosing import chosen
from rumahrakyat.regions.codes import district_of, level_of, regency_of
from rumahrakyat.regions.gazetteer import Candidate, Finding
from rumahrakyat.regions.places import Place

PIN = 0.98
# From here on words are clear enough to speak against a pin: a regency that is named, not a road or a slip.
CLEAR = 0.85
MOST_CHOICES = 6
# A name said in passing is weaker than an answer to the question where.
IN_PASSING = 0.95


@dataclass(frozen=True)
class Where:
    """Regions by code, None where unknown; `candidates` when words leave it open, `elsewhere` when they name a place
    outside the province, `disputed` when pin and words name different regencies."""

    regency: str | None = None
    district: str | None = None
    village: str | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    elsewhere: bool = False
    disputed: bool = False


@dataclass(frozen=True)
class Finders:
    """How to look up a point and words; the second argument of `words` tells that it answers the question where.
    `look_up` asks a geocoder outside, where the installation has one: only when words leave it open."""

    point: Callable[[float, float], Place | None]
    words: Callable[[str, bool], Finding]
    label: Callable[[str], str]
    look_up: Callable[[str, Finding], Finding | None] | None = None


def find_where(*, lat: float | None, lon: float | None, place_words: str, text: str, finders: Finders) -> Where:
    """The place by the best evidence there is: the pin, else the words for the place, else the text.

    A pin is where the telephone was. When the words clearly name another regency nothing is decided: both are offered.
    """
    reasons: list[str] = []
    if lat is not None and lon is not None:
        place = finders.point(lat, lon)
        if place is not None:
            return _pinned(place, place_words, text, finders)
        reasons.append("Titik di peta berada di laut atau di luar provinsi.")
    answered = finders.words(place_words, True) if place_words.strip() else Finding("none")
    if answered.district:
        return _found(answered, reasons, 1.0)
    said = finders.words(f"{place_words}, {text}", False)
    if answered.outcome == "decided":
        deeper = said.regency == answered.regency and said.district
        return _found(said if deeper else answered, reasons, 1.0)
    if said.outcome == "decided":
        return _found(said, reasons, IN_PASSING)
    best = answered if answered.outcome == "ambiguous" else said
    picked = _picked(place_words, said)
    if picked is not None:
        return _found(picked, reasons, IN_PASSING)
    looked_up = finders.look_up(place_words or text, best) if finders.look_up is not None else None
    if looked_up is not None:
        return _found(looked_up, reasons, 1.0)
    reasons += best.reasons
    return Where(reasons=tuple(reasons), candidates=best.candidates, elsewhere=best.elsewhere)


def _picked(place_words: str, said: Finding) -> Finding | None:
    """What an answer like "yang kota" picks among the places that the text left open."""
    nth = chosen(place_words, [one.label for one in said.candidates], numbered=False)
    if nth is None or said.outcome != "ambiguous":
        return None
    code, label = said.candidates[nth].code, said.candidates[nth].label
    reason = f"Pelapor menjawab “{place_words.strip()[:60]}”: {label}."
    village = code if level_of(code) == "village" else None
    return Finding("decided", CLEAR, regency_of(code), district_of(code), village, reasons=(reason,))


def _pinned(place: Place, place_words: str, text: str, finders: Finders) -> Where:
    label = finders.label(place.district)
    answered = finders.words(place_words, True) if place_words.strip() else Finding("none")
    said = answered if answered.outcome == "decided" else finders.words(text, False)
    clear = said.code is not None and said.score >= CLEAR and not said.home
    if not clear or said.regency == place.regency:
        return Where(place.regency, place.district, place.village, PIN, (f"Titik di peta berada di {label}.",))
    code = str(said.code)
    told = finders.label(code)
    reason = f"Titik di peta berada di {label}, tetapi tulisannya menyebut {told}. Perlu ditanyakan mana yang benar."
    choices = (
        Candidate(code, told, said.score, said.reasons),
        Candidate(place.district, label, round(1 - said.score, 3), ("Titik di peta.",)),
        *said.candidates,
    )
    return Where(reasons=(reason,), candidates=choices[:MOST_CHOICES], disputed=True)


def _found(finding: Finding, reasons: list[str], trust: float) -> Where:
    return Where(
        finding.regency,
        finding.district,
        finding.village,
        round(finding.score * trust, 3),
        (*reasons, *finding.reasons),
        finding.candidates,
    )
