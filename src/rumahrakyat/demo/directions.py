"""What the demo's governor asked and said: an explanation that was given, one that is owed, a word, a watched case."""

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.directions import delivering, watching
from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.directions import words as wording
from rumahrakyat.oversight.directions.refusals import Refused
from rumahrakyat.oversight.models_directions import Direction
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED

_AGO: Final = timedelta(minutes=200)
_ANSWER: Final = (
    "Petugas lapangan kami baru kembali dari tanggap darurat kemarin malam. Hari ini pukul 13.00 tim ke lokasi, dan "
    "warga kami kabari sebelum petang."
)
_WORD: Final = "Mohon didahulukan: lokasinya di depan sekolah, dan besok hari pertama masuk."


def direct(*, until: datetime) -> int:
    """Have the governor direct up to three agencies about their newest open cases; returns how many."""
    governor = Account.objects.filter(username="gubernur", is_demo=True).first()
    if governor is None:
        return 0
    about = _cases(until - _AGO)
    for nth, report in enumerate(about):
        at = until - _AGO + timedelta(minutes=7 * nth)
        try:
            _one(report, governor, nth, at)
        except Refused:
            continue
    return len(about)


def _cases(before: datetime) -> list[Report]:
    """The newest open cases that nobody has touched since, one for each body; the same on every run."""
    ended = [stage.value for stage in ENDED]
    found = Report.objects.filter(
        holder__kind="agency", received_at__lt=before, visibility="public", answer_due_at__isnull=False
    ).exclude(stage__in=ended)
    bodies: dict[int | None, Report] = {}
    for report in found.select_related("holder").order_by("-received_at", "pk")[:60]:
        newest = report.entries.order_by("-seq").first()
        if newest is not None and newest.at < before:
            bodies.setdefault(report.holder_id, report)
    return list(bodies.values())[:3]


def _one(report: Report, governor: Account, nth: int, at: datetime) -> None:
    """The first explains, the second owes an explanation still and its case is watched, the third is told a word."""
    token = uuid5(NAMESPACE_URL, f"demo:{report.number}")
    with clock.frozen(at):
        if nth == 1:
            watching.watch(report=report, account=governor, at=at)
        if nth == 2:
            made = acts.say(acts.Wish(token, _WORD, report), account=governor, at=at)
        else:
            made = acts.ask(acts.Wish(token, wording.ASK_CASE, report), account=governor, at=at)
    left = at + acts.RECALL
    with clock.frozen(left):
        delivering.deliver_due(at=left)
    if nth == 0:
        _explain(made, left + timedelta(minutes=41))


def _explain(made: Direction, at: datetime) -> None:
    head = Membership.objects.filter(organisation=made.organisation, role="head", active=True).first()
    if head is not None:
        with clock.frozen(at):
            acts.answer(direction_id=made.pk, text=_ANSWER, account=head.account, at=at)
