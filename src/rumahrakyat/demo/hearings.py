"""What agencies said about the deadlines they missed in the demo's month, and how the regional secretary ruled."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from rumahrakyat.demo.cast import username_of
from rumahrakyat.duty.models import Breach
from rumahrakyat.duty.models_negligence import Decision, ExplanationReason
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.negligence import queries as register
from rumahrakyat.duty.negligence.operations import Verdict
from rumahrakyat.duty.negligence.queries import Row
from rumahrakyat.lib import clock
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Entry

_SPOKEN: Final = 0.6  # the share of rows that are explained
_DECIDED: Final = 0.7  # the share of those that may be ruled on and are
_BREATH: Final = timedelta(minutes=2)

_EXPLAINED: Final = (
    (ExplanationReason.WAITING_FOR_OTHERS, (
        "Kami menunggu data dari balai di lapangan. Datanya baru masuk sore hari sesudah tenggat lewat.",
        "Jawaban harus disetujui bidang keuangan lebih dahulu, dan pejabatnya sedang rapat di luar kota.",
    )),
    (ExplanationReason.SYSTEM_TROUBLE, (
        "Jaringan kantor kami putus sejak pagi; surat pemberitahuan dari penyedia jaringan kami simpan.",
        "Petugas tidak dapat masuk karena kode verifikasi tidak terkirim. Sudah kami laporkan ke pengelola sistem.",
    )),
    (ExplanationReason.ANSWERED_ELSEWHERE, (
        "Warga sudah dihubungi petugas lewat telepon pada hari yang sama, tetapi belum kami catat di sini.",
        "Petugas datang ke lokasi dan menjelaskan langsung kepada pelapor sebelum tenggat; berita acaranya ada.",
    )),
    (ExplanationReason.WRONG_AGENCY, (
        "Ruas ini bukan kewenangan kami. Kami terlambat menyadarinya dan terlambat menyerahkan.",
    )),
    (ExplanationReason.FORCE_MAJEURE, (
        "Hari itu seluruh petugas dikerahkan menangani banjir, termasuk piket yang menjawab laporan.",
    )),
    (ExplanationReason.OTHER, (
        "Petugas penghubung cuti dan penggantinya belum mendapat akses. Kami sudah menunjuk dua pengganti tetap.",
        "Laporan terbaca, tetapi tertimbun laporan lain. Kami akui lalai dan sudah menambah petugas piket.",
    )),
)  # fmt: skip
_RULED: Final[dict[Decision, tuple[str, ...]]] = {
    Decision.UPHELD: (
        "Alasan dapat dipahami, tetapi warga tetap berhak diberi kabar sementara. Dicatat sebagai kelalaian.",
        "Penunjukan pengganti adalah tanggung jawab kepala badan. Tetap dicatat sebagai kelalaian.",
    ),
    Decision.EXCUSED: (
        "Gangguannya terbukti dari surat penyedia jaringan. Tidak dibebankan kepada badan ini.",
        "Pengerahan petugas saat banjir terbukti dari surat perintah. Tidak dibebankan kepada badan ini.",
    ),
    Decision.CORRECTED: ("Warga memang sudah dijawab sebelum tenggat dengan cara lain; catatannya dikoreksi.",),
}
_UNHEARD: Final = "Tidak ada penjelasan sampai waktunya habis. Dicatat sebagai kelalaian."
_EVIDENCE: Final = "Berita acara kunjungan lapangan bertanda tangan pelapor, sebelum tenggat."
_LEANING: Final = {
    ExplanationReason.SYSTEM_TROUBLE: (Decision.EXCUSED, 0.7),
    ExplanationReason.FORCE_MAJEURE: (Decision.EXCUSED, 0.8),
    ExplanationReason.ANSWERED_ELSEWHERE: (Decision.CORRECTED, 0.5),
}


@dataclass(frozen=True)
class Hearing:
    """The demo's present, and who decides."""

    seed: int
    until: datetime
    secretary: Account


def hear(*, seed: int, until: datetime) -> int:
    """Have a plausible part of the rows explained and ruled on before `until`; returns how many steps were taken."""
    secretary = Account.objects.filter(username="sekda", is_demo=True).first()
    if secretary is None:
        return 0
    hearing = Hearing(seed, until, secretary)
    heads = {one.username: one for one in Account.objects.filter(username__startswith="kepala.", is_demo=True)}
    found = Breach.objects.filter(recorded_at__lt=until).select_related("holder").order_by("due_at", "pk")
    return sum(_hear_one(one, hearing, heads) for one in found)


def _hear_one(breach: Breach, hearing: Hearing, heads: dict[str, Account]) -> int:
    # Drawn from the row itself, so that it does not matter in which order processes played the cases.
    rng = random.Random(f"{hearing.seed}:{breach.due_at.isoformat()}:{breach.holder_id}")  # noqa: S311 -- a demo
    head = heads.get(f"kepala.{username_of(breach.holder)}") if breach.holder else None
    steps = int(head is not None and _explains(breach, head, hearing, rng))
    return steps + int(_decides(breach, hearing, rng))


def _explains(breach: Breach, head: Account, hearing: Hearing, rng: random.Random) -> bool:
    reason, texts = rng.choice(_EXPLAINED)
    wish = breach.recorded_at + timedelta(hours=rng.uniform(2, 40))
    spoken, text = rng.random() < _SPOKEN, rng.choice(texts)
    moment, row = _moment(breach, wish), _row(breach)
    if not spoken or moment >= hearing.until or row.limit.over(moment):
        return False
    with clock.frozen(moment):
        negligence.explain(breach_id=breach.pk, text=text, reason=reason, account=head, at=moment)
    return True


def _decides(breach: Breach, hearing: Hearing, rng: random.Random) -> bool:
    row, drawn = _row(breach), rng.random()
    said = row.explanation
    after = said.at if said else row.limit.until
    if after is None or drawn > _DECIDED:
        return False
    moment = _moment(breach, after + timedelta(hours=rng.uniform(6, 90)))
    if moment >= hearing.until:
        return False
    verdict = _verdict(said.reason, rng) if said else Verdict(Decision.UPHELD, _UNHEARD)
    with clock.frozen(moment):
        negligence.rule(breach_id=breach.pk, verdict=verdict, account=hearing.secretary, at=moment)
    return True


def _verdict(reason: str, rng: random.Random) -> Verdict:
    decision, likely = _LEANING.get(ExplanationReason(reason), (Decision.UPHELD, 1.0))
    if rng.random() > likely:
        decision = Decision.UPHELD
    evidence = _EVIDENCE if decision is Decision.CORRECTED else ""
    return Verdict(decision, rng.choice(_RULED[decision]), evidence)


def _row(breach: Breach) -> Row:
    return register.some([breach.pk], Q())[0]


def _moment(breach: Breach, wish: datetime) -> datetime:
    """Not before the last entry of the case: its record only goes forward."""
    last = Entry.objects.filter(report__clocks=breach.clock_id).order_by("-seq").values_list("recorded_at", flat=True)
    known = last.first()
    return max(wish, known + _BREATH) if known else wish
