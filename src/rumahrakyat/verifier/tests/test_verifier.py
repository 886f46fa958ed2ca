"""The verifier by itself: seals, copies of seals, and files that mean harm."""

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rumahrakyat.lib.canonical import canonical, digest
from rumahrakyat.verifier import files, standalone
from rumahrakyat.verifier.proofs import GENESIS, Report, Unreadable, check_seals

HEADING = b'{"schema":"rumahrakyat-record/1","complete":false}\n'


def seals(count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for nth in range(1, count + 1):
        seal = {
            "schema": "rumahrakyat-seal/1", "serial": nth, "day": f"2026-07-{nth:02}", "cases": nth, "entries": nth,
            "root": "a" * 64, "previous": found[-1]["sha256"] if found else GENESIS,
        }  # fmt: skip
        found.append({"seal": seal, "sha256": digest(seal)})
    return found


def written(folder: Path, content: bytes, name: str = "file") -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)


def as_json(folder: Path, value: object, name: str = "seals.json") -> str:
    return written(folder, json.dumps(value).encode(), name)


def run(path: str, *copies: str) -> int:
    return files.run(argparse.Namespace(file=path, seal=list(copies), json=False, record=None))


def test_seals_in_a_chain_are_sound(tmp_path: Path) -> None:
    assert run(as_json(tmp_path, {"schema": "rumahrakyat-seals/1", "seals": seals(5)})) == 0
    assert run(as_json(tmp_path, seals(1)[0])) == 0


@pytest.mark.parametrize("harm", ["left out", "changed", "changed and hashed anew", "exchanged"])
def test_a_chain_of_seals_that_was_touched_is_found(harm: str) -> None:
    found = seals(5)
    if harm == "left out":
        del found[2]
    elif harm == "exchanged":
        found[2], found[3] = found[3], found[2]
    else:
        found[2]["seal"]["root"] = "b" * 64
        if "anew" in harm:
            found[2]["sha256"] = digest(found[2]["seal"])
    report = Report()
    check_seals(found, report)
    assert report.count
    assert {reason for _where, _entry, reason in report.faults} == {"seal"}


def test_a_copy_that_somebody_kept_proves_that_a_seal_was_exchanged(tmp_path: Path) -> None:
    genuine, forged = seals(3), seals(3)
    forged[2]["seal"]["root"] = "c" * 64
    forged[2]["sha256"] = digest(forged[2]["seal"])
    path = as_json(tmp_path, {"schema": "rumahrakyat-seals/1", "seals": forged})
    assert run(path) == 0  # alone, a forger's chain is in order
    assert run(path, as_json(tmp_path, genuine[2], "kept.json")) == 1
    assert run(path, as_json(tmp_path, genuine[1], "older.json")) == 0


def bomb(folder: Path) -> str:
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("record.json", "w") as member:
        for _ in range(8):
            member.write(b"[" * (1 << 20))
    return str(path)


def named(folder: Path, *names: str) -> str:
    path = folder / "named.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, b"x")
    return str(path)


HOSTILE: dict[str, tuple[Callable[[Path], str], str]] = {
    "nothing": (lambda folder: written(folder, b""), "empty"),
    "no file": (lambda folder: str(folder / "absent"), "No such file"),
    "a folder": (str, "directory"),
    "a picture": (lambda folder: written(folder, b"\x89PNG\r\n"), "it carries no proof inside"),
    "deep": (lambda folder: written(folder, b"[" * 200_000), "no JSON"),
    "a long number": (lambda folder: written(folder, b'{"seal":' + b"9" * 10_000 + b"}"), "too long"),
    "a fraction": (lambda folder: written(folder, b'{"seal":1.5}'), "not allowed"),
    "twice": (lambda folder: written(folder, b'{"seal":1,"seal":2}'), "stands twice"),
    "another encoding": (lambda folder: written(folder, '{"seal":"é"}'.encode("latin-1")), "no JSON"),
    "something else": (lambda folder: written(folder, b'{"a":1}'), "neither a seal nor"),
    "bomb": (bomb, "SHA256SUMS"),
    "half a zip": (lambda folder: written(folder, b"PK\x03\x04" + b"0" * 100), "cut off"),
    "a path out": (lambda folder: named(folder, "../etc/passwd"), "forbidden name"),
    "an absolute path": (lambda folder: named(folder, "/etc/passwd"), "forbidden name"),
    "too many": (lambda folder: named(folder, *(f"f{nth}" for nth in range(1001))), "holds 1001 files"),
    "an empty zip": (named, "SHA256SUMS"),
    "a long line": (lambda folder: written(folder, HEADING + b"x" * (9 << 20)), "longer than 8 MB"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_gets_a_sentence_and_little_memory(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, words = HOSTILE[name]
    path = make(tmp_path)
    tracemalloc.start()
    status = run(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert status == 2
    assert words in capsys.readouterr().err
    assert peak < 40 << 20


def test_a_truncated_export_is_told_from_a_whole_one(tmp_path: Path) -> None:
    whole = gzip.compress(HEADING + b'{"end":true,"cases":0,"entries":0}\n')
    assert run(written(tmp_path, whole, "whole.jsonl.gz")) == 0
    assert run(written(tmp_path, whole[:-12], "cut.jsonl.gz")) == 1
    assert run(written(tmp_path, gzip.compress(HEADING), "ended.jsonl.gz")) == 1


def entry(number: str, seq: int, previous: str, words: dict[str, object]) -> dict[str, Any]:
    link = {
        "actor": "system::", "at": "2026-07-21T05:00:00.000000Z", "data": {}, "number": number, "seq": seq,
        "recorded_at": "2026-07-21T05:00:00.000000Z", "type": "noted",
    }  # fmt: skip
    made = {"personal_digest": digest(words), "personal": words, "personal_state": "kept"}
    return {**link, **made, "hash": digest({**link, "previous": previous, "personal": made["personal_digest"]})}


def dossier(folder: Path, **changed: bytes) -> str:
    """A small sound dossier; `changed` replaces the bytes of a file after the sums were made."""
    first = entry("RR-482-135", 1, GENESIS, {"text": "Jalan rusak", "salt": "1"})
    second = entry("RR-482-135", 2, first["hash"], {"text": "Kami cek", "salt": "2"})
    chain = {"genesis": GENESIS, "length": 2, "head": second["hash"]}
    record = {"schema": "rumahrakyat-dossier/1", "number": "RR-482-135", "entries": [first, second], "chain": chain}
    members = {"dossier.pdf": b"%PDF", "record.json": canonical({**record, "attachments": [], "seal": None})}
    sums = "".join(f"{hashlib.sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(members.items()))
    members |= {"SHA256SUMS": sums.encode()} | {name.replace("_", "."): raw for name, raw in changed.items()}
    with zipfile.ZipFile(folder / "dossier.zip", "w") as file:
        for name, raw in members.items():
            file.writestr(name, raw)
    return str(folder / "dossier.zip")


def test_a_dossier_is_verified_entry_by_entry(tmp_path: Path) -> None:
    assert files.check(dossier(tmp_path)).count == 0
    with zipfile.ZipFile(dossier(tmp_path)) as file:
        sound = file.read("record.json")
    changed = files.check(dossier(tmp_path, record_json=sound.replace(b"Kami cek", b"Kami CEK")))
    assert changed.faults == [("record.json", 0, "checksum"), ("RR-482-135", 2, "personal")]
    changed = files.check(dossier(tmp_path, dossier_pdf=b"%PDX"))
    assert changed.faults == [("dossier.pdf", 0, "checksum")]


def test_the_program_of_one_file_needs_nothing_of_ours(tmp_path: Path) -> None:
    program = tmp_path / "verifier.py"
    program.write_text(standalone.source(), encoding="utf-8")
    assert "rumahrakyat." not in "".join(line for line in standalone.source().splitlines() if "import" in line)
    asked = [sys.executable, "-I", str(program), dossier(tmp_path), "--json"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["entries"]) == (0, 2)


def test_files_of_unknown_kinds_are_refused_and_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        files.check(as_json(tmp_path, {"schema": "rumahrakyat-seal/9"}))


@pytest.mark.parametrize(
    "content", [b"number,agency\n1,a\n", b"PAR1\x15\x04", b"%PDF-1.7\n", b"PK\x03\x04xx[Content_Types].xml"]
)
def test_a_table_or_a_paper_is_refused_with_what_to_verify_instead(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(written(tmp_path, content)) == 2
    assert "it carries no proof inside" in capsys.readouterr().err


def test_a_register_has_one_form_and_says_its_fingerprint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = {"format": "rumahrakyat.register/1", "rows": [], "seal": {"number": "RR/REG/2026-III/001"}}
    assert run(written(tmp_path, canonical(register))) == 0
    assert digest(register) in capsys.readouterr().err
    assert run(as_json(tmp_path, register)) == 1
