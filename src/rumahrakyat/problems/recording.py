"""Keeps what the searches find: one row for one episode, that grows, ends, and is not made twice.

Running a search again at the same instant changes nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from rumahrakyat.problems.models import Sign, SignCase
from rumahrakyat.problems.wording import suggested
from rumahrakyat.regions.models import Region
from rumahrakyat.reports.models import Category, Report

LIVE: Final = (Sign.State.NEW, Sign.State.WATCHING)
# A dismissed burst is the same for so long; a dismissed cluster as long as it lasts.
REMEMBERED: Final = timedelta(days=30)
DOUBLED: Final = 2

_PEOPLE: Final = """
SELECT count(DISTINCT CASE WHEN campaign.id IS NOT NULL THEN 'c' || campaign.id
    ELSE 'p' || coalesce(person.same_as_id, person.id) END)
FROM problems_signcase c JOIN reports_report r ON r.id = c.report_id JOIN people_reporter person
    ON person.id = r.reporter_id
LEFT JOIN duplicates_fingerprint f ON f.report_id = r.id
LEFT JOIN duplicates_campaign campaign ON campaign.id = f.campaign_id AND campaign.dismissed_at IS NULL
WHERE c.sign_id = %s
"""


@dataclass(frozen=True)
class Found:
    """What a search saw. `reports` are ids; `place` and `topic` as in the tables."""

    kind: str
    place: str
    topic: int
    window_hours: int
    expected: float
    score: float
    reports: tuple[int, ...]
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass
class Kept:
    found: int = 0
    new: int = 0
    ended: int = 0


def keep(found: Found, *, at: datetime) -> tuple[Sign, bool]:
    """The episode this belongs to, brought up to date, and whether it is new to people: begun, or come back because it
    has doubled since it was dismissed."""
    with transaction.atomic():
        sign = _same(found, at)
        new = sign is None
        if sign is None:
            sign = _begin(found, at)
        else:
            if found.score >= sign.score:
                sign.window_hours, sign.expected, sign.score = found.window_hours, found.expected, found.score
            sign.ended_at = None
        if found.evidence:
            sign.evidence = found.evidence
        grow(sign, found.reports, exact=found.kind == Sign.Kind.CLUSTER)
        if sign.state == Sign.State.DISMISSED and sign.observed >= DOUBLED * sign.dismissed_observed:
            sign.state, new = Sign.State.NEW, True
        sign.seen_at = at
        sign.save()
    return sign, new


def _begin(found: Found, at: datetime) -> Sign:
    topic = Category.objects.get(pk=found.topic)
    place = Region.objects.select_related("parent").get(pk=found.place)
    return Sign.objects.create(
        kind=found.kind,
        place=place,
        topic=topic,
        suggested=suggested(topic, place),
        window_hours=found.window_hours,
        expected=found.expected,
        score=found.score,
        since=at,
        until=at,
        observed=0,
        found_at=at,
        seen_at=at,
    )


def _same(found: Found, at: datetime) -> Sign | None:
    """The episode under way at this place and topic, or one that at least half of these cases belong to; of bursts also
    one that was dismissed lately."""
    live = Sign.objects.select_for_update().filter(kind=found.kind)
    dismissed_lately = Q(state=Sign.State.DISMISSED, decided_at__gt=at - REMEMBERED)
    for sign in live.filter(Q(ended_at=None) | dismissed_lately).order_by("pk"):
        same_key = (sign.place_id, sign.topic_id) == (found.place, found.topic)
        if same_key and found.kind == Sign.Kind.BURST:
            return sign
        if sign.ended_at is None and _shares(sign, found):
            return sign
    return None


def _shares(sign: Sign, found: Found) -> bool:
    """Half of the smaller of the two lies in both."""
    known = set(SignCase.objects.filter(sign=sign).values_list("report_id", flat=True))
    common = known & set(found.reports)
    return bool(common) and 2 * len(common) >= min(len(known), len(found.reports))


def grow(sign: Sign, reports: Collection[int], *, exact: bool = False) -> None:
    """Add cases, and work out anew what follows from them. `exact`: these are all, others leave. Not saved."""
    if exact:
        SignCase.objects.filter(sign=sign).exclude(report__in=reports).delete()
    SignCase.objects.bulk_create([SignCase(sign=sign, report_id=pk) for pk in sorted(reports)], ignore_conflicts=True)
    rows = list(Report.objects.filter(pk__in=_cases(sign)).values_list("received_at", "holder_id"))
    sign.since, sign.until = min(at for at, _ in rows), max(at for at, _ in rows)
    holders = Counter(holder or 0 for _, holder in rows)  # 0: nobody holds it yet
    holders.pop(0, None)
    sign.owner_id = max(holders, key=lambda one: (holders[one], -one)) if holders else None
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [sign.pk])
        sign.observed = cursor.fetchone()[0]


def _cases(sign: Sign) -> Iterable[int]:
    return SignCase.objects.filter(sign=sign).values_list("report_id", flat=True)


def end(sign: Sign, *, at: datetime) -> None:
    """The episode is over. What somebody decided about it stays as it was decided."""
    sign.ended_at = at
    if sign.state in LIVE:
        sign.state = Sign.State.ENDED
    sign.save(update_fields=["ended_at", "state"])
