"""Tables as files that a spreadsheet opens without running anything: CSV, and XLSX."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from rumahrakyat.oversight.registers.cells import cell
from rumahrakyat.web.requests import never_stored

# A sheet has 1,048,576 rows, and the first is the head.
MOST_ROWS: Final = 1_048_575
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_ONCE: Final = 1000


class TooManyRows(ValueError):
    """More rows than a sheet has; `rows` of them. A CSV has no such limit."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


def table_as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download with a byte order mark, because spreadsheets otherwise misread accents."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([cell(one) for one in head])
    writer.writerows([cell(one) for one in row] for row in rows)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return never_stored(response)


def rows_as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The same, sent while the rows are read: however many there are, only some are held at a time."""
    response = StreamingHttpResponse(_pieces(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return never_stored(response)


def _pieces(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    written = io.StringIO()
    writer = csv.writer(written)
    written.write("\ufeff")
    writer.writerow([cell(one) for one in head])
    for nth, row in enumerate(rows, 1):
        writer.writerow([cell(one) for one in row])
        if nth % _AT_ONCE == 0:
            yield written.getvalue().encode()
            written.seek(0)
            written.truncate()
    yield written.getvalue().encode()


def rows_as_xlsx(name: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, count: int) -> FileResponse:
    """A workbook of one sheet, written row by row into a file that vanishes. `count`: how many rows are to come.

    Raises `TooManyRows`.
    """
    if count > MOST_ROWS:
        raise TooManyRows(count)
    # The file is closed, and so removed, with the response.
    kept = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115
    _write(kept.name, head, rows)
    response = FileResponse(kept, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    return never_stored(response)


def _write(path: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(
        path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm", **inert}
    ) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(head) - 1), 20)
        for column, words in enumerate(head):
            sheet.write_string(0, column, words, bold)
        for nth, row in zip(range(1, MOST_ROWS + 1), rows, strict=False):
            for column, value in enumerate(row):
                if isinstance(value, bool | int | float):
                    sheet.write_number(nth, column, value)
                elif value not in (None, ""):
                    sheet.write_string(nth, column, str(cell(str(value))))
