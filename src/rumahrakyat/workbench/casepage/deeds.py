"""What each form of a case's page does: one operation, with what the form holds."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from rumahrakyat.duty import promises
from rumahrakyat.reports import operations as cases
from rumahrakyat.routing import operations as routing
from rumahrakyat.workbench.board import persons
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.handover import actions as handover
from rumahrakyat.workbench.team import deeds as together
from rumahrakyat.workbench.writing import answers


def _ask(deed: Deed, at: datetime) -> None:
    cases.ask_reporter(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _refer(deed: Deed, at: datetime) -> None:
    cases.refer(report_id=deed.report_id, to=deed.to, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _reject(deed: Deed, at: datetime) -> None:
    cases.reject(
        report_id=deed.report_id, reason=deed.reason, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq
    )


def _confirm(deed: Deed, at: datetime) -> None:
    routing.confirm(report_id=deed.report_id, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _correct(deed: Deed, at: datetime) -> None:
    assert deed.correction is not None
    routing.correct(
        report_id=deed.report_id, correction=deed.correction, actor=deed.actor, at=at, seen_seq=deed.seen_seq
    )


def _transcribe(deed: Deed, at: datetime) -> None:
    cases.transcribe(report_id=deed.report_id, attachment_id=deed.attachment, text=deed.text, actor=deed.actor, at=at)


def _extend(deed: Deed, at: datetime) -> None:
    promises.extend(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _merge(deed: Deed, at: datetime) -> None:
    assert deed.into is not None
    cases.merge(
        report_id=deed.report_id, into_id=deed.into, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq
    )


def _unmerge(deed: Deed, at: datetime) -> None:
    cases.unmerge(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _join(deed: Deed, at: datetime) -> None:
    assert deed.holder is not None
    cases.join_agency(
        report_id=deed.report_id,
        organisation=deed.holder,
        text=deed.text,
        actor=deed.actor,
        at=at,
        seen_seq=deed.seen_seq,
    )


def _leave(deed: Deed, at: datetime) -> None:
    assert deed.holder is not None
    cases.leave_agency(
        report_id=deed.report_id,
        organisation=deed.holder,
        text=deed.text,
        actor=deed.actor,
        at=at,
        seen_seq=deed.seen_seq,
    )


def _contribute(deed: Deed, at: datetime) -> None:
    cases.contribute(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at)


DO: Final[Mapping[str, Callable[[Deed, datetime], None]]] = {
    "answer": answers.answer,
    "ask": _ask,
    "refer": _refer,
    "reject": _reject,
    "confirm": _confirm,
    "correct": _correct,
    "transcribe": _transcribe,
    "extend": _extend,
    "merge": _merge,
    "unmerge": _unmerge,
    "join_agency": _join,
    "leave_agency": _leave,
    "contribute": _contribute,
    **persons.DO,
    **handover.DO,
    **together.DO,
}
