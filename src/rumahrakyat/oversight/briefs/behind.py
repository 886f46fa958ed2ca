"""The cases behind the numbers of a brief, by the same conditions at the same instant."""

from datetime import datetime
from typing import Final

from rumahrakyat.organisations.queries import by_code
from rumahrakyat.oversight.briefs import statements
from rumahrakyat.oversight.briefs.counting import fetch
from rumahrakyat.oversight.briefs.editions import Edition, sight_of
from rumahrakyat.reports.models import Report

MOST: Final = 300
_DESK: Final = "-"


def cases(edition: Edition, figure: str, *, at: datetime, body: str = "") -> list[Report]:
    """At most 300, as the brief made at `at` counted them; `body` narrows to a body by its code, "-" to the desk.
    Raises `KeyError` for an unknown figure or body."""
    span = edition.span
    rows = fetch(
        statements.BEHIND[figure],
        sight_of(edition),
        at=at,
        since=span.since,
        until=min(span.until, at),
        body=_body(body),
        limit=MOST,
    )
    keys = list(dict.fromkeys(row[0] for row in rows))
    found = Report.objects.filter(pk__in=keys).select_related("holder", "regency", "district", "village")
    by_key = {one.pk: one for one in found}
    return [by_key[key] for key in keys if key in by_key]


def _body(code: str) -> int:
    if not code:
        return 0
    if code == _DESK:
        return -1
    found = by_code(code)
    if found is None:
        raise KeyError(code)
    return found.pk
