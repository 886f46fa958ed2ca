"""After an erasure nothing personal about the case is anywhere, and the record is as whole as before."""

import argparse
import contextlib
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.db import connection
from pytest_django import Settings

from rumahrakyat.callcentre.models import CallWork
from rumahrakyat.channels import media
from rumahrakyat.channels.base import Address, Sender
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.correspondence.models import CaseCall
from rumahrakyat.correspondence.tests.fake import Street, street
from rumahrakyat.evidence import chains
from rumahrakyat.evidence.dossiers import operations as dossiers
from rumahrakyat.evidence.models import Verification
from rumahrakyat.evidence.seals.checking import begin, verify_some
from rumahrakyat.evidence.seals.sealing import seal_next
from rumahrakyat.lib import clock, crypto, jobs
from rumahrakyat.operate import erase, erasing, erasing_files
from rumahrakyat.operate.invariants import Scope, examine
from rumahrakyat.oversight.models_findings import OmbudsmanCase
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import SEE_IDENTITY, TAKE_DOSSIER
from rumahrakyat.reports import effects
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.attachments import Evidence, process_pending
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.models_links import Link
from rumahrakyat.reports.states import REPORTER_PERMISSIONS
from rumahrakyat.routing.models import Decision
from rumahrakyat.workbench.models import Draft
from tests.cast import ROUTER, World

__all__ = ["street"]
MARK = "kucingbelang"  # in every word, name, address and file about the case, and nowhere else
REASON = "Atas permintaan pelapor menurut UU 27/2022."
CITIZEN = Actor("citizen", REPORTER_PERMISSIONS)
HOUR = timedelta(hours=1)
MORNING = datetime(2026, 7, 21, 17, 5, tzinfo=UTC)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    erase.add_arguments(parser)
    return erase.run(parser.parse_args(words))


def rows_with_the_mark() -> list[str]:
    """The tables whose rows hold it, in the open or sealed."""
    found = set(sealed_with_the_mark())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" AS t WHERE t::text ILIKE %s)', [f"%{MARK}%"])  # noqa: S608
            found |= {table} if cursor.fetchone()[0] else set()
    return sorted(found)


def sealed_with_the_mark() -> Iterator[str]:
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if field.get_internal_type() != "DateTimeField"]
        for name in (one for one in names if one.startswith("sealed")):
            for value in model._default_manager.values_list(name, flat=True):
                if value and holds(value.encode() if isinstance(value, str) else bytes(value)):
                    yield f"{model._meta.db_table}.{name}"


def holds(data: bytes) -> bool:
    with contextlib.suppress(crypto.Sealed):
        data = crypto.unseal_bytes(data)
    return MARK.encode() in data.lower()


def files_with_the_mark() -> list[Path]:
    return [path for path in Path(configured.MEDIA_ROOT).rglob("*") if path.is_file() and holds(path.read_bytes())]


@pytest.fixture
def case(street: Street, settings: Settings, tmp_path: Path) -> Iterator[Report]:
    """Told in a chat, with a file, worked on, called about, and rejected; the mark is in all that anybody said. The day
    is sealed; the clock stands behind midnight."""
    world, settings.MEDIA_ROOT = street.world, tmp_path
    for words in (f"Lubang dalam di jalan raya depan toko {MARK}, sudah dua minggu.", "lewati", "tidak ada", "kirim"):
        street.says(words, sender=Sender((Address("facebook", f"{MARK}7001"),), MARK.capitalize()))
    report, at = Report.objects.get(), street.at + HOUR
    with clock.frozen(at):
        cases.assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=at)
        file = Evidence(f"%PDF-1.4 {MARK}".encode(), "application/pdf")
        cases.reply(
            report_id=report.pk, text=f"Nama saya {MARK}.", actor=CITIZEN, at=at, channel="web", evidence=[file]
        )
        process_pending()
        cases.note(report_id=report.pk, text=f"Pelapor: {MARK}.", actor=world.actor("officer", report), at=at)
        beside(report, world)
        verifier = world.actor("verifier", report)
        cases.reject(report_id=report.pk, reason="other", text=f"Ibu {MARK}, ini urusan lain.", actor=verifier, at=at)
        jobs.drain(lambda: bool(effects.run_due()))
    report.refresh_from_db()
    with clock.frozen(MORNING):
        assert seal_next(at=MORNING)
        yield report


@pytest.fixture(autouse=True)
def _committed(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> None:
    """A test's own transaction never commits: what waits for that is done as soon as an erasure has returned."""
    whole = erasing.erase

    def committed(**given: Any) -> erasing.Erased:
        with django_capture_on_commit_callbacks(execute=True):
            return whole(**given)

    monkeypatch.setattr(erasing, "erase", committed)


def beside(report: Report, world: World) -> None:
    """What is kept about a case outside its timeline."""
    at, sealed, officer = clock.now(), crypto.seal(f'{{"text": "{MARK}"}}'), world.accounts["officer"]
    Draft.objects.create(account=officer, report=report, sealed=sealed, saved_at=at)
    Decision.objects.filter(report=report).update(referral_text=MARK, said=[MARK], why=MARK)
    Link.objects.create(one=report, two=world.report(), reason=MARK, made_by=officer, since=at)
    call = Call.objects.create(channel="pbx", call_id="c1", started_at=at, recorded_at=at)
    CaseCall.objects.create(call=call, report=report)
    CallWork.objects.create(call=call, account=officer, opened_at=at, report=report, sealed_notes=sealed)
    digest = media.blobs().put(f"OggS {MARK}".encode())
    InboundMedia.objects.create(
        call=call, channel="pbx", ref=MARK, kind="audio", digest=digest, state="done", next_at=at
    )


def broken() -> set[str]:
    """What `rumahrakyat check` finds wrong."""
    return {name for name, found in examine(Scope(at=clock.now())).items() if not found.ok}


def dossier(report: Report) -> bytes:
    """Everything that a dossier with every right in it holds."""
    wanted = dossiers.Wanted(uuid4(), REASON, identity=True, originals=True)
    actor = Actor("system", frozenset({TAKE_DOSSIER, SEE_IDENTITY}))
    _row, out = dossiers.take(report_id=report.pk, wanted=wanted, actor=actor, account=None, at=clock.now())
    with out, zipfile.ZipFile(out) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_afterwards_nothing_personal_is_anywhere_and_the_record_is_whole(
    case: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = broken()
    assert (len(rows_with_the_mark()), len(files_with_the_mark())) == (11, 2)
    assert MARK.encode() in dossier(case)
    assert run(case.number, "--reason", REASON) == 0
    assert "2 files; the reporter's name and addresses: erased" in capsys.readouterr().out
    assert (rows_with_the_mark(), files_with_the_mark()) == ([], [])
    assert MARK.encode() not in dossier(case)
    told = Entry.objects.get(report=case, type="erased")
    assert (told.text, told.data["files"]) == (REASON, 2)
    assert [fault for one in chains.verify_all() for fault in one.faults] == []
    begin(at=clock.now())
    while verify_some(at=clock.now()):
        pass
    assert Verification.objects.latest("pk").faults == 0
    assert broken() <= wrong


def test_another_case_of_the_same_person_keeps_its_words_and_their_name(case: Report, street: Street) -> None:
    other = street.world.report("Lampu padam di gang belakang.")
    Report.objects.filter(pk=other.pk).update(reporter=case.reporter)
    done = erasing.erase(number=case.number, reason=REASON, at=clock.now())
    assert not done.reporter
    assert all(point.value for point in case.reporter.contact_points.all())
    other.refresh_from_db()
    assert other.text == "Lampu padam di gang belakang."


def test_the_same_picture_in_another_case_stays(case: Report, street: Street) -> None:
    digest = InboundMedia.objects.get().digest
    call = Call.objects.create(channel="pbx", call_id="c2", started_at=clock.now(), recorded_at=clock.now())
    InboundMedia.objects.create(
        call=call, channel="pbx", ref="r", kind="audio", digest=digest, state="done", next_at=clock.now()
    )
    erasing.erase(number=case.number, reason=REASON, at=clock.now())
    assert media.blobs().path(digest).exists()


def test_what_an_interruption_left_is_removed_by_doing_it_again(case: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr(erasing_files, "remove", lambda _named: None)
        erasing.erase(number=case.number, reason=REASON, at=clock.now())
    assert len(files_with_the_mark()) == 2
    erasing.erase(number=case.number, reason=REASON, at=clock.now())
    assert files_with_the_mark() == []
    with pytest.raises(erasing.NothingLeft):
        erasing.erase(number=case.number, reason=REASON, at=clock.now())


def test_an_open_or_examined_case_and_a_missing_reason_are_refused(
    case: Report, street: Street, capsys: pytest.CaptureFixture[str]
) -> None:
    still_open = street.world.report()
    OmbudsmanCase.objects.create(
        report=case, entry=Entry.objects.filter(report=case).latest("seq"), channel="web", asked_at=clock.now()
    )
    for words, told in (
        ((still_open.number, "--reason", REASON), "the case is open"),
        ((case.number, "--reason", REASON), "its words are evidence"),
        ((case.number,), "at least 20 letters"),
        (("RR-1", "--reason", REASON), "is no report number"),
        (("RR-482-135", "--reason", REASON), "there is no report"),
    ):
        assert run(*words) == 2
        assert told in capsys.readouterr().err
    assert rows_with_the_mark() != []
