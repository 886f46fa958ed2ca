"""Reading the forms of a case's page. Here a form is checked in shape; whether it may be done, the operations say.

A new action: its address in `casepage.shape.ACTIONS`, its reader below, what it does in `casepage.deeds.DO`, when it
is possible in `page.py`, what is said afterwards in `casepage.done`.
"""

from collections.abc import Callable, Mapping
from typing import Final

from rumahrakyat.web.requests import uuid_of
from rumahrakyat.workbench.board import persons
from rumahrakyat.workbench.casepage import reads_answer, reads_moves
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.casepage.reads_moves import REASONS
from rumahrakyat.workbench.casepage.shape import ACTIONS, SLUGS, Form, Problem, with_text
from rumahrakyat.workbench.handover import actions as handover
from rumahrakyat.workbench.team import reads as together

__all__ = ["ACTIONS", "REASONS", "SLUGS", "Form", "Problem", "read"]


def read(action: str, form: Form) -> Deed:
    """The form of `action` as a deed. Raises `Problem`."""
    given, report = form.request.POST, form.report
    seen = given.get("seen", "")
    deed = Deed(
        action=action,
        report_id=report.pk,
        actor=form.reach.actor_on(report),
        token=uuid_of(given.get("token", "")),
        seen_seq=int(seen) if seen.isdecimal() else report.last_seq,
        text=given.get("text", ""),
    )
    reader = _READERS.get(action)
    return reader(deed, form) if reader else with_text(deed, action)


_READERS: Final[Mapping[str, Callable[[Deed, Form], Deed]]] = {
    "answer": reads_answer.answer,
    "refer": reads_moves.refer,
    "reject": reads_moves.reject,
    "confirm": reads_moves.confirm,
    "correct": reads_moves.correct,
    "transcribe": reads_answer.transcribe,
    "decide_appeal": reads_moves.decide_appeal,
    "merge": reads_moves.merge,
    "join_agency": reads_moves.join,
    "leave_agency": reads_moves.leave,
    **persons.READERS,
    **handover.READERS,
    **together.READERS,
}
