"""What others have reported already, beside the draft: shown before it is sent, and followed instead at one press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rumahrakyat.duplicates import queries
from rumahrakyat.duplicates.following import follow
from rumahrakyat.duplicates.queries import Told
from rumahrakyat.duplicates.wording import distance
from rumahrakyat.public import sending, story
from rumahrakyat.public.draft import Draft
from rumahrakyat.reports import access, merging
from rumahrakyat.reports.models import Report
from rumahrakyat.satisfaction.queries import open_link
from rumahrakyat.web import components


@dataclass(frozen=True)
class Offered:
    """A case as the citizen is asked about it: what it says, where it is, how far it has come, how many told it."""

    number: str
    title: str
    place: str
    distance: str
    reporters: int
    stage_code: str
    stage_label: str


def told_of(draft: Draft) -> Told:
    return Told(draft.text, draft.where, draft.place_words, draft.lat, draft.lon)


def offers_for(draft: Draft, *, now: datetime) -> Sequence[Offered]:
    """None for a story that shall stay off the public pages: its writer is not sent to a public case."""
    if draft.hidden or not draft.told:
        return ()
    return [
        Offered(
            one.report.number,
            one.report.title,
            story.place_of(one.report),
            distance(one.metres) if one.metres is not None else "",
            one.reporters,
            components.stage_code(one.report),
            story.stage_label(one.report),
        )
        for one in queries.offers(told_of(draft), at=now)
    ]


def file_and_follow(draft: Draft, number: str, *, at: datetime) -> sending.Filed:
    """The draft as a report with its own number and code, going on in the case `number` when that was offered for it.
    When it was not, or cannot take it in any more, the report stands by itself. Raises `sending.Refused`."""
    filed = sending.file(draft, at=at)
    if filed.secret and not draft.hidden:
        follow(report=access.get_for_tracking(filed.number), number=number, told=told_of(draft), at=at)
    return filed


def people_of(report: Report, *, reporter: bool) -> dict[str, Any]:
    """What a case's page says about those who reported it: how many they are, where a merged report goes on, and to the
    reporter of an ended case where the service can be judged."""
    return {
        "reporters": merging.reporters_of([report.pk]).get(report.pk, 1),
        "goes_on_as": story.number_joined(report),
        "survey_link": open_link(report) if reporter and not report.is_open else "",
    }
