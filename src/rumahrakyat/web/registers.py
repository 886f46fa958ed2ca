"""A quarterly register as a page, for everybody and for those who watch. Its sentences are the register's own, in
Indonesian; only what stands around them is translated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rumahrakyat.duty.models import BreachState
from rumahrakyat.duty.negligence.queries import NEGLECT
from rumahrakyat.lib.canonical import digest
from rumahrakyat.lib.quarters import Quarter
from rumahrakyat.oversight.models_registers import Register
from rumahrakyat.oversight.registers import freezing, words
from rumahrakyat.oversight.registers.files import MEDIA, SUMS, every_file, rendered, stem
from rumahrakyat.oversight.registers.telling import moment, number
from rumahrakyat.oversight.registers.view import Teller, view

# The address of the rows behind a number, by body (its code, "-" the desk, empty: all), obligation and state (empty:
# any); "" where the reader may not see every one of them.
Rows = Callable[[str, str, str], str]
_FIRST: Final = "first_response"
# What the table says of an obligation: the name of the column, the figure, and the state whose rows it opens.
_COLUMNS: Final = (
    ("Jatuh tempo", "due", ""),
    ("Tepat waktu", "on_time", ""),
    ("Terlambat", "missed", ""),
    ("Waktu sendiri", "own", ""),
    ("Dimaafkan", "excused", BreachState.EXCUSED.value),
    ("Dikoreksi", "corrected", BreachState.CORRECTED.value),
    ("Lalai", "neglect", NEGLECT),
)


@dataclass(frozen=True)
class Listed:
    """A line of the list of registers. `note` says what the figures are, or that it is a draft."""

    title: str
    number: str
    href: str
    frozen_at: datetime | None
    sha256: str
    errata: int
    files: tuple[tuple[str, str], ...]


def title_of(quarter: Quarter) -> str:
    return f"Triwulan {quarter.roman} {quarter.year}"


def listed(register: Register, base: str) -> Listed:
    quarter = Quarter(register.year, register.nth)
    errata = list(register.errata.all())
    return Listed(
        title_of(quarter),
        errata[-1].number if errata else register.number,
        f"{base}{quarter.code}/",
        register.frozen_at,
        errata[-1].sha256 if errata else register.sha256,
        len(errata),
        downloads(base, quarter),
    )


def downloads(base: str, quarter: Quarter) -> tuple[tuple[str, str], ...]:
    """Names and addresses of the files."""
    named = [(kind.upper(), f"{base}{quarter.code}/berkas.{kind}") for kind in MEDIA]
    return (*named, (SUMS, f"{base}{quarter.code}/berkas.sums"))


def page(content: Mapping[str, Any], rows: Rows | None) -> dict[str, Any]:
    """What the page shows: the words of the document, and behind each number its rows where `rows` is given."""
    told = view(dict(content), digest(content))
    teller = Teller(content)
    for of in ("agencies", "governments"):
        shown = [group for group in content[of]["groups"] if group["rows"]]
        for group, source in zip(told[of], shown, strict=True):
            for row, figure in zip(group["rows"], source["rows"], strict=True):
                row["href"] = rows(figure["body"], _FIRST, NEGLECT) if rows and figure["neglect"] else ""
    for row, source in zip(told["obligations"], content["obligations"], strict=True):
        row["cells"] = [
            (
                name,
                row[figure],
                rows("", source["code"], state) if rows and state and source["total"][figure] else "",
                figure == "on_time" and row["low"],
            )
            for name, figure, state in _COLUMNS
        ]
    told["columns"] = ["Kewajiban", *(name for name, _figure, _state in _COLUMNS)]
    return {
        "told": told,
        "title": title_of(teller.quarter),
        "rows_total": number(len(content["rows"])),
        "rows_href": rows("", "", "") if rows and content["rows"] else "",
        "unrecorded": sum(one["total"]["unrecorded"] for one in content["obligations"]),
    }


def errata(known: freezing.Published | None) -> list[dict[str, Any]]:
    """The corrections of a register, each with what it changed."""
    if known is None:
        return []
    zone = Teller(known.content).zone
    return [
        {
            "number": one.number,
            "what": one.what,
            "reason": one.reason,
            "when": moment(one.at.isoformat(), zone),
            "sha256": one.sha256,
            "changes": [change for change in one.changes if not isinstance(change["after"], dict | list)][:40],
        }
        for one in known.errata
    ]


def open_rows(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows nobody has ruled on, counted by body: what is frozen as neglect unless somebody still rules."""
    teller = Teller(content)
    counted: dict[tuple[str, str], int] = {}
    for row in content["rows"]:
        if row["state"] in {"open", "explained"}:
            counted[row["body"], row["state"]] = counted.get((row["body"], row["state"]), 0) + 1
    return [
        {"name": teller.body(body), "body": body, "state": words.STATES[state], "count": count}
        for (body, state), count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def file_of(content: dict[str, Any], kind: str) -> tuple[str, str, bytes]:
    """Name, media type and bytes of one download. Raises `KeyError` for a kind there is none of."""
    if kind == "sums":
        return SUMS, "text/plain; charset=utf-8", every_file(content)[SUMS]
    media = MEDIA[kind]
    return f"{stem(content)}.{kind}", media, rendered(kind, content)
