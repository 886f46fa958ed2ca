"""The register as a workbook: numbers as numbers, dates as local dates, no text that a spreadsheet would run."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rumahrakyat.oversight.registers import words
from rumahrakyat.oversight.registers.cells import cell
from rumahrakyat.oversight.registers.telling import local, moment, parsed, span
from rumahrakyat.oversight.registers.view import Teller, group_title, rule_words

_GREEN: Final = "#0B5D4E"
_DAY: Final = 86_400


class Book:
    """A workbook and its formats; one method per sheet. Times of answers are days to a spreadsheet, shown as [h].mm."""

    def __init__(self, content: dict[str, Any], sha256: str) -> None:
        self.content, self.sha256, self.teller = content, sha256, Teller(content)
        self.written = io.BytesIO()
        # Text stays text: nothing is taken for a formula, a link or a number.
        text = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
        self.book = xlsxwriter.Workbook(self.written, {"in_memory": True, **dict.fromkeys(text, False)})
        # The moment of the data, not of the writing: the same content gives the same bytes.
        made = parsed(content["cut_off"]).replace(tzinfo=None, microsecond=0)
        self.book.set_properties({"title": f"Register Kelalaian Menjawab {self.teller.quarter.code}", "created": made})
        self.plain = self._format(text_wrap=True)
        self.bold = self._format(bold=True, text_wrap=True)
        self.title = self._format(bold=True, font_size=16, font_color=_GREEN)
        self.head = self._format(bold=True, text_wrap=True, bottom=2, valign="bottom")
        self.count = self._format(num_format="#,##0")
        self.share = self._format(num_format="0.0%")
        self.hours = self._format(num_format="[h]:mm")
        self.when = self._format(num_format="yyyy-mm-dd hh:mm")
        self.mono = self._format(font_name="Consolas", font_size=9)

    def _format(self, **given: Any) -> Format:
        return self.book.add_format({"valign": "top", "font_size": 10, **given})

    def bytes(self) -> bytes:
        for make in (self._summary, self._league, self._others, self._rows, self._formulas, self._rules):
            make()
        self.book.close()
        return self.written.getvalue()

    def _sheet(self, name: str, heads: Sequence[str], widths: Sequence[int], *, keep: int = 1) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, keep)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&L{self.teller.number or 'Draf'}&C{self.sha256}&RHalaman &P dari &N")
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, self.head)
        return sheet

    def _summary(self) -> None:
        sheet = self.book.add_worksheet("Ringkasan")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 70)
        sheet.freeze_panes(1, 0)
        sheet.write_string(0, 0, "Register Kelalaian Menjawab", self.title)
        content, total, seal = self.content, self.content["total"], self.content["seal"]
        first, last = (datetime.fromisoformat(content["quarter"][name]).date() for name in ("first", "last"))
        lines: list[tuple[str, Any, Format]] = [
            ("Nomor", self.teller.number or "Draf, tanpa nomor", self.bold),
            ("Triwulan", f"{self.teller.quarter.roman} {self.teller.quarter.year}, {span(first, last)}", self.plain),
            ("Dibekukan", moment(seal["frozen_at"], self.teller.zone) if seal else "belum", self.plain),
            ("Untuk", seal.get("meeting", ""), self.plain),
            ("Batas data", moment(content["cut_off"], self.teller.zone), self.plain),
            ("Sidik register (SHA-256)", self.sha256, self.mono),
            ("", "".join(part["text"] for part in self.teller.headline()), self.plain),
        ]
        lines += [(name, total[key], self.count) for key, name in _TOTALS]
        lines.insert(9, ("Tepat waktu", _share(total), self.share))
        lines += [(name, content["endings"][key], self.count) for key, name in _ENDINGS]
        for row, (name, value, format_) in enumerate(lines, 2):
            sheet.write_string(row, 0, name, self.bold)
            self._write(sheet, row, 1, value, format_)

    def _write(self, sheet: Worksheet, row: int, column: int, value: Any, format_: Format) -> None:
        if value is None:
            sheet.write_blank(row, column, None, format_)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value, format_)
        elif isinstance(value, str):
            sheet.write_string(row, column, str(cell(value)), format_)
        else:
            sheet.write_number(row, column, value, format_)

    def _fill(self, sheet: Worksheet, rows: Iterable[Sequence[Any]], formats: Sequence[Format]) -> None:
        last = 0
        for last, values in enumerate(rows, 1):
            for column, (value, format_) in enumerate(zip(values, formats, strict=True)):
                self._write(sheet, last, column, value, format_)
        sheet.autofilter(0, 0, last, len(formats) - 1)

    def _league(self) -> None:
        heads = ("Badan", "Golongan", "Kelompok", "Urutan", *_FIGURES, "Teguran")
        sheet = self._sheet("Liga", heads, (52, 14, 22, 9, *([11] * len(_FIGURES)), 9))
        count, text = self.count, self.plain
        formats = (text, text, text, count, *self._formats(), count)
        self._fill(sheet, self._league_rows(), formats)

    def _league_rows(self) -> Iterable[Sequence[Any]]:
        for of, kind in (("agencies", "provinsi"), ("governments", "kab/kota")):
            for group in self.content[of]["groups"]:
                for row in group["rows"]:
                    name = self.teller.body(row["body"])
                    yield name, kind, group_title(group), row["rank"], *_figures(row), row["reprimands"]
        desk = self.content["desk"]
        yield words.DESK, "meja", "", None, *_figures(desk), desk["reprimands"]

    def _others(self) -> None:
        sheet = self._sheet(
            "Kewajiban lain", ("Kewajiban", "Badan", *_FIGURES), (48, 48, *([11] * len(_FIGURES))), keep=2
        )
        rows = [
            (one["name"], "Semua" if name == "" else self.teller.body(name), *_figures(row))
            for one in self.content["obligations"]
            for name, row in [("", one["total"]), *((row["body"], row) for row in one["bodies"])]
        ]
        self._fill(sheet, rows, (self.plain, self.plain, *self._formats()))

    def _formats(self) -> tuple[Format, ...]:
        count = self.count
        return (count, count, self.share, count, count, count, count, count, self.hours, self.hours)

    def _rows(self) -> None:
        heads, widths = zip(*ROW_HEADS, strict=True)
        sheet = self._sheet("Baris", heads, widths, keep=2)
        count, text, when = self.count, self.plain, self.when
        formats = (count, text, text, text, count, text, when, when, when, when, self.hours, when, count, text,
                   *([count, self.mono] * 3))  # fmt: skip
        self._fill(sheet, rows_of(self.teller), formats)

    def _formulas(self) -> None:
        sheet = self._sheet("Rumus", ("Angka", "Rumus"), (26, 110))
        rows = [(one["name"], one["formula"]) for one in self.content["formulas"]]
        self._fill(sheet, rows, (self.bold, self.plain))

    def _rules(self) -> None:
        sheet = self._sheet("Aturan", ("Kewajiban", "Versi", "Waktu", "Sejak", "Sumber"), (24, 8, 22, 34, 100))
        rows = [
            (told["name"], told["version"], told["amount"], told["since"], told["source"])
            for told in (rule_words(one, self.teller) for one in self.content["rules"])
        ]
        self._fill(sheet, rows, [self.plain] * 5)


_FIGURES: Final = (
    "Jatuh tempo", "Tepat waktu", "Tepat waktu, %", "Terlambat", "Waktu sendiri", "Dimaafkan", "Dikoreksi", "Lalai",
    "Median, j:m", "9 dari 10, j:m",
)  # fmt: skip
_TOTALS: Final = (
    ("due", "Jatuh tempo"), ("on_time", "Dijawab tepat waktu"), ("missed", "Terlambat"), ("own", "Waktu sendiri"),
    ("excused", "Dimaafkan"), ("corrected", "Dikoreksi"), ("neglect", "Lalai"), ("unanswered", "Belum dijawab"),
    ("again", "Jatuh tempo sesudah keberatan"), ("reprimands", "Teguran"),
)  # fmt: skip
_ENDINGS: Final = (
    ("taken_in", "Diterima"), ("solved", "Tuntas"), ("closed_by_system", "Ditutup sistem, bukan tuntas"),
    ("referred", "Dirujuk"), ("rejected", "Tidak ditindaklanjuti"), ("merged", "Digabung"),
    ("objections", "Keberatan pelapor"),
)  # fmt: skip
ROW_HEADS: Final = (
    ("Baris", 7), ("Nomor", 18), ("Pemegang", 48), ("Kewajiban", 20), ("Ke-", 6), ("Atas", 12), ("Diterima", 17),
    ("Mulai", 17), ("Tenggat", 17), ("Dijawab", 17), ("Dipegang, j:m", 13), ("Dipegang sejak", 17), ("Versi aturan", 8),
    ("Keadaan", 12), ("Entri mulai", 8), ("Sidik mulai", 20), ("Entri lewat", 8), ("Sidik lewat", 20),
    ("Entri jawaban", 8), ("Sidik jawaban", 20),
)  # fmt: skip


def rows_of(teller: Teller) -> Iterable[list[Any]]:
    """The rows of annex A; instants as local times without a zone, lengths of time in days."""
    for row in teller.content["rows"]:
        when = [
            None if row[name] is None else local(row[name], teller.zone).replace(tzinfo=None)
            for name in ("received", "started", "due", "answered", "held_since")
        ]
        entries = [row["entries"][name] for name in ("begun", "missed", "answered")]
        yield [
            row["nth"], row["number"] or "rahasia", teller.body(row["body"]), words.SHORT[row["obligation"]],
            row["cycle"], "waktu sendiri" if row["own"] else "kasus", *when[:4], row["held_seconds"] / _DAY, when[4],
            row["rule_version"], words.STATES[row["state"]],
            *(value for one in entries for value in ((one["seq"], one["hash"]) if one else (None, None))),
        ]  # fmt: skip


def _share(row: Any) -> float | None:
    return None if row["on_time_tenths"] is None else row["on_time_tenths"] / 1000


def _figures(row: Any) -> tuple[Any, ...]:
    times = [None if row[name] is None else row[name] / _DAY for name in ("median_seconds", "ninth_seconds")]
    return (
        row["due"], row["on_time"], _share(row), row["missed"], row["own"], row["excused"], row["corrected"],
        row["neglect"], *times,
    )  # fmt: skip


def xlsx(content: dict[str, Any], sha256: str) -> bytes:
    return Book(content, sha256).bytes()
