"""A register put into words for its documents: every string as it is printed. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from rumahrakyat.lib.quarters import Quarter, parse
from rumahrakyat.oversight.registers import words
from rumahrakyat.oversight.registers.telling import (
    day,
    hours,
    joined,
    local,
    moment,
    number,
    percent,
    short_moment,
    span,
)

Content = Mapping[str, Any]
# Below this the percent is set in the colour of neglect.
LOW_TENTHS: Final = 900
_LOWEST: Final = 3
_PLACES: Final = 3


@dataclass(frozen=True)
class Teller:
    """`content` and what its codes are called."""

    content: Content

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.content["installation"]["zone"])

    @property
    def quarter(self) -> Quarter:
        return parse(self.content["quarter"]["code"])

    def body(self, code: str) -> str:
        return words.DESK if code == "-" else str(self.content["bodies"][code]["name"])

    def short(self, code: str) -> str:
        return "Meja" if code == "-" else str(self.content["bodies"][code]["short"])

    @property
    def number(self) -> str:
        seal = self.content["seal"]
        return str(seal.get("erratum") or seal.get("number", ""))

    def headline(self) -> list[dict[str, Any]]:
        """The finding in one sentence, in parts that are bold or not."""
        total = self.content["total"]
        if not total["due"]:
            return [_plain("Tidak ada jawaban yang jatuh tempo di dalam triwulan ini.")]
        bodies = [f"{number(total['agencies'])} perangkat daerah"] if total["agencies"] else []
        if total["governments"]:
            bodies.append(f"{number(total['governments'])} pemerintah kabupaten/kota")
        parts = [
            _plain("Dari "),
            _bold(number(total["due"])),
            _plain(f" jawaban yang jatuh tempo pada {joined([*bodies, 'meja verifikasi'])}, "),
            _bold(number(total["missed"])),
            _plain(" tidak diberikan tepat waktu."),
        ]
        lowest = self.lowest()
        for nth, (name, share) in enumerate(lowest):
            last = nth == len(lowest) - 1
            before = " Terendah: " if nth == 0 else ", " if not last else ", dan " if nth > 1 else " dan "
            parts += [_plain(before), _bold(f"{name} {share}")]
        if lowest:
            parts.append(_plain("."))
        if total["without_neglect"]:
            parts.append(_plain(f" {number(total['without_neglect'])} badan tanpa kelalaian."))
        return parts

    def lowest(self) -> list[tuple[str, str]]:
        """The agencies that kept the promise worst, of those with enough to compare, and below the line only."""
        groups = self.content["agencies"]["groups"][:2]
        found = [row for group in groups for row in group["rows"] if row["on_time_tenths"] < LOW_TENTHS]
        found.sort(key=lambda row: (row["on_time_tenths"], -row["due"], row["body"]))
        return [(self.short(row["body"]), percent(row["on_time_tenths"])) for row in found[:_LOWEST]]

    def league(self, of: str, notes: Mapping[str, str]) -> list[dict[str, Any]]:
        noun = "perangkat daerah" if of == "agencies" else "pemerintah daerah"
        groups = self.content[of]["groups"]
        return [
            {
                "title": group_title(group),
                "count": f"{len(group['rows'])} {noun}",
                "rows": [self._league_row(row, notes) for row in group["rows"]],
                "total": {"name": "Jumlah kelompok", **figures(group["total"])},
            }
            for group in groups
            if group["rows"]
        ]

    def _league_row(self, row: Content, notes: Mapping[str, str]) -> dict[str, Any]:
        return {
            "rank": str(row["rank"]),
            "name": self.body(row["body"]),
            "note": notes.get(row["body"], ""),
            **figures(row),
        }

    def annex(self) -> Iterator[dict[str, Any]]:
        for row in self.content["rows"]:
            yield {
                "nth": str(row["nth"]),
                "number": row["number"] or "rahasia",
                "body": self.short(row["body"]),
                "what": words.SHORT[row["obligation"]] + (" (sendiri)" if row["own"] else ""),
                "again": f" ke-{row['cycle']}" if row["cycle"] > 1 else "",
                "received": short_moment(row["received"], self.zone),
                "due": short_moment(row["due"], self.zone),
                "answered": short_moment(row["answered"], self.zone),
                "held": hours(row["held_seconds"]),
                "rule": f"v{row['rule_version']}",
                "state": words.STATES[row["state"]],
                "counts": row["state"] not in {"excused", "corrected"},
                "entries": self._entries(row["entries"]),
            }

    def _entries(self, entries: Mapping[str, Any]) -> str:
        return "  ".join(
            f"#{one['seq']} {one['hash'][:8]}" for one in (entries[k] for k in ("begun", "missed", "answered")) if one
        )

    def explanations(self) -> list[dict[str, Any]]:
        """Annex B: one block for a row, in the order of annex A; `nth` is what footnotes refer to."""
        rows = {row["breach"]: row for row in self.content["rows"]}
        blocks: dict[int, dict[str, Any]] = {}
        for one in self.content["explanations"]:
            row = rows[one["breach"]]
            block = blocks.setdefault(
                one["breach"],
                {
                    "nth": f"B-{len(blocks) + 1}",
                    "row": f"A-{row['nth']}",
                    "body": row["body"],
                    "who": self.short(row["body"]),
                    "number": row["number"] or "kasus rahasia",
                    "state": words.STATES[row["state"]],
                    "said": [],
                },
            )
            block["said"].append(self._said(one))
        return list(blocks.values())

    def _said(self, one: Content) -> dict[str, Any]:
        when = day(local(one["at"], self.zone).date())
        if one["what"] == "explanation":
            head = f"Penjelasan {when}, {words.REASONS[one['reason']]}"
        elif one["decision"] == "reopened":
            head = f"Waktu menjelaskan dibuka lagi {when}"
        else:
            head = f"Keputusan {when}: {words.STATES[one['decision']]}"
        if one["erratum"]:
            head += f", erratum {one['erratum']}"
        return {
            "head": head,
            "explains": one["what"] == "explanation",
            "words": one["words"] or "Kata-kata tidak dicetak: kasus rahasia.",
        }

    def notes(self, blocks: Sequence[Content]) -> tuple[dict[str, str], list[dict[str, str]]]:
        """Letters for the bodies that explained something, in the order in which the leagues name them, and where in
        annex B what each of them said stands."""
        places: dict[str, list[str]] = {}
        for block in blocks:
            if any(one["explains"] for one in block["said"]):
                places.setdefault(block["body"], []).append(block["nth"])
        letters: dict[str, str] = {}
        said: list[dict[str, str]] = []
        for body in (*self._in_order(), "-"):
            if body in places and body not in letters:
                letters[body] = letter(len(letters))
                said.append({"letter": letters[body], "text": _places(places[body])})
        return letters, said

    def _in_order(self) -> list[str]:
        leagues = (self.content["agencies"], self.content["governments"])
        return [row["body"] for league in leagues for group in league["groups"] for row in group["rows"]]


def _places(nths: Sequence[str]) -> str:
    """B-1, B-4, B-9 dan 2 lagi"""
    shown = ", ".join(nths[:_PLACES])
    return shown if len(nths) <= _PLACES else f"{shown} dan {len(nths) - _PLACES} lagi"


def _plain(text: str) -> dict[str, Any]:
    return {"text": text, "bold": False}


def _bold(text: str) -> dict[str, Any]:
    return {"text": text, "bold": True}


def letter(nth: int) -> str:
    """a, b, … z, aa, ab, …"""
    return (letter(nth // 26 - 1) if nth >= 26 else "") + chr(ord("a") + nth % 26)


def figures(row: Content) -> dict[str, Any]:
    """A row of a league as it is printed; `kept` and `lost` are parts of a bar of a thousand."""
    kept = row["on_time_tenths"] or 0
    return {
        "due": number(row["due"]),
        "on_time": percent(row["on_time_tenths"]),
        "neglect": number(row["neglect"]),
        "median": hours(row["median_seconds"]),
        "ninth": hours(row["ninth_seconds"]),
        "kept": kept,
        "lost": 1000 - kept if row["due"] else 0,
        "low": bool(row["due"]) and kept < LOW_TENTHS,
    }


def group_title(group: Content) -> str:
    if group["to"] is None:
        return f"{number(group['from'])} jawaban atau lebih"
    return f"{number(group['from'])} sampai {number(group['to'])}" if group["from"] else f"Di bawah {group['to'] + 1}"


def rule_words(rule: Content, teller: Teller) -> dict[str, str]:
    unit = "jam" if rule["unit"] == "hours" else "hari kerja"
    amount = f"{number(rule['amount'])} {unit}"
    if rule["extension"]:
        amount += f" + {rule['extension']}"
    end = f" sampai {day(local(rule['valid_to'], teller.zone).date())}" if rule["valid_to"] else ""
    return {
        "name": words.SHORT[rule["obligation"]],
        "version": f"v{rule['version']}",
        "amount": amount,
        "since": day(local(rule["valid_from"], teller.zone).date()) + end,
        "source": rule["source"],
    }


def _obligation(one: Content) -> dict[str, Any]:
    counted = {name: number(one["total"][name]) for name in ("missed", "own", "excused", "corrected")}
    return {"name": one["name"], **counted, **figures(one["total"])}


def _tiles(total: Content) -> list[dict[str, Any]]:
    return [
        {"label": "Jatuh tempo", "value": number(total["due"]), "low": False},
        {"label": "Tepat waktu", "value": percent(total["on_time_tenths"]), "low": False},
        {"label": "Lalai", "value": number(total["neglect"]), "low": bool(total["neglect"])},
        {"label": "Teguran", "value": number(total["reprimands"]), "low": False},
    ]


def view(content: Content, sha256: str) -> dict[str, Any]:
    """Everything the page template prints."""
    teller = Teller(content)
    blocks = teller.explanations()
    letters, notes = teller.notes(blocks)
    total, seal, quarter = content["total"], content["seal"], teller.quarter
    first, last = (date.fromisoformat(content["quarter"][name]) for name in ("first", "last"))
    return {
        "draft": not seal,
        "number": teller.number or "Draf, tanpa nomor",
        "original": seal.get("number", ""),
        "erratum": seal.get("erratum", ""),
        "government": content["installation"]["government"],
        "frozen": moment(seal["frozen_at"], teller.zone) if seal else "belum dibekukan",
        "meeting": seal.get("meeting", ""),
        "cut_off": moment(content["cut_off"], teller.zone),
        "title": "Register Kelalaian Menjawab",
        "subtitle": f"Triwulan {quarter.roman} {quarter.year}, {span(first, last)}."
        " Kewajiban utama: jawaban dalam 1×24 jam.",
        "headline": teller.headline(),
        "tiles": _tiles(total),
        "agencies": teller.league("agencies", letters),
        "governments": teller.league("governments", letters),
        "without": [teller.body(code) for code in content["agencies"]["without"]],
        "without_governments": [teller.body(code) for code in content["governments"]["without"]],
        "desk": {"name": words.DESK, "note": letters.get("-", ""), **figures(content["desk"])},
        "obligations": [_obligation(one) for one in content["obligations"]],
        "endings": {name: number(value) for name, value in content["endings"].items()},
        "unanswered": number(total["unanswered"]),
        "formulas": {one["code"]: one for one in content["formulas"]},
        "rules": [rule_words(one, teller) for one in content["rules"]],
        "rows": list(teller.annex()),
        "explanations": blocks,
        "notes": notes,
        "sha256": sha256,
        "code": content["quarter"]["code"],
    }
