"""A dossier holds the case as it is hashed, no more than its taker may know, and that it was taken stands on record."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from PIL import Image
from pypdf import PdfReader

from rumahrakyat.correspondence.intake import Contact
from rumahrakyat.evidence.dossiers import operations as dossiers
from rumahrakyat.evidence.dossiers import record
from rumahrakyat.evidence.dossiers.record import Sight
from rumahrakyat.evidence.dossiers.view import sentence
from rumahrakyat.evidence.models_dossiers import Taking
from rumahrakyat.lib.canonical import canonical, digest
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import PERMISSIONS, TAKE_DOSSIER
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.attachments import Evidence, process_pending
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_readings import Reading
from tests.cast import World

REASON = "Diminta dalam pemeriksaan Ombudsman nomor 12."
EVERYTHING = Actor("staff", PERMISSIONS)
NO_NAMES = Actor("staff", frozenset({TAKE_DOSSIER}))


def _photo() -> Evidence:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "#886644").save(made, "JPEG")
    return Evidence(made.getvalue(), "image/jpeg")


def _take(case: Report, actor: Actor = NO_NAMES, **given: Any) -> zipfile.ZipFile:
    wanted = dossiers.Wanted(uuid4(), given.pop("reason", REASON), **given)
    at = Report.objects.get(pk=case.pk).recorded_at
    _row, out = dossiers.take(report_id=case.pk, wanted=wanted, actor=actor, account=None, at=at)
    with out:
        return zipfile.ZipFile(io.BytesIO(out.read()))


def _record(archive: zipfile.ZipFile) -> dict[str, Any]:
    found = json.loads(archive.read("record.json"))
    assert isinstance(found, dict)
    return found


def _chain_holds(made: dict[str, Any]) -> bool:
    """As docs/dossier-format.md says, without anything of ours but the canonical form."""
    previous = made["chain"]["genesis"]
    for one in made["entries"]:
        hashed = {key: one[key] for key in ("number", "seq", "type", "at", "recorded_at", "actor", "data")}
        previous = digest({**hashed, "personal": one["personal_digest"], "previous": previous})
        if previous != one["hash"] or (one["personal"] and digest(one["personal"]) != one["personal_digest"]):
            return False
    return bool(previous == made["chain"]["head"])


def test_the_file_holds_what_its_list_says_and_its_chain_verifies(world: World) -> None:
    case = world.assigned(evidence=[_photo()])
    process_pending()
    archive = _take(case)
    sums = [line.partition("  ") for line in archive.read("SHA256SUMS").decode().splitlines()]
    listed = {name: said for said, _space, name in sums}
    assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in listed} == listed
    assert set(listed) | {"SHA256SUMS"} == set(archive.namelist())
    made = _record(archive)
    assert archive.read("record.json") == canonical(made)
    assert _chain_holds(made)
    (photo,) = made["attachments"]
    assert photo["sha256"] == listed[photo["file"]]
    assert made["entries"][0]["data"]["attachments"][0]["digest"] == photo["content_sha256"]


def test_the_paper_says_that_it_is_kept_for_ever_and_is_tagged(world: World) -> None:
    reader = PdfReader(io.BytesIO(_take(world.assigned()).read("dossier.pdf")))
    meta = reader.xmp_metadata
    assert meta is not None
    said = meta.rdf_root.toxml()
    assert "pdfaid:part" in said
    assert any(mark in said for mark in ('pdfaid:part="2"', "<pdfaid:part>2<"))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id-ID"
    assert "Berkas perkara laporan warga" in reader.pages[0].extract_text()


def test_the_same_state_gives_the_same_record(world: World) -> None:
    case = world.assigned()
    once, again = (record.as_bytes(record.build(Report.objects.get(pk=case.pk), Sight())) for _time in range(2))
    assert once == again


def test_taking_it_is_an_entry_a_reading_and_a_row_that_cannot_be_changed(world: World) -> None:
    case = world.assigned()
    _take(case)
    case.refresh_from_db()
    assert case.entries.get(seq=case.last_seq).type == "dossier_taken"
    assert Reading.objects.filter(report=case, what="dossier").count() == 1
    assert Taking.objects.get().reason == REASON
    with pytest.raises(IntegrityError), transaction.atomic():
        Taking.objects.update(reason="lain")


def test_the_same_form_twice_takes_it_once(world: World) -> None:
    case, wanted = world.assigned(), dossiers.Wanted(uuid4(), REASON)
    for time in range(2):
        if time:
            with pytest.raises(dossiers.AlreadyTaken):
                dossiers.take(report_id=case.pk, wanted=wanted, actor=NO_NAMES, account=None, at=world.at)
        else:
            dossiers.take(report_id=case.pk, wanted=wanted, actor=NO_NAMES, account=None, at=world.at)[1].close()
    assert Taking.objects.count() == 1


@pytest.mark.parametrize(
    ("identity", "actor", "shown"),
    [
        ("confidential", NO_NAMES, False),
        ("confidential", EVERYTHING, True),
        ("anonymous", EVERYTHING, False),
        ("named", NO_NAMES, False),
    ],
    ids=["kept from the taker", "who may know it", "nobody knows it", "named, but not the taker's to know"],
)
def test_a_reporter_is_named_only_to_who_may_know(identity: str, actor: Actor, shown: bool, world: World) -> None:
    name: dict[str, Any] = {} if identity == "anonymous" else {"name": "Sulastri Wulandari"}
    archive = _take(
        world.assigned(
            identity=identity, contact=None if not name else Contact("tel", "+628120000999", "whatsapp"), **name
        ),
        actor,
        identity=True,
    )
    assert _record(archive)["reporter"]["shown"] is shown
    text = archive.read("record.json").decode() + "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(archive.read("dossier.pdf"))).pages
    )
    assert ("Sulastri" in text) is shown


def test_erased_words_are_shown_as_erased_and_the_chain_holds(world: World) -> None:
    case = world.assigned()
    cases.erase_personal(report_id=case.pk)
    made = _record(_take(case))
    assert made["entries"][0]["personal_state"] == "erased"
    assert made["report"]["erased"]
    assert _chain_holds(made)


def test_a_file_that_is_gone_is_named_and_stops_nothing(world: World) -> None:
    case = world.assigned(evidence=[_photo(), _photo()])
    process_pending()
    served = case.attachments.order_by("created_at", "pk").first()
    assert served is not None
    (Path(settings.MEDIA_ROOT) / served.served[:2] / served.served).unlink()
    absent = [one["absent"] for one in _record(_take(case))["attachments"]]
    assert "missing" in absent


def test_a_reminder_says_to_whom_and_about_which_deadline() -> None:
    data = {"audience": "head", "holder": "DISHUB", "obligation": "first_response"}
    said = sentence({"type": "escalated", "data": data}, {"DISHUB": "Dinas Perhubungan"})
    assert said == "Peringatan kepada kepala: jawaban pertama, Dinas Perhubungan"


def test_without_the_right_or_a_reason_nothing_is_taken(world: World) -> None:
    case = world.assigned()
    with pytest.raises(NotPermitted):
        _take(case, Actor("staff"))
    with pytest.raises(dossiers.NoReason):
        _take(case, reason="perlu")
    assert not Taking.objects.exists()
