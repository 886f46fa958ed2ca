"""Taking in a register of roads: a table (CSV) or a map layer (GeoJSON) of one source, checked row by row first.

A file stands for everything its source knows. What is new is added, what differs ends and begins anew, what the file
lacks any more ends: nothing is overwritten. Columns of a table, and properties of a layer: `code`, `name`, `class`,
`aliases` (with |), `owner`, `from`, `to`, `regencies` (codes, with |).
"""

import csv
import hashlib
import io
import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from rumahrakyat.regions.models import Level, Region
from rumahrakyat.regions.models_roads import Road, RoadImport, RoadKey
from rumahrakyat.regions.roadnames import RoadClass, keys_of

COLUMNS: Final = ("code", "name", "class", "aliases", "owner", "from", "to", "regencies")
MOST_BYTES: Final = 60 * 1024 * 1024
_NEEDED: Final = ("code", "name", "class")
# Words that registers use for the classes; a province's own words may be added in its file by the English ones.
_CLASSES: Final[Mapping[str, RoadClass]] = {
    **{one.value: one for one in RoadClass},
    "tol": RoadClass.TOLL, "nasional": RoadClass.NATIONAL, "negara": RoadClass.NATIONAL,
    "provinsi": RoadClass.PROVINCIAL, "propinsi": RoadClass.PROVINCIAL, "kabupaten": RoadClass.REGENCY,
    "kota": RoadClass.REGENCY, "desa": RoadClass.VILLAGE, "lingkungan": RoadClass.VILLAGE,
}  # fmt: skip
_BATCH: Final = 1000
_NO_LINES: Final = object()  # of a table, which says nothing of lines
_SHAPE: Final = ("line", "west", "south", "east", "north")


class BadRegister(ValueError):
    """The file cannot be taken in. `faults` name the row (from 1, the heading not counted; 0: the whole file) and say
    in plain words what is wrong there."""

    def __init__(self, faults: Sequence[tuple[int, str]]) -> None:
        super().__init__("; ".join(f"row {row}: {words}" if row else words for row, words in faults[:5]))
        self.faults = list(faults)


@dataclass(frozen=True)
class Entry:
    """A stretch as the file has it; `line` as in `models_roads.Road`, None where the file is a table and tells none:
    then what is known of its line stays."""

    code: str
    name: str
    road_class: str
    aliases: tuple[str, ...] = ()
    owner: str = ""
    from_name: str = ""
    to_name: str = ""
    regencies: tuple[str, ...] = ()
    line: tuple[tuple[tuple[float, float], ...], ...] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """As the columns of a row."""
        found: dict[str, Any] = {
            "name": self.name, "aliases": list(self.aliases), "road_class": self.road_class, "owner": self.owner,
            "from_name": self.from_name, "to_name": self.to_name, "regencies": list(self.regencies),
        }  # fmt: skip
        return found if self.line is None else found | self._shape()

    def _shape(self) -> dict[str, Any]:
        assert self.line is not None
        found: dict[str, Any] = {"line": [[list(point) for point in part] for part in self.line] or None}
        points = [point for part in self.line for point in part]
        lons, lats = [x for x, _y in points], [y for _x, y in points]
        box = (min(lons), min(lats), max(lons), max(lats)) if points else (None,) * 4
        return found | dict(zip(("west", "south", "east", "north"), box, strict=True))


@dataclass(frozen=True)
class Taken:
    """What a file brings: how many stretches are new, differ, are not in it any more, stay as they are."""

    added: int = 0
    changed: int = 0
    ended: int = 0
    kept: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.added or self.changed or self.ended)


@dataclass
class _Reading:
    known: Collection[str]
    faults: list[tuple[int, str]] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)


def read(content: bytes, *, regencies: Collection[str]) -> list[Entry]:
    """The stretches of a file; `regencies` are the codes there are. Raises `BadRegister` with all that is wrong."""
    if len(content) > MOST_BYTES:
        raise BadRegister([(0, f"the file is larger than {MOST_BYTES // (1024 * 1024)} MB")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRegister([(0, "the file is not written in UTF-8")]) from error
    rows = _features(text) if text.lstrip().startswith("{") else _lines(text)
    reading = _Reading(regencies)
    for nth, (row, line) in enumerate(rows, start=1):
        _take(reading, nth, row, line)
    if reading.faults:
        raise BadRegister(reading.faults)
    return list(reading.entries.values())


def _lines(text: str) -> Iterator[tuple[Mapping[str, str], Any]]:
    table = csv.DictReader(io.StringIO(text))
    missing = [name for name in _NEEDED if name not in (table.fieldnames or ())]
    if missing:
        raise BadRegister([(0, f"the heading lacks: {', '.join(missing)}")])
    for row in table:
        yield {name: (row.get(name) or "") for name in COLUMNS}, _NO_LINES


def _features(text: str) -> Iterator[tuple[Mapping[str, str], Any]]:
    try:
        document = json.loads(text)
        features = document["features"]
    except (json.JSONDecodeError, KeyError, RecursionError) as error:
        raise BadRegister([(0, "the file is no GeoJSON with features")]) from error
    for feature in features if isinstance(features, list) else ():
        one = feature if isinstance(feature, dict) else {}
        told = one.get("properties")
        properties: dict[str, Any] = told if isinstance(told, dict) else {}
        yield {name: _text(properties.get(name)) for name in COLUMNS}, one.get("geometry")


def _text(value: object) -> str:
    return "|".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _take(reading: _Reading, nth: int, row: Mapping[str, str], geometry: Any) -> None:
    words = {name: " ".join(row[name].replace("\x00", "").split()) for name in COLUMNS}
    wrong = [f"{name} is empty" for name in _NEEDED if not words[name]]
    found = _CLASSES.get(words["class"].lower())
    if words["class"] and found is None:
        wrong.append(f"class {words['class']!r} is none of: {', '.join(one.value for one in RoadClass)}")
    for name, most in (("code", 40), ("name", 160), ("owner", 24), ("from", 80), ("to", 80)):
        if len(words[name]) > most:
            wrong.append(f"{name} is longer than {most} characters")
    if words["code"] in reading.entries:
        wrong.append(f"code {words['code']!r} stands twice")
    places = _several(words["regencies"])
    unknown = [code for code in places if code not in reading.known]
    if unknown:
        wrong.append(f"unknown regencies: {', '.join(unknown)}")
    line = None if geometry is _NO_LINES else _line(geometry)
    if line is None and geometry is not _NO_LINES:
        wrong.append("the geometry is no line of longitudes and latitudes in degrees")
    if wrong or found is None:
        reading.faults += [(nth, one) for one in wrong]
        return
    reading.entries[words["code"]] = Entry(
        words["code"], words["name"], found.value, _several(words["aliases"]), words["owner"].upper(),
        words["from"], words["to"], places, line,
    )  # fmt: skip


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))


def _line(geometry: Any) -> tuple[tuple[tuple[float, float], ...], ...] | None:
    """The parts of a line; empty without a geometry, None for one that is no line."""
    if geometry is None:
        return ()
    if not isinstance(geometry, dict) or geometry.get("type") not in {"LineString", "MultiLineString"}:
        return None
    drawn: Any = geometry.get("coordinates")
    parts: Any = [drawn] if geometry["type"] == "LineString" else drawn
    try:
        found = tuple(tuple((float(point[0]), float(point[1])) for point in part) for part in parts)
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    good = all(len(part) > 1 and all(_on_earth(*point) for point in part) for part in found)
    return found if found and good else None


def _on_earth(lon: float, lat: float) -> bool:
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90


def take_in(
    content: bytes, *, source: str, at: datetime, file_name: str = "", made_by: str = "", dry_run: bool = False
) -> Taken:
    """Bring the register of `source` in line with a file; `dry_run` only says what it would bring.

    Raises `BadRegister`; then nothing is changed. The same file again changes nothing and leaves no trace.
    """
    known = set(Region.objects.filter(level=Level.REGENCY).values_list("code", flat=True))
    entries = {entry.code: entry for entry in read(content, regencies=known)}
    with transaction.atomic():
        present = {row.code: row for row in Road.objects.select_for_update().filter(source=source, valid_to=None)}
        fresh = [entry for code, entry in entries.items() if code not in present]
        differing = [entry for code, entry in entries.items() if code in present and _differs(present[code], entry)]
        gone = [row for code, row in present.items() if code not in entries]
        taken = Taken(len(fresh), len(differing), len(gone), len(entries) - len(fresh) - len(differing))
        if dry_run or not taken.anything:
            return taken
        ends = [*(row.pk for row in gone), *(present[entry.code].pk for entry in differing)]
        Road.objects.filter(pk__in=ends).update(valid_to=at)
        brought = RoadImport.objects.create(
            source=source, file_name=file_name[:120], digest=hashlib.sha256(content).hexdigest(), at=at,
            made_by=made_by[:150], added=taken.added, changed=taken.changed, ended=taken.ended, kept=taken.kept,
        )  # fmt: skip
        _write([*fresh, *differing], brought, present)
    return taken


def _differs(row: Road, entry: Entry) -> bool:
    return any(getattr(row, name) != value for name, value in entry.values.items())


def _write(entries: Sequence[Entry], brought: RoadImport, before: Mapping[str, Road]) -> None:
    rows = []
    for entry in entries:
        old = before.get(entry.code)
        shape = {name: getattr(old, name) for name in _SHAPE} if old is not None else {}
        values = {**shape, **entry.values}
        rows.append(Road(source=brought.source, code=entry.code, valid_from=brought.at, brought_by=brought, **values))
    made = Road.objects.bulk_create(rows, batch_size=_BATCH)
    keys = (
        RoadKey(road=row, key=key[:200])
        for row in made
        for key in sorted(keys_of(row.name, row.aliases, row.from_name, row.to_name))
    )
    RoadKey.objects.bulk_create(keys, batch_size=_BATCH)


def export(rows: Iterator[Road]) -> Iterator[bytes]:
    """The register as a table that `take_in` reads again; lines of a map are not in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        several = ("|".join(row.aliases), "|".join(row.regencies))
        cells = (row.code, row.name, row.road_class, several[0], row.owner, row.from_name, row.to_name, several[1])
        writer.writerow(_harmless(cell) for cell in cells)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula begins with a space, which reading takes off again."""
    return f" {cell}" if cell.startswith(("=", "+", "-", "@")) else cell
