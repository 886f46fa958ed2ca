"""Reads on the router's decisions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Category, Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.routing.models import Decision


@dataclass(frozen=True)
class Alternative:
    """An organisation the router held possible, with its share of the belief (0 to 1)."""

    organisation: Organisation
    confidence: float


@dataclass(frozen=True)
class InboxRow:
    """A report that waits for a verifier, with what the router proposes; None before the router has seen it."""

    report: Report
    decision: Decision | None


def decision_of(report: Report) -> Decision | None:
    """The latest decision on a report."""
    return _decisions().filter(report=report).order_by("-id").first()


def newest_of(report_ids: Collection[int]) -> dict[int, Decision]:
    """The latest decision on each of these reports, in one query."""
    found = _decisions().filter(report__in=report_ids).order_by("report", "-id").distinct("report")
    return {one.report_id: one for one in found}


def inbox(*, limit: int = 50) -> list[InboxRow]:
    """Reports nobody holds yet: urgent ones first, then the longest waiting. Two queries."""
    waiting = (
        Report.objects.filter(stage=Stage.RECEIVED.value)
        .select_related("category", "regency", "district")
        .prefetch_related(Prefetch("decisions", queryset=_decisions().order_by("-id"), to_attr="newest_decisions"))
        .order_by("-urgent", "received_at", "id")[:limit]
    )
    return [InboxRow(report, next(iter(report.newest_decisions), None)) for report in waiting]


def alternatives_of(decision: Decision) -> list[Alternative]:
    """The other organisations held possible, the likeliest first."""
    shares = {entry["organisation"]: float(entry["confidence"]) for entry in decision.alternatives}
    found = Organisation.objects.in_bulk(shares, field_name="code")
    return [Alternative(found[code], share) for code, share in shares.items() if code in found]


def guessed_categories(decision: Decision) -> list[tuple[Category, float]]:
    """The three likeliest sub-categories with their shares."""
    shares = {entry["code"]: float(entry["confidence"]) for entry in decision.guesses}
    found = Category.objects.select_related("parent").in_bulk(shares, field_name="code")
    return [(found[code], share) for code, share in shares.items() if code in found]


def categories() -> Iterable[Category]:
    """The main categories in their order, each with its active children prefetched as `active_children`."""
    children = Category.objects.filter(active=True).order_by("position")
    return (
        Category.objects.filter(parent=None, active=True)
        .order_by("position")
        .prefetch_related(Prefetch("children", queryset=children, to_attr="active_children"))
    )


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("region", "category", "organisation", "decided_by")
