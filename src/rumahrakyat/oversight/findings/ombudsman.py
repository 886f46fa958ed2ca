"""A citizen who is not content asks that the case goes to the Ombudsman, with the whole file.

No letter of `handover`: those ask a body to answer about an open case, without the name. Here the case itself goes,
also after its end, and by law 37/2008, article 24, with who brings it: never an anonymous one; when the body was asked
first and gave no proper outcome; when it happened no more than two years ago.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rumahrakyat.oversight.findings import telling
from rumahrakyat.oversight.findings.operations import LONGEST, SHORTEST, TooFewWords
from rumahrakyat.oversight.models_findings import OmbudsmanCase
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import ANSWER, RECEIVE_COMPLAINTS, REGISTER, VERIFY
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Entry, Identity, Report

YOUNGEST: Final = timedelta(days=2 * 365)
# One of these says that the body was asked and has spoken, or should have.
_HEARD: Final = (
    "answered", "resolved", "referred", "rejected", "breached", "expired", "appeal_decided", "confirmed"
)  # fmt: skip


class CannotBeBrought(Exception):
    """The law does not let the Ombudsman take it: `reason` is anonymous, early, old, or brought."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoConsent(Exception):
    """The reporter did not agree that name and contacts go with the case."""


def hindrance(report: Report, *, types: frozenset[str] | None, at: datetime) -> str:
    """Why the case cannot go there now; empty when it can. `types`: those of its entries, None: ask."""
    if report.identity == Identity.ANONYMOUS:
        return "anonymous"
    if at - (report.occurred_at or report.received_at) > YOUNGEST:
        return "old"
    known = types if types is not None else frozenset(
        Entry.objects.filter(report=report, type__in=(*_HEARD, "to_ombudsman")).values_list("type", flat=True)
    )  # fmt: skip
    if "to_ombudsman" in known:
        return "brought"
    return "" if known.intersection(_HEARD) else "early"


def bring(*, report_id: int, text: str, consent: bool, actor: Actor, channel: str, at: datetime) -> OmbudsmanCase:
    """By the reporter, or by an officer on the reporter's request (`actor` with a right to take in or to handle).

    Raises `NotPermitted`, `CannotBeBrought`, `NoConsent`, `TooFewWords`. Asked twice, it is brought once."""
    if actor.kind != "citizen" and not actor.may(VERIFY, REGISTER, ANSWER):
        raise NotPermitted("to_ombudsman")
    if not consent:
        raise NoConsent
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not SHORTEST <= len(words) <= LONGEST:
        raise TooFewWords("text")
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        reason = hindrance(report, types=None, at=at)
        if reason:
            raise CannotBeBrought(reason)
        entry = cases.record(
            report_id=report.pk, entry_type="to_ombudsman", data={"channel": channel}, actor=actor, at=at,
            personal={"text": words}, report=report,
        )  # fmt: skip
        made = OmbudsmanCase.objects.create(
            report=report, entry=entry, channel=channel, asked_at=at, taken_in_by_id=actor.account_id
        )
        telling.brought(made, at)
    return made


def say(*, report_id: int, reference: str, outcome: str, text: str, actor: Actor, at: datetime) -> OmbudsmanCase:
    """The Ombudsman's own number, and what came of it, as the Ombudsman enters them. Nothing new writes nothing.

    Raises `NotPermitted`, `ValueError` for an outcome that does not exist."""
    if not actor.may(RECEIVE_COMPLAINTS):
        raise NotPermitted("ombudsman_said")
    number, words = reference.replace("\x00", "").strip()[:60], text.replace("\x00", "").strip()[:LONGEST]
    chosen = OmbudsmanCase.Outcome(outcome).value if outcome else ""
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        one = OmbudsmanCase.objects.select_for_update(of=("self",)).get(report=report)
        if (number or one.reference, chosen or one.outcome) == (one.reference, one.outcome) and not words:
            return one
        data: dict[str, object] = {"reference": number or one.reference, "outcome": chosen}
        cases.record(
            report_id=report.pk, entry_type="ombudsman_said", data=data, actor=actor, at=at, report=report,
            personal={"text": words} if words else None,
        )  # fmt: skip
        one.reference, one.received_at = number or one.reference, one.received_at or at
        if chosen:
            one.outcome, one.outcome_at = chosen, at
        one.save(update_fields=["reference", "received_at", "outcome", "outcome_at"])
    return one
