"""From the words of a text to the place it is about, or to the places it could be about. Pure.

Every mention is evidence: read as a probability over the regencies, and the regency that explains all of them wins when
it is clearly ahead. Within it the district and the village are chosen the same way. The rules that matter:

- a village alone never decides, because 1,144 names of villages repeat: it needs its district or regency;
- a name that is both a regency and a city ("Semarang"), or that several districts share ("Karanganyar"), stays
  ambiguous until something else in the text decides, and the candidates are offered;
- a name of a road ("jalan Purwodadi - Blora") is weak evidence; its two ends together say what they share;
- where somebody comes from is weak beside where the matter is, and what is denied does not count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rumahrakyat.regions.circumstances import judge
from rumahrakyat.regions.codes import district_of, level_of, regency_of
from rumahrakyat.regions.evidence import (
    ELSEWHERE,
    UNRELIABLE_VILLAGE_NAME,
    Prior,
    belief,
    fitting,
    share_of,
    tells_the_matter,
    weighted,
)
from rumahrakyat.regions.mentions import Context, Mention, Role, find_mentions, split
from rumahrakyat.regions.placenames import Named, PlaceNames, words_of

Outcome = Literal["decided", "ambiguous", "none"]

SURE_ENOUGH = 0.6
# What an earlier place adds to a tie: enough to note it, too little to act on it without a person.
BY_PRIOR = 0.45
WORTH_OFFERING = 0.08
MOST_CANDIDATES = 6
# A text that names more places is a list, about none of them more than another.
MOST_MENTIONS = 60


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
    ``home``: all that is named is where the writer comes from.
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
    home: bool = False

    @property
    def code(self) -> str | None:
        """The most exact region that is clear."""
        return self.village or self.district or self.regency


def find_place(text: str, names: PlaceNames, *, asked: bool = False, priors: Sequence[Prior] = ()) -> Finding:
    """The place a text is about, by the names it mentions.

    `asked`: the text answers the question where ("Bulu"), so a bare name of a village is worth offering too.
    `priors`, the strongest first, may break a tie between the readings of one name and nothing more.
    """
    words = split(text)
    mentions = _distinct(judge(find_mentions(words, names, asked=asked), words))[:MOST_MENTIONS]
    if asked:
        mentions = [_as_village(mention) for mention in mentions]
    if asked and not mentions:
        return _closest(text, names)
    known = [mention for mention in mentions if mention.readings or mention.context is Context.ELSEWHERE]
    if not known:
        return Finding("none", reasons=("Tidak ada nama tempat yang dikenali.",))
    believed = belief(mentions)
    best, score = max(believed.items(), key=lambda pair: pair[1])
    if best == ELSEWHERE and score >= SURE_ENOUGH:
        outside = next(mention for mention in known if mention.context is Context.ELSEWHERE)
        where = " ".join(outside.words).title()
        return Finding("none", score, reasons=(f"{where} berada di luar provinsi ini.",), elsewhere=True)
    if best != ELSEWHERE and score >= SURE_ENOUGH and _has_anchor(known, best):
        return _decide(best, score, known, names)
    return _offer(believed, known, names, priors)


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
    """One mention per name and context: saying it twice is not twice the evidence. A firm one replaces a road, the
    matter replaces a home."""
    found: dict[tuple[tuple[str, ...], Context, Role], Mention] = {}
    for mention in mentions:
        found.setdefault((mention.words, mention.context, mention.role), mention)
    matter = {mention.words for mention in found.values() if mention.role is Role.MATTER}
    firm = {mention.words for mention in found.values() if mention.role is Role.MATTER and not _is_loose(mention)}
    return [
        mention
        for mention in found.values()
        if not (mention.words in firm and _is_loose(mention))
        and not (mention.words in matter and mention.role is not Role.MATTER)
    ]


def _is_loose(mention: Mention) -> bool:
    return mention.context in {Context.ROAD, Context.PLAIN}


def _has_anchor(mentions: list[Mention], regency: str) -> bool:
    """Whether a regency or district of it is mentioned, or its one village is not all there is."""
    return any(
        reading.regency == regency and reading.level != "village"
        for mention in mentions
        for reading in fitting(mention)
        if mention.context is not Context.ELSEWHERE
    )


def _decide(regency: str, score: float, mentions: list[Mention], names: PlaceNames) -> Finding:
    home = not tells_the_matter(mentions)
    matter = [mention for mention in mentions if home or mention.role is not Role.HOME]
    district, choices = _district(regency, matter)
    village = _village(district, matter) if district else None
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
        home=home and all(mention.role is Role.HOME for mention in mentions),
    )


def _district(regency: str, mentions: list[Mention]) -> tuple[str | None, list[str]]:
    """The district the mentions agree on, or None and the districts they leave open."""
    points: dict[str, float] = {}
    for mention in mentions:
        inside = [reading for reading in mention.readings if reading.regency == regency]
        if mention.role is Role.NAME:
            continue
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
        return dict.fromkeys(districts, _district_weight(mention, named_regency=named_regency))
    if villages and not named_regency and mention.context is Context.PLAIN:
        long_name = len(mention.words) > 1 or len(mention.words[0]) >= 8
        return dict.fromkeys(villages, (1.5 if long_name else 0.6) / len(villages))
    return {}


def _district_weight(mention: Mention, *, named_regency: bool) -> float:
    if mention.chain:
        return 0.5
    if mention.landmark:
        return 4.0
    if mention.context is Context.DISTRICT:
        return 4.0
    if named_regency:
        return 0.3
    return {Context.ROAD: 1.4, Context.WATER: 0.5}.get(mention.context, 2.0)


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


def _offer(believed: dict[str, float], mentions: list[Mention], names: PlaceNames, priors: Sequence[Prior]) -> Finding:
    """The places the text leaves open, the likeliest first; none when nothing stands out at all."""
    found: dict[str, Candidate] = {}
    for mention in mentions:
        if mention.context is Context.ELSEWHERE or share_of(mention)[1] >= UNRELIABLE_VILLAGE_NAME:
            continue
        villages_only = all(reading.level == "village" for reading in fitting(mention))
        for reading, weight in weighted(mention):
            if believed.get(reading.regency, 0.0) >= WORTH_OFFERING or villages_only:
                code = _most_exact(reading, mentions)
                reasons = (_reason(mention, reading, names),)
                score = believed.get(reading.regency, 0.0) * weight
                if code not in found or found[code].score < score:
                    found[code] = Candidate(code, names.label(code), score, reasons)
    if not found:
        return Finding("none", reasons=("Nama tempat terlalu umum untuk dipastikan.",))
    ranked = _in_order(found.values())
    name = " ".join(mentions[0].words).title()
    return _broken_tie(ranked, mentions, name, priors) or Finding(
        "ambiguous",
        ranked[0].score,
        candidates=tuple(ranked[:MOST_CANDIDATES]),
        more=max(0, len(ranked) - MOST_CANDIDATES),
        reasons=(_open_reason(ranked, name),),
    )


def _open_reason(ranked: list[Candidate], name: str) -> str:
    if len(ranked) == 1:
        return f"Mungkin {ranked[0].label}, tetapi kata-katanya belum memastikan itu."
    if all(level_of(one.code) == "village" for one in ranked):
        return f"Ada {len(ranked)} desa atau kelurahan bernama “{name}”; kecamatannya belum disebut."
    return f"Ada {len(ranked)} tempat yang mungkin dimaksud dengan “{name}”."


def _broken_tie(ranked: list[Candidate], mentions: list[Mention], name: str, priors: Sequence[Prior]) -> Finding | None:
    """The one reading of a single name that lies where a prior points; None when there is no such tie."""
    only = mentions[0]
    if len(mentions) > 1 or only.role is not Role.MATTER or only.context is Context.ROAD or len(ranked) < 2:
        return None
    left = ranked
    for prior in priors:
        inside = [one for one in left if prior.covers(one.code)]
        if len(inside) == 1:
            code = inside[0].code
            reason = f"“{name}” bisa berarti {len(ranked)} tempat; {inside[0].label} dipilih karena {prior.because}."
            district, village = district_of(code), code if level_of(code) == "village" else None
            others = tuple(one for one in ranked if one.code != code)[: MOST_CANDIDATES - 1]
            return Finding("decided", BY_PRIOR, regency_of(code), district, village, others, reasons=(reason,))
        left = inside or left
    return None


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
        inside = [reading for reading in fitting(mention) if reading.regency == regency]
        if inside and not (inside[0].level == "village" and len(mention.readings) > 1 and len(inside) > 1):
            yield _reason(mention, inside[0], names)


def _reason(mention: Mention, reading: Named, names: PlaceNames) -> str:
    words = " ".join(mention.words).title()
    if mention.role is Role.HOME:
        return f"Pelapor berasal dari atau tinggal di “{words}” ({names.label(reading.code)})."
    if reading.landmark:
        return f"“{words}” ada di {names.label(reading.code)}."
    if mention.chain:
        return f"Menyebut ujung ruas “{words}” ({names.label(reading.code)})."
    if mention.context is Context.ROAD:
        return f"Menyebut jalan “{words}” ({names.label(reading.code)})."
    if reading.alias:
        return f"“{words}” biasanya berarti {names.label(reading.code)}."
    return f"Menyebut “{words}” ({names.label(reading.code)})."
