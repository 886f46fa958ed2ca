"""Writing in the demo: one agency's head reads answers that declare a case done before they go out; two wait."""

from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.reports.access import reach_of
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.writing import approval
from rumahrakyat.writing.answering import Answer
from rumahrakyat.writing.models import ApprovalRule

_AGENCY: Final = "DPUBMCK"
_WORDS: Final = (
    "Lubangnya sudah kami tambal dengan aspal panas pagi ini dan sudah aman dilewati. Mohon dilihat, Bapak/Ibu.",
    "Saluran di tepi jalan sudah kami keruk hari ini, airnya mengalir lagi. Kalau tersumbat lagi, balas pesan ini.",
)
_WHY_NO_PHOTO: Final = "Foto menyusul dari petugas lapangan."


def play(*, until: datetime) -> None:
    """Set the rule and let two answers wait. Once."""
    body = Organisation.objects.filter(code=_AGENCY).first()
    officer = Account.objects.filter(username=f"petugas.{_AGENCY.lower()}").first()
    head = Account.objects.filter(username=f"kepala.{_AGENCY.lower()}").first()
    if body is None or officer is None or head is None or ApprovalRule.objects.exists():
        return
    approval.set_rule(organisation=body, wanted=ApprovalRule.Wanted.DONE, account=head, at=until - timedelta(hours=2))
    reach = reach_of(officer)
    at_work = Report.objects.filter(holder=body, stage=Stage.IN_PROGRESS.value).order_by("-received_at", "-pk")
    for nth, (report, words) in enumerate(zip(at_work[: len(_WORDS)], _WORDS, strict=False)):
        answer = Answer(report.pk, reach.actor_on(report), Stage.RESOLVED, words, reason=_WHY_NO_PHOTO)
        try:
            approval.give(answer, at=until - timedelta(minutes=40 - 15 * nth))
        except ReportError:
            continue  # the case went another way in the last hour
