"""When likeness is looked at: in a worker, once for each entry that tells something about place, matter or words."""

from rumahrakyat.duplicates import operations
from rumahrakyat.lib import clock
from rumahrakyat.reports import timeline
from rumahrakyat.reports.models import Entry

RECEIVED = "duplicates.received"


def _received(entry: Entry) -> None:
    operations.look(report_id=entry.report_id, at=clock.now())


def _learned(entry: Entry) -> None:
    """Place or category were noted, or a recording was written down: look again where that changed anything."""
    operations.look(report_id=entry.report_id, at=clock.now(), new=False)


def _place_told(entry: Entry) -> None:
    if entry.data.get("place"):
        _learned(entry)


def register() -> None:
    """Tie it to the timeline; called once at start, after routing and before the receipts: a receipt then knows that
    its report was joined to another."""
    timeline.on(["received"], RECEIVED, _received)
    timeline.on(["classified", "transcribed"], "duplicates.learned", _learned)
    timeline.on(["replied"], "duplicates.place_told", _place_told)
