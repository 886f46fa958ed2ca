"""The record of a case as the machine understands it: its entries in order, each with the facts of its time.

What a scope looks at changes during a case. Entries carry it: `received` the kind, `classified` kind, category and
regency, those that give the case away its holder. The one thing they do not carry is whether a category weighs as one
of oversight: that is asked of the category as it is now.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rumahrakyat.duty.engine import KNOWN, Engine
from rumahrakyat.duty.rules import Facts, Weight
from rumahrakyat.duty.state import Case, Event
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Category, Entry

# The sweeper leaves this when it records a missed deadline; that it looked matters when a machine's clock was set back.
LOOKED = "breached"
TOLD = sorted(KNOWN | {LOOKED})
_GIVEN = frozenset({"assigned", "handed_over", "unmerged"})


@dataclass(frozen=True)
class Names:
    """The codes that entries name: organisations with their ids, categories with their weight."""

    holders: Mapping[str, int]
    weights: Mapping[str, Weight]


def names() -> Names:
    """Those of this installation, in two queries."""
    heavy = {True: Weight.OVERSIGHT, False: Weight.ORDINARY}
    categories = Category.objects.values_list("code", "forced_confidential")
    return Names(
        dict(Organisation.objects.values_list("code", "pk")), {code: heavy[forced] for code, forced in categories}
    )


def entries_of(report_ids: Sequence[int]) -> dict[int, list[Entry]]:
    """The entries of these cases that matter to a clock, in order, in one query."""
    found: dict[int, list[Entry]] = {one: [] for one in report_ids}
    wanted = Entry.objects.filter(report__in=report_ids, type__in=TOLD).order_by("report", "seq")
    for entry in wanted.only("report_id", "seq", "type", "at", "data"):
        found[entry.report_id].append(entry)
    return found


def events_of(entries: Iterable[Entry], known: Names) -> Iterator[Event]:
    """One event for each entry. Raises `KeyError` for a code that this installation does not know."""
    facts = Facts()
    for entry in entries:
        facts = _after(facts, entry.type, entry.data, known)
        yield event_of(entry.type, entry.at, entry.data, facts)


def event_of(entry_type: str, at: datetime, data: Mapping[str, object], facts: Facts) -> Event:
    """What an entry says, with the facts of the case after it."""
    named, promised, moves = data.get("next_on"), data.get("answer_due_at"), data.get("moves")
    return Event(
        entry_type,
        at,
        facts,
        next_on=date.fromisoformat(str(named)) if named else None,
        resumed=bool(data.get("resumed")),
        granted=bool(data.get("granted")),
        promised_at=datetime.fromisoformat(str(promised)) if promised else None,
        obligation=str(data["obligation"]) if moves in {"rule", "calendar"} else None,
        calendar=moves == "calendar",
    )


def _after(facts: Facts, entry_type: str, data: Mapping[str, object], known: Names) -> Facts:
    if entry_type == "received":
        return replace(facts, kind=str(data.get("kind", facts.kind)))
    if entry_type == "classified":
        category = data.get("category")
        return replace(
            facts,
            kind=str(data["kind"]),
            category=str(category) if category else None,
            weight=known.weights[str(category)] if category else Weight.ORDINARY,
            regency=str(data["regency"]) if data.get("regency") else None,
        )
    if entry_type in _GIVEN and "holder" in data:
        return replace(facts, holder=known.holders[str(data["holder"])] if data["holder"] else None)
    return replace(facts, holder=None) if entry_type == "returned" else facts


def let_happen(machine: Engine, case: Case, event: Event) -> None:
    """An event of the record; `LOOKED` only lets time pass. Raises `rules.NoRule`."""
    if event.type == LOOKED:
        machine.advance(case, event.at)
    else:
        machine.apply(case, event)


def replay(machine: Engine, events: Iterable[Event], *, until: datetime) -> Case:
    """The clocks that follow from a record, at an instant. Raises `rules.NoRule`."""
    case = Case()
    for event in events:
        let_happen(machine, case, event)
    machine.advance(case, until)
    return case
