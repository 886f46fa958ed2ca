"""When the router is asked: in a worker, once for each report that comes in or comes back."""

from collections.abc import Sequence

from rumahrakyat.correspondence import places
from rumahrakyat.lib import clock
from rumahrakyat.regions.names import place_from_words, place_names
from rumahrakyat.reports import timeline
from rumahrakyat.reports.models import Entry
from rumahrakyat.reports.states import Stage
from rumahrakyat.reports.wording import NOT_WRITTEN_YET
from rumahrakyat.routing import operations


def _received(entry: Entry) -> None:
    operations.decide(entry=entry, at=clock.now())


def _returned(entry: Entry) -> None:
    operations.decide(entry=entry, at=clock.now(), act=False)


def _place_told(entry: Entry) -> None:
    """The reporter said where it is after all: look again. A case somebody holds already gets its place noted."""
    if entry.data.get("place") and entry.report.regency_id is None:
        operations.decide(entry=entry, at=clock.now())


def _transcribed(entry: Entry) -> None:
    """A case that was only spoken has words now: look again while it is still with the desk."""
    report = entry.report
    if report.text == NOT_WRITTEN_YET and Stage(report.stage) is Stage.RECEIVED:
        operations.decide(entry=entry, at=clock.now())


def readings(text: str) -> Sequence[str]:
    """The places an answer to the question where can mean, in full: one when clear, several when ambiguous."""
    found = place_from_words(text, asked=True)
    if found.code is not None:
        return [place_names().label(found.code)]
    return [candidate.label for candidate in found.candidates]


def register() -> None:
    """Tie the router to the timeline and to the conversation; called once at start."""
    timeline.on(["received"], "routing.decide", _received)
    timeline.on(["returned"], "routing.decide_again", _returned)
    timeline.on(["replied"], "routing.place_told", _place_told)
    timeline.on(["transcribed"], "routing.transcribed", _transcribed)
    places.lend(readings)
