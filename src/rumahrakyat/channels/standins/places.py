"""Places a person can send from the stand-in with one tap: in the province, at sea and elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    latitude: float
    longitude: float


PLACES = (
    Place("johar", "Pasar Johar, Kota Semarang", -6.97139, 110.42472),
    Place("demak", "Alun-alun Demak", -6.89472, 110.63806),
    Place("purwokerto", "Alun-alun Purwokerto, Banyumas", -7.42444, 109.23028),
    Place("solo", "Pasar Gede, Kota Surakarta", -7.56917, 110.83139),
    Place("cilacap", "Teluk Penyu, Cilacap", -7.73278, 109.02083),
    Place("karimunjawa", "Karimunjawa, Jepara", -5.87722, 110.43083),
    Place("laut", "Di tengah Laut Jawa", -6.3, 110.7),
    Place("jakarta", "Monas, Jakarta (di luar provinsi)", -6.17539, 106.82715),
)


def place(code: str) -> Place | None:
    return next((found for found in PLACES if found.code == code), None)
