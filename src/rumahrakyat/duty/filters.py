"""What a list of cases is narrowed down to. One value for each question; empty: not asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q

from rumahrakyat.duty.colleagues import end_of_day
from rumahrakyat.regions.codes import level_of
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_joined import Participation
from rumahrakyat.reports.states import Stage

NOBODY: Final = 0
_COLUMNS: Final = {"regency": "regency", "district": "district", "village": "village"}


@dataclass(frozen=True)
class Wanted:
    """`category`: a code, which stands for those beneath it as well. `region`: a code of any level but the province.
    `person`: an account's id, `NOBODY` for what no one has taken, None for all. `today`: what is owed until the end of
    the local day, late ones included. `several`: more than one body works on it, or more than one report was joined.
    """

    stage: str = ""
    category: str = ""
    region: str = ""
    channel: str = ""
    kind: str = ""
    person: int | None = None
    today: bool = False
    urgent: bool = False
    several: bool = False


def condition(wanted: Wanted, *, at: datetime) -> Q:
    """The condition on `Report`; the person is left to `of_person`, since tabs count with and without it."""
    found = Q()
    if wanted.stage:
        found &= Q(stage=wanted.stage)
    if wanted.category:
        found &= Q(category__code=wanted.category) | Q(category__parent__code=wanted.category)
    if wanted.region:
        column = _COLUMNS.get(level_of(wanted.region))
        found &= Q(**{column: wanted.region}) if column else Q()
    if wanted.channel:
        found &= Q(channel=wanted.channel)
    if wanted.kind:
        found &= Q(kind=wanted.kind)
    if wanted.urgent:
        found &= Q(urgent=True)
    if wanted.today:
        end = end_of_day(at)
        found &= Q(answer_due_at__lt=end) | Q(news_due_at__lt=end)
    if wanted.several:
        found &= _several()
    return found


def of_person(person: int | None) -> Q:
    if person is None:
        return Q()
    return Q(assignee=None) if person == NOBODY else Q(assignee=person)


def _several() -> Q:
    bodies = Participation.objects.filter(report=OuterRef("pk"), until=None)
    reports = Report.objects.filter(parent=OuterRef("pk"), stage=Stage.MERGED.value)
    return Q(Exists(bodies)) | Q(Exists(reports))
