"""A case of years as one file: many entries, as many photos as a case may have."""

import argparse
import io
import os
import tracemalloc
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from PIL import Image
from pypdf import PdfReader

from rumahrakyat.evidence.dossiers import operations as dossiers
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import PERMISSIONS, TAKE_DOSSIER
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.attachments import MAX_FILES, Evidence, process_pending
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import REPORTER_PERMISSIONS
from rumahrakyat.verifier import files
from tests.cast import World

PHOTOS, ENTRIES = 60, 200


def photo() -> Evidence:
    made = io.BytesIO()
    Image.frombytes("RGB", (160, 120), os.urandom(160 * 120 * 3)).save(made, "JPEG", quality=95)
    return Evidence(made.getvalue(), "image/jpeg")


def long_case(world: World) -> Report:
    case = world.assigned()
    citizen = Actor("citizen", REPORTER_PERMISSIONS)
    for nth in range(PHOTOS // MAX_FILES):
        photos = [photo() for _ in range(MAX_FILES)]
        at = world.at + timedelta(seconds=60 + nth)
        cases.reply(report_id=case.pk, text="Fotonya.", actor=citizen, at=at, channel="web", evidence=photos)
    process_pending()
    case.refresh_from_db()
    staff = Actor("staff", PERMISSIONS, organisation_id=case.holder_id)
    for nth in range(ENTRIES - case.last_seq):
        at = world.at + timedelta(minutes=nth + 2)
        cases.note(report_id=case.pk, text=f"Catatan ke-{nth} dari petugas.", actor=staff, at=at)
    case.refresh_from_db()
    return case


def test_two_hundred_entries_and_sixty_photos_become_one_file_in_little_memory(world: World, tmp_path: Path) -> None:
    case = long_case(world)
    assert case.last_seq == ENTRIES
    wanted = dossiers.Wanted(uuid4(), "Diminta dalam pemeriksaan Ombudsman nomor 12.", originals=True)
    actor = Actor("staff", frozenset({TAKE_DOSSIER, "identity.see"}))
    tracemalloc.start()
    row, out = dossiers.take(report_id=case.pk, wanted=wanted, actor=actor, account=None, at=world.at)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with out:
        (tmp_path / "large.zip").write_bytes(out.read())
    with zipfile.ZipFile(tmp_path / "large.zip") as archive:
        assert sum(name.startswith("attachments/") for name in archive.namelist()) == PHOTOS
        pages = PdfReader(io.BytesIO(archive.read("dossier.pdf"))).pages
    assert len(pages) > 10
    assert peak < row.size  # never all of it at once
    assert files.run(argparse.Namespace(file=str(tmp_path / "large.zip"), seal=[], record=None, json=False)) == 0
