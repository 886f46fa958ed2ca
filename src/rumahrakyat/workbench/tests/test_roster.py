"""The pages of the roster, of alerts and of one's own settings, as their readers use them."""

from datetime import timedelta

import pytest

from rumahrakyat.channels import registry
from rumahrakyat.channels.gammu import kit as sms
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.models_alerts import Alert
from rumahrakyat.lib import clock
from rumahrakyat.organisations import roster, rostering
from rumahrakyat.organisations.models_roster import Absence, OnCall, QuietHours, StaffContact
from rumahrakyat.organisations.rostering import Hours
from rumahrakyat.people.models import Account
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World
from tests.pages import PageClient


@pytest.fixture(autouse=True)
def one_modem(monkeypatch: pytest.MonkeyPatch) -> None:
    made = registry.Registry()
    made.add(sms.adapter())
    monkeypatch.setattr(registry, "default", lambda: made)


@pytest.fixture(autouse=True)
def a_number(world: World) -> None:
    Account.objects.filter(username="head").update(phone="0813 2290 4471")


def raised(world: World, **given: object) -> Alert:
    facts: dict[str, object] = {
        "kind": "probe",
        "audience": "head",
        "organisation": world.organisations["ROADS"],
        "report": None,
        "words": "RR-482-135 Dinas Jalan: jawaban pertama LEWAT BATAS.",
        "key": "probe:1",
        "acknowledge": 15,
        "at": clock.now(),
        "path": "/kerja/RR-482-135/",
    }
    return alerts.raise_alert(**{**facts, **given})  # type: ignore[arg-type]


def link_of(alert: Alert) -> str:
    message = alert.attempts.order_by("number")[0].message
    assert message is not None
    return "/t/" + message.text.rsplit("/t/", 1)[1].split()[0]


def test_the_roster_shows_who_is_called_and_gaps_loudly(world: World, sign_in: SignIn) -> None:
    page = sign_in("head").get("/kerja/piket/").content.decode()
    assert "Orang Head" in page
    assert "0813 •••• 4471" in page
    assert "0813 2290 4471" not in page
    assert 'class="gap"' in page  # the officer has no number, and there is no deputy


def test_a_head_puts_somebody_on_the_list_of_the_own_agency_alone(world: World, sign_in: SignIn) -> None:
    head, officer = sign_in("head"), world.accounts["officer"]
    form = {"pilihan": "tambah", "daftar": "deputy", "akun": officer.pk, "urutan": "1", "hari": ["5", "6"]}
    assert head.post("/kerja/piket/", {**form, "dinas": "ROADS"}).status_code == 302
    assert head.post("/kerja/piket/", {**form, "dinas": "TRANSPORT"}).status_code == 404
    assert sign_in("officer").post("/kerja/piket/", {**form, "dinas": "ROADS"}).status_code == 404
    turn = OnCall.objects.get()
    assert (turn.audience, turn.account, turn.weekdays, turn.made_by) == (
        "deputy", officer, "56", world.accounts["head"],
    )  # fmt: skip


def test_the_secretary_keeps_every_roster(world: World, sign_in: SignIn) -> None:
    secretary = sign_in("secretary")
    form = {"pilihan": "tambah", "daftar": "head", "akun": world.accounts["other_head"].pk, "hari": "0"}
    secretary.post("/kerja/piket/", {**form, "dinas": "TRANSPORT"})
    assert OnCall.objects.get().organisation == world.organisations["TRANSPORT"]
    assert secretary.get("/kerja/piket/?dinas=semua").status_code == 200


def test_an_absence_with_a_stand_in_changes_who_is_called(world: World, sign_in: SignIn) -> None:
    head, officer = world.accounts["head"], world.accounts["officer"]
    Account.objects.filter(username="officer").update(phone="081300000011")
    browser = sign_in("head")
    browser.post(
        "/kerja/piket/",
        {"pilihan": "absen", "dinas": "ROADS", "akun": head.pk, "pengganti": officer.pk, "alasan": "Cuti"},
    )
    assert _called_in_an_hour(world) == [officer.pk]
    assert "Cuti" in browser.get("/kerja/piket/").content.decode()
    browser.post("/kerja/piket/", {"pilihan": "kembali", "dinas": "ROADS", "nomor": Absence.objects.get().pk})
    assert _called_in_an_hour(world) == [head.pk]


def _called_in_an_hour(world: World) -> list[int]:
    moment = clock.now() + timedelta(hours=1)
    lists = roster.load(world.organisations["ROADS"], ["head"], at=moment)
    return [one.account for one in lists.order("head", moment).called]


def test_what_cannot_be_is_said_and_nothing_is_kept(world: World, sign_in: SignIn) -> None:
    head = sign_in("head")
    form = {"pilihan": "tambah", "dinas": "ROADS", "daftar": "head", "akun": world.accounts["head"].pk}
    for wrong in ({}, {"hari": "1", "mulai": "21:00"}, {"hari": "1", "mulai": "malam", "selesai": "05:00"}):
        head.post("/kerja/piket/", {**form, **wrong})
    assert not OnCall.objects.exists()


def test_a_test_is_really_sent_and_stays_on_its_list(world: World, sign_in: SignIn) -> None:
    sign_in("head").post("/kerja/piket/", {"pilihan": "uji", "dinas": "ROADS", "daftar": "head"})
    alert = Alert.objects.get(kind=alerts.TEST)
    attempt = alert.attempts.get()
    assert attempt.account == world.accounts["head"]
    assert attempt.message is not None
    assert "Uji peringatan" in attempt.message.text
    assert not alert.climbs


def test_the_link_confirms_by_its_button_alone(world: World) -> None:
    alert = raised(world)
    path, anybody = link_of(alert), PageClient()
    page = anybody.get(path)
    assert page.status_code == 200
    assert alert.words in page.content.decode()
    alert.refresh_from_db()
    assert alert.state == Alert.State.OPEN
    assert anybody.post(path, follow=True).status_code == 200
    alert.refresh_from_db()
    assert (alert.state, alert.how, alert.acknowledged_by) == (
        Alert.State.ACKNOWLEDGED, "link", world.accounts["head"],
    )  # fmt: skip


def test_an_unknown_link_and_an_old_one_help(world: World) -> None:
    anybody = PageClient()
    assert anybody.get("/t/bukan-kode/").status_code == 404
    alert = raised(world)
    path = link_of(alert)
    Alert.objects.update(state=Alert.State.ENDED, raised_at=clock.now() - timedelta(days=8))
    assert anybody.get(path).status_code == 410


def test_the_link_of_a_disabled_account_confirms_nothing(world: World) -> None:
    alert = raised(world)
    path = link_of(alert)
    Account.objects.filter(username="head").update(is_active=False)
    assert PageClient().post(path).status_code == 404
    alert.refresh_from_db()
    assert alert.state == Alert.State.OPEN


def test_alerts_are_read_by_their_own_agency_and_by_those_above(world: World, sign_in: SignIn) -> None:
    raised(world)
    assert "RR-482-135" in sign_in("head").get("/kerja/peringatan/").content.decode()
    assert "RR-482-135" not in sign_in("other_head").get("/kerja/peringatan/").content.decode()
    assert "RR-482-135" in sign_in("secretary").get("/kerja/peringatan/").content.decode()


def test_everybody_sets_how_they_are_reached_and_when_not(world: World, sign_in: SignIn) -> None:
    officer = sign_in("officer")
    officer.post("/kerja/saya/", {"pilihan": "tambah", "jalur": "tel", "alamat": "0813 0000 0011"})
    officer.post("/kerja/saya/", {"pilihan": "tambah", "jalur": "email", "alamat": "Officer@Dinas.test"})
    officer.post("/kerja/saya/", {"pilihan": "tambah", "jalur": "tel", "alamat": "12"})
    mail = StaffContact.objects.get(scheme="email")
    assert mail.value == "officer@dinas.test"
    officer.post("/kerja/saya/", {"pilihan": "pertama", "nomor": mail.pk})
    officer.post("/kerja/saya/", {"pilihan": "tenang", "mulai": "22:00", "selesai": "04:30"})
    mine = StaffContact.objects.filter(account=world.accounts["officer"]).order_by("order")
    assert [one.scheme for one in mine] == ["email", "tel"]
    assert QuietHours.objects.get().begins.hour == 22
    assert "di••" not in officer.get("/kerja/saya/").content.decode()


@pytest.mark.parametrize("path", ["/kerja/piket/", "/kerja/peringatan/", "/kerja/saya/"])
def test_pages_stay_within_their_queries(
    path: str, world: World, sign_in: SignIn, django_assert_max_num_queries: type
) -> None:
    roads = world.organisations["ROADS"]
    for name in ("officer", "head"):
        rostering.put_on_call(
            organisation=roads,
            audience="head",
            account=world.accounts[name],
            order=1,
            hours=Hours(),
            by=None,
            at=world.at,
        )
    for number in range(5):
        raised(world, key=f"probe:{number}")
    secretary = sign_in("secretary")
    with django_assert_max_num_queries(15):
        assert secretary.get(path if path != "/kerja/piket/" else "/kerja/piket/?dinas=ROADS").status_code == 200
