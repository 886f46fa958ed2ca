"""What a place is named for: the matter itself, or where somebody comes from, or what it is not. Pure.

"Saya orang Kudus, jalan rusak di Jepara" is about Jepara; "bukan Semarang" is not about Semarang; "soto kudus" is about
no place at all; "ruas Todanan - Ngawen" is about what both ends share.
"""

from collections.abc import Iterator
from dataclasses import replace

from rumahrakyat.regions.mentions import AREA_WORDS, CONTEXTS, LINKS, TRIPS, Context, Mention, Role, Words

LOOK_BACK = 5
FAR_BACK = 8
HOME = frozenset(
    {
        "orang", "wong", "tiyang", "asli", "asal", "berasal", "asale", "ktp", "perantau", "merantau", "domisili",
        "berdomisili", "tinggal", "bertempat", "kerja", "bekerja", "kuliah", "kelahiran", "lahir", "kos", "ngekos",
        "warga", "penduduk",
    }
)  # fmt: skip
AT_WORK = frozenset({"kerja", "bekerja", "kuliah", "merantau", "nyambut"})
SELF = frozenset({"saya", "sy", "sya", "aku", "ak", "kulo", "kula", "nama", "kami", "inyong", "nyong", "perkenalkan"})
# A new thought begins with one of these, also without a comma.
TURN = frozenset(
    {"tapi", "tetapi", "tp", "tpi", "namun", "lapor", "melaporkan", "mau", "ingin", "mohon", "waktu",
     "ketika", "kemarin", "lewat"}
)  # fmt: skip
NOT = frozenset({"bukan", "bkn", "bukannya", "dudu", "sanes", "udu"})
AFTER_NOT = frozenset({"di", "ke", "yang", "yg", "nang", "ning", "neng", "teng", "wilayah", "daerah", "area", "warga"})
HONORIFICS = frozenset(
    {"mas", "mbak", "mba", "ibu", "bu", "sdr", "sdri", "saudara", "saudari", "kang", "mbah", "bang", "nama", "namanya",
     "bernama", "haji", "hj"}
)  # fmt: skip
SIR = frozenset({"pak", "bapak", "bpk", "bp"})
# What is named after the place it comes from.
THINGS = frozenset(
    {"soto", "bakso", "bandeng", "lumpia", "loenpia", "asin", "getuk", "gethuk", "ukir", "ukiran", "tahu", "batik",
     "wingko", "serabi", "jenang", "sate", "ayu", "nasi", "tempe", "warung", "dodol", "duku", "tenun", "presto",
     "intip",
     "mendoan", "carica", "garang", "lentog", "gudeg", "sega", "sego", "mie", "wedang", "tauto", "kerupuk", "keripik",
     "mebel", "tengkleng", "kopi", "telur", "telor", "jamu", "krupuk"}
)  # fmt: skip
AND = frozenset({"dan", "dg", "dengan", "dgn", "sama", "karo", "serta", "lan"})
BORDER = frozenset({"perbatasan", "batas", "antara", "tapal", "wates"})
DASHES = frozenset({"-", "–", "—", "/"})


def judge(mentions: list[Mention], words: Words) -> list[Mention]:
    """The mentions with their roles and chains; those that are denied ("bukan Semarang") are left out."""
    kept = [mention for mention in mentions if not _is_denied(mention, words)]
    kept = [_kind_said_after(mention, kept, words) for mention in kept]
    kept = list(_chained(kept, words))
    judged: list[Mention] = []
    for mention in kept:
        last = judged[-1] if judged else None
        inherits = last is not None and last.role is Role.HOME and _is_one_address(last, mention, words)
        judged.append(replace(mention, role=Role.HOME if inherits else _role(mention, words)))
    return judged


def _is_one_address(one: Mention, other: Mention, words: Words) -> bool:
    """Whether two names make one address: "wong Ngadirojo Wonogiri", "warga Ngadirojo, kab. Wonogiri"."""
    between = words.words[one.end : other.begin]
    return all(word in CONTEXTS for word in between) and bool(
        {reading.regency for reading in one.readings} & {reading.regency for reading in other.readings}
    )


def _before(mention: Mention, words: Words, most: int) -> Iterator[str]:
    """The words before a mention, the nearest first, as far as the clause reaches."""
    for at in range(mention.begin - 1, max(mention.begin - 1 - most, -1), -1):
        word, gap = words.words[at], words.gaps[at].strip()
        short = word in CONTEXTS or word == "ktp"  # "kab." and "ds." end no sentence
        if gap and not (short and gap in {".", ":"}):
            return
        yield word


def _is_denied(mention: Mention, words: Words) -> bool:
    """Directly after "bukan"; "bukan hanya di Kudus" and "bukan jalan Kudus" deny something else."""
    for word in _before(mention, words, LOOK_BACK):
        if word in NOT:
            return True
        if word not in AFTER_NOT and (word not in CONTEXTS or CONTEXTS[word] is Context.ROAD):
            return False
    return False


def _kind_said_after(mention: Mention, mentions: list[Mention], words: Words) -> Mention:
    """ "Magelang kab" and "Semarang, bukan kota": which of two places of one name is meant."""
    if mention.context is not Context.PLAIN or all(reading.level != "regency" for reading in mention.readings):
        return mention
    ahead = words.words[mention.end : mention.end + 3]
    starts = {other.begin for other in mentions}
    kind = CONTEXTS.get(ahead[0]) if ahead else None
    if kind is Context.REGENCY and ahead[0].startswith("kab") and mention.end + 1 not in starts:
        return replace(mention, context=Context.REGENCY)
    if not ahead or ahead[0] not in NOT:
        return mention
    denied = next((nth for nth, word in enumerate(ahead[1:], start=1) if word not in {"yang", "yg", "di"}), None)
    if denied is None or mention.end + denied + 1 in starts or mention.end + denied + 1 < len(words.words) < 0:
        return mention
    opposite = {Context.CITY: Context.REGENCY, Context.REGENCY: Context.CITY}.get(
        CONTEXTS.get(ahead[denied], Context.PLAIN)
    )
    return replace(mention, context=opposite) if opposite else mention


def _role(mention: Mention, words: Words) -> Role:
    near = list(_before(mention, words, FAR_BACK))
    bare = [word for word in near if word not in CONTEXTS]
    if mention.context is Context.PLAIN and not mention.landmark and near and _is_name(mention, near, words):
        return Role.NAME
    after = words.words[mention.end] if mention.end < len(words.words) else ""
    if after in AT_WORK and bare[:1] in (["di"], ["nang"], ["ning"]):
        return Role.HOME
    told = bare[:1] == ["dari"] and any(word in SELF for word in bare[1:LOOK_BACK])
    if told and after not in LINKS:
        return Role.HOME
    for nth, word in enumerate(bare[:LOOK_BACK]):
        if word in TURN:
            return Role.MATTER
        if word in HOME and all(one in {"di", "dari", "ing", "saya", "sy", "ke", "nang", "desa"} for one in bare[:nth]):
            return Role.HOME
    return Role.MATTER


def _is_name(mention: Mention, near: list[str], words: Words) -> bool:
    """Whether a place is part of what somebody or something is called: "mas Solo", "Saudara Adi Kendal"."""
    if near[0] in THINGS or near[0] in HONORIFICS:
        return True
    capital = words.written[mention.begin].istitle()
    if len(near) > 1 and near[1] in HONORIFICS and near[0] not in AREA_WORDS | set(CONTEXTS):
        return capital and words.written[mention.begin - 1].istitle()
    if near[0] not in SIR or mention.end >= len(words.words):
        return False
    # "Pak Jepara Purnomo" against "tolong pak jepara banjir"
    return capital and words.written[mention.end].istitle() and not words.gaps[mention.end - 1].strip()


def _chained(mentions: list[Mention], words: Words) -> Iterator[Mention]:
    """Numbers the chains: names that follow each other as the ends of a road or a border, or as a way from to."""
    chain, dashed = 0, False
    last: Mention | None = None
    current = 0
    for nth, mention in enumerate(mentions):
        following = mentions[nth + 1] if nth + 1 < len(mentions) else None
        link = _link(last, mention, words, current) if last is not None else ""
        if not (link and (link == "-" or not dashed)):
            current, dashed = 0, False
        link_on = _link(mention, following, words, current) if following else ""
        if not current and link_on:
            chain += 1
            current = chain
        dashed = dashed or link_on == "-"
        yield replace(mention, chain=current)
        last = mention


def _link(one: Mention, other: Mention, words: Words, current: int) -> str:
    """How two names are linked into a chain: "-" by a dash, "to" by a word, "on" by nothing between; "" not at all."""
    between = [word for word in words.words[one.end : other.begin] if word not in CONTEXTS]
    gap = words.gaps[one.end - 1].strip()
    dash = not between and gap in DASHES
    before = list(_before(one, words, 3))
    if len(between) > 2 or (gap and not dash):
        return ""
    if any(word in BORDER for word in before) and (dash or not between or set(between) <= AND | {"-"}):
        return "-" if dash else "to"
    if between and set(between) <= AND and _is_regency(one) and _is_regency(other):
        return "to"
    linked = bool(between) and set(between) <= LINKS
    if linked and ("dari" in before[:2] or one.context is Context.ROAD or current):
        return "to"
    if dash and not _lies_in(one, other):
        return "-"
    road = one.context is Context.ROAD or current
    follows = other.context in {Context.PLAIN, Context.ROAD, Context.ELSEWHERE}
    if not between and not dash and road and one.readings and follows:
        trip = any(word in TRIPS for word in before)
        return "on" if trip or (not _lies_in(one, other) and not _lies_in(other, one)) else ""
    return ""


def _is_regency(mention: Mention) -> bool:
    return any(reading.level == "regency" and not reading.landmark for reading in mention.readings)


def _lies_in(one: Mention, other: Mention) -> bool:
    """Whether a name may lie in the regency or district that the other names, as in an address: "Bawang - Batang"."""
    outer = {reading.code for reading in other.readings if reading.level != "village" and not reading.landmark}
    return any(
        reading.code.startswith(f"{code}.") for reading in one.readings for code in outer if reading.level != "regency"
    )
