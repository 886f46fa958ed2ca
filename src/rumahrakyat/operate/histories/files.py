"""Rules and ladders in the form of the files of a province, read without a database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rumahrakyat.duty.rules import OBLIGATIONS, REQUIRED, Ladder, Rule, Scope, Step, Unit, Weight, overlapping
from rumahrakyat.reports.models import Kind

AUDIENCES = ("officer", "deputy", "head", "secretary", "governor")


class BadFile(ValueError):
    """The file cannot be used; the words say why, and in which row."""


@dataclass(frozen=True)
class Places:
    """What a scope may name: organisations by code with their ids, and the codes of categories and regencies."""

    organisations: Mapping[str, int]
    categories: frozenset[str]
    regencies: frozenset[str]


def read(path: Path) -> list[Any]:
    """The rows of a file. Raises `BadFile`."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise BadFile(f"{path} cannot be read: {problem.strerror}") from problem
    except ValueError as problem:
        raise BadFile(f"{path} is not JSON: {problem}") from problem
    if not isinstance(rows, list) or not rows:
        raise BadFile(f"{path} must be a list of rows, as in the files of a province")
    return rows


def rules_of(rows: Sequence[Any], places: Places) -> list[Rule]:
    """Raises `BadFile`: for a row that cannot be understood, for versions that overlap, and when an obligation is
    missing without which no case can be taken in."""
    found = [_within(nth, row, places, _rule) for nth, row in enumerate(rows, 1)]
    _refuse_overlaps(found)
    missing = sorted(REQUIRED - {one.obligation for one in found})
    if missing:
        raise BadFile(f"no rule for {', '.join(missing)}: no case can be taken in without")
    return found


def ladders_of(rows: Sequence[Any], places: Places) -> list[Ladder]:
    """Raises `BadFile`."""
    found = [_within(nth, row, places, _ladder) for nth, row in enumerate(rows, 1)]
    _refuse_overlaps(found)
    return found


def _refuse_overlaps(found: Sequence[Any]) -> None:
    versions = [(one.obligation, one.version) for one in found]
    twice = sorted({one for one in versions if versions.count(one) > 1})
    if twice:
        raise BadFile(f"{twice[0][0]} version {twice[0][1]} is there twice")
    for first, second in overlapping(found):
        raise BadFile(
            f"{first.obligation} versions {first.version} and {second.version} are in force at the same time:"
            f" end version {first.version} when version {second.version} begins"
        )


def _within(nth: int, row: Any, places: Places, make: Any) -> Any:
    if not isinstance(row, Mapping):
        raise BadFile(f"row {nth} is not an object")
    if row.get("obligation") not in OBLIGATIONS:
        raise BadFile(f"row {nth}: obligation {row.get('obligation')!r} is not one of {', '.join(OBLIGATIONS)}")
    try:
        return make(nth, row, places)
    except BadFile as problem:
        raise BadFile(f"row {nth}: {problem}") from problem
    except KeyError as problem:
        raise BadFile(f"row {nth}: {problem.args[0]} is missing") from problem
    except (TypeError, ValueError) as problem:
        raise BadFile(f"row {nth}: {problem}") from problem


def _rule(nth: int, row: Mapping[str, Any], places: Places) -> Rule:
    amount = _count(row, "amount", least=1)
    longest = _count(row, "longest", least=1) if row.get("longest") is not None else None
    extension = _count({"extension": 0, **row}, "extension", least=0)
    since, until = _period(row)
    return Rule(
        key=nth,
        obligation=row["obligation"],
        version=_count(row, "version", least=1),
        unit=Unit(row["unit"]),
        amount=amount,
        since=since,
        until=until,
        scope=_scope(row, places),
        extension=extension,
        longest=longest,
    )


def _ladder(nth: int, row: Mapping[str, Any], places: Places) -> Ladder:
    since, until = _period(row)
    steps = tuple(_step(one) for one in row["steps"])
    if len({(one.code, one.own) for one in steps}) < len(steps):
        raise BadFile("a step has the same code as another")
    return Ladder(nth, row["obligation"], _count(row, "version", least=1), since, steps, until, _scope(row, places))


def _step(row: Mapping[str, Any]) -> Step:
    if row["audience"] not in AUDIENCES:
        raise BadFile(f"audience {row['audience']!r} is not one of {', '.join(AUDIENCES)}")
    return Step(
        code=str(row["code"]),
        percent=_count(row, "percent", least=1),
        audience=row["audience"],
        own=bool(row.get("own")),
        acknowledge=_count({"acknowledge": 0, **row}, "acknowledge", least=0),
        waits=bool(row.get("waits")),
    )


def _count(row: Mapping[str, Any], name: str, *, least: int) -> int:
    value = row[name]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 30_000:
        raise BadFile(f"{name} must be a whole number from {least} to 30000, not {value!r}")
    return value


def _period(row: Mapping[str, Any]) -> tuple[datetime, datetime | None]:
    since = datetime.fromisoformat(str(row["valid_from"]))
    until = datetime.fromisoformat(str(row["valid_to"])) if row.get("valid_to") else None
    if since.tzinfo is None or (until and until.tzinfo is None):
        raise BadFile("valid_from and valid_to need a zone, as in 2026-01-01T00:00:00+07:00")
    if until and until <= since:
        raise BadFile("valid_to is not after valid_from")
    return since, until


def _scope(row: Mapping[str, Any], places: Places) -> Scope:
    organisation, category, regency = row.get("organisation"), row.get("category"), row.get("regency")
    if organisation and organisation not in places.organisations:
        raise BadFile(f"no organisation has the code {organisation!r}")
    if category and category not in places.categories:
        raise BadFile(f"no category has the code {category!r}")
    if regency and regency not in places.regencies:
        raise BadFile(f"no regency has the code {regency!r}")
    if row.get("weight") and row["weight"] not in set(Weight):
        raise BadFile(f"weight {row['weight']!r} is not one of {', '.join(Weight)}")
    if row.get("kind") and row["kind"] not in Kind.values:
        raise BadFile(f"kind {row['kind']!r} is not one of {', '.join(Kind.values)}")
    holder = places.organisations[organisation] if organisation else None
    return Scope(holder, regency, category, row.get("weight") or None, row.get("kind") or None)
