"""Verifies a record of Rumah Rakyat without its server, its database, a network, or trust in whoever keeps them.

    python verifier.py FILE [--seal COPY.json] [--record RECORD.jsonl.gz] [--json]

FILE is a dossier (.zip), an export of the record (.jsonl or .jsonl.gz), one daily seal or all of them (.json), or the
register of a quarter (.json). With --seal it is also compared with a copy of a seal that you kept yourself: that alone
proves that nobody changed the past. With --record a dossier as a whole, and every row of a register, is looked up in an
export of the record.
This is one file for Python 3.11 or later and its standard library; read it before you trust it. Exit status: 0 nothing
was altered, 1 something was, 2 the file cannot be read.
"""

import argparse
import gzip
import hashlib
import json
import re
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any, Final

from rumahrakyat.verifier.proofs import (
    REASONS,
    Chain,
    Report,
    Tree,
    Unreadable,
    check_copy,
    check_proof,
    check_seals,
    digest,
    leaf,
    parsed,
    printable,
    rows,
    table,
    whole,
)

TROUBLE: Final = 2
NO_PROOF: Final = (
    "it carries no proof inside: a table (CSV, XLSX, Parquet), a paper or a list. Verify the dossier (.zip), the"
    " export of the record (.jsonl.gz), the seals or the register (.json) instead; files of a register: sha256sum -c"
)
LINE: Final = 8 << 20  # bytes of a line of an export
TEXT: Final = 64 << 20  # bytes of a JSON that is read as a whole
MEMBERS: Final = 1000  # files of a dossier
UNPACKED: Final = 4 << 30  # bytes of all of them together


def check_record(lines: IO[bytes] | gzip.GzipFile, report: Report) -> None:
    """An export: a heading, every seal, then every case with its entries in the order of the numbers, and an end."""
    report.kind = "record"
    head, tree, chain, case, ended = table(_line(lines)), Tree(), None, dict[str, Any](), False
    if head.get("schema") != "rumahrakyat-record/1":
        raise Unreadable("this is no export of a record (rumahrakyat-record/1)")
    seals: list[dict[str, Any]] = []
    last = ""
    while not ended and (raw := lines.readline(LINE + 1)):
        try:
            line = table(parsed(_whole(raw)))
        except ValueError:
            line = {}
        if "seal" in line:
            seals.append(line)
        elif "case" in line or "end" in line:
            _close(chain, case, report)
            chain, ended = None, "end" in line
            if not ended:
                case, last = line, _opened(line, last, tree, report)
                chain = Chain(last, report, whole(table(line.get("sealed")).get("seq")))
        elif chain is not None:
            chain.entry(line or None)
        else:
            report.fault("line", report.entries, "unreadable")
    _close(chain, case, report)
    if not ended or (line.get("cases"), line.get("entries")) != (report.cases, report.entries):
        report.fault("end of the file", 0, "missing")
    check_seals(seals, report)
    _whole_tree(head, seals, tree, report)


def _line(lines: IO[bytes] | gzip.GzipFile) -> Any:
    try:
        return parsed(_whole(lines.readline(LINE + 1)))
    except ValueError as error:
        raise Unreadable(f"its first line is no JSON: {printable(error)}") from None


def _whole(raw: bytes) -> bytes:
    if len(raw) > LINE:
        raise Unreadable("a line is longer than 8 MB; no export has such")
    return raw


def _opened(line: dict[str, Any], last: str, tree: Tree, report: Report) -> str:
    number, sealed = str(line["case"]), table(line.get("sealed"))
    report.cases += 1
    if number <= last:
        report.fault(number, 0, "order")
    if sealed:
        tree.add(leaf(number, sealed.get("seq"), sealed.get("head")))
    if "proof" in line:
        check_proof(table(line["proof"]), number, report)
    return number


def _close(chain: Chain | None, case: dict[str, Any], report: Report) -> None:
    if chain is None:
        return
    chain.end(case.get("length"), case.get("head"))
    sealed = table(case.get("sealed"))
    if sealed and chain.sealed != sealed.get("head"):
        reason = "missing" if chain.length < whole(sealed.get("seq")) else "seal"
        report.fault(chain.number, sealed.get("seq"), reason)


def _whole_tree(head: dict[str, Any], seals: list[dict[str, Any]], tree: Tree, report: Report) -> None:
    if not head.get("complete") or not seals:
        report.notes.append("not the whole record, or nothing sealed yet: a case that is not in it is not missed")
        return
    seal = table(seals[-1].get("seal"))
    if seal.get("cases") != tree.leaves:
        report.fault(f"seal {seal.get('day')}", 0, "missing")
    elif seal.get("root") != tree.root():
        report.fault(f"seal {seal.get('day')}", 0, "seal")


def check_dossier(path: str, report: Report) -> None:
    report.kind = "dossier"
    report.fingerprint = _sum_of(path)
    report.notes.append(f"the fingerprint of this whole file, noted when it was taken: {report.fingerprint}")
    with opened_zip(path) as file:
        sums = _sums(file, report)
        if "record.json" not in file.namelist():
            raise Unreadable("it is no dossier: there is no record.json in it")
        raw = _read(file, "record.json", TEXT)
    try:
        record = table(parsed(raw))
    except ValueError as error:
        raise Unreadable(f"record.json is no JSON as we write it: {printable(error)}") from None
    if record.get("schema") != "rumahrakyat-dossier/1":
        raise Unreadable("record.json is of a kind that this program does not know (rumahrakyat-dossier/1)")
    number, proof, told = str(record.get("number")), table(record.get("seal")), table(record.get("chain"))
    if digest(record) != hashlib.sha256(raw).hexdigest():
        report.fault("record.json", 0, "unreadable")
    chain = Chain(number, report, whole(proof.get("seq")))
    report.cases = 1
    for entry in rows(record.get("entries")):
        chain.entry(entry)
    chain.end(told.get("length"), told.get("head"))
    _attachments(record, sums, number, report)
    if not proof:
        report.notes.append("no seal holds this case yet: nothing outside it vouches for it")
        return
    check_proof(proof, number, report)
    if chain.sealed != proof.get("head"):
        report.fault(number, proof.get("seq"), "missing" if chain.length < whole(proof.get("seq")) else "seal")
    if chain.length > whole(proof.get("seq")):
        report.notes.append(
            f"entries after {whole(proof.get('seq'))} were written later than that seal: not sealed yet"
        )
    day, root = printable(proof.get("day")), printable(proof.get("root"))
    report.notes.append(f"compare this root with the published seal of {day}: {root}")


def _attachments(record: dict[str, Any], sums: dict[str, str], number: str, report: Report) -> None:
    listed = {str(one.get("id")): one for one in rows(record.get("attachments"))}
    for entry in rows(record.get("entries")):
        for named in rows(table(entry.get("data")).get("attachments")):
            kept = listed.get(str(named.get("id")))
            if kept is None or kept.get("content_sha256") != named.get("digest"):
                report.fault(number, entry.get("seq"), "attachment")
    for one in listed.values():
        for name, expected in ((one.get("file"), one.get("sha256")), (one.get("original"), one.get("content_sha256"))):
            if name and sums.get(str(name)) != expected:
                report.fault(name, 0, "attachment")


def opened_zip(path: str) -> zipfile.ZipFile:
    """Nothing is unpacked to the disk. The directory is measured before it is read: it may itself be a bomb."""
    with Path(path).open("rb") as raw:
        raw.seek(0, 2)
        raw.seek(max(0, raw.tell() - 42))
        tail = raw.read()
    if tail[-22:-18] != b"PK\x05\x06" or tail[:4] == b"PK\x06\x07":
        raise Unreadable("the ZIP is cut off, or of a form in which no dossier is written")
    count, size = struct.unpack("<HI", tail[-12:-6])
    if count > MEMBERS or size > MEMBERS * 500:
        raise Unreadable(f"the ZIP holds {count} files; a dossier has at most {MEMBERS}")
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise Unreadable(f"the ZIP is damaged: {printable(error)}") from None
    _harmless(file.infolist())
    return file


def _harmless(members: list[zipfile.ZipInfo]) -> None:
    for one in members:
        steps = one.filename.split("/")
        if not re.fullmatch(r"[A-Za-z0-9._/-]{1,200}", one.filename) or {"", ".", ".."} & set(steps):
            raise Unreadable(f"the ZIP has a file with a forbidden name: {printable(one.filename)}")
        if one.flag_bits & 1 or one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unreadable(f"{one.filename} is encrypted or packed in a way in which no dossier is written")
    if len({one.filename for one in members}) != len(members):
        raise Unreadable("the ZIP has two files of one name")
    if sum(one.file_size for one in members) > UNPACKED:
        raise Unreadable("unpacked, the ZIP would be larger than 4 GB; no dossier is")


def _read(file: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Raises `Unreadable` for a member that is damaged or longer than `limit` bytes."""
    try:
        with file.open(name) as member:
            raw = member.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise Unreadable(f"{name} in the ZIP is damaged: {printable(error)}") from None
    if len(raw) > limit:
        raise Unreadable(f"{name} is larger than {limit >> 20} MB; no dossier has such a file")
    return raw


def _sums(file: zipfile.ZipFile, report: Report) -> dict[str, str]:
    """The SHA-256 of every file, compared with the list of them."""
    found = {name: _sum(file, name) for name in file.namelist()}
    if "SHA256SUMS" not in found:
        raise Unreadable("it is no dossier: there is no SHA256SUMS in it")
    lines = _read(file, "SHA256SUMS", 1 << 20).decode("ascii", "replace").splitlines()
    listed = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
    for name in sorted(found.keys() | listed.keys() - {"SHA256SUMS"}):
        if name not in found:
            report.fault(name, 0, "missing")
        elif name != "SHA256SUMS" and found[name] != listed.get(name):
            report.fault(name, 0, "checksum")
    return found


def _sum(file: zipfile.ZipFile, name: str) -> str:
    """In lower-case hex, read in pieces; nothing when the member cannot be read to its end."""
    reached = hashlib.sha256()
    try:
        with file.open(name) as member:
            while piece := member.read(1 << 16):
                reached.update(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return ""
    return reached.hexdigest()


def check_json(path: str, report: Report) -> None:
    """One seal, all of them, or a register."""
    found = read_json(path)
    if found.get("format") == "rumahrakyat.register/1":
        check_register(path, found, report)
        return
    report.kind = "seals"
    if found.get("schema") == "rumahrakyat-seals/1":
        check_seals(rows(found.get("seals")), report)
    elif "seal" in found:
        check_seals([found], report)
    else:
        raise Unreadable("it is neither a seal nor a list of seals nor a register")
    report.notes.append(f"{len(report.seals)} seals, each with its own fingerprint")


def check_register(path: str, found: dict[str, Any], report: Report) -> None:
    """The register of a quarter: in the one form that has a fingerprint, and every entry that it rests on named."""
    report.kind, sha256 = "register", _sum_of(path)
    if digest(found) != sha256:
        report.fault("register", 0, "unreadable")
    for row in rows(found.get("rows")):
        for entry in table(row.get("entries")).values():
            if row.get("number") and table(entry):
                report.named[str(row["number"]), whole(table(entry).get("seq"))] = str(table(entry).get("hash"))
    report.cases, report.entries = len({number for number, _seq in report.named}), len(report.named)
    number = printable(table(found.get("seal")).get("number") or "a draft, not published")
    report.notes.append(f"register {number}: compare its fingerprint with the published one: {sha256}")


def check_in_record(path: str, report: Report) -> None:
    """Looks up in an export of the record, verified first, what a dossier or a register cannot prove alone."""
    if report.kind not in {"dossier", "register"}:
        raise Unreadable("only a dossier or a register is looked up in a record")
    record = Report()
    with _lines(path) as lines:
        check_record(lines, record)
    if record.count:
        raise Unreadable(f"{printable(path)} was altered itself ({record.count} faults): verify it alone")
    number, open_, known = "", dict(report.named), False
    with _lines(path) as lines:
        for raw in lines:
            line = table(parsed(raw))
            number = str(line.get("case", number))
            taken = line.get("type") == "dossier_taken" and table(line.get("data")).get("sha256")
            known = known or (bool(taken) and taken == report.fingerprint)
            if open_.pop((number, whole(line.get("seq"))), line.get("hash")) != line.get("hash"):
                report.fault(number, line.get("seq"), "hash")
    for case, seq in open_:
        report.fault(case, seq, "missing")
    if report.kind == "dossier" and not known:
        report.fault("dossier", 0, "taken")


def _lines(path: str) -> IO[bytes] | gzip.GzipFile:
    """An export as lines, packed or not."""
    with Path(path).open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else Path(path).open("rb")


def _sum_of(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: str) -> dict[str, Any]:
    if Path(path).stat().st_size > TEXT:
        raise Unreadable("a JSON of more than 64 MB is no seal")
    raw = Path(path).read_bytes()
    if not raw.strip():
        raise Unreadable("the file is empty")
    if raw.lstrip()[:1] not in {b"{", b"["}:
        raise Unreadable("it is neither a dossier (a ZIP) nor an export of the record nor a seal (JSON)")
    try:
        return table(parsed(raw))
    except ValueError as error:
        raise Unreadable(f"it is no JSON as we write it: {printable(error)}") from None


def check(path: str) -> Report:
    """Raises `Unreadable` for what can be no file of ours, OSError for what cannot be opened."""
    report = Report()
    with Path(path).open("rb") as file:
        begins = file.read(512)
        file.seek(0)
        if begins.startswith((b"PAR1", b"%PDF")) or (begins.startswith(b"PK") and b"[Content_Types]" in begins):
            raise Unreadable(NO_PROOF)
        if begins.startswith(b"PK"):
            check_dossier(path, report)
        elif begins.startswith(b"\x1f\x8b"):
            try:
                with gzip.open(file) as lines:
                    check_record(lines, report)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                report.notes.append(f"the file is cut off or damaged: {printable(error)}")
                report.fault("end of the file", 0, "unreadable")
        elif b"rumahrakyat-record" in begins:
            check_record(file, report)
        elif begins.lstrip()[:1] in {b"", b"{", b"["}:
            check_json(path, report)
        else:
            raise Unreadable(NO_PROOF)
    return report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a dossier, an export of the record, or seals")
    parser.add_argument("--seal", action="append", default=[], metavar="COPY", help="a seal that you kept: compare")
    parser.add_argument("--record", metavar="EXPORT", help="an export of the record: look the dossier or register up")
    parser.add_argument("--json", action="store_true", help="print one JSON object last")


def run(args: argparse.Namespace) -> int:
    """Verifies a dossier, an export of the record, seals or a register, without database, settings or network.

    Every fault is named with its case and entry. Exit status 0: nothing was altered; 1: something was; 2: the file
    cannot be read as one of ours. With --seal, also whether a seal that you kept is in the file, the same. With
    --record, also whether this very dossier was taken, or what a register rests on stands in that export of the record.
    """
    try:
        report = check(args.file)
        for copy in args.seal:
            check_copy(read_json(copy), report)
        if args.record:
            check_in_record(args.record, report)
    except (Unreadable, OSError, EOFError, zlib.error) as error:
        sys.stderr.write(f"verify: {printable(args.file)}: {getattr(error, 'strerror', None) or error}\n")
        return TROUBLE
    for where, entry, reason in report.faults:
        sys.stderr.write(f"{where}{f' entry {entry}' if entry else ''}: {reason} ({REASONS[reason]})\n")
    for note in report.notes:
        sys.stderr.write(f"note: {note}\n")
    told = {"ok": not report.count, "kind": report.kind, "reports": report.cases, "entries": report.entries}
    if args.json:
        faults = [{"where": where, "entry": entry, "reason": reason} for where, entry, reason in report.faults]
        sys.stdout.write(json.dumps({**told, "faults": report.count, "found": faults, "notes": report.notes}) + "\n")
    else:
        outcome = f"{report.count} faults" if report.count else "nothing was altered"
        sys.stdout.write(f"{report.cases} cases with {report.entries} entries: {outcome}\n")
    return 1 if report.count else 0


if __name__ == "__main__":
    _parser = argparse.ArgumentParser(prog="verifier", description=__doc__.partition("\n")[0])
    add_arguments(_parser)
    sys.exit(run(_parser.parse_args()))
