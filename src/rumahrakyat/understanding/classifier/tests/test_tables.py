import gzip
from pathlib import Path

import pytest

from rumahrakyat.understanding.classifier import BadTable, MissingColumn, tables


def file(folder: Path, content: str | bytes, name: str = "data.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


ROWS = "id,Isi,Kategori\n2,jalan rusak,jalan\n1,lampu mati,lampu\n"
ZIPPED = gzip.compress(ROWS.encode(), mtime=0)  # the same in every process, as names of tests must be


@pytest.mark.parametrize(
    "content",
    [
        ROWS,
        "\ufeff" + ROWS,
        ROWS.replace(",", ";"),
        "sep=;\n" + ROWS.replace(",", ";"),
        ROWS.replace(",", "\t"),
        ROWS.replace("\n", "\r\n"),
        ZIPPED,
        'id,Isi,Kategori\n2,"jalan rusak",jalan\n\n1,lampu mati,lampu',
    ],
)
def test_csv_is_read_however_spreadsheets_write_it(content: str | bytes, tmp_path: Path) -> None:
    table = tables.read(file(tmp_path, content), text="isi", label=" KATEGORI ")
    assert table.texts == ["jalan rusak", "lampu mati"]
    assert table.labels == ["jalan", "lampu"]
    assert tables.in_order(table.examples) == [1, 0]  # by their number, not as they stand in the file


def test_an_export_of_sp4n_needs_no_names_of_columns(tmp_path: Path) -> None:
    head = "Tracking ID;Tanggal Laporan Masuk;Kategori;Judul Laporan;Isi Laporan Awal;Isi Laporan Akhir\n"
    rows = "7;2025-01-02;Jalan;Rusak;jalannya rusak;Jalan rusak di Demak\n8;2025-01-03;Lampu;Mati;lampunya mati;\n"
    path = file(tmp_path, head + rows)
    assert tables.read(path, text=None, label=None).texts == ["Jalan rusak di Demak", "lampunya mati"]
    joined = tables.read(path, text="Judul Laporan+Isi Laporan Awal", label="Kategori")
    assert joined.texts == ["Rusak\njalannya rusak", "Mati\nlampunya mati"]


def test_rows_without_text_or_label_are_left_out_and_counted(tmp_path: Path) -> None:
    table = tables.read(
        file(tmp_path, "teks,label\n  ,jalan\njalan rusak,\nshort\nlampu,lampu\n"), text="teks", label="label"
    )
    assert table.texts == ["lampu"]
    assert table.sentences() == ["1 rows without a text were left out", "2 rows without a label were left out"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("teks,label\n", "no row"),
        ("teks,label\n,\n", "no row"),
        ("teks,label,Teks\na,b,c\n", "more than once"),
        ("teks,label\njalan \xe9".encode("latin-1"), r"not UTF-8 \(line 2\)"),
        (ZIPPED[:30], "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(content: str | bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=why):
        tables.read(file(tmp_path, content), text="teks", label="label")


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn, match="no column 'teks'; the file has: id, Isi, Kategori"):
        tables.read(file(tmp_path, ROWS), text="teks", label="Kategori")
    with pytest.raises(BadTable, match="--text and --label"):
        tables.read(file(tmp_path, ROWS), text=None, label="Kategori")
    with pytest.raises(BadTable, match="cannot read"):
        tables.read(tmp_path / "none.csv", text="teks", label="label")


def test_dates_that_begin_with_the_day_leave_the_order_of_the_file(tmp_path: Path) -> None:
    rows = "tanggal,t,l\n03/01/2025,a,x\n02/02/2025,b,x\n"
    assert tables.in_order(tables.read(file(tmp_path, rows), text="t", label="l").examples) == [0, 1]
