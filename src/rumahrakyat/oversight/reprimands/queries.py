"""Reads of reprimands."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, QuerySet

from rumahrakyat.oversight.models_reprimands import Reprimand, ReprimandCase
from rumahrakyat.oversight.reprimands.moves import OPEN
from rumahrakyat.reports.models import Report

LIMIT = 200
# What each filter of the list shows.
FILTERS = {
    "": frozenset(Reprimand.State.values),
    "menunggu": frozenset({Reprimand.State.SIGNED, Reprimand.State.DELIVERED, Reprimand.State.ACKNOWLEDGED}),
    "belum-dibaca": frozenset({Reprimand.State.SIGNED, Reprimand.State.DELIVERED}),
    "dijawab": frozenset({Reprimand.State.ANSWERED}),
    "selesai": frozenset({Reprimand.State.CLOSED, Reprimand.State.RECALLED, Reprimand.State.WITHDRAWN}),
    "konsep": frozenset({Reprimand.State.DRAFT}),
}


def every(wanted: str, *, limit: int = LIMIT) -> list[Reprimand]:
    """The newest reprimands of a filter with `n_cases`, in one query."""
    return list(_all().filter(state__in=FILTERS[wanted])[:limit])


def counts() -> dict[str, int]:
    """How many stand behind each filter."""
    rows = dict(Reprimand.objects.values_list("state").annotate(n=Count("pk")).order_by())
    return {name: sum(rows.get(state, 0) for state in states) for name, states in FILTERS.items()}


def of_bodies(organisations: Collection[int]) -> list[Reprimand]:
    """What reached these bodies, the newest first."""
    sent = _all().filter(organisation__in=organisations, delivered_at__isnull=False)
    return list(sent[:LIMIT])


def waiting_of(organisations: Collection[int]) -> int:
    """How many of these bodies' reprimands still wait for an answer."""
    waiting = (Reprimand.State.DELIVERED, Reprimand.State.ACKNOWLEDGED)
    return Reprimand.objects.filter(organisation__in=organisations, state__in=waiting).count()


def one(pk: int) -> Reprimand | None:
    return _all().filter(pk=pk).first()


def cases_of(reprimand: Reprimand) -> list[ReprimandCase]:
    """What it is about, the longest late first."""
    found = reprimand.cases.select_related("report__regency", "report__holder", "report__district", "report__village")
    return list(found.order_by("due_at", "pk"))


def open_about(organisations: Collection[int | None]) -> dict[tuple[int, datetime], Reprimand]:
    """The open reprimands of these bodies, by body and by since when a case they are about was owed; one query."""
    found = ReprimandCase.objects.filter(organisation__in=organisations, open=True, reprimand__state__in=OPEN)
    return {(one.organisation_id, one.due_at): one.reprimand for one in found.select_related("reprimand")}


def report_numbered(number: str) -> Report | None:
    return Report.objects.select_related("holder").filter(number=number).first()


def waiting_since(reprimand: Reprimand) -> datetime | None:
    """Since when somebody has to do the next thing; None when nobody has to."""
    if reprimand.state not in OPEN:
        return None
    instants = (reprimand.answered_at, reprimand.acknowledged_at, reprimand.delivered_at, reprimand.signed_at)
    return next((at for at in instants if at is not None), None)


def _all() -> QuerySet[Reprimand]:
    found = Reprimand.objects.select_related(
        "organisation", "signed_by", "drafted_by", "acknowledged_by", "answered_by"
    )
    return found.annotate(n_cases=Count("cases")).order_by("-drafted_at", "-pk")
