"""What people of ours are told about cases that change hands: a line behind the bell of their pages."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from rumahrakyat.handover import people
from rumahrakyat.handover.models import AfterWord, Answer, Appeal, Dispute, Letter
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people import notices
from rumahrakyat.people.roles import DECIDE_APPEAL


def declare() -> None:
    """Tell the bell what our notices say; called once at start."""
    for code, sentence in {
        "dispute_opened": _("%(number)s: two bodies disagree whose it is. Decide before the time is over"),
        "dispute_of_yours": _("%(number)s: it is disputed whose case it is; a coordinator decides"),
        "dispute_decided": _("%(number)s: decided, it is a case of %(body)s"),
        "dispute_overdue": _("%(number)s: nobody decided in time whose case it is"),
        "letter_answered": _("%(number)s: %(body)s answered the letter"),
        "letter_mailed_back": _("%(number)s: a mail about the letter to %(body)s waits to be published"),
        "letter_bounced": _("%(number)s: the letter to %(body)s came back. Print it, or correct the address"),
        "letter_silent": _("%(number)s: %(body)s was reminded for the last time and is silent"),
        "appeal_made": _("%(number)s: an appeal waits for your decision"),
        "appeal_decided": _("%(number)s: the appeal is decided"),
        "after_word": _("%(number)s: the citizen wrote after the end of the case"),
    }.items():
        notices.declare(code, sentence)


def _name(body: Organisation | None) -> str:
    return body.short_name if body else "Rumah Rakyat"


def dispute_opened(dispute: Dispute, deciders: Iterable[int], at: datetime) -> None:
    number, path = dispute.report.number, f"/kerja/selisih/{dispute.pk}/"
    key = f"dispute:{dispute.pk}"
    told = list(deciders)
    notices.tell(accounts=told, code="dispute_opened", key=key, path=path, at=at, number=number)
    sides = [*people.of_body(dispute.first), *people.of_body(dispute.second)]
    others = [one for one in sides if one not in told]
    notices.tell(accounts=others, code="dispute_of_yours", key=key, path=path, at=at, number=number)


def dispute_decided(dispute: Dispute, at: datetime) -> None:
    accounts = {*people.of_body(dispute.first), *people.of_body(dispute.second), *people.of_body(dispute.decided_for)}
    notices.tell(
        accounts=accounts, code="dispute_decided", key=f"dispute-decided:{dispute.pk}",
        path=f"/kerja/selisih/{dispute.pk}/", at=at, number=dispute.report.number, by=dispute.decided_by_id,
        data={"body": _name(dispute.decided_for)},
    )  # fmt: skip


def dispute_overdue(dispute: Dispute, at: datetime) -> None:
    notices.tell(
        accounts=people.of_province(DECIDE_APPEAL), code="dispute_overdue", key=f"dispute-overdue:{dispute.pk}",
        path=f"/kerja/selisih/{dispute.pk}/", at=at, number=dispute.report.number,
    )  # fmt: skip


def _chasers(letter: Letter) -> list[int]:
    """Whoever has the case now, and who wrote the letter."""
    holder = letter.report.holder
    return list(dict.fromkeys([*people.of_body(holder), letter.made_by_id]))


def letter(one: Letter, code: str, at: datetime, *, key: str = "") -> None:
    notices.tell(
        accounts=_chasers(one), code=code, key=f"{code}:{one.pk}:{key}", path=f"/kerja/surat/{one.pk}/", at=at,
        number=one.report.number, data={"body": _name(one.organisation)},
    )  # fmt: skip


def answered(answer: Answer, at: datetime) -> None:
    letter(answer.letter, "letter_mailed_back" if answer.by_mail else "letter_answered", at, key=str(answer.pk))


def appeal_made(appeal: Appeal, at: datetime) -> None:
    accounts = [appeal.assignee_id] if appeal.assignee_id else []
    notices.tell(
        accounts=accounts, code="appeal_made", key=f"appeal:{appeal.pk}", path=f"/kerja/banding/{appeal.pk}/", at=at,
        number=appeal.report.number,
    )  # fmt: skip


def appeal_decided(appeal: Appeal, by: int | None, at: datetime) -> None:
    notices.tell(
        accounts=people.of_body(appeal.against), code="appeal_decided", key=f"appeal-decided:{appeal.pk}",
        path=f"/kerja/{appeal.report.number}/", at=at, number=appeal.report.number, by=by,
    )  # fmt: skip


def after_word(word: AfterWord, at: datetime) -> None:
    report = word.report
    accounts = [report.assignee_id] if report.assignee_id else people.of_body(report.holder)
    notices.tell(
        accounts=accounts, code="after_word", key=f"after:{word.pk}", path=f"/kerja/sesudah/{word.pk}/", at=at,
        number=report.number,
    )  # fmt: skip
