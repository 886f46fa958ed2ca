"""Filling the slots of a text with one place, in the way its writer would have typed it. Pure."""

import random
import re
from dataclasses import dataclass
from typing import Final

SLOT = re.compile(r"\{([a-z_0-9]+)\}")
_WANTS_DESA = re.compile(r"\b(desa|ds|kades|carik|kepala desa|dana desa|balai desa|bale desa|bumdes)\b", re.IGNORECASE)
_WANTS_KELURAHAN = re.compile(r"\bkel(urahan)?\b", re.IGNORECASE)
_STREETS: Final = (
    "Diponegoro", "Ahmad Yani", "Sudirman", "Kartini", "Pemuda", "Pahlawan", "Gatot Subroto", "Veteran", "Merdeka",
    "Imam Bonjol", "Pattimura", "Hasanuddin", "Kenanga", "Melati", "Mawar", "Anggrek", "Cendana", "Merapi", "Slamet",
    "Lawu", "Sindoro", "Serayu", "Progo", "Bengawan", "Pramuka", "Kusuma Bangsa", "Ronggowarsito", "Gajah Mada",
    "Hayam Wuruk", "Raden Patah", "Sunan Kalijaga", "Cut Nyak Dien", "Ki Hajar Dewantara", "Supratman", "Yos Sudarso",
)  # fmt: skip
_HAMLETS: Final = (
    "Krajan", "Ngemplak", "Karangmalang", "Sidomulyo", "Tegalsari", "Kebonagung", "Ngrancah", "Gumelar Lor",
    "Sumberejo", "Jetis", "Kauman", "Pucangan", "Wonosari", "Kalisari", "Randusari", "Gondang Wetan", "Mlangi",
    "Dukuhan", "Bendosari", "Sawahan", "Tlogosari", "Pagersari", "Cengklik", "Ngasinan", "Sempu", "Blimbing Kulon",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a case happens. Names without their kind ("Kudus"); kinds beside them ("Kabupaten")."""

    village: str
    village_kind: str
    district: str
    other_district: str
    regency: str
    regency_kind: str
    neighbour: str


def village_kind_wanted(text: str) -> str | None:
    """`Desa` or `Kelurahan` when the text speaks of one, else None."""
    if _WANTS_DESA.search(text):
        return "Desa"
    return "Kelurahan" if _WANTS_KELURAHAN.search(text) else None


def slots_of(text: str) -> frozenset[str]:
    return frozenset(SLOT.findall(text))


def values_for(text: str, place: Place, rng: random.Random) -> dict[str, str]:
    """The words of every citizen slot, in capitals or small letters when the writer types so."""
    shouts = text.isupper() or sum(sign.isupper() for sign in text) > 0.6 * max(1, sum(s.isalpha() for s in text))
    careless = not shouts and text[:1].islower()
    street = rng.choice(_STREETS)
    values = {
        "desa": place.village,
        "desa_lengkap": f"{place.village_kind} {place.village}",
        "kecamatan": place.district,
        "kecamatan2": place.other_district,
        "kabupaten": place.regency,
        "kabkota": f"{place.regency_kind} {place.regency}",
        "tetangga": place.neighbour,
        "jalan": f"jl {street}" if careless else f"{rng.choice(('Jalan', 'Jalan', 'Jl.'))} {street}",
        "dusun": rng.choice(_HAMLETS),
        "rt": f"{rng.randint(1, 9):02d} RW {rng.randint(1, 12):02d}",
    }
    if shouts:
        return {name: value.upper() for name, value in values.items()}
    return {name: value.lower() if careless else value for name, value in values.items()}


def put(text: str, values: dict[str, str]) -> str:
    """The text with its slots filled. Raises `KeyError` for a slot without a value."""
    return SLOT.sub(lambda found: values[found.group(1)], text)
