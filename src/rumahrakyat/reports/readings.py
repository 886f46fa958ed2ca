"""The register of who of ours read what: noted while it is read, never changed.

One statement for everything that one look shows; a repeat within the hour writes nothing. A reading that is lost with
the machine's last half second is no loss to the case, so its commit does not wait for the disk: a page must not become
slower for being noted. Where the reading matters more (a dossier), `durable` waits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet, Sum

from rumahrakyat.lib import wallclock
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports.models_readings import PublicViews, Reading

What = Reading.What
PAGE: Final = 100
_MANY: Final = 1000

# The roles are those that hold now, in the same statement; the setting is that of this transaction alone.
_NOTE: Final = """
INSERT INTO reports_reading (report_id, account_id, organisation_id, roles, what, at, hour)
SELECT report, %(account)s::bigint, %(organisation)s::bigint, held.roles, what, %(at)s::timestamptz,
       %(hour)s::timestamptz
FROM unnest(%(reports)s::bigint[]) AS report, unnest(%(kinds)s::text[]) AS what,
     (SELECT left(coalesce(string_agg(DISTINCT role, ',' ORDER BY role), ''), 120) AS roles
      FROM organisations_membership
      WHERE account_id = %(account)s::bigint AND active AND (until IS NULL OR until > %(at)s::timestamptz)) AS held
WHERE %(durable)s OR set_config('synchronous_commit', 'off', true) = 'off'
ON CONFLICT DO NOTHING
"""
_VIEW: Final = """
INSERT INTO reports_publicviews (report_id, day, views)
SELECT %s, %s, 1 WHERE set_config('synchronous_commit', 'off', true) = 'off'
ON CONFLICT (day, report_id) DO UPDATE SET views = reports_publicviews.views + 1
"""


def note(*, report_id: int, actor: Actor, what: Sequence[str], at: datetime, durable: bool = False) -> None:
    """That this person had these things of the case before them. `durable`: call inside the transaction of the act."""
    _write([report_id], actor, what, at, durable=durable)


def note_many(*, report_ids: Iterable[int], actor: Actor, what: str, at: datetime) -> None:
    """The same for many cases at once, as an export shows them."""
    wanted = list(report_ids)
    for start in range(0, len(wanted), _MANY):
        _write(wanted[start : start + _MANY], actor, [what], at, durable=False)


def _write(reports: list[int], actor: Actor, what: Sequence[str], at: datetime, *, durable: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(*statement(reports, actor, what, at, durable=durable))


def statement(
    reports: Sequence[int], actor: Actor, what: Sequence[str], at: datetime, *, durable: bool = False
) -> tuple[str, dict[str, Any]]:
    """The statement that notes these readings, with its named values: for who has something else to ask with it."""
    return _NOTE, {
        "reports": list(reports), "account": actor.account_id, "organisation": actor.organisation_id,
        "kinds": [str(one) for one in what], "at": at, "durable": durable,
        "hour": at.astimezone(UTC).replace(minute=0, second=0, microsecond=0),
    }  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What is looked for: the id of a case, a user name, a kind, local days from the first to the last."""

    report_id: int | None = None
    person: str = ""
    what: str = ""
    first: date | None = None
    last: date | None = None


def found(asked: Asked) -> QuerySet[Reading]:
    """The newest first, with person and case."""
    rows = Reading.objects.select_related("account", "organisation", "report").order_by("-pk")
    if asked.report_id is not None:
        rows = rows.filter(report=asked.report_id)
    if asked.person:
        rows = rows.filter(account__username=asked.person)
    if asked.what:
        rows = rows.filter(what=asked.what)
    if asked.first:
        rows = rows.filter(at__gte=wallclock.midnight(asked.first))
    if asked.last:
        rows = rows.filter(at__lt=wallclock.end_of(asked.last))
    return rows


def page(asked: Asked, *, before: int = 0) -> tuple[list[Reading], int]:
    """One page, and the id before which the next one begins (0: there is none)."""
    rows = found(asked)
    if before:
        rows = rows.filter(pk__lt=before)
    shown = list(rows[: PAGE + 1])
    return shown[:PAGE], shown[PAGE - 1].pk if len(shown) > PAGE else 0


def of_case(report_id: int) -> QuerySet[Reading]:
    """Every reading of a case, the oldest first: for its dossier."""
    rows = Reading.objects.filter(report=report_id).select_related("account", "organisation")
    return rows.order_by("at", "pk")


def readers_of(report_id: int) -> QuerySet[Any, Any]:
    """The accounts that read a case, each once: to be counted."""
    return Reading.objects.filter(report=report_id).order_by().values("account").distinct()


def count_view(*, report_id: int, at: datetime) -> None:
    """Somebody outside asked for the case's public page."""
    day = wallclock.day_of(at)
    with connection.cursor() as cursor:
        cursor.execute(_VIEW, [report_id, day])


def views_of(day: date, *, least: int = 1) -> dict[int, int]:
    """How often the public pages of cases were looked at on a local day: report id to number, the most first."""
    rows = PublicViews.objects.filter(day=day, views__gte=least).order_by("-views", "report")
    return dict(rows.values_list("report", "views")[:1000])


def views_between(first: date, last: date) -> dict[int, int]:
    """The same over several local days, both ends included."""
    rows = PublicViews.objects.filter(day__gte=first, day__lte=last).values("report")
    return dict(rows.annotate(times=Sum("views")).values_list("report", "times"))
