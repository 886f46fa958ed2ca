"""Which of several places of one name is meant: what stands on the buttons, and what a typed answer picks. Pure."""

import re
from collections.abc import Sequence
from typing import Final

_SHORT: Final = (("Kabupaten ", "Kab. "), ("Kecamatan ", ""), ("Kelurahan ", ""), ("Desa ", ""))
_SAME: Final = {
    "kab": "kabupaten", "kabupatene": "kabupaten", "kbpaten": "kabupaten", "kodya": "kota", "kotamadya": "kota",
    "kotanya": "kota", "kabupatennya": "kabupaten", "kec": "kecamatan", "kel": "kelurahan", "ds": "desa",
    "smg": "semarang", "mgl": "magelang",
}  # fmt: skip
_FILLERS: Final = frozenset(
    {"yang", "yg", "sing", "ingkang", "di", "itu", "pak", "bu", "min", "kak", "ya", "saja", "aja", "mawon", "nomor",
     "no", "nomer", "nmr", "pilihan", "pilih", "ke", "nang", "ning", "daerah", "wilayah", "maksud", "saya", "maksudnya",
     "lah"}
)  # fmt: skip
_NUMBERS: Final = (
    {"1", "satu", "pertama", "kesatu", "siji", "setunggal"},
    {"2", "dua", "kedua", "loro", "kalih"},
    {"3", "tiga", "ketiga", "telu"},
    {"4", "empat", "keempat", "papat", "sekawan"},
    {"5", "lima", "kelima", "limo", "gangsal"},
    {"6", "enam", "keenam", "nem"},
)
_NOT: Final = frozenset({"bukan", "bkn", "dudu", "sanes", "tidak", "salah"})


def titles(options: Sequence[str]) -> list[str]:
    """What tells the places apart, short enough for a button: of "Kecamatan Karanganyar, Kabupaten Demak" among
    others of that name only "Kab. Demak"."""
    parts = [option.split(", ") for option in options]
    shared = len({part[0] for part in parts}) == 1 and all(len(part) > 1 for part in parts)
    found = [_short(", ".join(part[1:] if shared else part)) for part in parts]
    return found if len(set(found)) == len(found) else [_short(option) for option in options]


def _short(label: str) -> str:
    for long, short in _SHORT:
        label = label.replace(long, short)
    return label


def chosen(typed: str, options: Sequence[str], *, numbered: bool = True) -> int | None:
    """Which option a typed answer means ("yang kota", "kab", "no 2", "sing Demak"), from 0; None when it is not clear
    that it means exactly one. `numbered`: the options were shown with numbers."""
    words = [_SAME.get(word, word) for word in re.findall(r"[a-z0-9]+", typed.lower())]
    meant = [word for word in words if word not in _FILLERS]
    if not meant or _NOT & set(meant):
        return None
    if len(meant) == 1 and numbered:
        number = next((nth for nth, names in enumerate(_NUMBERS) if meant[0] in names), None)
        if number is not None:
            return number if number < len(options) else None
    known = [set(re.findall(r"[a-z0-9]+", option.lower())) for option in options]
    fits = [nth for nth, option in enumerate(known) if set(meant) <= option]
    if len(fits) > 1:
        # "kota" is in "Kota Semarang" and in "Kecamatan Kota Kudus": the one that begins so is meant.
        fits = [nth for nth in fits if options[nth].lower().startswith(" ".join(meant))]
    return fits[0] if len(fits) == 1 else None
