"""Making every fact and sum anew from what is in the tables: after a bulk load, a change of zone, or a doubt."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from rumahrakyat.oversight.models_rollups import RollupState
from rumahrakyat.oversight.rollups import facts, folding
from rumahrakyat.reports.models import PendingEffect, Report

TABLES: Final = (
    "oversight_casefact", "oversight_answerfact", "oversight_stagespell", "oversight_daysum", "oversight_hoursum",
    "oversight_openchange",
)  # fmt: skip
_COLUMNS: Final = {
    "oversight_casefact": (facts.CASE_COLUMNS, facts.cases("true")),
    "oversight_answerfact": (facts.ANSWER_COLUMNS, facts.answers("true")),
    "oversight_stagespell": (facts.SPELL_COLUMNS, facts.spells("e.report_id BETWEEN %(first)s AND %(last)s")),
}
# The stages of so many cases at a time are sorted in memory.
_AT_A_TIME: Final = 50_000
_SUMS: Final = (
    ("oversight_daysum", facts.SUM_KEY, facts.SUM_MEASURES,
     facts.sums_of_cases("oversight_casefact") + " UNION ALL " + facts.sums_of_answers("oversight_answerfact")),
    ("oversight_hoursum", facts.HOUR_KEY, facts.HOUR_MEASURES,
     facts.hours_of_cases("oversight_casefact") + " UNION ALL " + facts.hours_of_answers("oversight_answerfact")),
    ("oversight_openchange", facts.OPEN_KEY, facts.OPEN_MEASURES, facts.open_of_spells("oversight_stagespell")),
)  # fmt: skip


def rebuild(*, at: datetime) -> None:
    """Throw all of it away and make it anew, in one transaction. Whoever reads meanwhile still sees what was before;
    folds wait, and go on from what was made. Takes minutes for a million cases."""
    with transaction.atomic(), connection.cursor() as cursor:
        folding.lock()
        cursor.execute("SET LOCAL work_mem = '64MB'")
        # What is asked for by now will be in what is made; what a fold has in hand or is asked for later waits for us.
        asked = PendingEffect.objects.filter(handler=folding.NAME).select_for_update(skip_locked=True)
        PendingEffect.objects.filter(pk__in=list(asked.values_list("pk", flat=True))).delete()
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of our own; not TRUNCATE: readers go on
        for table, (columns, query) in _COLUMNS.items():
            names = ", ".join(columns)
            for part in _parts() if "%(first)s" in query else [{}]:
                cursor.execute(
                    f"INSERT INTO {table} ({names}) SELECT {names} FROM ({query}) q",  # noqa: S608
                    {"zone": settings.TIME_ZONE, **part},
                )
            cursor.execute(f"ANALYZE {table}")
        for table, key, measures, source in _SUMS:
            cursor.execute(folding.added(table, key, measures, source))
            cursor.execute(f"ANALYZE {table}")
        RollupState.objects.update_or_create(pk=1, defaults={"zone": settings.TIME_ZONE, "rebuilt_at": at})


def build_if_never(*, at: datetime) -> bool:
    """Make all of it where that was never done: cases that are older than the rollups have no facts yet. Whether it
    was done now."""
    if RollupState.objects.filter(pk=1, rebuilt_at__isnull=False).exists():
        return False
    rebuild(at=at)
    return True


def _parts() -> Iterator[dict[str, int]]:
    """Ranges of cases, the first and the last of each included."""
    last = Report.objects.aggregate(last=Max("pk"))["last"] or 0
    for first in range(0, last + 1, _AT_A_TIME):
        yield {"first": first, "last": first + _AT_A_TIME - 1}


def zone_kept() -> str:
    """The zone whose days are kept; empty when there is nothing yet."""
    state = RollupState.objects.filter(pk=1).first()
    return state.zone if state else ""
