"""Reads on the router's decisions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Category, Report
from rumahrakyat.routing.models import Decision


@dataclass(frozen=True)
class Alternative:
    """An organisation the router held possible, with its share of the belief (0 to 1)."""

    organisation: Organisation
    confidence: float


def decision_of(report: Report) -> Decision | None:
    """The latest decision on a report."""
    return _decisions().filter(report=report).order_by("-id").first()


def newest_of(report_ids: Collection[int]) -> dict[int, Decision]:
    """The latest decision on each of these reports, in one query."""
    found = _decisions().filter(report__in=report_ids).order_by("report", "-id").distinct("report")
    return {one.report_id: one for one in found}


def alternatives_of(decision: Decision) -> list[Alternative]:
    """The other organisations held possible, the likeliest first."""
    shares = {entry["organisation"]: float(entry["confidence"]) for entry in decision.alternatives}
    found = Organisation.objects.in_bulk(shares, field_name="code")
    return [Alternative(found[code], share) for code, share in shares.items() if code in found]


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
