"""What the demo's governor did about the longest silences: one reprimand was answered, one read, one not yet."""

from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.rules import FIRST_RESPONSE
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.reprimands import operations as reprimands
from rumahrakyat.oversight.reprimands.refusals import Refused
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Entry

_AGO: Final = (timedelta(minutes=150), timedelta(minutes=92), timedelta(minutes=13))
_ANSWER: Final = (
    "Laporan ini terlambat karena petugas piket cuti dan penggantinya belum ditunjuk. Penggantinya sudah kami tetapkan "
    "hari ini, dan tim turun ke lokasi sore ini."
)


def reprimand(*, until: datetime) -> int:
    """Have the governor reprimand up to three late agencies before `until`; returns how many."""
    governor = Account.objects.filter(username="gubernur", is_demo=True).first()
    if governor is None:
        return 0
    late = Clock.objects.filter(
        obligation=FIRST_RESPONSE, met_at=None, stopped_at=None, paused_at=None, holder__isnull=False,
        due_at__lt=until - max(_AGO),
    )  # fmt: skip
    holders = list(dict.fromkeys(late.order_by("due_at").values_list("holder", flat=True)))[: len(_AGO)]
    for nth, holder in enumerate(holders):
        _one(Organisation.objects.get(pk=holder), governor, nth, until)
    return len(holders)


def _one(body: Organisation, governor: Account, nth: int, until: datetime) -> None:
    """The first is answered, the second read, the third neither."""
    touched = Entry.objects.filter(report__holder=body, report__answer_due_at__lt=until).order_by("-at").first()
    wish = until - _AGO[nth]
    at = min(max(wish, touched.at) if touched else wish, until - timedelta(minutes=1))
    with clock.frozen(at):
        try:
            made = reprimands.issue(organisation=body, account=governor, at=at)
        except Refused:
            return  # answered meanwhile, or nobody's any more
        reprimands.deliver_due(at=at + timedelta(seconds=10))
    head = Membership.objects.filter(organisation=body, role="head", active=True).select_related("account").first()
    if nth < 2 and head is not None:
        _read(made, head.account, at + timedelta(minutes=11), until)
    if nth == 0 and head is not None:
        _answer(made, head.account, at + timedelta(minutes=49), until)


def _read(made: Reprimand, head: Account, at: datetime, until: datetime) -> None:
    if at < until:
        with clock.frozen(at):
            reprimands.read(reprimand_id=made.pk, account=head, at=at)


def _answer(made: Reprimand, head: Account, at: datetime, until: datetime) -> None:
    if at < until:
        with clock.frozen(at):
            reprimands.answer(reprimand_id=made.pk, text=_ANSWER, account=head, at=at)
