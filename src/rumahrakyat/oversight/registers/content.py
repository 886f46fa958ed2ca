"""The register of a quarter as one plain document, reckoned from the record as of its cut-off.

Instants are UTC, times whole seconds, shares whole tenths of a percent: nothing in it can come out differently twice.
Names of bodies, whether a case's number may be named and the words of explanations are not figures: they are taken from
the register that was frozen when it is reckoned again (`Told`): a body may be renamed and words be erased later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection

from rumahrakyat.duty import rules
from rumahrakyat.lib.canonical import instant
from rumahrakyat.lib.quarters import Quarter
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.oversight.periods import QUARTER
from rumahrakyat.oversight.registers import rows, statements, words
from rumahrakyat.oversight.volumes import bounds
from rumahrakyat.regions.province import active

Content = dict[str, Any]
DESK: Final = "-"  # how the document writes the desk, which is no organisation
OBLIGATIONS: Final = tuple(one for one in words.OBLIGATIONS if one in rules.OBLIGATIONS)


@dataclass(frozen=True)
class Told:
    """What an earlier reckoning of the same quarter already said and must say again."""

    bodies: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """What to reckon. `seal` is what stands on it: number, meeting, when it was frozen; empty for a draft.
    `heard_until`: explanations and rulings up to then count (None: up to the cut-off)."""

    quarter: Quarter
    zone: ZoneInfo
    cut_off: datetime
    seal: Mapping[str, str] = field(default_factory=dict)
    heard_until: datetime | None = None
    told: Told = field(default_factory=Told)

    @property
    def heard(self) -> datetime:
        return self.heard_until or self.cut_off

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "since": self.quarter.since(self.zone),
            "until": self.quarter.until(self.zone),
            "cut_off": self.cut_off,
            "heard_until": self.heard,
            "obligations": list(OBLIGATIONS),
        }


@dataclass
class Figure:
    """What fell due for one body under one obligation. `seconds`: the times to an answer, sorted."""

    due: int = 0
    on_time: int = 0
    again: int = 0
    unanswered: int = 0
    unrecorded: int = 0
    own: int = 0
    excused: int = 0
    corrected: int = 0
    reprimands: int = 0
    seconds: list[int] = field(default_factory=list)

    def add(self, other: "Figure") -> None:
        for name in (
            "due", "on_time", "again", "unanswered", "unrecorded", "own", "excused", "corrected", "reprimands",
        ):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.seconds = sorted(self.seconds + other.seconds)

    @property
    def neglect(self) -> int:
        return self.due - self.on_time + self.own - self.excused - self.corrected

    def plain(self) -> Content:
        return {
            "due": self.due,
            "on_time": self.on_time,
            "on_time_tenths": tenths(self.on_time, self.due),
            "again": self.again,
            "unanswered": self.unanswered,
            "unrecorded": self.unrecorded,
            "missed": self.due - self.on_time,
            "own": self.own,
            "excused": self.excused,
            "corrected": self.corrected,
            "neglect": self.neglect,
            "reprimands": self.reprimands,
            "median_seconds": rank(self.seconds, 5),
            "ninth_seconds": rank(self.seconds, 9),
        }


Figures = dict[str, dict[str, Figure]]


def tenths(part: int, whole: int) -> int | None:
    """The share in tenths of a percent, rounded half up, never to 100 % what is not all of it; None of nothing."""
    if not whole:
        return None
    share = (2000 * part + whole) // (2 * whole)
    return min(share, 999) if part < whole else share


def rank(ordered: Sequence[int], tenth: int) -> int | None:
    """The smallest of the values that at least `tenth` tenths of them do not exceed; None of nothing."""
    return ordered[(tenth * len(ordered) + 9) // 10 - 1] if ordered else None


def reckon(wanted: Wanted) -> Content:
    """The whole register. Reads only; the same record and the same `wanted` give the same document at any time."""
    bodies = _bodies(wanted.told)
    codes = {one.pk: one.code for one in Organisation.objects.all()}
    evidence, said = rows.evidence(wanted, codes)
    figures = _figures(wanted, codes, evidence)
    first = figures[rules.FIRST_RESPONSE]
    mentioned = {code for found in figures.values() for code in found} - {DESK}
    whole = _sum(first)
    agencies = _league(first, bodies, Kind.AGENCY)
    governments = _league(first, bodies, Kind.REGENCY_GOVERNMENT)
    return {
        "format": words.FORMAT,
        "seal": dict(wanted.seal),
        "installation": {"government": active().facts["government"], "zone": wanted.zone.key},
        "quarter": {
            "code": wanted.quarter.code,
            "first": wanted.quarter.first.isoformat(),
            "last": wanted.quarter.last.isoformat(),
            "since": instant(wanted.quarter.since(wanted.zone)),
            "until": instant(wanted.quarter.until(wanted.zone)),
        },
        "cut_off": instant(wanted.cut_off),
        "heard_until": instant(wanted.heard),
        "bodies": {code: one for code, one in bodies.items() if code in mentioned or one["active"]},
        "total": {**whole.plain(), **_spread(first, bodies)},
        "agencies": agencies,
        "governments": governments,
        "desk": _of_desk(first, bodies).plain(),
        "obligations": [_obligation(code, figures[code]) for code in OBLIGATIONS],
        "endings": _endings(wanted),
        "rules": _rules(wanted),
        "formulas": words.formulas(words.FORMAT),
        "rows": evidence,
        "explanations": said,
    }


def _bodies(told: Told) -> dict[str, Any]:
    """Every body that can hold a case, by code, as it is called now, or as it was called when this was published."""
    found: dict[str, Any] = {
        one.code: {
            "name": one.name,
            "short": one.short_name,
            "kind": one.kind,
            "region": one.region_id,
            "active": one.active,
        }
        for one in Organisation.objects.exclude(kind=Kind.OUTSIDE).order_by("code")
    }
    if told.bodies:
        found = {code: told.bodies.get(code, {**one, "active": False}) for code, one in found.items()}
    return found


def _figures(wanted: Wanted, codes: Mapping[int, str], evidence: Sequence[Content]) -> Figures:
    figures: Figures = {code: {} for code in OBLIGATIONS}
    with connection.cursor() as cursor:
        cursor.execute(statements.COUNTED, wanted.parameters)
        for obligation, body, due, on_time, again, unanswered, unrecorded, seconds in cursor.fetchall():
            code = DESK if body is None else codes[body]
            figures[obligation][code] = Figure(
                due, on_time, again, unanswered, unrecorded, seconds=[int(one) for one in seconds]
            )
    for row in evidence:
        figure = figures[row["obligation"]].setdefault(row["body"], Figure())
        figure.own += row["own"]
        figure.excused += row["state"] == "excused"
        figure.corrected += row["state"] == "corrected"
    for code, count in rows.reprimands(wanted).items():
        figures[rules.FIRST_RESPONSE].setdefault(code, Figure()).reprimands += count
    return figures


def _sum(found: Mapping[str, Figure]) -> Figure:
    total = Figure()
    for one in found.values():
        total.add(one)
    return total


def _of_desk(found: Mapping[str, Figure], bodies: Mapping[str, Any]) -> Figure:
    return _sum({code: one for code, one in found.items() if code == DESK or bodies[code]["kind"] == Kind.DESK})


def _spread(found: Mapping[str, Figure], bodies: Mapping[str, Any]) -> Content:
    """How many bodies there are in the figures, and how many of them neglected nothing."""
    due = {code: one for code, one in found.items() if one.due}
    return {
        "agencies": sum(code != DESK and bodies[code]["kind"] == Kind.AGENCY for code in due),
        "governments": sum(code != DESK and bodies[code]["kind"] == Kind.REGENCY_GOVERNMENT for code in due),
        "without_neglect": sum(not one.neglect for one in due.values()),
    }


def _league(found: Mapping[str, Figure], bodies: Mapping[str, Any], kind: Kind) -> Content:
    """The bodies of a kind in groups of the same volume, the best first; equals by how much they carry."""
    members = {code: one for code, one in found.items() if code != DESK and bodies[code]["kind"] == kind}
    ranked = sorted(
        ((code, one) for code, one in members.items() if one.due or one.own),
        key=lambda pair: (-(tenths(pair[1].on_time, pair[1].due) or 0), -pair[1].due, pair[0]),
    )
    upper, lower = bounds([one.due for _code, one in ranked], QUARTER)
    groups = []
    for least, most in ((upper, None), (lower, upper - 1), (0, lower - 1)):
        inside = [(code, one) for code, one in ranked if least <= one.due and (most is None or one.due <= most)]
        groups.append(
            {
                "from": least,
                "to": most,
                "total": _sum(dict(inside)).plain(),
                "rows": [{"body": code, "rank": nth, **one.plain()} for nth, (code, one) in enumerate(inside, 1)],
            }
        )
    quiet = sorted(
        code for code, one in bodies.items() if one["kind"] == kind and one["active"] and code not in dict(ranked)
    )
    return {"bounds": [upper, lower], "total": _sum(members).plain(), "groups": groups, "without": quiet}


def _obligation(code: str, found: Mapping[str, Figure]) -> Content:
    """An obligation in short: all together, and each body that owed or missed something."""
    return {
        "code": code,
        "name": words.OBLIGATIONS[code],
        "total": _sum(found).plain(),
        "bodies": [{"body": body, **found[body].plain()} for body in sorted(found)],
    }


def _endings(wanted: Wanted) -> Content:
    """How cases ended in the quarter. What was reopened until the cut-off ended in none of these ways."""
    with connection.cursor() as cursor:
        cursor.execute(statements.ENDINGS, wanted.parameters)
        counted = dict(cursor.fetchall())
        cursor.execute(statements.OBJECTIONS, wanted.parameters)
        objections = cursor.fetchone()[0]
        cursor.execute(statements.TAKEN_IN, wanted.parameters)
        taken = cursor.fetchone()[0]
    return {
        "taken_in": taken,
        "solved": counted.get("confirmed", 0),
        "closed_by_system": counted.get("expired", 0),
        "referred": counted.get("referred", 0),
        "rejected": counted.get("rejected", 0),
        "merged": counted.get("merged", 0),
        "objections": objections,
    }


def _rules(wanted: Wanted) -> list[Content]:
    with connection.cursor() as cursor:
        cursor.execute(statements.RULES, wanted.parameters)
        names = [column.name for column in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for one in found:
        for name in ("valid_from", "valid_to"):
            one[name] = instant(one[name]) if one[name] else None
    return found
