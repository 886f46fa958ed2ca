"""Finding the mentions of places in a text, with what stands before them. Pure.

The words of administration ("kecamatan", "ds.", "pemkot") are the same all over Indonesia, so they stand here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rumahrakyat.regions.placenames import WORD, Named, PlaceNames


class Context(StrEnum):
    """What the words before a name say about it."""

    DISTRICT = "district"
    VILLAGE = "village"
    REGENCY = "regency"
    CITY = "city"
    ROAD = "road"
    PLAIN = "plain"
    ELSEWHERE = "elsewhere"


CONTEXTS: dict[str, Context] = {
    **dict.fromkeys(("kec", "kecamatan", "kcmtn", "camat", "kcamatan", "polsek", "koramil"), Context.DISTRICT),
    **dict.fromkeys(
        ("desa", "ds", "kel", "kelurahan", "kades", "lurah", "pemdes", "balaidesa", "kalurahan"), Context.VILLAGE
    ),
    **dict.fromkeys(("kab", "kabupaten", "pemkab", "bupati", "kbupaten"), Context.REGENCY),
    **dict.fromkeys(("kota", "pemkot", "walikota", "wali", "kotamadya", "kodya"), Context.CITY),
    **dict.fromkeys(
        ("jl", "jalan", "jln", "raya", "gang", "gg", "jurusan", "arah", "menuju", "tujuan", "ruas", "jalur", "trayek",
         "rute", "lintas", "tol"),
        Context.ROAD,
    ),
}  # fmt: skip
# After these a name is a person, a firm, a river or a hamlet rather than a village.
NOT_A_VILLAGE_AFTER = frozenset(
    {
        "pak", "bu", "bapak", "ibu", "mas", "mbak", "sdr", "saudara", "saudari", "pt", "cv", "ud", "toko", "bank",
        "sungai", "kali", "waduk", "bendungan", "gunung", "perum", "perumahan", "griya", "dusun", "dukuh", "dk", "dsn",
        "pasar", "smp", "sma", "smk", "sd", "mts", "mi", "pondok", "masjid", "hotel",
    }
)  # fmt: skip
AREA_WORDS = frozenset(["di", "ke", "dari", "daerah", "wilayah", "warga", "area", "se", "kawasan"])
NEAR_WORDS = 4


@dataclass(frozen=True)
class Mention:
    """A name in a text. ``begin`` and ``end`` count words."""

    words: tuple[str, ...]
    begin: int
    end: int
    readings: tuple[Named, ...]
    context: Context


@dataclass(frozen=True)
class _Words:
    words: list[str]
    gaps: list[str]  # what stands between a word and the next


def _split(text: str) -> _Words:
    lowered = text.lower()
    found = list(WORD.finditer(lowered))
    ends = [one.end() for one in found]
    starts = [one.start() for one in found[1:]] + [len(lowered)]
    # A text without words has no last gap either.
    gaps = [lowered[end:start] for end, start in zip(ends, starts, strict=False)]
    return _Words([one.group() for one in found], gaps)


def find_mentions(text: str, names: PlaceNames, *, asked: bool = False) -> list[Mention]:
    """The places a text mentions, in order; common words count only beside what makes them a place.

    `asked`: the text answers the question where, so that even a common word is meant as a place.
    """
    split = _split(text)
    firm: list[Mention] = []
    shy: list[Mention] = []
    for mention in _scan(split, names):
        (shy if not asked and _is_shy(mention, split, names) else firm).append(mention)
    firm += [mention for mention in shy if _vouched_for(mention, firm) or _pair(mention, shy)]
    return sorted(firm, key=lambda mention: mention.begin)


def _scan(split: _Words, names: PlaceNames) -> Iterator[Mention]:
    at = 0
    road_until = -1
    while at < len(split.words):
        mention = _longest_at(at, split, names)
        if mention is None:
            at += 1
            continue
        joined = at > 0 and split.gaps[at - 1].strip() in {"-", "–", "/"}
        if mention.context is Context.PLAIN and joined and road_until == at:
            mention = _as(mention, Context.ROAD)
        if mention.context is Context.ROAD:
            road_until = mention.end
        yield mention
        at = mention.end


def _as(mention: Mention, context: Context) -> Mention:
    return Mention(mention.words, mention.begin, mention.end, mention.readings, context)


def _longest_at(at: int, split: _Words, names: PlaceNames) -> Mention | None:
    context = _context(at, split)
    if split.words[at] in CONTEXTS and context not in {Context.VILLAGE, Context.DISTRICT}:
        return None  # there is a ward called "Kabupaten"; the word nearly always means something else
    joined = _joined_pair(at, split, names, context)
    for length in names.lengths(split.words[at]):
        words = tuple(split.words[at : at + length])
        if len(words) < length:
            continue
        if words in names.elsewhere and not names.readings(words) and context is not Context.ROAD:
            return Mention(words, at, at + length, (), Context.ELSEWHERE)
        readings = names.readings(words)
        if not readings or (length > 1 and words in names.shy and context is not Context.DISTRICT):
            continue
        if words in names.elsewhere and context not in {Context.DISTRICT, Context.VILLAGE}:
            return Mention(words, at, at + length, (), Context.ELSEWHERE)
        if joined and length == 1 and all(reading.level == "village" for reading in readings):
            return joined
        return Mention(words, at, at + length, tuple(readings), context)
    return joined


def _joined_pair(at: int, split: _Words, names: PlaceNames, context: Context) -> Mention | None:
    """A district or regency written apart: "Karang anyar"."""
    if at + 1 >= len(split.words) or split.gaps[at].strip():
        return None
    word = split.words[at] + split.words[at + 1]
    readings = [reading for reading in names.readings((word,)) if reading.level != "village"]
    if len(word) < 8 or not readings:
        return None
    return Mention((word,), at, at + 2, tuple(readings), context)


def _context(at: int, split: _Words) -> Context:
    """What the word before says; "kecamatan kota Kendal" and "kab/kota" look one word further back."""
    for back in (1, 2):
        before = at - back
        if before < 0:
            break
        if "," in split.gaps[before] or (back == 1 and split.gaps[before].strip() not in {"", ".", ":", "(", '"'}):
            break
        context = CONTEXTS.get(split.words[before])
        if context is not None:
            return context
        if split.words[before] != "kota" and split.words[before] not in {"utama", "raya"}:
            break
    return Context.PLAIN


def _is_shy(mention: Mention, split: _Words, names: PlaceNames) -> bool:
    if mention.context not in {Context.PLAIN, Context.ROAD}:
        return False
    before = split.words[mention.begin - 1] if mention.begin else ""
    after = split.words[mention.end] if mention.end < len(split.words) else ""
    if mention.words in names.shy_regencies:
        return before not in AREA_WORDS or after in names.not_before
    only_villages = all(reading.level == "village" for reading in mention.readings)
    if only_villages and (before in NOT_A_VILLAGE_AFTER or mention.context is Context.ROAD):
        return True
    return mention.words in names.shy or (only_villages and len("".join(mention.words)) < 5)


def _pair(mention: Mention, shy: list[Mention]) -> bool:
    """Whether two common words follow each other as a district and its regency: "Bawang, Batang"."""
    return any(
        (before.end == after.begin)
        and {one.regency for one in before.readings if one.level == "district"}
        & {one.regency for one in after.readings if one.level == "regency"}
        for other in shy
        for before, after in ((mention, other), (other, mention))
    )


def _vouched_for(shy: Mention, firm: list[Mention]) -> bool:
    """Whether a firm mention close by is of the same regency: "Butuh, Purworejo"."""
    higher = {reading.regency for reading in shy.readings if reading.level != "village"}
    return any(
        higher & {reading.regency for reading in other.readings if reading.level != "village"}
        for other in firm
        if abs(other.begin - shy.end) <= NEAR_WORDS or abs(shy.begin - other.end) <= NEAR_WORDS
    )
