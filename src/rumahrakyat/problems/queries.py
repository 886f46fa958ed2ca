"""Reads of signs and problems. Every list is limited to what its reader may know."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from django.db.models import Count, Prefetch, Q, QuerySet

from rumahrakyat.people.roles import NAME_PROBLEM
from rumahrakyat.problems.models import Problem, ProblemCase, ProblemEvent, Sign, SignCase, SignRun
from rumahrakyat.regions.models import Region
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report

MOST: Final = 60
MOST_CASES: Final = 200
LIVE: Final = (Sign.State.NEW, Sign.State.WATCHING)
# Bursts first, then what is least likely to be chance.
_ORDER: Final = ("kind", "state", "-score", "pk")
_PARTS: Final = ("place__parent", "topic", "owner", "decided_by")


def _of_bodies(column: str, organisations: Collection[int], regencies: Collection[str]) -> Q:
    lies = Q(place__in=regencies) | Q(place__parent__in=regencies)
    return Q(**{f"{column}__in": organisations}) | lies


def within(reach: Reach, column: str) -> Q:
    """The signs (`column` "owner") or problems ("lead") that somebody names or decides about."""
    scope = reach.scope
    if scope.everywhere(NAME_PROBLEM):
        return Q()
    return _of_bodies(column, scope.organisations(NAME_PROBLEM), scope.regions(NAME_PROBLEM))


def watched(column: str, *, everything: bool, organisations: Collection[int], regencies: Collection[str]) -> Q:
    """The same for those who only watch."""
    return Q() if everything else _of_bodies(column, organisations, regencies)


def offered(condition: Q | None = None, *, limit: int = MOST) -> list[Sign]:
    """Signs that nobody has decided about."""
    found = Sign.objects.filter(condition or Q(), state__in=LIVE).select_related(*_PARTS)
    return list(found.order_by(*_ORDER)[:limit])


def unseen(condition: Q) -> QuerySet[Sign, Any]:
    """Signs that nobody has looked at yet, to be counted."""
    return Sign.objects.filter(condition, state=Sign.State.NEW).order_by().values("pk")


def decided(condition: Q, *, limit: int = 20) -> list[Sign]:
    """Signs that were dismissed or that ended by themselves, the newest first."""
    found = Sign.objects.filter(condition, state__in=(Sign.State.DISMISSED, Sign.State.ENDED))
    return list(found.select_related(*_PARTS).order_by("-until", "-pk")[:limit])


def problems(condition: Q, *, limit: int = MOST) -> list[Problem]:
    """Problems, the open ones first, with `n_cases`."""
    found = Problem.objects.filter(condition).select_related("place__parent", "topic", "lead")
    return list(found.annotate(n_cases=Count("cases")).order_by("-state", "-opened_at", "-pk")[:limit])


def sign(pk: int, condition: Q) -> Sign | None:
    return Sign.objects.filter(condition, pk=pk).select_related(*_PARTS, "problem").first()


def problem(pk: int, condition: Q) -> Problem | None:
    found = Problem.objects.filter(condition, pk=pk).select_related(
        "place__parent", "topic", "lead", "opened_by", "sign"
    )
    events = ProblemEvent.objects.select_related("account").order_by("-at", "-pk")
    return found.prefetch_related(Prefetch("events", queryset=events)).first()


def cases_of_sign(one: Sign, reach: Reach) -> list[Report]:
    """Those that the reader may read; a confidential case that is not within reach is only in the number."""
    return _cases(reach, Q(pk__in=SignCase.objects.filter(sign=one).values("report")))


def cases_of_problem(one: Problem, reach: Reach) -> list[Report]:
    return _cases(reach, Q(pk__in=ProblemCase.objects.filter(problem=one).values("report")))


def _cases(reach: Reach, condition: Q) -> list[Report]:
    found: QuerySet[Report] = Report.objects.filter(reach.cases(), condition)
    found = found.select_related("holder", "regency", "district", "village")
    return list(found.order_by("-received_at", "-pk")[:MOST_CASES])


def by_village(cases: Iterable[Report]) -> list[tuple[str, int]]:
    """How many of these cases lie in each village, the most first; those without one under their district. A district
    is named beside its villages only where there is more than one."""
    counted = Counter((one.village or one.district or one.regency, one.district) for one in cases)
    apart = len({district for _, district in counted}) > 1
    named = [(_place(place, district if apart else None), count) for (place, district), count in counted.items()]
    return sorted(named, key=lambda item: (-item[1], item[0]))


def _place(place: Region | None, district: Region | None) -> str:
    if place is None:
        return ""
    beside = f", Kec. {district.name}" if district and district != place else ""
    return f"{place.kind} {place.name}{beside}"


def last_runs() -> list[SignRun]:
    """When each search last ran, and what it did."""
    return list(SignRun.objects.order_by("search"))


def runs_told(runs: Sequence[SignRun]) -> dict[str, dict[str, Any]]:
    names = ("looked_at", "tested", "found", "new", "ended")
    return {one.search: {"at": one.at.isoformat()} | {name: getattr(one, name) for name in names} for one in runs}


def sign_told(one: Sign) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "state": one.state,
        "name": one.suggested,
        "place": one.place_id,
        "topic": one.topic.code,
        "observed": one.observed,
        "expected": one.expected,
        "window_hours": one.window_hours,
        "score": one.score,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
    }
