"""What the demo day shows of village heads and field officers: a few reports through one, a few places to visit."""

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from rumahrakyat.lib import clock, crypto
from rumahrakyat.organisations.models_roster import StaffContact
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.people.models import Account
from rumahrakyat.relay import filing
from rumahrakyat.relay.filing import Story
from rumahrakyat.relay.handing import Slip
from rumahrakyat.relay.villages import villages_of
from rumahrakyat.reports.access import reach_of
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import HELD
from rumahrakyat.reports.tasks_of_cases import NewTask, give_task

PHONE: Final = "+6281234500077"  # the village head's, for the stand-in of SMS
# Who, how they agreed, how many hours ago it was written, what.
_TOLD: Final = (
    (
        "Bu Sri, RT 02",
        "thumb",
        30,
        "Jembatan kayu ke kebun patah, anak sekolah memutar dua kilometer lewat jalan raya.",
    ),
    ("Pak Karto", "said", 28, "Sudah sebulan air ledeng hanya mengalir malam hari, warga RT 05 beli air galon."),
    ("Mbah Minah", "thumb", 27, "Belum pernah terima bantuan lansia padahal tetangga yang lebih muda sudah."),
    ("", "said", 26, "Lampu jalan di pertigaan dekat balai desa mati, dua motor jatuh minggu ini."),
)
_VISITS: Final = 4


def create(*, until: datetime) -> None:
    """Once; deterministic. Needs the cast, and cases that agencies hold for the visits."""
    head = Account.objects.filter(username="kades").first()
    if head is not None:
        _reports(head, until)
    _visits(until)


def _reports(head: Account, until: datetime) -> None:
    scope = scope_of(head)
    villages = villages_of(scope)
    StaffContact.objects.get_or_create(
        account=head,
        scheme=StaffContact.Scheme.TEL,
        value_hash=crypto.lookup_hash("staff", PHONE),
        defaults={"sealed_value": crypto.seal(PHONE), "made_at": until, "confirmed_at": until},
    )
    for nth, (name, consent, hours, text) in enumerate(_TOLD if villages else ()):
        sent = until - timedelta(hours=3, minutes=5 * nth)
        identity = "named" if name else "anonymous"
        story = Story(villages[0].code, text, name=name, identity=identity, consent=consent, read_back=True)
        slip = Slip(head, _id(nth), until - timedelta(hours=hours), sent)
        with clock.frozen(sent):
            filing.file(slip=slip, story=story, scope=scope, at=sent)


def _id(nth: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo-village-{nth}")


def _visits(until: datetime) -> None:
    """The newest placed cases of the body that holds most of them are given to its field officer."""
    stages = sorted(stage.value for stage in HELD)
    placed = Report.objects.filter(stage__in=stages, lat__isnull=False, holder__isnull=False).select_related("holder")
    newest = list(placed.order_by("-received_at", "-pk")[:60])
    if not newest:
        return
    bodies = [one.holder_id for one in newest if one.holder_id]
    body = max(sorted(set(bodies)), key=bodies.count)
    own = [one for one in newest if one.holder_id == body][:_VISITS]
    code = str(own[0].holder.code).lower() if own[0].holder else ""
    officer = Account.objects.filter(username=f"petugas.{code}").first()
    field = Account.objects.filter(username=f"lapangan.{code}").first()
    if officer is None or field is None:
        return
    for nth, report in enumerate(own):
        task = NewTask("Lihat keadaannya dan ambil foto", until.date() + timedelta(days=nth % 3 + 1), "visit", field.pk)
        with clock.frozen(until):
            give_task(report_id=report.pk, task=task, actor=reach_of(officer).actor_on(report), at=until)
