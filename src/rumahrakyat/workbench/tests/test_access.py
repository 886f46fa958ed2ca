"""People, invitations, the end of a service, the audit trail, through the pages."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

import rumahrakyat
from rumahrakyat.channels.models import Message
from rumahrakyat.duty.models import Clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.organisations.models_staffing import Invitation
from rumahrakyat.organisations.operations import grant_role
from rumahrakyat.oversight.briefs import rules as brief_rules
from rumahrakyat.oversight.findings import moves
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account
from rumahrakyat.people.models_records import AuditLine, Notice
from rumahrakyat.reference import changing
from rumahrakyat.reports import leaving
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_readings import Reading
from rumahrakyat.workbench.access.trail import ACTS
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import PASSWORD, World

FORM = {
    "nama": "Sari Wulandari", "peran": "officer", "badan": "ROADS", "jalur": "email", "alamat": "sari@dinas.test",
}  # fmt: skip
WORDS = "kopi susu di teras rumah"


def link_in(page: str) -> str:
    found = re.search(r"/masuk/undangan/[\w-]+/", page)
    assert found is not None
    return found.group()


def test_an_invitation_is_sent_shown_once_and_opens_the_door_once(sign_in: SignIn, client: Client) -> None:
    shown = sign_in("head").post("/kerja/petugas/undang/", FORM).content.decode()
    link = link_in(shown)
    assert "Sari Wulandari" in client.get(link).content.decode()
    made = client.post(link, {"nama": "sari.w", "sandi": WORDS})
    assert (made.status_code, made["Location"]) == (302, "/kerja/keliling/")
    assert client.get("/kerja/").status_code == 200
    again = Client().get(link)
    assert again.status_code == 410
    assert link not in sign_in("head").get("/kerja/petugas/").content.decode()


def test_wrong_input_says_what_and_keeps_the_rest(sign_in: SignIn) -> None:
    page = sign_in("head").post("/kerja/petugas/undang/", {**FORM, "alamat": "bukan alamat"})
    assert page.status_code == 422
    assert 'value="Sari Wulandari"' in page.content.decode()
    assert "alamat-error" in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_password_that_everybody_uses_leaves_the_link_working(sign_in: SignIn, client: Client) -> None:
    link = link_in(sign_in("head").post("/kerja/petugas/undang/", FORM).content.decode())
    assert client.post(link, {"nama": "sari", "sandi": "password1234"}).status_code == 422
    assert client.post(link, {"nama": "officer", "sandi": WORDS}).status_code == 422
    assert client.post(link, {"nama": "sari", "sandi": WORDS}).status_code == 302


def test_a_withdrawn_link_says_so_kindly(sign_in: SignIn, client: Client) -> None:
    head = sign_in("head")
    link = link_in(head.post("/kerja/petugas/undang/", FORM).content.decode())
    head.post(f"/kerja/petugas/undangan/{Invitation.objects.get().pk}/")
    page = client.get(link)
    assert page.status_code == 410
    assert Message.objects.filter(channel="email").count() <= 1


def test_a_head_sees_the_own_people_alone(sign_in: SignIn, world: World) -> None:
    page = sign_in("head").get("/kerja/petugas/").content.decode()
    assert world.accounts["officer"].name in page
    assert world.accounts["other_officer"].name not in page
    assert sign_in("head").get(f"/kerja/petugas/{world.accounts['other_officer'].pk}/").status_code == 404


def test_a_role_is_given_and_ended_on_the_page(sign_in: SignIn, world: World) -> None:
    head, officer = sign_in("head"), world.accounts["officer"]
    here = f"/kerja/petugas/{officer.pk}/"
    assert head.post(here, {"langkah": "beri", "peran": "deputy", "badan": "ROADS"}).status_code == 302
    held = Membership.objects.get(account=officer, role="deputy")
    assert head.post(here, {"langkah": "akhiri", "nomor": str(held.pk)}).status_code == 302
    assert head.post(here, {"langkah": "akhiri", "nomor": str(held.pk)}).status_code == 302
    held.refresh_from_db()
    assert not held.active
    assert head.post(here, {"langkah": "beri", "peran": "governor"}).status_code == 404


def test_cases_of_a_role_that_ends_go_back_to_the_queue(sign_in: SignIn, world: World) -> None:
    head, officer = sign_in("head"), world.accounts["officer"]
    case = world.assigned()
    Report.objects.filter(pk=case.pk).update(assignee=officer)
    here, held = f"/kerja/petugas/{officer.pk}/", Membership.objects.get(account=officer)
    page = head.post(here, {"langkah": "akhiri", "nomor": str(held.pk)}, follow=True).content.decode()
    assert "Peran berakhir; 1 laporan kembali ke antrean." in page
    case.refresh_from_db()
    assert (case.assignee, case.holder) == (None, world.organisations["ROADS"])
    assert case.entries.filter(type="released", account=world.accounts["head"]).count() == 1


def test_a_role_with_a_last_day_ends_by_itself_with_its_cases(world: World) -> None:
    officer, colleague = world.accounts["officer"], added(world)
    cases = [world.assigned(), world.assigned()]
    Report.objects.filter(pk=cases[0].pk).update(assignee=officer)
    Report.objects.filter(pk=cases[1].pk).update(assignee=colleague)
    until = world.at + timedelta(hours=1)
    Membership.objects.filter(account=officer).update(until=until)
    assert leaving.end_expired(at=until - timedelta(seconds=1)) == 0
    assert [leaving.end_expired(at=until) for _twice in range(2)] == [1, 0]
    held = Membership.objects.get(account=officer)
    assert (held.active, held.until) == (False, until)
    assert list(Report.objects.order_by("pk").values_list("assignee", flat=True)) == [None, colleague.pk]
    assert [line.subject for line in AuditLine.objects.filter(act="people.role_expired")] == [officer.username]


def test_an_officer_removed_while_holding_forty_cases_loses_nothing(sign_in: SignIn, world: World) -> None:
    officer, colleague = world.accounts["officer"], added(world)
    for _number in range(40):
        world.assigned()
    Report.objects.filter(holder__code="ROADS").update(assignee=officer)
    clocks = list(Clock.objects.order_by("pk").values())
    browser = Client()
    browser.force_login(officer)
    head = sign_in("head")
    here = f"/kerja/petugas/{officer.pk}/selesai/"
    assert "40" in head.get(here).content.decode()
    assert head.post(here, {"kepada": str(colleague.pk)}).status_code == 422  # not sure yet
    assert head.post(here, {"kepada": str(colleague.pk), "pasti": "1"}).status_code == 302
    assert head.post(here, {"kepada": str(colleague.pk), "pasti": "1"}).status_code in {200, 404}
    assert Report.objects.filter(assignee=colleague).count() == 40
    assert not Report.objects.filter(assignee=officer).exists()
    assert list(Clock.objects.order_by("pk").values()) == clocks
    assert browser.get("/kerja/").status_code == 302
    assert Account.objects.get(pk=officer.pk).is_active is False
    assert Notice.objects.filter(account=world.accounts["deputy_head"]).count() == 1


def added(world: World) -> Account:
    """A second officer and a second head of the roads agency."""
    colleague = Account.objects.create_user(username="colleague", name="Wahyu Nugroho")
    grant_role(account=colleague, role="officer", organisation=world.organisations["ROADS"], at=world.at)
    other = Account.objects.create_user(username="second_head", name="Ratna Dewi")
    grant_role(account=other, role="head", organisation=world.organisations["ROADS"], at=world.at)
    world.accounts["deputy_head"] = other
    return colleague


def test_without_a_colleague_the_cases_are_in_the_queue_again(sign_in: SignIn, world: World) -> None:
    case, officer = world.assigned(), world.accounts["officer"]
    Report.objects.filter(pk=case.pk).update(assignee=officer)
    sign_in("head").post(f"/kerja/petugas/{officer.pk}/selesai/", {"kepada": "", "pasti": "1"})
    case.refresh_from_db()
    assert (case.assignee_id, case.holder_id) == (None, world.organisations["ROADS"].pk)


def test_signing_in_and_failing_to_are_on_the_trail(world: World, client: Client, sign_in: SignIn) -> None:
    client.post("/masuk/", {"login": "officer", "password": "not this one at all"})
    client.post("/masuk/", {"login": "my secret password", "password": "x"})
    client.post("/masuk/", {"login": "officer", "password": PASSWORD})
    acts = AuditLine.objects.filter(act__startswith="sign-in.").values_list("act", "subject")
    assert ("sign-in.refused", "officer") in acts
    assert ("sign-in.success", "officer") in acts
    assert "my secret password" not in str(list(AuditLine.objects.values()))
    page = sign_in("secretary").get("/kerja/audit/?orang=officer&hal=sign-in.").content.decode()
    assert world.accounts["officer"].name in page
    assert sign_in("officer").get("/kerja/audit/").status_code == 404


def test_a_changed_row_of_reference_data_is_read_on_the_trail(sign_in: SignIn, world: World) -> None:
    changed = {"telepon": ["", "024-123"], "aktif": ["ya", ""]}
    secretary = world.accounts["secretary"]
    audit.record(act="reference.changed", account=secretary.pk, at=world.at, subject="badan:ROADS", data=changed)
    page = sign_in("secretary").get("/kerja/audit/").content.decode()
    assert "mengubah data acuan" in page
    assert "aktif ya → –, telepon – → 024-123" in page
    assert "024-123" in sign_in("secretary").get("/kerja/audit.csv").content.decode()


WRITTEN = re.compile(r'audit\.record\(\s*act="([\w.-]+)"|_say\("(desk\.\w+)"|_note\("(sign-in\.\w+)"')
MADE_UP = {
    *(f"finding.{move}" for move in (*moves.BY_BODY, *moves.BY_FINDER)),
    "explanation_asked", "explanation_given", "word_said", brief_rules.CHANGED, changing.MADE, changing.CHANGED,
}  # fmt: skip


def test_every_act_has_words() -> None:
    root = Path(rumahrakyat.__file__).parent
    sources = [path for path in root.rglob("*.py") if "tests" not in path.parts]
    found = {"".join(groups) for path in sources for groups in WRITTEN.findall(path.read_text())}
    assert len(found) > 25
    assert (found | MADE_UP) - set(ACTS) == set()


LINES: list[tuple[str, str, dict[str, object], str]] = [
    ("approval.rule", "ROADS", {"before": "none", "after": "done"},
     "{roads} sebelumnya tidak ada, sekarang hanya jawaban “tuntas”"),
    ("people.role_given", "sari", {"role": "head", "organisation": "ROADS", "until": "2026-08-17T17:00:00+00:00"},
     "sari di {roads}, peran Kepala dinas, sampai Selasa, 18 Agustus 2026 00.00 WIB"),
    ("finding.send_back", "ROADS", {"move": "send_back", "number": "TM/1", "organisation": "ROADS"},
     "mengembalikan rekomendasi bagi {roads} nomor TM/1"),
    ("facts.exported", "cases", {"kind": "csv", "first": "2026-07-01"}, "mulai 1 Juli 2026"),
    ("call.abusive", "call 12", {}, "panggilan 12"),
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_the_trail_says_words_and_no_codes(
    sign_in: SignIn, world: World, line: tuple[str, str, dict[str, object], str]
) -> None:
    act, subject, data, words = line
    audit.record(act=act, account=world.accounts["secretary"].pk, at=world.at, subject=subject, data=data)
    page = sign_in("secretary").get("/kerja/audit/").content.decode()
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert words.format(roads=world.organisations["ROADS"].name) in plain, plain[-300:]


def test_the_trail_is_exported_and_that_is_on_the_trail(sign_in: SignIn) -> None:
    sign_in("ombudsman").get("/kerja/audit.csv")
    assert "export.audit" in sign_in("ombudsman").get("/kerja/audit.csv").content.decode()


def test_lines_of_the_trail_cannot_be_changed(world: World, sign_in: SignIn) -> None:
    sign_in("head").post("/kerja/petugas/undang/", FORM)
    lines = AuditLine.objects.filter(act="people.invited")
    with pytest.raises(IntegrityError), transaction.atomic():
        lines.update(act="nothing")
    with pytest.raises(IntegrityError), transaction.atomic():
        lines.delete()


def test_reading_a_confidential_identity_is_noted_once_an_hour(world: World) -> None:
    case = world.assigned(identity="confidential")
    verifier = Client()
    verifier.force_login(world.accounts["verifier"])
    for _time in range(2):
        verifier.get(f"/kerja/{case.number}/")
    officer = Client()
    officer.force_login(world.accounts["officer"])
    officer.get(f"/kerja/{case.number}/")  # may not know it, so nothing is read
    assert Reading.objects.filter(report=case, what="identity").count() == 1


@pytest.mark.parametrize("path", ["/kerja/petugas/", "/kerja/audit/", "/kerja/petugas/undang/"])
def test_pages_of_people_cost_few_queries(
    sign_in: SignIn, world: World, django_assert_max_num_queries: object, path: str
) -> None:
    grant_role(account=world.accounts["outsider"], role="operator", at=world.at - timedelta(days=1))
    for number in range(60):
        Account.objects.create(username=f"many{number}", name=f"Orang {number}")
    operator = sign_in("outsider")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        assert operator.get(path).status_code == 200
