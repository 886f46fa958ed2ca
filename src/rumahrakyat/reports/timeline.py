"""Appending to a case's timeline, and telling the layers above about it.

Upper layers register handlers by entry type in `AppConfig.ready()`. An inline handler runs in the same transaction
(clocks: a report without its clock must not exist). Any other runs exactly once in a worker: a `PendingEffect` row is
written with the entry and deleted in the transaction of the effect. A handler of a batch (`on_batch`) is told of many
entries at once: for what is cheaper worked out for five hundred cases together than for one after another.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from rumahrakyat.lib import clock, jobs
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import chain
from rumahrakyat.reports.entries import ENTRY_TYPES
from rumahrakyat.reports.models import Entry, PendingEffect, Report

Handler = Callable[[Entry], None]
# Is given the ids of the cases whose timelines grew, each once; being called again with the same must do no harm.
BatchHandler = Callable[[Collection[int]], None]
EFFECTS_TASK = "reports.effects"
BATCHES_TASK = "reports.batches"


@dataclass(frozen=True)
class _Registered:
    name: str
    handler: Handler
    inline: bool


_by_type: dict[str, list[_Registered]] = {}
_by_name: dict[str, Handler] = {}
_batches: dict[str, BatchHandler] = {}
_batches_by_type: dict[str, list[str]] = {}


def on(entry_types: Iterable[str], name: str, handler: Handler, *, inline: bool = False) -> None:
    """Have `handler` called for each new entry of `entry_types`. `name` is stored: never reuse it for something else.

    Raises `ValueError` for an unknown type or a name taken twice: mistakes show at start, not at night.
    """
    _check(entry_types, name)
    _by_name[name] = handler
    for entry_type in entry_types:
        _by_type.setdefault(entry_type, []).append(_Registered(name, handler, inline))


def on_batch(entry_types: Iterable[str], name: str, handler: BatchHandler) -> None:
    """Have `handler` called in a worker with the ids of cases that got entries of `entry_types`, hundreds at a time.

    It runs in the transaction that deletes the rows which ask for it. Raises as `on` does.
    """
    _check(entry_types, name)
    _batches[name] = handler
    for entry_type in entry_types:
        _batches_by_type.setdefault(entry_type, []).append(name)


def _check(entry_types: Iterable[str], name: str) -> None:
    if name in _by_name or name in _batches:
        raise ValueError(f"handler {name} is registered twice")
    unknown = set(entry_types) - ENTRY_TYPES.keys()
    if unknown:
        raise ValueError(f"unknown entry types: {sorted(unknown)}")


def handler_named(name: str) -> Handler | None:
    return _by_name.get(name)


def batch_handlers() -> dict[str, BatchHandler]:
    """Those of batches, by name."""
    return _batches


def append(
    report: Report,
    entry_type: str,
    *,
    actor: Actor,
    at: datetime,
    data: dict[str, object] | None = None,
    personal: dict[str, object] | None = None,
) -> Entry:
    """Write the next entry. Call inside a transaction while holding the report's row lock (or having just made it)."""
    if entry_type not in ENTRY_TYPES:
        raise ValueError(f"unknown entry type {entry_type}")
    salted = chain.with_salt(personal) if personal else None
    entry = Entry(
        report=report,
        seq=report.last_seq + 1,
        type=entry_type,
        actor_kind=actor.kind,
        account_id=actor.account_id,
        organisation_id=actor.organisation_id,
        at=at,
        recorded_at=clock.now(),
        data=data or {},
        personal=salted,
        personal_digest=chain.personal_digest(salted) if salted else "",
    )
    entry.hash = chain.link_hash(report.head_hash, entry.stored(report.number).link)
    entry.save(force_insert=True)
    report.last_seq, report.head_hash = entry.seq, entry.hash
    report.save(update_fields=["last_seq", "head_hash"])
    _tell(entry)
    return entry


def _tell(entry: Entry) -> None:
    registered = _by_type.get(entry.type, [])
    for one in registered:
        if one.inline:
            one.handler(entry)
    names = [one.name for one in registered if not one.inline]
    batched = _batches_by_type.get(entry.type, [])
    if names or batched:
        PendingEffect.objects.bulk_create(
            PendingEffect(entry=entry, handler=name, next_at=entry.recorded_at) for name in (*names, *batched)
        )
    if names:
        jobs.wake(EFFECTS_TASK)
    if batched:
        jobs.wake(BATCHES_TASK)
