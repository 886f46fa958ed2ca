"""Places for the demo's cases: villages drawn by the population of their regency, with a point inside."""

import random
from collections import defaultdict
from dataclasses import dataclass

from rumahrakyat.demo.corpus import Complaint
from rumahrakyat.demo.slots import Place, village_kind_wanted
from rumahrakyat.regions import places
from rumahrakyat.regions.codes import district_of, regency_of
from rumahrakyat.regions.models import Level, Region

_JITTER_DEGREES = 0.004  # some 400 m round the village's own point


@dataclass(frozen=True)
class Spot:
    """Where a case really is: codes for the record, words for its text, a point for its pin."""

    village: str
    district: str
    regency: str
    words: Place
    lat: float
    lon: float


class Geography:
    """The regions of the installation's province, read once in two queries."""

    def __init__(self) -> None:
        fields = ("code", "kind", "name", "lat", "lon", "population")
        rows = list(Region.objects.exclude(level=Level.PROVINCE).values_list(*fields, named=True))
        self._rows = {row.code: row for row in rows}
        self._villages: dict[str, list[str]] = defaultdict(list)
        self._districts: dict[str, list[str]] = defaultdict(list)
        for code in self._rows:
            regency, district = regency_of(code), district_of(code)
            assert regency is not None
            if district == code:
                self._districts[regency].append(code)
            elif district is not None:
                self._villages[regency].append(code)
        self.regencies = sorted(self._districts)
        self._weights = [self._rows[code].population or 500_000 for code in self.regencies]

    def spot_for(self, complaint: Complaint, rng: random.Random, regency: str | None = None) -> Spot:
        """A place where this complaint may happen: in `regency` or one of its own, in its kind of village."""
        if regency is not None:
            return self._spot(regency, self._village(regency, village_kind_wanted(complaint.text), rng), rng)
        allowed = complaint.regencies or self.regencies
        weights = [self._weights[self.regencies.index(code)] for code in allowed]
        regency = rng.choices(allowed, weights)[0]
        return self._spot(regency, self._village(regency, village_kind_wanted(complaint.text), rng), rng)

    def spot_in(self, district: str, kind: str | None, rng: random.Random) -> Spot:
        """A place in this district, in a village of this kind when there is one."""
        regency = regency_of(district)
        assert regency is not None
        there = [code for code in self._villages[regency] if district_of(code) == district]
        fitting = [code for code in there if kind in {None, self._rows[code].kind}]
        return self._spot(regency, rng.choice(fitting or there), rng)

    def _village(self, regency: str, kind: str | None, rng: random.Random) -> str:
        fitting = [code for code in self._villages[regency] if kind in {None, self._rows[code].kind}]
        return rng.choice(fitting or self._villages[regency])

    def _spot(self, regency: str, village: str, rng: random.Random) -> Spot:
        district = district_of(village) or ""
        row, home = self._rows[village], self._rows[regency]
        lat, lon = self._point(row.lat or 0.0, row.lon or 0.0, district, rng)
        others = [code for code in self._districts[regency] if code != district] or [district]
        neighbour = rng.choice([code for code in self.regencies if code != regency])
        words = Place(
            village=row.name,
            village_kind=row.kind,
            district=self._rows[district].name,
            other_district=self._rows[rng.choice(others)].name,
            regency=home.name,
            regency_kind=home.kind,
            neighbour=self._rows[neighbour].name,
        )
        return Spot(village, district, regency, words, lat, lon)

    @staticmethod
    def _point(lat: float, lon: float, district: str, rng: random.Random) -> tuple[float, float]:
        moved = (
            round(lat + rng.uniform(-_JITTER_DEGREES, _JITTER_DEGREES), 6),
            round(lon + rng.uniform(-_JITTER_DEGREES, _JITTER_DEGREES), 6),
        )
        found = places.locate(*moved)
        return moved if found and found.district == district else (lat, lon)
