"""What the searches count: one statement each, over a bounded span, by index. No words of anybody are read."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection

from rumahrakyat.problems import rates
from rumahrakyat.problems.bursts import History, Told
from rumahrakyat.problems.clusters import Like
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.reports.models import Category

DAY: Final = timedelta(hours=24)
# One person however many addresses or merged reports; one campaign, however many copied its text.
_PERSON: Final = """CASE WHEN campaign.id IS NOT NULL THEN 'c' || campaign.id
    ELSE 'p' || coalesce(person.same_as_id, person.id) END"""
_JOINS: Final = """
JOIN people_reporter person ON person.id = r.reporter_id
LEFT JOIN duplicates_fingerprint f ON f.report_id = r.id
LEFT JOIN duplicates_campaign campaign ON campaign.id = f.campaign_id AND campaign.dismissed_at IS NULL
"""
_COUNTED: Final = "r.regency_id IS NOT NULL AND r.category_id IS NOT NULL AND r.stage <> 'rejected'"

_TOLD: Final = f"""
SELECT r.id, {_PERSON}, r.received_at, r.district_id, r.regency_id, r.category_id, category.parent_id,
    r.visibility = 'confidential'
FROM reports_report r JOIN reports_category category ON category.id = r.category_id {_JOINS}
WHERE r.received_at > %s AND r.received_at <= %s AND {_COUNTED} AND r.kind = 'complaint'
ORDER BY r.received_at, r.id
"""  # noqa: S608 -- put together from constants; values are parameters

_HISTORY: Final = f"""
SELECT grouping(r.category_id) AS by_hour, r.regency_id, r.district_id, r.category_id,
    when_.hour, count(*), min(r.received_at)
FROM reports_report r, LATERAL (SELECT (extract(isodow FROM r.received_at AT TIME ZONE %s)::int - 1) * 24
    + extract(hour FROM r.received_at AT TIME ZONE %s)::int AS hour) AS when_
WHERE r.received_at > %s AND r.received_at <= %s AND {_COUNTED} AND r.kind = 'complaint'
GROUP BY GROUPING SETS ((r.regency_id, r.district_id, r.category_id), (when_.hour))
"""  # noqa: S608

_LIKES: Final = f"""
SELECT r.id, {_PERSON}, r.received_at, r.regency_id, r.district_id, r.category_id,
    r.visibility = 'confidential', coalesce(f.words, ARRAY[]::int[])
FROM reports_report r {_JOINS}
WHERE r.received_at > %s AND r.received_at <= %s AND {_COUNTED} AND r.kind <> 'information'
    AND r.regency_id = %s
ORDER BY r.category_id, r.received_at DESC, r.id DESC
"""  # noqa: S608


def told(at: datetime) -> list[Told]:
    """Complaints of the last day that have a place and a topic."""
    return [
        Told(
            report=pk,
            person=person,
            at=received,
            # Who named no district is counted with the regency alone, who has only a main category with it alone.
            places=(district or "", regency),
            topics=(category if parent else 0, parent or category),
            confidential=confidential,
        )
        for pk, person, received, district, regency, category, parent, confidential in _fetch(_TOLD, at - DAY, at)
    ]


def history(at: datetime) -> History:
    """The weeks before the last day. Reports are counted, not people, so the usual is rather over- than understated."""
    until = at - DAY
    since = until - timedelta(weeks=rates.WEEKS)
    zone = settings.TIME_ZONE
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    pairs: Counter[tuple[str, int]] = Counter()
    places: Counter[str] = Counter()
    topics: Counter[int] = Counter()
    hours: Counter[int] = Counter()
    first = until
    for by_hour, regency, district, category, hour, count, earliest in _fetch(_HISTORY, zone, zone, since, until):
        first = min(first, earliest)
        if by_hour:
            hours[hour] += count
            continue
        mine = {category, parents.get(category) or category}
        for place in {district, regency} - {None}:
            places[place] += count
            pairs.update({(place, topic): count for topic in mine})
        topics.update(dict.fromkeys(mine, count))
    weeks = (until - first) / timedelta(weeks=1)
    return History(pairs, places, topics, hours.total(), hours, weeks, combinations())


def combinations() -> int:
    """How many pairs of place and topic the province has."""
    places = Region.objects.filter(level__in=(Level.REGENCY, Level.DISTRICT)).count()
    return places * Category.objects.filter(active=True).count()


def likes(regency: str, *, since: datetime, at: datetime) -> list[Like]:
    """What was told in a regency in a span, the newest first within each topic."""
    return [
        Like(pk, person, received, place, district, topic, confidential, frozenset(words))
        for pk, person, received, place, district, topic, confidential, words in _fetch(_LIKES, since, at, regency)
    ]


def _fetch(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
