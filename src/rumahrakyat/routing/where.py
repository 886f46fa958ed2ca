"""Where a matter is, from all that is known: a pin, the words for the place, the text itself. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from rumahrakyat.regions.gazetteer import Candidate, Finding
from rumahrakyat.regions.places import Place

PIN = 0.98
# A name said in passing is weaker than an answer to the question where.
IN_PASSING = 0.95


@dataclass(frozen=True)
class Where:
    """Regions by code, None where unknown; `candidates` when words leave it open, `elsewhere` when they name a place
    outside the province."""

    regency: str | None = None
    district: str | None = None
    village: str | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True)
class Finders:
    """How to look up a point and words; the second argument of `words` tells that it answers the question where."""

    point: Callable[[float, float], Place | None]
    words: Callable[[str, bool], Finding]
    label: Callable[[str], str]


def find_where(*, lat: float | None, lon: float | None, place_words: str, text: str, finders: Finders) -> Where:
    """The place by the best evidence there is: the pin, else the words for the place, else the text."""
    reasons: list[str] = []
    if lat is not None and lon is not None:
        place = finders.point(lat, lon)
        if place is not None:
            label = finders.label(place.district)
            return Where(place.regency, place.district, place.village, PIN, (f"Titik di peta berada di {label}.",))
        reasons.append("Titik di peta berada di laut atau di luar provinsi.")
    answered = finders.words(place_words, True) if place_words.strip() else Finding("none")
    if answered.outcome == "decided":
        return _found(answered, reasons, 1.0)
    said = finders.words(f"{place_words}, {text}", False)
    if said.outcome == "decided":
        return _found(said, reasons, IN_PASSING)
    best = answered if answered.outcome == "ambiguous" else said
    reasons += best.reasons
    return Where(reasons=tuple(reasons), candidates=best.candidates, elsewhere=best.elsewhere)


def _found(finding: Finding, reasons: list[str], trust: float) -> Where:
    return Where(
        finding.regency,
        finding.district,
        finding.village,
        round(finding.score * trust, 3),
        (*reasons, *finding.reasons),
        finding.candidates,
    )
