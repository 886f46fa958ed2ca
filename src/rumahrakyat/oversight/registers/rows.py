"""The evidence of a register: one row per missed deadline, and what was said and decided about it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from rumahrakyat.lib.canonical import instant, moment
from rumahrakyat.oversight.registers import statements
from rumahrakyat.reports.wording import public_copy

if TYPE_CHECKING:
    from rumahrakyat.oversight.registers.content import Wanted

Row = dict[str, Any]
SHORT: Final = 280  # characters of an explanation or a ruling that are printed
_DECIDED: Final = frozenset({"upheld", "excused", "corrected"})


def evidence(wanted: "Wanted", codes: Mapping[int, str]) -> tuple[list[Row], list[Row]]:
    """Rows by deadline, and the explanations and rulings of these rows. Of a confidential case neither its number nor
    any words."""
    with connection.cursor() as cursor:
        cursor.execute(statements.ROWS, wanted.parameters)
        found = [_row(nth, row, codes, wanted) for nth, row in enumerate(cursor.fetchall(), 1)]
    said = _said(wanted, found)
    by_row: dict[int, list[Row]] = {}
    for one in said:
        by_row.setdefault(one["breach"], []).append(one)
    for row in found:
        row["state"] = _state(by_row.get(row["breach"], []))
    return found, said


def _row(nth: int, row: Sequence[Any], codes: Mapping[int, str], wanted: "Wanted") -> Row:
    (
        breach, obligation, cycle, body, own, received, started, due, met, stopped, held, held_since, version,
        number, visibility, *entries,
    ) = row  # fmt: skip
    shown = number if visibility == "public" else ""
    return {
        "nth": nth,
        "breach": breach,
        "number": wanted.told.numbers.get(breach, shown),
        "obligation": obligation,
        "cycle": cycle,
        "body": "-" if body is None else codes[body],
        "own": own,
        "received": instant(received),
        "started": instant(started),
        "due": instant(due),
        "answered": moment(met),
        "ended": moment(stopped),
        "held_seconds": held,
        "held_since": instant(held_since),
        "rule_version": version,
        "entries": {
            what: None if seq is None else {"seq": seq, "type": kind, "hash": digest}
            for what, seq, kind, digest in zip(
                ("begun", "missed", "answered"), entries[0::3], entries[1::3], entries[2::3], strict=True
            )
        },
    }


def _said(wanted: "Wanted", found: Sequence[Row]) -> list[Row]:
    """In the order of the rows; each explanation in the order in which it was given, then the last ruling."""
    hidden = {row["breach"] for row in found if not row["number"]}
    parameters: dict[str, Any] = {"rows": [row["breach"] for row in found], "heard_until": wanted.heard}
    said: list[Row] = []
    with connection.cursor() as cursor:
        cursor.execute(statements.SAID, parameters)
        for breach, key, reason, at, seq, digest, text in cursor.fetchall():
            said.append(
                {
                    "what": "explanation", "breach": breach, "key": key, "reason": reason, "at": instant(at),
                    "decision": "", "erratum": "", "entry": {"seq": seq, "hash": digest},
                    "words": "" if breach in hidden else wanted.told.words.get(f"explanation-{key}", _short(text)),
                }
            )  # fmt: skip
        cursor.execute(statements.RULED, parameters)
        for breach, key, decision, at, erratum, seq, digest, text in cursor.fetchall():
            said.append(
                {
                    "what": "ruling", "breach": breach, "key": key, "reason": "", "at": instant(at),
                    "decision": decision, "erratum": erratum, "entry": {"seq": seq, "hash": digest},
                    "words": "" if breach in hidden else wanted.told.words.get(f"ruling-{key}", _short(text)),
                }
            )  # fmt: skip
    place = {row["breach"]: row["nth"] for row in found}
    said.sort(key=lambda one: (place[one["breach"]], one["what"], one["at"], one["key"]))
    return said


def _short(text: str | None) -> str:
    """As everybody may read it: an explanation may name the citizen, and the register is public."""
    words = " ".join(public_copy(text or "").split())
    return words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + "…"


def _state(said: Sequence[Row]) -> str:
    """What the row counts as: the last ruling; a ruling that reopened the time to explain leaves it open again."""
    ruling = next((one for one in said if one["what"] == "ruling"), None)
    if ruling and ruling["decision"] in _DECIDED:
        return str(ruling["decision"])
    since = ruling["at"] if ruling else ""
    explained = any(one["what"] == "explanation" and one["at"] > since for one in said)
    return "explained" if explained else "open"


# Counts signed reprimands from `since` up to `until` that were known at `cut_off`, by the code of the body.
Counter = Callable[[datetime, datetime, datetime], Mapping[str, int]]
_counters: list[Counter] = []


def count_reprimands_with(counter: Counter) -> None:
    """Have `counter` asked for the reprimands of a quarter; called once at start by whoever keeps them."""
    _counters.append(counter)


def reprimands(wanted: "Wanted") -> dict[str, int]:
    """Signed reprimands of the quarter, by the code of the body."""
    asked = wanted.parameters
    counted: dict[str, int] = {}
    for counter in _counters:
        for code, count in counter(asked["since"], asked["until"], wanted.cut_off).items():
            counted[code] = counted.get(code, 0) + count
    return counted
