"""The ZIP of a dossier: written file by file, so that many photos need no memory."""

import hashlib
import zipfile
from collections.abc import Mapping
from typing import IO, Any, Final

from rumahrakyat.evidence.dossiers import paper, record, words
from rumahrakyat.lib.canonical import canonical
from rumahrakyat.reports.models import Report

_STORED: Final = ("jpg", "png", "webp", "mp3", "m4a", "ogg", "aac", "mp4", "3gp", "pdf")
# A fixed date inside the ZIP: nothing but the contents makes two files differ.
_DATE: Final = (1980, 1, 1, 0, 0, 0)


def write(out: IO[bytes], report: Report, made: Mapping[str, Any], taking: Mapping[str, Any]) -> None:
    """`made` is the record, `taking` who takes it. Raises `lib.blobs.MissingBlob` when a file vanishes meanwhile."""
    sums: dict[str, str] = {}
    as_bytes = record.as_bytes(dict(made))
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, sums, "record.json", as_bytes)
        _put(archive, sums, "taking.json", canonical(dict(taking)))
        _put(archive, sums, "LIHAT-DULU.txt", words.README.format(number=report.number).encode())
        _put(archive, sums, "dossier.pdf", paper.pdf(report, made, taking, hashlib.sha256(as_bytes).hexdigest()))
        for listed in made["attachments"]:
            for name, data in record.content_of(report, listed):
                _put(archive, sums, name, data)
        listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        _put(archive, {}, "SHA256SUMS", listing.encode())


def _put(archive: zipfile.ZipFile, sums: dict[str, str], name: str, data: bytes) -> None:
    sums[name] = hashlib.sha256(data).hexdigest()
    info = zipfile.ZipInfo(name, _DATE)
    stored = name.endswith(_STORED)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
