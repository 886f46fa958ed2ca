"""From the words of a text to the place it is about, or to the places it could be about. Pure.

Every mention is evidence: read as a probability over the regencies, and the regency that explains all of them wins when
it is clearly ahead. Within it the district and the village are chosen the same way. The rules that matter:

- a village alone never decides, because 1,144 names of villages repeat: it needs its district or regency;
- a name that is both a regency and a city ("Semarang"), or that several districts share ("Karanganyar"), stays
  ambiguous until something else in the text decides, and the candidates are offered;
- a name of a road ("jalan Purwodadi - Blora") is weak evidence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import prod
from typing import Literal

from rumahrakyat.regions.codes import level_of
from rumahrakyat.regions.mentions import Context, Mention, find_mentions
from rumahrakyat.regions.placenames import Named, PlaceNames, words_of

Outcome = Literal["decided", "ambiguous", "none"]

ELSEWHERE = "elsewhere"
# Regencies a matter could be in, and elsewhere: the order of magnitude in any province.
ALL_PLACES = 36
SURE_ENOUGH = 0.6
WORTH_OFFERING = 0.08
MOST_CANDIDATES = 6
# How often a mention of this sort says nothing about where the matter is.
UNRELIABLE = {
    Context.REGENCY: 0.02,
    Context.CITY: 0.04,
    Context.DISTRICT: 0.05,
    Context.VILLAGE: 0.30,
    Context.PLAIN: 0.10,
    Context.ROAD: 0.60,
    Context.ELSEWHERE: 0.15,
}
UNRELIABLE_VILLAGE_NAME = 0.85
REGENCY_OVER_DISTRICT = 3.0


@dataclass(frozen=True)
class Candidate:
    """A place the text may be about, with its share of the belief and why."""

    code: str
    label: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What a text says about its place.

    ``decided``: `regency` is set, `district` and `village` where they are clear too. ``ambiguous``: `candidates` are
    the places to choose from, `more` counts those left out. ``none``: nothing, or (``elsewhere``) a place outside.
    """

    outcome: Outcome
    score: float = 0.0
    regency: str | None = None
    district: str | None = None
    village: str | None = None
    candidates: tuple[Candidate, ...] = ()
    more: int = 0
    reasons: tuple[str, ...] = ()
    elsewhere: bool = False

    @property
    def code(self) -> str | None:
        """The most exact region that is clear."""
        return self.village or self.district or self.regency


def find_place(text: str, names: PlaceNames, *, asked: bool = False) -> Finding:
    """The place a text is about, by the names it mentions.

    `asked`: the text answers the question where ("Bulu"), so a bare name of a village is worth offering too.
    """
    mentions = _distinct(find_mentions(text, names, asked=asked))
    if asked:
        mentions = [_as_village(mention) for mention in mentions]
    if asked and not mentions:
        return _closest(text, names)
    if not mentions:
        return Finding("none", reasons=("Tidak ada nama tempat yang dikenali.",))
    belief = _belief(mentions)
    best, score = max(belief.items(), key=lambda pair: pair[1])
    if best == ELSEWHERE and score >= SURE_ENOUGH:
        outside = next(mention for mention in mentions if mention.context is Context.ELSEWHERE)
        where = " ".join(outside.words).title()
        return Finding("none", score, reasons=(f"{where} berada di luar provinsi ini.",), elsewhere=True)
    if best != ELSEWHERE and score >= SURE_ENOUGH and _has_anchor(mentions, best):
        return _decide(best, score, mentions, names)
    return _offer(belief, mentions, names)


def _closest(text: str, names: PlaceNames) -> Finding:
    """What the text says with a slip of the finger mended; always offered, never decided."""
    for word in words_of(text):
        for name in names.near(word):
            found = find_place(" ".join(name if one == word else one for one in words_of(text)), names)
            places = found.candidates
            if found.code is not None:
                places = (Candidate(found.code, names.label(found.code), found.score, found.reasons),)
            if places:
                reason = f"Mungkin maksudnya “{name.title()}”."
                return Finding("ambiguous", places[0].score, candidates=places, more=found.more, reasons=(reason,))
    return Finding("none", reasons=("Tidak ada nama tempat yang dikenali.",))


def _as_village(mention: Mention) -> Mention:
    if mention.context is Context.PLAIN and all(reading.level == "village" for reading in mention.readings):
        return replace(mention, context=Context.VILLAGE if mention.readings else mention.context)
    return mention


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention per name and context: saying it twice is not twice the evidence. A firm one replaces a road."""
    found: dict[tuple[tuple[str, ...], Context], Mention] = {}
    for mention in mentions:
        found.setdefault((mention.words, mention.context), mention)
    firm = {mention.words for mention in found.values() if mention.context not in {Context.ROAD, Context.PLAIN}}
    return [
        mention
        for mention in found.values()
        if mention.words not in firm or mention.context not in {Context.ROAD, Context.PLAIN}
    ]


def _belief(mentions: list[Mention]) -> dict[str, float]:
    """How much of the belief each regency (or ELSEWHERE) has, from all mentions together; what is left
    belongs to places nobody mentioned."""
    shares = [_share(mention) for mention in mentions]
    places = {place for share, _ in shares for place in share} | {ELSEWHERE}
    floor = 1 / ALL_PLACES
    raw = {
        place: prod((1 - unreliable) * share.get(place, 0.0) + unreliable * floor for share, unreliable in shares)
        for place in places
    }
    unnamed = (ALL_PLACES - len(places)) * prod(unreliable * floor for _, unreliable in shares)
    total = sum(raw.values()) + max(unnamed, 0.0)
    return {place: value / total for place, value in raw.items()}


def _share(mention: Mention) -> tuple[dict[str, float], float]:
    """What one mention says: a distribution over regencies, and how far it can be trusted to say anything."""
    unreliable = UNRELIABLE[mention.context]
    if mention.context is Context.ELSEWHERE:
        return {ELSEWHERE: 1.0}, unreliable
    weights: dict[str, float] = {}
    readings = _fitting(mention)
    for reading in readings:
        weight = REGENCY_OVER_DISTRICT if reading.level == "regency" else 1.0
        weights[reading.regency] = max(weights.get(reading.regency, 0.0), weight)
    if readings[0].level == "village" and mention.context is not Context.VILLAGE:
        unreliable = UNRELIABLE_VILLAGE_NAME
    total = sum(weights.values())
    return {place: weight / total for place, weight in weights.items()}, unreliable


def _fitting(mention: Mention) -> list[Named]:
    """The readings that agree with the words before the name; all of the higher ones when none does."""
    wanted = [reading for reading in mention.readings if _agrees(reading, mention.context)]
    if wanted:
        return wanted
    higher = [reading for reading in mention.readings if reading.level != "village"]
    return higher or list(mention.readings)


def _agrees(reading: Named, context: Context) -> bool:
    if context is Context.DISTRICT:
        return reading.level == "district"
    if context is Context.VILLAGE:
        return reading.level == "village"
    if context is Context.REGENCY:
        return reading.level == "regency" and reading.kind == "Kabupaten" and not reading.alias
    if context is Context.CITY:
        return reading.level == "regency" and reading.kind == "Kota"
    return False


def _has_anchor(mentions: list[Mention], regency: str) -> bool:
    """Whether a regency or district of it is mentioned, or its one village is not all there is."""
    return any(
        reading.regency == regency and reading.level != "village"
        for mention in mentions
        for reading in _fitting(mention)
        if mention.context is not Context.ELSEWHERE
    )


def _decide(regency: str, score: float, mentions: list[Mention], names: PlaceNames) -> Finding:
    district, choices = _district(regency, mentions)
    village = _village(district, mentions) if district else None
    reasons = list(_reasons(regency, mentions, names))
    if choices and not district:
        reasons.append("Kecamatan belum pasti.")
    candidates = tuple(Candidate(code, names.label(code), score / len(choices), ()) for code in choices[:6])
    return Finding(
        "decided",
        round(score, 3),
        regency,
        district,
        village,
        () if district else candidates,
        reasons=tuple(reasons),
    )


def _district(regency: str, mentions: list[Mention]) -> tuple[str | None, list[str]]:
    """The district the mentions agree on, or None and the districts they leave open."""
    points: dict[str, float] = {}
    for mention in mentions:
        inside = [reading for reading in mention.readings if reading.regency == regency]
        for code, value in _district_points(mention, inside).items():
            points[code] = points.get(code, 0.0) + value
    if not points:
        return None, []
    ranked = sorted(points, key=lambda code: (-points[code], code))
    best = points[ranked[0]]
    if best >= 1.4 and best / sum(points.values()) >= SURE_ENOUGH:
        return ranked[0], []
    return None, [code for code in ranked if points[code] >= best / 2]


def _district_points(mention: Mention, inside: list[Named]) -> dict[str, float]:
    districts = [reading.code for reading in inside if reading.level == "district"]
    villages = [reading.code[:8] for reading in inside if reading.level == "village"]
    named_regency = any(reading.level == "regency" for reading in inside)
    if mention.context is Context.VILLAGE and villages:
        return dict.fromkeys(villages, 1.5 / len(villages))
    if districts and mention.context not in {Context.REGENCY, Context.CITY}:
        plain = 0.3 if named_regency else 2.0
        weight = {Context.DISTRICT: 4.0, Context.ROAD: 0.5}.get(mention.context, plain)
        return dict.fromkeys(districts, weight)
    if villages and not named_regency and mention.context is Context.PLAIN:
        long_name = len(mention.words) > 1 or len(mention.words[0]) >= 8
        return dict.fromkeys(villages, (1.5 if long_name else 0.6) / len(villages))
    return {}


def _village(district: str, mentions: list[Mention]) -> str | None:
    """The village of the district that is mentioned as one; None when none or several are."""
    found = {
        reading.code
        for mention in mentions
        for reading in mention.readings
        if reading.level == "village"
        and reading.code.startswith(district + ".")
        and (mention.context is Context.VILLAGE or _is_plain_village(mention))
    }
    return found.pop() if len(found) == 1 else None


def _is_plain_village(mention: Mention) -> bool:
    return mention.context is Context.PLAIN and all(reading.level == "village" for reading in mention.readings)


def _offer(belief: dict[str, float], mentions: list[Mention], names: PlaceNames) -> Finding:
    """The places the text leaves open, the likeliest first; none when nothing stands out at all."""
    found: dict[str, Candidate] = {}
    for mention in mentions:
        if mention.context is Context.ELSEWHERE or _share(mention)[1] >= UNRELIABLE_VILLAGE_NAME:
            continue
        for reading in _fitting(mention):
            if belief[reading.regency] >= WORTH_OFFERING or reading.level == "village":
                code = _most_exact(reading, mentions)
                level_bonus = REGENCY_OVER_DISTRICT if reading.level == "regency" else 1.0
                reasons = (_reason(mention, reading, names),)
                score = belief[reading.regency] * level_bonus
                if code not in found or found[code].score < score:
                    found[code] = Candidate(code, names.label(code), score, reasons)
    if not found:
        return Finding("none", reasons=("Nama tempat terlalu umum untuk dipastikan.",))
    ranked = _in_order(found.values())
    name = " ".join(mentions[0].words).title()
    reason = f"Ada {len(ranked)} tempat yang mungkin dimaksud dengan “{name}”."
    if all(level_of(one.code) == "village" for one in ranked):
        reason = f"Ada {len(ranked)} desa atau kelurahan bernama “{name}”; kecamatannya belum disebut."
    return Finding(
        "ambiguous",
        ranked[0].score,
        candidates=tuple(ranked[:MOST_CANDIDATES]),
        more=max(0, len(ranked) - MOST_CANDIDATES),
        reasons=(reason,),
    )


def _in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """By share of the belief, made to sum to 1; a city before the regency of the same name."""
    known = list(candidates)
    total = sum(one.score for one in known) or 1.0
    shared = [Candidate(one.code, one.label, round(one.score / total, 3), one.reasons) for one in known]
    return sorted(shared, key=lambda one: (-one.score, not one.label.startswith("Kota "), one.code))


def _most_exact(reading: Named, mentions: list[Mention]) -> str:
    if reading.level != "regency":
        return reading.code
    district, _ = _district(reading.regency, mentions)
    return district or reading.code


def _reasons(regency: str, mentions: list[Mention], names: PlaceNames) -> Iterable[str]:
    for mention in mentions:
        inside = [reading for reading in _fitting(mention) if reading.regency == regency]
        if inside and not (inside[0].level == "village" and len(mention.readings) > 1 and len(inside) > 1):
            yield _reason(mention, inside[0], names)


def _reason(mention: Mention, reading: Named, names: PlaceNames) -> str:
    words = " ".join(mention.words).title()
    if mention.context is Context.ROAD:
        return f"Menyebut jalan “{words}” ({names.label(reading.code)})."
    if reading.alias:
        return f"“{words}” biasanya berarti {names.label(reading.code)}."
    return f"Menyebut “{words}” ({names.label(reading.code)})."
