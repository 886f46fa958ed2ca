"""The words by which public messages are sorted, read from `sorting_words.toml` beside this module."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True)
class Sign:
    """Something a text shows: its name, its weight, and the words that show it."""

    name: str
    weight: float
    pattern: re.Pattern[str]


def _whole_words(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _signs(tables: dict[str, Any]) -> tuple[Sign, ...]:
    return tuple(Sign(name, float(table["weight"]), _whole_words(table["words"])) for name, table in tables.items())


_DATA: Final = tomllib.loads(Path(__file__).with_name("sorting_words.toml").read_text(encoding="utf-8"))

# What was wrong and is not any more ("sudah setahun belum diperbaiki" is not that).
_NOT_YET: Final = r"(?:(?!durung|dereng|belum|blm|gak|ga|nggak|ora|tidak|tdk|mboten|not)\w+\s+){0,2}"
REPAIRED: Final = re.compile(
    rf"\b(?:(?:sudah|udah|sdh|wis|sampun|akhirnya|sekarang|now|already)\s+{_NOT_YET}(?:diperbaiki|dibenerin|bagus|mulus|"
    r"halus|alus|lancar|menyala|nyala|terang|bersih|beres|selesai|normal|diaspal|dicor|didandani|didandosi|murup|padhang|"
    r"apik|sae|cair|fixed|repaired|clean)|"
    r"(?:tidak|gak|ga|nggak|ora|mboten|no longer)\s+(?:rusak|banjir|macet|berlubang|gelap|mati|broken|flooded)"
    r"\s+(?:lagi|maneh|malih|anymore))\b"
)
# Something is asked: no chatter, whatever else it says.
QUESTION: Final = re.compile(
    r"\?|\b(?:tanya|apa(?:kah)?|berapa|mana|kapan|(?:mohon|minta|ada) info\w*|info\w* (?:dong|min|pak)|bagaimana|"
    r"gimana|pripun|piye|arahan\w*|who|what|when|where|how)\b"
)
# Asking for news rather than telling something new.
FOLLOW_UP: Final = re.compile(
    r"\b(?:kelanjutan\w*|perkembangan\w*|progres\w*|progress|kabar\w*|update|belum (?:ada|juga)|blm (?:ada|jg)|"
    r"masih (?:belum|blm|sama|mati|rusak|banjir)|kapan|sampai mana|sampe mana|gimana|pripun|piye|durung|dereng|"
    r"any news|still|follow ?up|tindak lanjut\w*)\b"
)
COMPLAINT_SIGNS: Final = _signs(_DATA["complaint"])
CHATTER_SIGNS: Final = (*_signs(_DATA["chatter"]), Sign("repaired", 2.0, REPAIRED))
