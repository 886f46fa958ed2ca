"""What a dossier or a register cannot prove alone is looked up in an export of the record."""

import argparse
import hashlib
import io
import json
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest

from rumahrakyat.evidence.dossiers import operations as dossiers
from rumahrakyat.evidence.seals.export import write_record
from rumahrakyat.lib.canonical import canonical
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import TAKE_DOSSIER
from rumahrakyat.reports.models import Report
from rumahrakyat.verifier import files
from tests.cast import World

REASON = "Diminta dalam pemeriksaan Ombudsman nomor 12."


def looked_up(path: Path, record: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    status = files.run(argparse.Namespace(file=str(path), seal=[], record=str(record), json=True))
    told = json.loads(capsys.readouterr().out)
    assert status == (1 if told["found"] else 0)
    return list(told["found"])


def taken(case: Report, folder: Path, world: World) -> tuple[Path, Path]:
    """A dossier and an export that was written after it."""
    wanted = dossiers.Wanted(uuid4(), REASON)
    actor = Actor("staff", frozenset({TAKE_DOSSIER}))
    _row, out = dossiers.take(report_id=case.pk, wanted=wanted, actor=actor, account=None, at=world.at)
    with out:
        (folder / "a.zip").write_bytes(out.read())
    write_record(folder / "record.jsonl.gz", at=world.at)
    return folder / "a.zip", folder / "record.jsonl.gz"


def forged(path: Path, before: bytes, after: bytes) -> Path:
    """The dossier with other words beside its entries, and every sum of it put right."""
    made, target = io.BytesIO(), path.parent / "forged.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        contents = {name: old.read(name) for name in old.namelist() if name != "SHA256SUMS"}
        assert before in contents["record.json"]
        contents["record.json"] = contents["record.json"].replace(before, after)
        sums = "".join(f"{hashlib.sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(contents.items()))
        for name, raw in {**contents, "SHA256SUMS": sums.encode()}.items():
            new.writestr(name, raw)
    target.write_bytes(made.getvalue())
    return target


def test_a_dossier_altered_beside_its_entries_is_found_by_the_record_alone(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier, record = taken(world.assigned(), tmp_path, world)
    assert looked_up(dossier, record, capsys) == []
    other = forged(dossier, b'"due_at":"2026-07-22', b'"due_at":"2026-07-29')
    assert files.check(str(other)).count == 0
    assert looked_up(other, record, capsys) == [{"where": "dossier", "entry": 0, "reason": "taken"}]


def test_a_register_rests_on_entries_that_stand_in_the_record(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = world.assigned()
    _dossier, record = taken(case, tmp_path, world)
    first = case.entries.get(seq=1)
    for seq, sha256, found in ((1, first.hash, []), (1, "0" * 64, ["hash"]), (99, first.hash, ["missing"])):
        row = {"number": case.number, "entries": {"begun": {"seq": seq, "hash": sha256}, "answered": None}}
        path = tmp_path / "register.json"
        path.write_bytes(canonical({"format": "rumahrakyat.register/1", "rows": [row], "seal": {}}))
        assert [one["reason"] for one in looked_up(path, record, capsys)] == found
