"""Making hurried writing comparable: one spelling per word, crude stems. Knows Indonesian affixes, and how Indonesian
and Javanese are typed in a hurry; no subject words.

For counting and matching only, never for showing: what a person wrote is kept as it was written.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

_LINK = re.compile(r"https?://\S+|\S+@\S+|\bwww\.\S+")
_WORD = re.compile(r"[a-z0-9]+(?:/[a-z](?=\W|$))?")
_FOR = re.compile(r"(?<![a-z0-9/])u/")
# What nobody sees: soft hyphens, zero-width signs, marks of direction. Inside a word they would cut it in two.
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_APOSTROPHE = re.compile("(?<=[a-z])['`´‘’ʼ](?=[a-z])")
_LETTER_BY_LETTER = re.compile(r"(?<![a-z0-9.])(?:[a-z](?:\. ?| )){2,}[a-z](?![a-z0-9])")
_DOTTED_PAIR = re.compile(r"(?<![a-z0-9.])([a-z])\.([a-z])(?![a-z0-9])\.?")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z]{2,})2(nya|an|x|e|ne)?$")
_ENDINGS = ("lah", "kah", "pun", "nya")
_SUFFIXES = ("kan", "an", "i")
_PREFIXES = (
    "menge", "meng", "meny", "mem", "men", "me", "penge", "peng", "peny", "pem", "pen", "per", "pe", "ber", "ter", "di",
    "ke", "se",
)  # fmt: skip
SHORTEST_STEM = 4
LONGEST_WORD = 40
# Where things are: after these "di" and "ke" are words of their own, however they were typed.
_WHEREABOUTS = frozenset(
    {
        "alamat", "antara", "area", "atas", "balai", "bank", "bawah", "belakang", "bulan", "daerah", "dalam",
        "dekat", "depan", "desa", "dinas", "dusun", "gang", "gedung", "hari", "hutan", "jalan", "jalur", "jembatan",
        "kabupaten", "kali", "kampung", "kampus", "kantor", "kawasan", "kebun", "kecamatan", "kelas", "kelurahan",
        "kios", "kompleks", "kota", "lapangan", "lereng", "lingkungan", "lokasi", "loket", "luar", "mana", "masjid",
        "muara", "musala", "pabrik", "pantai", "pasar", "perbatasan", "perempatan", "perkampungan", "pertigaan",
        "perumahan", "pinggir", "pondok", "pos", "posko", "provinsi", "puskesmas", "rumah", "ruas", "ruko",
        "samping", "sana", "sawah", "sebelah", "seberang", "sekeliling", "sekitar", "sekolah", "selatan", "selokan",
        "seluruh", "sepanjang", "seputar", "simpang", "sini", "situ", "stasiun", "sungai", "tahun", "taman",
        "tambak", "tanggul", "tempat", "tengah", "tepi", "terminal", "tikungan", "timur", "titik", "toko",
        "trotoar", "ujung", "utara", "wilayah",
    }
)  # fmt: skip
# "Keluar" is a word of its own; "kehutan" is nearly always a slip of "kehutanan".
_NOT_GLUED = frozenset({"keluar", "kehutan"})
_ENDS_IN_X = frozenset({"gearbox", "inbox", "dropbox", "netflix", "matrix", "botox", "linux", "komplex", "index"})
# What stands before the name of a place, also as it is shortened.
BEFORE_NAMES = frozenset(
    {
        "desa", "ds", "kel", "kelurahan", "kec", "kecamatan", "kab", "kabupaten", "kota", "dukuh", "dk", "dkh",
        "dusun", "dsn", "kampung", "kp", "camat", "lurah", "kades", "pemkab", "pemkot", "pemdes", "pasar",
        "terminal", "stasiun", "rsud", "puskesmas", "polsek", "perum", "perumahan",
    }
)  # fmt: skip
_JAVANESE_ENDINGS = ("ne", "e", "aken", "ake", "ke", "no")


def folded(text: str) -> str:
    """Small letters without accents, signs of width, apostrophes inside words and control characters. Never fails."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", _UNSEEN.sub("", text))
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return _APOSTROPHE.sub("", _CONTROL.sub(" ", text).lower())


def _joined(letters: "re.Match[str]") -> str:
    return letters.group().replace(".", "").replace(" ", "")


class Spelling:
    """How one province spells: the usual spelling of what is typed.

    `table` maps a spelling to the usual one (several words, or none, are fine). Words in `keep` are protected from it
    and from every other change. `known` are words of which Javanese and colloquial forms are recognised ("lampune" when
    "lampu" is known). `places` are names, in small words: after a word such as "desa" or "kec." a name stays as it is,
    and a name of several words stays anywhere.
    """

    def __init__(
        self,
        table: Mapping[str, str],
        keep: Collection[str],
        *,
        known: Collection[str] = (),
        places: Iterable[tuple[str, ...]] = (),
    ) -> None:
        self._table = table
        self._keep = frozenset(keep)
        self._known = frozenset(known)
        # Words recur in every text, and the same few thousand make up nearly all of them.
        self._of_word = lru_cache(maxsize=20_000)(self._words_of)
        self._names: dict[str, list[tuple[str, ...]]] = {}
        for name in places:
            if self._is_hurt(name):
                self._names.setdefault(name[0], []).append(name)
        for names in self._names.values():
            names.sort(key=len, reverse=True)

    def words(self, text: str) -> list[str]:
        """The words of a text in one spelling, in order."""
        typed = _WORD.findall(self._plain(text))
        words: list[str] = []
        previous = before = ""
        at = 0
        while at < len(typed):
            word = typed[at]
            name = self._name_at(typed, at, before) if word in self._names else ()
            if name:
                words += name
                at += len(name)
                previous = before = name[-1]
                continue
            at += 1
            before = word
            if word == "nya" and words:
                continue  # a suffix typed apart says nothing by itself
            for spelled in self._of_word(word):
                # "anak-anak" says no more than "anak".
                if spelled != previous or len(spelled) < SHORTEST_STEM:
                    words.append(spelled)
                previous = spelled
        return words

    def is_usual(self, word: str) -> bool:
        """Whether a word, in small letters, is one of this spelling's own or has a usual form here."""
        return word in self._known or word in self._keep or word in self._table

    def _plain(self, text: str) -> str:
        plain = folded(text)
        if "/" in plain or "@" in plain or "www." in plain:
            plain = _FOR.sub("untuk ", _LINK.sub(" ", plain))
        plain = _LETTER_BY_LETTER.sub(_joined, plain)
        return _DOTTED_PAIR.sub(self._pair, plain)

    def _pair(self, found: "re.Match[str]") -> str:
        """ "k.k." and "r.s." are abbreviations typed with dots; "s.d." is not a school."""
        pair = found[1] + found[2]
        return pair if pair in self._keep and pair != "sd" else found.group()

    def _name_at(self, typed: list[str], at: int, before: str) -> tuple[str, ...]:
        for name in self._names[typed[at]]:
            if tuple(typed[at : at + len(name)]) == name and (len(name) > 1 or before in BEFORE_NAMES):
                return name
        return ()

    def _is_hurt(self, name: tuple[str, ...]) -> bool:
        return any(self._of_word(word) != (word,) or word == "nya" for word in name) or any(
            one == other for one, other in pairwise(name)
        )

    def _words_of(self, word: str) -> tuple[str, ...]:
        return tuple(self._spelled(word).split())

    def _spelled(self, word: str) -> str:
        if word in self._keep:
            return word
        if word in self._table:
            return self._table[word]
        if len(word) > LONGEST_WORD:
            return word
        reduced = _REPEATED.sub(r"\1", word)
        doubled = _DOUBLED.match(reduced)
        if doubled:
            reduced = doubled[1] + (doubled[2] or "")
        if reduced in self._keep:
            return reduced
        if reduced in self._table:
            return self._table[reduced]
        if reduced in self._known:
            return reduced
        return self._apart(reduced) or self._usual(reduced) or reduced

    def _apart(self, word: str) -> str:
        """ "didepan", "dijln" and "kepasar" are two words; "dikelola" and "dibakar" are one."""
        if word[:2] not in {"di", "ke"} or word in _NOT_GLUED:
            return ""
        rest = word[2:].removesuffix("nya") if len(word) > 8 else word[2:]
        usual = self._table.get(rest, rest) if len(rest) >= 3 else rest
        return f"{word[:2]} {usual}" if usual in _WHEREABOUTS else ""

    def _usual(self, word: str) -> str:
        """The usual form of a colloquial or Javanese one, by the words that are known; "" when there is none."""
        if len(word) < 5:
            return self._vowels(word)
        if word.endswith("x") and word not in _ENDS_IN_X and word[:-1].isalpha():
            return f"{self._table.get(word[:-1], word[:-1])}nya"
        for ending in _JAVANESE_ENDINGS:
            if word.endswith(ending) and (base := self._base(word.removesuffix(ending))):
                return base
        return self._nasal(word) or self._vowels(word)

    def _base(self, rest: str) -> str:
        if len(rest) < 3:
            return ""
        if rest in self._table and rest not in self._keep:
            return self._table[rest]
        if rest in self._known or rest in self._keep:
            return rest
        inner = rest[2:] if rest[:2] == "di" else ""
        return rest if len(inner) >= 4 and inner in self._known else ""

    def _nasal(self, word: str) -> str:
        """ "ngaspal", "mbuang" and "nyedot" are "mengaspal", "membuang" and "menyedot"."""
        for heard, written, lost in (("ng", "meng", ("", "k")), ("ny", "meny", ("s",)), ("mb", "memb", ("b",)),
                                     ("nd", "mend", ("d",)), ("nj", "menj", ("j",))):  # fmt: skip
            if word.startswith(heard) and any(letter + word[2:] in self._known for letter in lost):
                return written + word[2:]
        return ""

    def _vowels(self, word: str) -> str:
        """ "wargo" and "desa" differ by how Javanese is written down: an open "a" at the end sounds as "o"."""
        if not word.endswith("o") or len(word) < 4:
            return ""
        for other in (word[:-1] + "a", word.replace("o", "a")):
            if other in self._table and other not in self._keep:
                return self._table[other]
            if other in self._known:
                return other
        return ""


def stem(word: str, *, whole: Collection[str] = ()) -> str:
    """A word without its commonest affixes: crude, but the same for all forms of a word. Words in `whole` stay."""
    if word in whole or len(word) <= SHORTEST_STEM:
        return word
    for endings in (_ENDINGS, _SUFFIXES):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                word = word.removesuffix(ending)
                break
        if word in whole:
            return word
    for prefix in _PREFIXES:
        # "ke" and "se" begin too many plain words ("kering", "sering") to be cut from short ones.
        shortest = SHORTEST_STEM + 1 if prefix in {"ke", "se"} else SHORTEST_STEM
        if word.startswith(prefix) and len(word) - len(prefix) >= shortest:
            return word.removeprefix(prefix)
    return word
