"""A city that was never there, with known truth: incidents, each told by several people in their own words, and near
misses made on purpose. Everything is drawn from a seed; the sentences are our own.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

START: Final = datetime(2026, 1, 5, tzinfo=UTC)
STREETS: Final = (
    "Pemuda", "Diponegoro", "Ahmad Yani", "Sudirman", "Gajah Mada", "Kartini", "Veteran", "Pahlawan", "Cendrawasih",
    "Merak", "Kutilang", "Mawar", "Kenanga", "Bougenville", "Anggrek", "Flamboyan", "Srikandi", "Arjuna", "Bima",
    "Werkudara", "Majapahit", "Pajang", "Mataram", "Menoreh", "Ungaran", "Merapi", "Slamet", "Lawu", "Sindoro",
    "Sumbing",
)  # fmt: skip
MARKS: Final = (
    "pasar Kliwon", "masjid Al Huda", "SDN 2", "SMPN 4", "balai desa", "puskesmas", "warung Bu Tini",
    "pertigaan Kembar",
    "lapangan bola", "terminal lama", "SPBU", "kantor pos", "jembatan kecil", "gapura", "pos kamling", "toko Makmur",
)  # fmt: skip
HAMLETS: Final = ("Krajan", "Karanganyar", "Ngemplak", "Sidodadi", "Jetis", "Kauman", "Bulu", "Tegalsari", "Wonosari")
OPENINGS: Final = (
    "", "", "", "Lapor pak, ", "Mohon maaf min, ", "Assalamualaikum. ", "Yth. Bapak Bupati, ", "Pak gub tolong, ",
    "Selamat pagi, ", "Mau lapor. ",
)  # fmt: skip
ENDINGS: Final = (
    "", "", "", " Mohon segera ditindaklanjuti.", " Tolong diperbaiki.", " Terima kasih.", " Kapan diperbaiki?",
    " Sudah sering dilaporkan.", " Kasihan warga.", " Jangan tunggu ada korban.",
)  # fmt: skip
# By sub-category: what people say happened, and what they add. "{p}" is the place in the person's own words.
MATTERS: Final = {
    "infrastruktur.jalan": (
        ("{p} berlubang besar", "aspal {p} rusak parah", "lubang dalam di {p}", "{p} hancur, aspalnya terkelupas",
         "jalannya ambles di {p}", "{p} bolong-bolong"),
        ("banyak motor jatuh", "kalau hujan tidak kelihatan", "ban saya pecah kemarin", "sudah berbulan-bulan",
         "tadi malam ada ibu-ibu terpeleset", "truk lewat terus bikin tambah rusak",
         "anak sekolah lewat sini tiap hari"),
    ),
    "infrastruktur.penerangan": (
        ("lampu jalan mati di {p}", "PJU {p} padam", "{p} gelap gulita, lampunya mati",
         "penerangan jalan di {p} tidak nyala",
         "lampu PJU di {p} sudah lama padam"),
        ("rawan begal", "kalau malam tidak kelihatan apa-apa", "sejak seminggu ini", "anak pulang ngaji takut lewat",
         "tiangnya miring juga", "kemarin hampir ada yang dijambret"),
    ),
    "infrastruktur.drainase": (
        ("selokan mampet di {p}", "got {p} tersumbat", "saluran air {p} meluap",
         "air menggenang di {p} karena drainase mampet",
         "gorong-gorong di {p} buntu"),
        ("baunya minta ampun", "banyak jentik nyamuk", "tiap hujan masuk rumah", "penuh lumpur dan plastik",
         "genangan semata kaki", "belum pernah dikeruk"),
    ),
    "lingkungan.sampah": (
        ("sampah menumpuk di {p}", "tumpukan sampah {p} tidak diangkut", "{p} jadi tempat pembuangan liar",
         "bak sampah di {p} penuh dan tumpah", "truk sampah tidak pernah lewat {p}"),
        ("baunya sampai rumah", "banyak lalat", "sudah dua minggu", "ada yang membakar malam hari",
         "anjing mengacak-acak",
         "plastiknya terbang ke jalan"),
    ),
    "infrastruktur.air-bersih": (
        ("air PDAM mati di {p}", "PDAM {p} tidak mengalir", "air ledeng di {p} keruh sekali",
         "kran PDAM di {p} kering"),
        ("terpaksa beli air galon", "sejak tiga hari lalu", "tagihan tetap jalan", "anak-anak tidak bisa mandi",
         "cuma keluar tengah malam"),
    ),
    "energi.listrik": (
        ("listrik padam di {p}", "mati lampu {p} dari pagi", "PLN {p} mati terus", "listrik {p} byar pet"),
        ("belum ada petugas datang", "kulkas warung rusak", "sudah lima jam", "satu kampung gelap"),
    ),
    "bencana.banjir": (
        ("banjir di {p}", "{p} kebanjiran", "air sungai masuk rumah di {p}", "{p} terendam banjir"),
        ("setinggi lutut", "warga mengungsi ke masjid", "belum ada bantuan", "sejak subuh", "tanggulnya jebol"),
    ),
    "lingkungan.pohon": (
        ("pohon tumbang di {p}", "ada pohon besar mau roboh di {p}", "dahan pohon di {p} patah menutup jalan"),
        ("menimpa kabel", "motor tidak bisa lewat", "akarnya sudah terangkat", "tadi malam waktu angin kencang"),
    ),
}  # fmt: skip
_SPELLINGS: Final = (
    ("yang", "yg"), ("tidak", "gak"), ("jalan ", "jln "), ("sudah", "udah"), ("di ", "d "), ("dengan", "dgn"),
    ("karena", "krn"), ("banyak", "bnyk"), ("tolong", "tlg"), ("kemarin", "kmrn"),
)  # fmt: skip


@dataclass(frozen=True)
class Village:
    code: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Told:
    """One report. `incident` is the truth; `kind` says how the incident came about. A pin, or a village, or neither."""

    incident: int
    kind: str
    text: str
    at: datetime
    village: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Incident:
    number: int
    kind: str
    category: str
    village: Village
    street: str
    mark: str
    hamlet: str
    lat: float
    lon: float
    begins: datetime


class City:
    """`villages` lie side by side; `days` of history with `incidents`, three in ten of them near misses of another."""

    def __init__(self, seed: int, villages: list[Village], *, incidents: int = 240, days: int = 120) -> None:
        self.random = random.Random(seed)
        self.villages = villages
        self.days = days
        self.incidents: list[Incident] = []
        while len(self.incidents) < incidents:
            self.incidents.append(self._incident())
            if self.random.random() < 0.45:
                self.incidents.append(self._near_miss(self.incidents[-1]))

    def reports(self) -> list[Told]:
        """All of them in the order in which they come in."""
        return sorted((told for one in self.incidents for told in self._told(one)), key=lambda told: told.at)

    def _incident(self) -> Incident:
        choose = self.random.choice
        village = choose(self.villages)
        lat, lon = self._near(village.lat, village.lon, 900)
        begins = START + timedelta(days=self.random.uniform(0, self.days))
        category, street, mark, hamlet = choose(sorted(MATTERS)), choose(STREETS), choose(MARKS), choose(HAMLETS)
        return Incident(len(self.incidents), "fresh", category, village, street, mark, hamlet, lat, lon, begins)

    def _near_miss(self, one: Incident) -> Incident:
        """The same street with another matter; the same matter in another street; the same again after the repair."""
        number, choose = len(self.incidents), self.random.choice
        begins = one.begins + timedelta(hours=self.random.uniform(-48, 48))
        kind = choose(("other matter", "other street", "recurs"))
        if kind == "other matter":
            other = choose([code for code in sorted(MATTERS) if code != one.category])
            lat, lon = self._near(one.lat, one.lon, 40)
            return Incident(number, kind, other, one.village, one.street, one.mark, one.hamlet, lat, lon, begins)
        if kind == "other street":
            far = self.random.uniform(700, 1500)
            lat = one.lat + choose((-1, 1)) * far / 111_195
            street = choose([name for name in STREETS if name != one.street])
            mark, hamlet = choose([name for name in MARKS if name != one.mark]), choose(HAMLETS)
            return Incident(number, kind, one.category, one.village, street, mark, hamlet, lat, one.lon, begins)
        later = one.begins + timedelta(days=self.random.uniform(150, 200))
        return Incident(
            number, kind, one.category, one.village, one.street, one.mark, one.hamlet, one.lat, one.lon, later
        )

    def _told(self, one: Incident) -> Iterator[Told]:
        lasts = {"energi.listrik": 0.4, "bencana.banjir": 2, "lingkungan.pohon": 3, "infrastruktur.air-bersih": 5}
        wide = {"energi.listrik": 500, "bencana.banjir": 500, "infrastruktur.air-bersih": 400}
        people = min(12, 1 + int(self.random.expovariate(1 / 3)))
        for _ in range(people):
            at = one.begins + timedelta(days=self.random.uniform(0, lasts.get(one.category, 20)))
            pinned = self.random.random() < 0.55
            lat, lon = self._near(one.lat, one.lon, wide.get(one.category, 80))
            named = self.random.random() < 0.85
            text = self._words(one)
            yield Told(
                one.number,
                one.kind,
                text,
                at,
                one.village.code if named else "",
                lat if pinned else None,
                lon if pinned else None,
            )

    def _words(self, one: Incident) -> str:
        choose = self.random.choice
        what, more = MATTERS[one.category]
        places = (
            f"jalan {one.street}", f"jl. {one.street} dekat {one.mark}", f"Jl {one.street}", f"depan {one.mark}",
            f"dusun {one.hamlet}", f"{one.mark} dusun {one.hamlet}", f"jalan {one.street} dusun {one.hamlet}",
        )  # fmt: skip
        sentence = choose(what).format(p=choose(places))
        extras = self.random.sample(more, self.random.randint(0, 2))
        text = choose(OPENINGS) + ", ".join([sentence, *extras]) + "." + choose(ENDINGS)
        for usual, short in _SPELLINGS:
            if self.random.random() < 0.2:
                text = text.replace(usual, short)
        style = self.random.random()
        return text.upper() if style < 0.07 else text.lower() if style < 0.4 else text

    def _near(self, lat: float, lon: float, metres: float) -> tuple[float, float]:
        return (
            lat + self.random.gauss(0, metres / 2) / 111_195,
            lon + self.random.gauss(0, metres / 2) / 110_000,
        )
