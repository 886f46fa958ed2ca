"""The two searches: bursts at any moment, clusters by night. Each keeps what it found and writes down what it did."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncWeek

from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.rules import FIRST_RESPONSE
from rumahrakyat.lib import locks, wallclock
from rumahrakyat.problems import bursts, clusters, rates, reading, recording
from rumahrakyat.problems.bursts import Told
from rumahrakyat.problems.clusters import Cluster, Mix
from rumahrakyat.problems.models import Sign, SignRun
from rumahrakyat.problems.recording import Found, Kept
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED

HOURLY, NIGHTLY = "hourly", "nightly"
_QUIET = timedelta(hours=24)  # a burst without another case for so long is over
_OVER = sorted(stage.value for stage in ENDED)


def look_for_bursts(*, at: datetime) -> SignRun:
    """What is unusual now. One run at a time; a second waits for the first and then finds the same."""
    # Two workers that look at once would each begin the same episode.
    with locks.alone("problems.searching"):
        zone = wallclock.zone()
        told = reading.told(at)
        looked = bursts.look(told, reading.history(at), at=at, zone=zone)
        kept, seen = Kept(found=len(looked.bursts)), set()
        for burst in looked.bursts:
            found = Found(
                "burst", burst.place, burst.topic, burst.hours, burst.expected, burst.score, burst.reports,
                {"peak": burst.observed},
            )  # fmt: skip
            sign, new = recording.keep(found, at=at)
            seen.add(sign.pk)
            kept.new += new
        _go_on(told, seen, kept, at)
        return _note(HOURLY, at, len(told), looked.tested, kept)


def _go_on(told: Sequence[Told], seen: set[int], kept: Kept, at: datetime) -> None:
    """Bursts that are not unusual any more still gather what comes of the same, and end after a quiet day."""
    for sign in Sign.objects.filter(kind=Sign.Kind.BURST, ended_at=None).exclude(pk__in=seen).order_by("pk"):
        more = [one for one in told if sign.place_id in one.places and sign.topic_id in one.topics]
        more = [one for one in bursts.countable(more) if one.at > sign.until]
        # Also without a new case: meanwhile two reporters may be known to be one person.
        recording.grow(sign, [one.report for one in more])
        sign.save()
        if sign.until <= at - _QUIET:
            recording.end(sign, at=at)
            kept.ended += 1


def look_for_clusters(*, at: datetime) -> SignRun:
    """Like cases of the last three months, regency by regency."""
    with locks.alone("problems.searching"):
        since = at - timedelta(days=clusters.DAYS)
        span = Report.objects.filter(received_at__gt=since, received_at__lte=at, category__isnull=False)
        span = span.exclude(regency=None).exclude(stage="rejected").exclude(kind="information")
        topics = dict(span.values_list("category").annotate(n=Count("pk")))
        mix = Mix(topics, sum(topics.values()), rates.threshold(reading.combinations()) * rates.HOURS)
        kept, seen, looked, tested = Kept(), set(), 0, 0
        for regency in span.order_by("regency").values_list("regency", flat=True).distinct():
            rows = reading.likes(regency, since=since, at=at)
            looked += len(rows)
            tested += len({one.topic for one in rows})
            for cluster in clusters.clusters(rows, mix):
                sign, new = recording.keep(_found(cluster), at=at)
                seen.add(sign.pk)
                kept.found += 1
                kept.new += new
        for sign in Sign.objects.filter(kind=Sign.Kind.CLUSTER, ended_at=None).exclude(pk__in=seen).order_by("pk"):
            recording.end(sign, at=at)
            kept.ended += 1
        return _note(NIGHTLY, at, looked, tested, kept)


def _found(cluster: Cluster) -> Found:
    reports = tuple(sorted(one.report for one in cluster.cases))
    hours = clusters.DAYS * 24
    score = float(cluster.observed)
    return Found("cluster", cluster.place, cluster.topic, hours, cluster.expected, score, reports, _evidence(reports))


def _evidence(reports: Sequence[int]) -> dict[str, object]:
    """How it goes: by week, how many are open, were answered, objected to, and came after one was said to be done."""
    rows = list(Report.objects.filter(pk__in=reports).values_list("received_at", "stage", "closed_at"))
    done = min((closed for _, stage, closed in rows if closed and stage == "closed"), default=None)
    clocks = Clock.objects.filter(report__in=reports, obligation=FIRST_RESPONSE)
    weeks = Counter(
        Report.objects.filter(pk__in=reports).annotate(week=TruncWeek("received_at")).values_list("week", flat=True)
    )
    return {
        "cases": len(rows),
        "open": sum(stage not in _OVER for _, stage, _ in rows),
        "answered": clocks.exclude(met_at=None).values("report").distinct().count(),
        "objected": clocks.filter(cycle__gt=1).values("report").distinct().count(),
        "after_done": sum(done is not None and received > done for received, _, _ in rows),
        "weeks": [[week.date().isoformat(), count] for week, count in sorted(weeks.items())],
    }


def _note(search: str, at: datetime, looked: int, tested: int, kept: Kept) -> SignRun:
    values = {
        "at": at, "looked_at": looked, "tested": tested, "found": kept.found, "new": kept.new,
        "ended": kept.ended,
    }  # fmt: skip
    return SignRun.objects.update_or_create(search=search, defaults=values)[0]
