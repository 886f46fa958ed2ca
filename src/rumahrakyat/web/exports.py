"""Tables as CSV files that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from rumahrakyat.oversight.registers.cells import cell
from rumahrakyat.web.requests import never_stored


def table_as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download with a byte order mark, because spreadsheets otherwise misread accents."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([cell(one) for one in head])
    writer.writerows([cell(one) for one in row] for row in rows)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return never_stored(response)
