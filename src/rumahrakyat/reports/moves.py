"""What every operation on a case begins with: the lock on its row, and the checks that need no words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from rumahrakyat.people.actors import Actor
from rumahrakyat.reports.errors import Changed, NotAllowed, NoteRequired, NotPermitted
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import TRANSITIONS, Stage, Transition
from rumahrakyat.reports.submission import clean

WITHOUT_WEIGHT = (
    "task_given", "task_taken", "task_done", "task_reopened", "task_withdrawn", "linked", "unlinked", "split",
    "public_edited", "photo_hidden", "photo_shown", "threatened",
    "proposed", "approved", "sent_back",
    "escalated", "breached", "classified", "delivery_failed", "noted", "transcribed", "joined", "restamped",
    "agency_joined", "agency_left", "contributed", "acknowledged", "explained", "ruled", "reprimanded",
    "reprimand_answered", "explanation_asked", "explanation_given", "word_said", "watched", "unwatched",
    "given", "taken", "put_back", "released", "relayed", "pictured", "told",
    "visited", "forwarded", "forward_noted", "body_answered", "disputed", "dispute_said", "dispute_settled",
    "finding_made", "finding_answered", "finding_moved", "to_ombudsman", "ombudsman_said", "dossier_taken", "erased",
)  # fmt: skip


@contextmanager
def moving(report_id: int, move: str, actor: Actor, seen_seq: int | None = None) -> Iterator[tuple[Report, Transition]]:
    """The locked case and the transition. Raises `NotPermitted`, `NotAllowed`, `Changed`.

    A move of the holder is refused to anybody who does not act for the body that holds the case, whatever they may do
    otherwise: only the holder's own word counts as its answer.
    """
    transition = TRANSITIONS[move]
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).select_related("holder").get(pk=report_id)
        if not actor.may(*transition.permissions):
            raise NotPermitted(move)
        if Stage(report.stage) not in transition.from_:
            raise NotAllowed(move, Stage(report.stage))
        if transition.by_holder and (report.holder_id is None or actor.organisation_id != report.holder_id):
            raise NotPermitted(move)
        if seen_seq is not None and report.last_seq > seen_seq and moved_since(report, seen_seq):
            raise Changed(report.last_seq)
        yield report, transition


def moved_since(report: Report, seen_seq: int) -> bool:
    """Whether something of weight stands on the record after the entry `seen_seq`."""
    return Entry.objects.filter(report=report, seq__gt=seen_seq).exclude(type__in=WITHOUT_WEIGHT).exists()


def required(text: str) -> str:
    """The words, cleaned. Raises `NoteRequired` when nothing was said."""
    if not text.strip():
        raise NoteRequired
    return clean(text)
