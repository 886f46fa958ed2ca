"""Briefs that were frozen, and those that were never sent, made when somebody asks for them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from rumahrakyat.lib.canonical import digest
from rumahrakyat.oversight.briefs import editions
from rumahrakyat.oversight.briefs.content import Making, content_of
from rumahrakyat.oversight.briefs.editions import Edition
from rumahrakyat.oversight.briefs.rules import hour
from rumahrakyat.oversight.models_briefs import Brief


@dataclass(frozen=True)
class Shown:
    """A brief to be read. `brief` None: it was never sent, and `content` says that it was made on demand."""

    content: dict[str, Any]
    sha256: str
    brief: Brief | None


def frozen(edition: Edition) -> Brief | None:
    return Brief.objects.filter(kind=edition.kind, whose=edition.whose, day=edition.day).first()


def freeze(edition: Edition, *, at: datetime) -> Brief:
    """The brief of the edition, made now unless it was; of two who make it at once the first one's stays."""
    known = frozen(edition)
    if known is not None:
        return known
    content = content_of(edition, Making(at, edition.planned_at(hour())))
    try:
        with transaction.atomic():
            return Brief.objects.create(
                kind=edition.kind,
                whose=edition.whose,
                day=edition.day,
                made_at=at,
                content=content,
                sha256=digest(content),
            )
    except IntegrityError:
        return Brief.objects.get(kind=edition.kind, whose=edition.whose, day=edition.day)


def shown(edition: Edition, *, at: datetime) -> Shown:
    """What was sent; or, of a day on which nothing was, the state at the hour of the brief as it is known now. Today's
    before its hour is that of this instant. Raises `FutureDay`, `NoMonday`, `UnknownReaders`."""
    editions.check(edition, at=at)
    brief = frozen(edition)
    if brief is not None:
        return Shown(brief.content, brief.sha256, brief)
    planned = edition.planned_at(hour())
    making = Making(min(planned, at), planned, as_known=True, known_until=at)
    content = content_of(edition, making)
    return Shown(content, digest(content), None)


def listed(whose: str, kind: str, *, before: date | None = None, limit: int = 60) -> list[Brief]:
    """Those that were sent, the newest first."""
    found = Brief.objects.filter(whose=whose, kind=kind)
    if before is not None:
        found = found.filter(day__lt=before)
    return list(found.order_by("-day")[:limit])
