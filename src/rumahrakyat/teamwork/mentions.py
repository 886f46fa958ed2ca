"""Colleagues named in an internal note: "@petugas.dishub" in its words, or chosen beside it. Each gets a line behind
the bell. Only who handles the case can be named, so that nobody learns of a case from a note on it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumahrakyat.people import notices
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.colleagues import Colleague, handling
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.models import Entry, Report

MENTIONED: Final = "mentioned"
notices.declare(MENTIONED, _("%(by)s names you in a note on %(number)s"))
# A name begins the words or follows a space or bracket, so that an e-mail address names nobody.
_AT = re.compile(r"(?<![^\s(\[,;:])@([a-z0-9](?:[\w.+-]*[\w])?)", re.IGNORECASE)


@dataclass
class UnknownColleagues(ReportError):
    """These are named, but nobody who handles the case has such a name."""

    names: list[str]


def named_in(text: str) -> list[str]:
    """The names after an @, in small letters, each once, in order."""
    return list(dict.fromkeys(found.lower() for found in _AT.findall(text)))


def note(*, report: Report, text: str, chosen: Collection[str] = (), actor: Actor, at: datetime) -> Entry:
    """Keep an internal note and tell whoever it names; `chosen` are usernames picked beside it. Raises
    `UnknownColleagues` before anything is kept, and the errors of `reports.operations.note`."""
    wanted = list(dict.fromkeys([*named_in(text), *(one.lower() for one in chosen if one)]))
    people = _people(report, wanted) if wanted else []
    with transaction.atomic():
        entry = cases.note(report_id=report.pk, text=text, actor=actor, at=at)
        notices.tell(
            accounts=[one.account_id for one in people],
            code=MENTIONED,
            key=f"mention:{entry.pk}",
            path=f"/kerja/{report.number}/",
            at=at,
            number=report.number,
            by=actor.account_id,
        )
    return entry


def _people(report: Report, wanted: list[str]) -> list[Colleague]:
    known = {one.username.lower(): one for one in handling(report)}
    if unknown := [name for name in wanted if name not in known]:
        raise UnknownColleagues(unknown)
    return [known[name] for name in wanted]
