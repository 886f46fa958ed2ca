"""What the forms of working together do, one operation each."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from rumahrakyat.reports import linking, publishing, queries, tasks_of_cases
from rumahrakyat.teamwork import mentions, splitting, threats
from rumahrakyat.workbench.casepage.deed import Deed


def _note(deed: Deed, at: datetime) -> None:
    mentions.note(report=queries.get(deed.report_id), text=deed.text, chosen=deed.chosen, actor=deed.actor, at=at)


def _give_task(deed: Deed, at: datetime) -> None:
    assert deed.task is not None
    tasks_of_cases.give_task(report_id=deed.report_id, task=deed.task, actor=deed.actor, at=at)


def _link(deed: Deed, at: datetime) -> None:
    assert deed.into is not None
    linking.link(report_id=deed.report_id, other_id=deed.into, text=deed.text, actor=deed.actor, at=at)


def _unlink(deed: Deed, at: datetime) -> None:
    assert deed.into is not None
    linking.unlink(report_id=deed.report_id, other_id=deed.into, text=deed.text, actor=deed.actor, at=at)


def _split(deed: Deed, at: datetime) -> None:
    splitting.split(
        report_id=deed.report_id, part=deed.part, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq
    )


def _edit_public(deed: Deed, at: datetime) -> None:
    assert deed.copy is not None
    publishing.edit_public(
        report_id=deed.report_id,
        copy=deed.copy,
        reason=deed.reason,
        actor=deed.actor,
        at=at,
        seen_seq=deed.seen_seq,
    )


def _photo(deed: Deed, at: datetime) -> None:
    publishing.set_photo_public(
        report_id=deed.report_id,
        attachment_id=deed.attachment,
        public=deed.granted,
        reason=deed.text,
        actor=deed.actor,
        at=at,
    )


def _threat(deed: Deed, at: datetime) -> None:
    assert deed.into is not None
    threats.report_threat(report_id=deed.report_id, entry_seq=deed.into, threat=deed.granted, actor=deed.actor, at=at)


DO: Final[Mapping[str, Callable[[Deed, datetime], None]]] = {
    "note": _note,
    "give_task": _give_task,
    "link": _link,
    "unlink": _unlink,
    "split": _split,
    "edit_public": _edit_public,
    "photo": _photo,
    "threat": _threat,
}
