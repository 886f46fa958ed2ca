"""The files of a register: PDF, XLSX, CSV, JSON and their hashes. The same register gives the same bytes."""

import csv
import hashlib
import io
from collections.abc import Mapping
from typing import Any, Final

from rumahrakyat.lib.canonical import canonical
from rumahrakyat.oversight.registers import words
from rumahrakyat.oversight.registers.cells import cell
from rumahrakyat.oversight.registers.pdf import pdf
from rumahrakyat.oversight.registers.spreadsheet import xlsx
from rumahrakyat.oversight.registers.view import Teller

MEDIA: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
SUMS: Final = "SHA256SUMS"
_HEADS: Final = (
    "baris", "nomor", "badan", "nama_badan", "kewajiban", "ke", "waktu_sendiri", "diterima", "mulai", "tenggat",
    "dijawab", "detik_dipegang", "dipegang_sejak", "versi_aturan", "keadaan", "entri_mulai", "sidik_mulai",
    "entri_lewat", "sidik_lewat", "entri_jawaban", "sidik_jawaban",
)  # fmt: skip


def stem(content: Mapping[str, Any]) -> str:
    """register-2026-III, with the erratum or that it is a draft."""
    quarter = Teller(content).quarter
    seal = content["seal"]
    more = "" if seal else "-draf"
    if "erratum" in seal:
        more = "-" + str(seal["erratum"]).rpartition("/")[2]
    return f"register-{quarter.year}-{quarter.roman}{more}"


def rendered(kind: str, content: dict[str, Any]) -> bytes:
    """One file; `kind` is a key of `MEDIA`."""
    raw = canonical(content)
    sha256 = hashlib.sha256(raw).hexdigest()
    if kind == "json":
        return raw
    if kind == "csv":
        return rows_as_csv(content)
    return xlsx(content, sha256) if kind == "xlsx" else pdf(content, sha256)


def every_file(content: dict[str, Any]) -> dict[str, bytes]:
    """All files by name, with the list of their hashes as `sha256sum --check` reads it."""
    made = {f"{stem(content)}.{kind}": rendered(kind, content) for kind in MEDIA}
    sums = "".join(f"{hashlib.sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(made.items()))
    return {**made, SUMS: sums.encode()}


def rows_as_csv(content: Mapping[str, Any]) -> bytes:
    """Annex A for machines: instants with their zone, times in seconds, a byte order mark for spreadsheets."""
    teller = Teller(content)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for row in content["rows"]:
        entries = [row["entries"][name] for name in ("begun", "missed", "answered")]
        values: list[object] = [
            row["nth"], row["number"] or "rahasia", "" if row["body"] == "-" else row["body"],
            teller.body(row["body"]), row["obligation"], row["cycle"], int(row["own"]), row["received"],
            row["started"], row["due"], row["answered"], row["held_seconds"], row["held_since"], row["rule_version"],
            words.STATES[row["state"]],
            *(value for one in entries for value in ((one["seq"], one["hash"]) if one else (None, None))),
        ]  # fmt: skip
        writer.writerow([cell(value) for value in values])
    return ("\ufeff" + written.getvalue()).encode()
