"""Taking back what was just done: offered for a quarter of an hour beside the list, and on the page of results."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rumahrakyat.lib import clock, ids
from rumahrakyat.people.roles import SEE_CASE, VERIFY
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import CannotUndo
from rumahrakyat.reports.undoing import WINDOW, newest_of, undo
from rumahrakyat.workbench.entrance import staff

_KEPT: Final = "workbench_undo"
UNDOABLE: Final = frozenset({"confirm", "correct", "hand_over", "give_to_person", "take", "put_back"})
MOST: Final = 100


@dataclass(frozen=True)
class Mark:
    """A case and the entry on it that would be taken back."""

    number: str
    seq: int

    def __str__(self) -> str:
        return f"{self.number}:{self.seq}"


def mark_of(text: str) -> Mark | None:
    number, _sep, seq = text.partition(":")
    try:
        return Mark(ids.parse_tracking_number(number), int(seq))
    except ValueError:
        return None


def remember(request: HttpRequest, *, done: Iterable[tuple[str, int]], words: str, account_id: int) -> None:
    """Offer to take back what was done to these cases (number, id): whatever of it can be taken back."""
    marks = []
    for number, report_id in done:
        entry = newest_of(report_id=report_id, account_id=account_id)
        if entry is not None:
            marks.append(str(Mark(number, entry.seq)))
    if marks:
        until = clock.now() + WINDOW
        request.session[_KEPT] = {"marks": marks, "words": words, "until": until.isoformat()}


def offered(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """What can still be taken back by this session: its marks and what it was. Whether somebody has acted on it since
    is looked at when it is asked for."""
    kept = request.session.get(_KEPT)
    until = parse_datetime(kept["until"]) if kept else None
    return kept if kept and until and now < until else None


@require_POST
@staff(SEE_CASE)
def take_back(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Each case by itself; what cannot be taken back says why."""
    marks = [mark for text in request.POST.getlist("tanda")[:MOST] if (mark := mark_of(text))]
    done: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    for mark in marks:
        why = _back(mark, reach)
        (refused if why else done).append((mark.number, why))
    request.session.pop(_KEPT, None)
    if done:
        n = len(done)
        words = ngettext("%(numbers)s was taken back.", "%(n)s cases were taken back.", n)
        messages.success(request, words % {"n": n, "numbers": done[0][0]})
    for number, why in refused:
        messages.warning(request, f"{number}: {why}")
    if reach.has(VERIFY) and len(done) == 1:
        return redirect("workbench:inbox-case", done[0][0])
    return redirect("workbench:inbox" if reach.has(VERIFY) else "workbench:queue")


def _back(mark: Mark, reach: Reach) -> str:
    """Empty when it is done, else why it is not."""
    report = access.named(mark.number)
    if report is None:
        return _("There is no such case")
    try:
        undo(report_id=report.pk, seq=mark.seq, actor=reach.actor_on(report), at=clock.now())
    except CannotUndo as error:
        return {
            "late": _("more than 15 minutes have passed; hand it over or ask the agency instead"),
            "moved": _("somebody has acted on it since, so it stays as it is"),
        }.get(error.reason, _("this is not yours to take back"))
    return ""
