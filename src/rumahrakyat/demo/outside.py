"""What the demo's Ombudsman found about two bodies: of the recommendations one is carried out, one still owed, one
under way and one objected to; and a citizen brought a case."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.oversight.findings import ombudsman
from rumahrakyat.oversight.findings import operations as acts
from rumahrakyat.oversight.models_findings import Finding, OmbudsmanCase, Recommendation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import RECEIVE_COMPLAINTS
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.states import REPORTER_PERMISSIONS

_AGO: Final = timedelta(minutes=110)
_FOUND: Final = (
    "Dari 20 laporan yang kami periksa, 7 dijawab tanpa menyebut kapan pekerjaan selesai. Warga bertanya lagi, "
    "dan tenggat kabar berikutnya tidak dapat diawasi."
)
_ASKED: Final = (
    "Sebutkan tanggal selesai pada setiap jawaban, dan kabari warga bila tanggal itu bergeser.",
    "Tunjuk petugas pengganti untuk setiap petugas piket, termasuk pada hari libur.",
)
_FOUND_TOO: Final = (
    "Loket pengaduan tutup pada jam istirahat tanpa pemberitahuan, dan 4 warga yang kami temui pulang tanpa dilayani."
)
_ASKED_TOO: Final = (
    "Pasang jadwal layanan di pintu loket dan pada laman instansi, termasuk jam istirahat.",
    "Buka loket tanpa jeda pada hari kerja, dengan petugas yang bergantian.",
)
_ACCEPTED: Final = "Jadwal sedang dicetak dan dipasang di semua loket pekan depan."
_OBJECTED: Final = "Petugas loket hanya dua orang; kami mohon ini ditinjau sampai formasi tahun depan terisi."
_PLANNED: Final = timedelta(days=9)
_PROOF: Final = "Surat perintah tugas petugas pengganti sudah terbit dan berlaku mulai hari ini."
_CITIZEN: Final = "Sudah dijawab dua kali, tetapi di lapangan tidak ada yang berubah. Mohon diperiksa."
_REFERENCE: Final = "0417/LM/RR/SMG"


def found(*, until: datetime) -> int:
    """Have the Ombudsman make two findings and take in one complaint before `until`; returns how many of these."""
    watcher = Account.objects.filter(username="ombudsman", is_demo=True).first()
    if watcher is None:
        return 0
    return _finding(watcher, until - _AGO) + _complaint(watcher, until - _AGO)


def _finding(watcher: Account, at: datetime) -> int:
    heads = Membership.objects.filter(role="head", active=True, organisation__kind="agency", region=None)
    found = list(heads.select_related("account", "organisation").order_by("organisation__code")[:2])
    for nth, head in enumerate(found):
        assert head.organisation is not None
        words, asked = (_FOUND, _ASKED) if nth == 0 else (_FOUND_TOO, _ASKED_TOO)
        with clock.frozen(at):
            made = _make(head.organisation, words, asked, watcher, at)
        owed = list(made.recommendations.order_by("nth"))
        if nth == 0:
            _carried_out(owed[-1], head.account, watcher, at + timedelta(minutes=55))
        else:
            _answered(owed, head.account, at + timedelta(minutes=70))
    return len(found)


def _carried_out(one: Recommendation, head: Account, watcher: Account, at: datetime) -> None:
    with clock.frozen(at):
        acts.answer(recommendation_id=one.pk, move="carry_out", words=_PROOF, account=head, at=at)
        acts.move_on(recommendation_id=one.pk, move="confirm", words="", account=watcher, at=at)


def _answered(owed: list[Recommendation], head: Account, at: datetime) -> None:
    first, last = owed[0].pk, owed[-1].pk
    with clock.frozen(at):
        acts.answer(
            recommendation_id=first,
            move="accept",
            words=_ACCEPTED,
            account=head,
            at=at,
            planned_on=(at + _PLANNED).date(),
        )
        acts.answer(recommendation_id=last, move="object", words=_OBJECTED, account=head, at=at)


def _make(body: Organisation, words: str, asked: Sequence[str], watcher: Account, at: datetime) -> Finding:
    wanted = [acts.Recommended(one) for one in asked]
    token = uuid5(NAMESPACE_URL, f"demo:finding:{body.code}")
    return acts.make(found=acts.Found(token, body, words, wanted), account=watcher, at=at)


def _complaint(watcher: Account, at: datetime) -> int:
    """The newest answered case of somebody who gave a name and that nobody has touched since."""
    possible = Report.objects.filter(
        identity=Identity.NAMED, visibility="public", holder__kind="agency", received_at__lt=at,
        entries__type="answered",
    ).distinct()  # fmt: skip
    for report in possible.order_by("-received_at", "pk")[:40]:
        newest = report.entries.order_by("-seq").first()
        if newest is None or newest.at >= at or ombudsman.hindrance(report, types=None, at=at):
            continue
        citizen = Actor("citizen", REPORTER_PERMISSIONS)
        with clock.frozen(at):
            ombudsman.bring(report_id=report.pk, text=_CITIZEN, consent=True, actor=citizen, channel="web", at=at)
        _received(report, watcher, at + timedelta(minutes=40))
        return 1
    return 0


def _received(report: Report, watcher: Account, at: datetime) -> None:
    actor = Actor("staff", frozenset({RECEIVE_COMPLAINTS}), watcher.pk)
    taken = OmbudsmanCase.Outcome.TAKEN.value
    with clock.frozen(at):
        ombudsman.say(report_id=report.pk, reference=_REFERENCE, outcome=taken, text="", actor=actor, at=at)
