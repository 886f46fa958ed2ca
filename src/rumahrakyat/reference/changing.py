"""Changing reference data: one row from a form, many from a table file. Every change is a line of the audit trail.

What a person changed is theirs from then on: loading the province's files again leaves it as it is (`edited_at`).
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib.faults import Fault, Refused
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account
from rumahrakyat.reference import queries
from rumahrakyat.reference.columns import WrongValue
from rumahrakyat.reference.tables import Table

MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 4 * 1024 * 1024
CHANGED, MADE = "reference.changed", "reference.made"


class Taken(Fault):
    field = "kode"
    words = _("The code “%(code)s” belongs to another row")


class SomebodyWasFaster(Fault):
    words = _("%(name)s changed this row meanwhile. Look at it again; what you typed is still here")


class Unreadable(Fault):
    field = "file"
    words = _("This file is no table in UTF-8 with commas or semicolons")


class NoColumn(Fault):
    field = "file"
    words = _("The column “%(column)s” is missing; the table needs: %(columns)s")


class UnknownColumn(Fault):
    field = "file"
    words = _("The column “%(column)s” is not known; the table has: %(columns)s")


class TooMany(Fault):
    field = "file"
    words = _("At most %(most)s rows in one file")


class NotMadeHere(Fault):
    words = _("A new row of this table is not made here: “%(code)s” is not known")


class Fixed(WrongValue):
    words = _("This may not be changed any more, because cases rest on it; it is “%(before)s”")


class Twice(Fault):
    words = _("The code “%(code)s” stands in the file twice, first in line %(line)s")


def save(
    *,
    table: Table,
    code: str | None,
    typed: Mapping[str, str],
    account: Account,
    at: datetime,
    seen: Mapping[str, str] | None = None,
) -> str:
    """Make a row (`code` None) or change one; returns its code. Nothing is written when nothing differs.

    `seen`: the values that stood on the page; a row that changed since is not overwritten. Raises `Refused`.
    """
    with transaction.atomic():
        row = None if code is None else queries.locked(table, code)
        before = table.values(row) if row is not None else {}
        if row is not None and seen is not None and any(before[name] != seen.get(name, "") for name in before):
            raise Refused([SomebodyWasFaster(name=queries.last_editor(table, code or ""))])
        values = _parsed(table, row, {**before, **typed})
        if row is None and queries.row(table, values[table.code.name]) is not None:
            raise Refused([Taken(code=values[table.code.name])])
        return _write(table, row, before, values, _By(account, at))


def _parsed(table: Table, row: Model | None, typed: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column in table.columns:
        try:
            values[column.name] = column.parse(typed.get(column.name, ""))
        except WrongValue as fault:
            faults.append(fault)
            continue
        if row is not None and (column.once or column is table.code):
            before = column.read(row)
            if before and typed.get(column.name, "").strip() != before:
                faults.append(Fixed(column.name, before=before))
    if not faults and row is None and not table.grows:
        faults.append(NotMadeHere(code=values[table.code.name]))
    if not faults:
        faults = list(table.check(row, values))
    if faults:
        raise Refused(faults)
    return values


@dataclass(frozen=True)
class _By:
    account: Account
    at: datetime


def _write(table: Table, row: Model | None, before: Mapping[str, str], values: Mapping[str, Any], by: _By) -> str:
    made = row is None
    row = row or table.model()
    own = [column for column in table.columns if column.name not in table.apart]
    for column in own:
        setattr(row, column.attribute, values[column.name])
    code = str(values[table.code.name])
    with transaction.atomic():
        if own != [table.code]:  # else the row itself is another table's
            row.edited_at = by.at  # type: ignore[attr-defined]  # every table here has it
            row.save()
        table.after(row, values)
        fresh = queries.row(table, code)
        assert fresh is not None
        now = table.values(fresh)
        changes = {name: [before.get(name, ""), value] for name, value in now.items() if before.get(name, "") != value}
        if not changes:
            transaction.set_rollback(True)
            return code
        audit.record(
            act=MADE if made else CHANGED, account=by.account.pk, at=by.at, subject=table.subject(code), data=changes
        )
    return code


@dataclass(frozen=True)
class Line:
    """One line of a file: what would be done with it. `number` is the line in the file, 1 is the heading."""

    number: int
    code: str
    typed: Mapping[str, str]
    changes: Mapping[str, tuple[str, str]]
    made: bool


@dataclass(frozen=True)
class Plan:
    """What a file would do. Nothing of it is done while there is a fault."""

    lines: Sequence[Line] = ()
    same: int = 0
    faults: Sequence[tuple[int, Fault]] = field(default_factory=tuple)  # with the line's number

    @property
    def made(self) -> int:
        return sum(line.made for line in self.lines)

    @property
    def changed(self) -> int:
        return len(self.lines) - self.made


def plan(*, table: Table, content: bytes) -> Plan:
    """Read a table file and say what it would change. Columns that are not in it stay as they are.

    Raises `Refused` when the file as a whole cannot be read.
    """
    reader = _reader(table, content)
    known = {table.code.read(row): row for row in queries.every(table)}
    lines: list[Line] = []
    faults: list[tuple[int, Fault]] = []
    first: dict[str, int] = {}
    same = 0
    for number, given in enumerate(reader, start=2):
        if number - 1 > MOST_ROWS:
            raise Refused([TooMany(most=MOST_ROWS)])
        typed = {name: (value or "").strip() for name, value in given.items() if name}
        code = typed.get(table.code.name, "")
        if code in first:
            faults.append((number, Twice(code=code, line=first[code])))
            continue
        first[code] = number
        row = known.get(code)
        before = table.values(row) if row is not None else {}
        try:
            _parsed(table, row, {**before, **typed})
        except Refused as refused:
            faults.extend((number, fault) for fault in refused.faults)
            continue
        changes = {
            name: (before.get(name, ""), value) for name, value in typed.items() if before.get(name, "") != value
        }
        if row is not None and not changes:
            same += 1
        else:
            lines.append(Line(number, code, typed, changes, row is None))
    return Plan(lines, same, faults)


def _reader(table: Table, content: bytes) -> "csv.DictReader[str]":
    if len(content) > MOST_BYTES:
        raise Refused([TooMany(most=MOST_ROWS)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused([Unreadable()]) from None
    heading = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if heading.count(";") > heading.count(",") else ",")
    known = [column.name for column in table.columns]
    try:
        found = [name.strip() for name in reader.fieldnames or []]
    except csv.Error:
        raise Refused([Unreadable()]) from None
    reader.fieldnames = found
    if table.code.name not in found:
        raise Refused([NoColumn(column=table.code.name, columns=", ".join(known))])
    strange = [name for name in found if name not in known]
    if strange:
        raise Refused([UnknownColumn(column=strange[0], columns=", ".join(known))])
    return reader


def take_in(*, table: Table, content: bytes, account: Account, at: datetime) -> Plan:
    """Carry out what `plan` says about this file, all of it or nothing. Raises `Refused`."""
    with transaction.atomic():
        found = plan(table=table, content=content)
        if found.faults:
            raise Refused([fault for _line, fault in found.faults])
        for line in found.lines:
            row = None if line.made else queries.locked(table, line.code)
            before = table.values(row) if row is not None else {}
            values = _parsed(table, row, {**before, **line.typed})
            _write(table, row, before, values, _By(account, at))
    return found


def export(table: Table) -> bytes:
    """The whole table as a file that `plan` reads back without a change."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.name for column in table.columns], lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.values(row) for row in queries.every(table))
    return out.getvalue().encode("utf-8")
