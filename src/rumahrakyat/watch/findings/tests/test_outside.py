"""Pages of those outside the administration: findings, dossiers, readers, complaints to the Ombudsman."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.correspondence.intake import Contact
from rumahrakyat.evidence.models import Taking
from rumahrakyat.evidence.seals.sealing import seal_next
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.findings import ombudsman, queries
from rumahrakyat.oversight.models_findings import Finding, OmbudsmanCase, Recommendation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models_records import Notice
from rumahrakyat.people.roles import PERMISSIONS
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_readings import Reading
from rumahrakyat.reports.operations import answer
from rumahrakyat.reports.states import REPORTER_PERMISSIONS, Stage
from tests.cast import World

WORDS = "Laporan dijawab tanpa pemeriksaan di lapangan dan ditutup sepihak."
TASK = "Periksa lagi di lapangan dan jawab warga dengan foto."
CITIZEN = Actor("citizen", REPORTER_PERMISSIONS)


def _page(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.accounts[name])
    return client


def _make(world: World, query: str = "", **changed: str) -> Finding | None:
    form = {"token": str(uuid4()), "badan": "ROADS", "text": WORDS, "rekomendasi-1": TASK, "hari": "60", **changed}
    _page(world, "ombudsman").post(f"/pantau/temuan/baru/{query}", form)
    return Finding.objects.order_by("-pk").first()


def _answered(world: World, **given: object) -> Report:
    case = world.assigned(**given)  # type: ignore[arg-type]
    staff = Actor("staff", PERMISSIONS, organisation_id=case.holder_id)
    at = world.at + timedelta(hours=2)
    return answer(report_id=case.pk, stage=Stage.IN_PROGRESS, text="Sedang kami kerjakan.", actor=staff, at=at)


def test_a_finding_about_a_case_stands_on_its_story_and_is_told_to_the_head(world: World) -> None:
    case = world.assigned()
    made = _make(world, f"?kasus={case.number}")
    assert made is not None
    assert case.entries.order_by("-seq")[0].type == "finding_made"
    assert made.words == WORDS
    assert made.recommendations.get().words == TASK
    assert Notice.objects.filter(account=world.accounts["head"], code="finding_made").exists()


def test_the_same_form_twice_makes_one_finding(world: World) -> None:
    token = str(uuid4())
    _make(world, token=token)
    _make(world, token=token)
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"badan": ""}, "badan"), ({"text": "pendek"}, "text"), ({"rekomendasi-1": ""}, "rekomendasi-1"),
     ({"hari": "1000"}, "tanggal")],
    ids=["no body", "too short", "nothing to do", "too long a time"],
)  # fmt: skip
def test_wrong_input_is_named_at_its_field_and_loses_nothing(changed: dict[str, str], field: str, world: World) -> None:
    form = {"token": str(uuid4()), "badan": "ROADS", "text": WORDS, "rekomendasi-1": TASK, "hari": "60", **changed}
    answered = _page(world, "ombudsman").post("/pantau/temuan/baru/", form)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert f'id="{field}-error"' in page
    assert (TASK in page) or "rekomendasi-1" in changed
    assert not Finding.objects.exists()


def test_the_body_accepts_carries_out_and_the_finder_confirms(world: World) -> None:
    made = _make(world)
    assert made is not None
    one, path = made.recommendations.get(), f"/pantau/temuan/{made.pk}/"
    head, finder = _page(world, "head"), _page(world, "ombudsman")
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    steps = [(head, "accept", {"tanggal": day}), (head, "carry_out", {}), (finder, "send_back", {}),
             (finder, "confirm", {}), (head, "carry_out", {}), (finder, "confirm", {})]  # fmt: skip
    seen = []
    for client, move, more in steps:
        client.post(path, {"rekomendasi": one.pk, "jenis": move, "text": TASK, **more})
        one.refresh_from_db()
        seen.append(one.state)
    assert seen == ["accepted", "done", "accepted", "accepted", "done", "closed"]


def test_accepting_needs_a_day_and_keeps_the_words(world: World) -> None:
    made = _make(world)
    assert made is not None
    one = made.recommendations.get()
    form = {"rekomendasi": one.pk, "jenis": "accept", "text": "Kami kerjakan bulan depan.", "tanggal": ""}
    answered = _page(world, "head").post(f"/pantau/temuan/{made.pk}/", form)
    assert answered.status_code == 422
    assert "Kami kerjakan bulan depan." in answered.content.decode()


def test_the_deadline_of_a_recommendation_never_moves(world: World) -> None:
    _make(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.update(due_at=clock.now())


def test_a_deadline_at_midnight_is_named_by_the_day_that_ends_with_it(world: World) -> None:
    with clock.frozen(datetime(2026, 11, 22, 5, tzinfo=UTC)):
        made = _make(world, hari="14")
        assert made is not None
        shown = _page(world, "ombudsman").get(f"/pantau/temuan/{made.pk}/").content.decode()
    assert "Minggu, 6 Desember 23.59" in shown


def test_what_is_late_is_found_for_the_brief(world: World) -> None:
    made = _make(world)
    assert made is not None
    due = made.recommendations.get().due_at
    assert not queries.overdue(at=due - timedelta(seconds=1))
    assert [one.finding for one in queries.overdue(at=due)] == [made]


def test_a_head_reads_findings_about_the_own_body_alone(world: World) -> None:
    own, foreign = _make(world), _make(world, badan="TRANSPORT")
    assert own is not None
    assert foreign is not None
    head = _page(world, "head")
    assert head.get(f"/pantau/temuan/{own.pk}/").status_code == 200
    assert head.get(f"/pantau/temuan/{foreign.pk}/").status_code == 404
    assert head.get("/pantau/ombudsman/").status_code == 404


def test_a_reporter_brings_a_case_once_and_only_with_consent(world: World) -> None:
    case = _answered(world, name="Sulastri")
    given = {"report_id": case.pk, "text": "Jalan masih rusak sampai hari ini.", "actor": CITIZEN, "channel": "web"}
    with pytest.raises(ombudsman.NoConsent):
        ombudsman.bring(**given, consent=False, at=world.at)  # type: ignore[arg-type]
    ombudsman.bring(**given, consent=True, at=world.at)  # type: ignore[arg-type]
    with pytest.raises(ombudsman.CannotBeBrought):
        ombudsman.bring(**given, consent=True, at=world.at)  # type: ignore[arg-type]
    assert OmbudsmanCase.objects.get().report == case


def test_what_the_law_does_not_let_go_there_stays(world: World) -> None:
    anonymous = world.assigned(identity="anonymous", contact=None)
    early = world.assigned()
    assert ombudsman.hindrance(anonymous, types=None, at=world.at) == "anonymous"
    assert ombudsman.hindrance(early, types=None, at=world.at) == "early"
    assert ombudsman.hindrance(early, types=None, at=world.at + timedelta(days=800)) == "old"


def test_an_officer_brings_it_on_request_and_the_ombudsman_enters_number_and_outcome(world: World) -> None:
    case = _answered(world)
    officer = _page(world, "officer")
    path = f"/kerja/{case.number}/ombudsman/"
    assert officer.post(path, {"text": "Pelapor bilang jalan masih rusak."}).status_code == 422
    officer.post(path, {"text": "Pelapor bilang jalan masih rusak.", "setuju": "1"})
    form = {"nomor": "0123/LM/XI/2026/SMG", "hasil": "taken", "text": "Kami periksa."}
    _page(world, "ombudsman").post(f"/pantau/ombudsman/{case.number}/", form)
    assert OmbudsmanCase.objects.get().reference == "0123/LM/XI/2026/SMG"
    assert [one.type for one in case.entries.order_by("-seq")[:2]] == ["ombudsman_said", "to_ombudsman"]
    assert "0123/LM/XI/2026/SMG" in _page(world, "ombudsman").get("/pantau/ombudsman/").content.decode()


def test_a_dossier_is_downloaded_with_a_reason_and_named_among_the_taken(world: World) -> None:
    case, reader = _answered(world), _page(world, "ombudsman")
    path = f"/pantau/berkas/{case.number}/"
    assert reader.post(path, {"token": str(uuid4()), "text": "perlu"}).status_code == 422
    got = reader.post(path, {"token": str(uuid4()), "text": "Untuk pemeriksaan nomor 0123."})
    with zipfile.ZipFile(io.BytesIO(b"".join(got.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert "record.json" in archive.namelist()
    assert "Untuk pemeriksaan nomor 0123." in reader.get(path).content.decode()
    assert _page(world, "head").get(path).status_code == 404


def test_rights_that_end_while_the_page_of_a_dossier_is_open_leave_no_dossier(world: World) -> None:
    case, reader = _answered(world), _page(world, "ombudsman")
    path = f"/pantau/berkas/{case.number}/"
    assert reader.get(path).status_code == 200
    Membership.objects.filter(account=world.accounts["ombudsman"]).update(active=False)
    assert reader.post(path, {"token": str(uuid4()), "text": "Untuk pemeriksaan nomor 0123."}).status_code == 404
    assert not Taking.objects.exists()


def test_a_name_that_one_may_no_longer_know_is_not_in_a_dossier_that_was_asked_for_with_it(world: World) -> None:
    contact = Contact("tel", "+628120000999", "whatsapp")
    case = _answered(world, identity="confidential", name="Sulastri Wulandari", contact=contact)
    reader, path = _page(world, "secretary"), f"/pantau/berkas/{case.number}/"
    asked = {"token": str(uuid4()), "text": "Untuk pemeriksaan nomor 0123.", "identitas": "1"}
    Membership.objects.filter(account=world.accounts["secretary"]).update(role="inspectorate")
    got = b"".join(reader.post(path, asked).streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(got)) as archive:
        assert b"Sulastri" not in archive.read("record.json")
    assert not Taking.objects.get().shows_identity


def test_the_register_of_readers_is_searched_by_case_and_person(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = world.assigned()
    _page(world, "officer").get(f"/kerja/{case.number}/")
    reader = _page(world, "ombudsman")
    for query in (f"kasus={case.number}", "orang=officer", "orang=officer&apa=case"):
        with django_assert_max_num_queries(15):
            assert case.number in reader.get(f"/pantau/pembaca/?{query}").content.decode()
    assert case.number not in reader.get("/pantau/pembaca/?orang=head").content.decode()
    assert _page(world, "governor").get("/pantau/pembaca/").status_code == 404


def test_pages_for_those_outside_stay_within_their_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = _answered(world)
    for nth in range(3):
        _make(world, f"?kasus={case.number}" if nth else "")
    made, reader = Finding.objects.latest("pk"), _page(world, "ombudsman")
    seal_next(at=world.at + timedelta(days=1))
    pages = ["/pantau/ombudsman/", "/pantau/temuan/", f"/pantau/temuan/{made.pk}/", f"/kerja/{case.number}/"]
    for path in (*pages, f"/pantau/berkas/{case.number}/", "/pantau/segel/", "/pantau/pembaca/"):
        with django_assert_max_num_queries(15):
            assert reader.get(path).status_code == 200
    assert Reading.objects.filter(account=world.accounts["ombudsman"]).exists()
