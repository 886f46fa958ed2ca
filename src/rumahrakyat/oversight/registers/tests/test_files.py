"""The files of a register: readable, harmless, and the same bytes every time."""

import csv
import hashlib
import io
from typing import Any

import openpyxl
import pypdf
import pytest

from rumahrakyat.lib import wallclock
from rumahrakyat.lib.quarters import Quarter
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.oversight.registers.content import Wanted, reckon
from rumahrakyat.oversight.registers.files import SUMS, every_file
from rumahrakyat.oversight.registers.telling import hours, joined, moment, number, percent
from rumahrakyat.oversight.registers.tests import kit
from rumahrakyat.oversight.registers.tests.kit import Q3
from rumahrakyat.oversight.registers.view import letter, view
from rumahrakyat.oversight.tests.kit import NOW, build

pytestmark = pytest.mark.django_db
SEAL = {"number": "RR/REG/2026-III/007", "meeting": "Rakor", "frozen_at": "2026-10-09T01:00:00.000000Z"}


@pytest.fixture
def content() -> dict[str, Any]:
    kit.play()
    return reckon(Wanted(Q3, wallclock.zone(), NOW, SEAL))


def words_of(raw: bytes) -> str:
    return " ".join(" ".join((page.extract_text() or "").split()) for page in pypdf.PdfReader(io.BytesIO(raw)).pages)


def test_the_same_register_gives_the_same_bytes(content: dict[str, Any]) -> None:
    assert every_file(content) == every_file(content)


def test_the_hashes_are_those_of_the_files(content: dict[str, Any]) -> None:
    files = every_file(content)
    listed = dict(line.split("  ")[::-1] for line in files[SUMS].decode().splitlines())
    assert listed == {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items() if name != SUMS}
    assert set(listed) == {f"register-2026-III.{kind}" for kind in ("pdf", "xlsx", "csv", "json")}


def test_every_page_of_the_pdf_says_number_fingerprint_and_page(content: dict[str, Any]) -> None:
    files = every_file(content)
    sha256 = hashlib.sha256(files["register-2026-III.json"]).hexdigest()
    pages = pypdf.PdfReader(io.BytesIO(files["register-2026-III.pdf"])).pages
    for nth, page in enumerate(pages, 1):
        told = page.extract_text()
        assert SEAL["number"] in told
        assert sha256[:32] in told
        assert f"Halaman {nth} dari {len(pages)}" in told


def test_the_pdf_tells_the_finding_and_the_rows(content: dict[str, Any]) -> None:
    told = words_of(every_file(content)["register-2026-III.pdf"])
    assert "tidak diberikan tepat waktu" in told
    assert "Dinas Pekerjaan Umum Bina Marga" in told
    assert "rahasia" in told
    assert "Ditutup sistem bukan tuntas" in told


def test_the_workbook_has_numbers_as_numbers_and_dates_as_dates(content: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(every_file(content)["register-2026-III.xlsx"]))
    assert book.sheetnames == ["Ringkasan", "Liga", "Kewajiban lain", "Baris", "Rumus", "Aturan"]
    league = {row[0]: row for row in book["Liga"].iter_rows(min_row=2, values_only=True)}
    roads = league["Dinas Pekerjaan Umum Bina Marga dan Cipta Karya"]
    assert (roads[4], roads[5], roads[6], roads[11]) == (4, 2, 0.5, 2)
    rows = list(book["Baris"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(content["rows"])
    assert rows[0][8].tzinfo is None
    assert book["Baris"].freeze_panes == "C2"


def test_no_cell_is_a_formula(content: dict[str, Any]) -> None:
    for one in content["bodies"].values():
        one["name"] = "=HYPERLINK(1)"
    files = every_file(content)
    book = openpyxl.load_workbook(io.BytesIO(files["register-2026-III.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or str(cell.value).startswith("=")]
    assert b",=" not in files["register-2026-III.csv"]


def test_the_table_holds_a_line_for_each_row(content: dict[str, Any]) -> None:
    told = every_file(content)["register-2026-III.csv"].decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(told)))
    assert [line["sidik_lewat"] for line in lines] == [row["entries"]["missed"]["hash"] for row in content["rows"]]


def test_a_draft_says_that_it_is_one() -> None:
    build()
    files = every_file(reckon(Wanted(Quarter(2024, 1), wallclock.zone(), NOW)))
    assert "register-2024-I-draf.pdf" in files
    told = words_of(files["register-2024-I-draf.pdf"])
    assert "Draf, tanpa nomor" in told
    assert "Tidak ada jawaban yang jatuh tempo" in told


def test_a_long_name_is_printed_whole() -> None:
    kit.play()
    name = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana Provinsi"
    Organisation.objects.filter(code="DISDIKBUD").update(name=name)
    told = words_of(every_file(reckon(Wanted(Q3, wallclock.zone(), NOW, SEAL)))["register-2026-III.pdf"])
    assert name in told


def test_numbers_and_times_are_told_in_indonesian() -> None:
    assert (number(4024), percent(923), percent(None), hours(3600 * 8 + 240)) == ("4.024", "92,3%", "–", "8.04")
    assert moment("2026-07-10T01:00:00.000000Z", wallclock.zone()) == "Jumat, 10 Juli 2026 08.00 WIB"
    assert (joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])) == ("a", "a dan b", "a, b, dan c")
    assert (letter(0), letter(25), letter(26)) == ("a", "z", "aa")


def test_the_headline_names_the_lowest_of_those_that_can_be_compared(content: dict[str, Any]) -> None:
    told = "".join(part["text"] for part in view(content, "0" * 64)["headline"])
    assert told.startswith("Dari 8 jawaban yang jatuh tempo pada 2 perangkat daerah, 1 pemerintah kabupaten/kota")
    assert "Terendah: DPUBMCK 50,0%." in told
