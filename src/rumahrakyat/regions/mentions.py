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
    WATER = "water"
    PLAIN = "plain"
    ELSEWHERE = "elsewhere"


class Role(StrEnum):
    """What a place is named for: the matter, where somebody lives or works, or as part of the name of a person or a
    thing ("soto kudus")."""

    MATTER = "matter"
    HOME = "home"
    NAME = "name"


CONTEXTS: dict[str, Context] = {
    **dict.fromkeys(("kec", "kecamatan", "kcmtn", "camat", "kcamatan", "polsek", "koramil"), Context.DISTRICT),
    **dict.fromkeys(
        ("desa", "ds", "kel", "kelurahan", "kades", "lurah", "pemdes", "balaidesa", "kalurahan"), Context.VILLAGE
    ),
    **dict.fromkeys(("kab", "kabupaten", "pemkab", "bupati", "kbupaten"), Context.REGENCY),
    **dict.fromkeys(("kota", "pemkot", "walikota", "wali", "kotamadya", "kodya"), Context.CITY),
    **dict.fromkeys(
        ("jl", "jalan", "jln", "raya", "gang", "gg", "jurusan", "arah", "menuju", "tujuan", "ruas", "jalur", "trayek",
         "rute", "lintas", "tol", "koridor", "trans", "bus", "bis", "travel", "angkot", "brt"),
        Context.ROAD,
    ),
}  # fmt: skip
# These carry people: "bus Solo Semarang" names both ends, never a village in a regency.
TRIPS = frozenset({"jurusan", "trayek", "rute", "koridor", "trans", "bus", "bis", "travel", "angkot", "brt"})
# What may stand between such a word and the name.
BETWEEN = frozenset({"kota", "utama", "raya", "jateng", "provinsi", "prov", "propinsi", "nasional", "kabupaten"})
# A river is named after one place and flows through many.
WATERS = frozenset({"sungai", "kali", "bengawan"})
# After these a name is a person, a firm, a river or a hamlet rather than a village.
NOT_A_VILLAGE_AFTER = frozenset(
    {
        "pak", "bu", "bapak", "ibu", "mas", "mbak", "sdr", "saudara", "saudari", "pt", "cv", "ud", "toko", "bank",
        "sungai", "kali", "waduk", "bendungan", "gunung", "perum", "perumahan", "griya", "dusun", "dukuh", "dk", "dsn",
        "pasar", "smp", "sma", "smk", "sd", "mts", "mi", "pondok", "masjid", "hotel",
    }
)  # fmt: skip
AREA_WORDS = frozenset(["di", "ke", "dari", "daerah", "wilayah", "warga", "area", "se", "kawasan", "pantura", "nang"])
LINKS = frozenset({"ke", "menuju", "sampai", "sampe", "hingga", "sd", "s", "d", "arah"})
NEAR_WORDS = 4


@dataclass(frozen=True)
class Mention:
    """A name in a text. ``begin`` and ``end`` count words."""

    words: tuple[str, ...]
    begin: int
    end: int
    readings: tuple[Named, ...]
    context: Context
    role: Role = Role.MATTER
    chain: int = 0  # names of one chain ("ruas Todanan - Ngawen") say something together; 0: none
    slip: bool = False  # the name was mended

    @property
    def landmark(self) -> bool:
        return any(reading.landmark for reading in self.readings)


@dataclass(frozen=True)
class Words:
    """The words of a text in lower case and as written, and what stands between a word and the next."""

    words: list[str]
    gaps: list[str]
    written: list[str]


def split(text: str) -> Words:
    # A few letters change their length when lowered; then capitals are not to be had.
    lowered = text.lower()
    original = text if len(lowered) == len(text) else lowered
    found = list(WORD.finditer(lowered))
    ends = [one.end() for one in found]
    starts = [one.start() for one in found[1:]] + [len(lowered)]
    # A text without words has no last gap either.
    gaps = [lowered[end:start] for end, start in zip(ends, starts, strict=False)]
    return Words([one.group() for one in found], gaps, [original[one.start() : one.end()] for one in found])


def find_mentions(words: Words, names: PlaceNames, *, asked: bool = False) -> list[Mention]:
    """The places a text mentions, in order; common words count only beside what makes them a place.

    `asked`: the text answers the question where, so that even a common word is meant as a place.
    """
    firm: list[Mention] = []
    shy: list[Mention] = []
    for mention in _scan(words, names, mend=not asked):
        (shy if not asked and _is_shy(mention, words, names) else firm).append(mention)
    firm += [mention for mention in shy if _vouched_for(mention, firm) or _pair(mention, shy)]
    taken = {mention.begin for mention in firm}
    firm += [mention for mention in shy if mention.begin not in taken and _joins(mention, firm, words)]
    return sorted(firm, key=lambda mention: mention.begin)


def _scan(split: Words, names: PlaceNames, *, mend: bool) -> Iterator[Mention]:
    at = 0
    taken = 0  # words before this one belong to a name already
    while at < len(split.words):
        if not names.may_begin(split.words[at]):
            at += 1
            continue
        mention = _longest_at(at, taken, split, names) or (_mended(at, split, names) if mend else None)
        if mention is None:
            at += 1
            continue
        at = taken = mention.end
        if mention.words not in names.not_places:
            yield mention


def _mended(at: int, split: Words, names: PlaceNames) -> Mention | None:
    name = names.mended(split.words[at])
    if name is None:
        return None
    readings = tuple(reading for reading in names.readings((name,)) if reading.level != "village")
    return Mention((name,), at, at + 1, readings, _context(at, at, split), slip=True)


def _longest_at(at: int, taken: int, split: Words, names: PlaceNames) -> Mention | None:
    context = _context(at, taken, split)
    if split.words[at] in CONTEXTS and context not in {Context.VILLAGE, Context.DISTRICT}:
        # There is a ward called "Kabupaten"; the word nearly always means something else.
        return _landmark_at(at, split, names)
    joined = _joined_pair(at, split, names, context)
    for length in names.lengths(split.words[at]):
        words = tuple(split.words[at : at + length])
        if len(words) < length:
            continue
        if words in names.not_places:
            return Mention(words, at, at + length, (), context)
        if words in names.elsewhere and not names.readings(words):
            return Mention(words, at, at + length, (), Context.ROAD if context is Context.ROAD else Context.ELSEWHERE)
        readings = names.readings(words)
        if not readings or (length > 1 and words in names.shy and context is not Context.DISTRICT):
            continue
        if words in names.elsewhere and context not in {Context.DISTRICT, Context.VILLAGE}:
            return Mention(words, at, at + length, (), Context.ELSEWHERE)
        if joined and length == 1 and all(reading.level == "village" for reading in readings):
            return joined
        return Mention(words, at, at + length, tuple(readings), context)
    return joined


def _landmark_at(at: int, split: Words, names: PlaceNames) -> Mention | None:
    for length in names.lengths(split.words[at]):
        words = tuple(split.words[at : at + length])
        readings = [reading for reading in names.readings(words) if reading.landmark]
        if readings and length > 1:
            return Mention(words, at, at + length, tuple(readings), Context.PLAIN)
    return None


def _joined_pair(at: int, split: Words, names: PlaceNames, context: Context) -> Mention | None:
    """A district or regency written apart: "Karang anyar"."""
    if at + 1 >= len(split.words) or split.gaps[at].strip():
        return None
    word = split.words[at] + split.words[at + 1]
    readings = [reading for reading in names.readings((word,)) if reading.level != "village"]
    if len(word) < 8 or not readings:
        return None
    return Mention((word,), at, at + 2, tuple(readings), context)


def _context(at: int, taken: int, split: Words) -> Context:
    """What the word before says; "kecamatan kota Kendal" and "kab/kota" look one word further back.

    Words before `taken` are part of another name: in "Semarang kota tulung" nothing says that Tulung is a city.
    """
    for back in (1, 2, 3):
        before = at - back
        if before < taken:
            break
        if "," in split.gaps[before] or (back == 1 and split.gaps[before].strip() not in {"", ".", ":", "(", '"'}):
            break
        context = CONTEXTS.get(split.words[before])
        if context is not None:
            return context
        if back == 1 and split.words[before] in WATERS:
            return Context.WATER
        if split.words[before] not in BETWEEN:
            break
    return Context.PLAIN


def _is_shy(mention: Mention, split: Words, names: PlaceNames) -> bool:
    if mention.landmark or mention.context in {Context.DISTRICT, Context.VILLAGE}:
        return False
    if mention.context in {Context.REGENCY, Context.CITY} and (
        _names_a_regency(mention) or mention.words not in names.shy
    ):
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
    """Whether a firm mention close by is of the same regency ("Butuh, Purworejo"), or is a village of that district
    ("desa Wadas, Bener")."""
    higher = {reading.regency for reading in shy.readings if reading.level != "village"}
    districts = {reading.code for reading in shy.readings if reading.level == "district"}
    return any(
        higher & {reading.regency for reading in other.readings if reading.level != "village"}
        or (other.context is Context.VILLAGE and districts & {reading.code[:8] for reading in other.readings})
        for other in firm
        if abs(other.begin - shy.end) <= NEAR_WORDS or abs(shy.begin - other.end) <= NEAR_WORDS
    )


def _joins(shy: Mention, firm: list[Mention], split: Words) -> bool:
    """Whether a regency of a common name is named in one breath with another place: "di Kendal dan Batang", "jalan
    Batang sampai Weleri"."""
    if not _names_a_regency(shy):
        return False
    for other in firm:
        one, two = (other, shy) if other.end <= shy.begin else (shy, other)
        between = split.words[one.end : two.begin]
        gap = split.gaps[one.end - 1].strip()
        if gap in {"-", "–", "/"} and not between:
            return True
        if (
            between
            and len(between) <= 2
            and not gap
            and set(between) <= LINKS | {"dan", "sama", "serta", "karo", "lan"}
        ):
            return True
    return False


def _names_a_regency(mention: Mention) -> bool:
    return any(reading.level == "regency" for reading in mention.readings)
