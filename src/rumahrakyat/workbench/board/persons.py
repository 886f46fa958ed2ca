"""A case and the person who has it: the forms on the case's page, and what they do."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from rumahrakyat.duty.colleagues import Colleague, colleagues
from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from rumahrakyat.web import formats
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.casepage.shape import Form, Problem


def read_give(deed: Deed, form: Form) -> Deed:
    person = form.request.POST.get("person", "")
    if not person.isdecimal():
        raise Problem([("petugas-person", _("Choose the person"))])
    return replace(deed, person=int(person))


def read_own(deed: Deed, _form: Form) -> Deed:
    return deed


def _give(deed: Deed, at: datetime) -> None:
    assert deed.person is not None
    cases.give_to_person(
        report_id=deed.report_id, person=deed.person, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq
    )


def _take(deed: Deed, at: datetime) -> None:
    cases.take(report_id=deed.report_id, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _put_back(deed: Deed, at: datetime) -> None:
    cases.put_back(report_id=deed.report_id, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


DO: Final[Mapping[str, Callable[[Deed, datetime], None]]] = {
    "give_to_person": _give,
    "take": _take,
    "put_back": _put_back,
}
READERS: Final[Mapping[str, Callable[[Deed, Form], Deed]]] = {
    "give_to_person": read_give,
    "take": read_own,
    "put_back": read_own,
}


def fitting(actions: list[str], report: Report, *, account: int, dispatches: bool) -> list[str]:
    """Without what makes no sense for the person who has the case now."""
    mine = report.assignee_id == account
    without = {"take"} if mine else set()
    if report.assignee_id is None or not (mine or dispatches):
        without.add("put_back")
    return [one for one in actions if one not in without]


def choices(report: Report, *, at: datetime, opened: bool) -> list[dict[str, Any]]:
    """Whom the case can be given to; read only where the form lies open."""
    if not opened or report.holder_id is None:
        return []
    return [choice(one) for one in colleagues([report.holder_id], at=at) if one.account is not None]


def choice(one: Colleague) -> dict[str, Any]:
    assert one.account is not None
    words = _("%(name)s: %(n)s open") % {"name": one.account.name, "n": formats.number(one.load.open)}
    return {"id": one.account.pk, "words": f"{words}, {away_words(one.away)}" if one.away else words}


def away_words(away: Absence) -> str:
    """That somebody is away, until when, and who stands in."""
    words = _("away until %(day)s") % {"day": formats.short_day(away.until)} if away.until else _("away")
    if away.stand_in:
        words += "; " + _("%(name)s stands in") % {"name": away.stand_in.name}
    return words
