"""A village head's phone and the server: each thing once, whatever the link, the clock or the people did meanwhile."""

import gzip
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count
from django.test import Client

from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.relay.models import PhotoOnItsWay
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.operations import answer, ask_reporter, merge, reject, resolve
from rumahrakyat.reports.states import Stage
from rumahrakyat.workbench.relay import shell
from rumahrakyat.workbench.relay.village import APP
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World
from tests.pictures import jpeg

VILLAGE = "33.15.01.2001"
TEXT = "Jembatan kayu di RT 03 patah, anak sekolah memutar dua kilometer."


@pytest.fixture
def phone(world: World, sign_in: SignIn) -> Client:
    account = Account.objects.create_user(username="village_head", name="Pak Karto")
    Membership.objects.create(account=account, role="village_head", region_id=VILLAGE)
    world.accounts["village_head"] = account
    return sign_in("village_head")


def send(phone: Client, **given: Any) -> Any:
    facts = {
        "uuid": str(uuid4()), "desa": VILLAGE, "teks": TEXT, "nama": "Bu Sri", "identitas": "named",
        "persetujuan": "thumb", "dibacakan": "ya",
    } | given  # fmt: skip
    return phone.post("/kerja/desa/kirim/", facts)


def send_photo(phone: Client, uuid: str, data: bytes, *, at: int = 0, upto: int | None = None) -> Any:
    piece = SimpleUploadedFile("foto", data[at:upto])
    digest = hashlib.sha256(data).hexdigest()
    given = {"uuid": uuid, "sidik": digest, "besar": len(data), "dari": at, "potongan": piece}
    return phone.post("/kerja/desa/foto/", given)


def cases(phone: Client) -> list[dict[str, Any]]:
    return list(phone.get("/kerja/desa/data/").json()["cases"])


def fault(answer_: Any) -> str:
    assert answer_.status_code in {409, 422}
    return str(answer_.json()["errors"][0]["field"])


def test_a_report_becomes_the_villagers_case(phone: Client, world: World) -> None:
    said = send(phone, tempat="depan mushola", lat="-7.1", lon="110.9").json()
    report = Report.objects.get(number=said["number"])
    assert (report.channel, report.reporter.name, report.lat) == ("village", "Bu Sri", -7.1)
    assert report.place_words == "depan mushola, Desa Depok, Kecamatan Toroh, Kabupaten Grobogan"
    assert report.received_at == clock.now()
    assert said["until"]
    entry = report.entries.get(type="relayed")
    assert entry.data["consent"] == "thumb"
    assert report.entries.get(type="received").actor_kind == "citizen"


def test_a_repeat_answers_with_the_same_number(phone: Client) -> None:
    uuid = str(uuid4())
    first, again = (send(phone, uuid=uuid).json() for _ in range(2))
    assert (first["number"], first["new"], again["new"]) == (again["number"], True, False)
    assert Report.objects.count() == 1


def test_a_villager_is_found_again_and_others_stay_apart(phone: Client) -> None:
    for name, number in (("Bu Sri", ""), ("bu sri", ""), ("Bu Sri", "081322904471"), ("Pak Jo", "0813 2290 4471")):
        assert send(phone, nama=name, hp=number).status_code == 200
    reporters = [one.reporter_id for one in Report.objects.order_by("pk").select_related("reporter")]
    assert reporters[0] == reporters[1]
    assert len(set(reporters)) == 3
    assert Report.objects.latest("pk").reporter.name == "Pak Jo"


def test_without_a_name_nothing_is_kept_of_the_person(phone: Client) -> None:
    send(phone, identitas="anonymous", nama="Rahasia", hp="081322904471")
    report = Report.objects.get()
    assert (report.identity, report.reporter.name, report.listeners.count()) == ("anonymous", "", 0)
    assert cases(phone)[0]["name"] == ""


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"teks": " "}, "teks"),
        ({"teks": "x" * 10_001}, "teks"),
        ({"nama": ""}, "nama"),
        ({"hp": "12"}, "hp"),
        ({"dibacakan": ""}, "dibacakan"),
        ({"desa": "33.21.01.2001"}, "desa"),
        ({"uuid": "x"}, "uuid"),
        ({"akun": "999999"}, "akun"),
    ],
    ids=["empty", "too long", "no name", "no number", "not read back", "another village", "no id", "another account"],
)
def test_what_is_wrong_is_said_by_field_and_stores_nothing(phone: Client, given: dict[str, str], field: str) -> None:
    assert fault(send(phone, **given)) == field
    assert not Report.objects.exists()


def test_five_days_late_with_a_wrong_clock(phone: Client, world: World) -> None:
    now = clock.now()
    day, wrong = timedelta(days=1), timedelta(hours=9)
    send(phone, dicatat=(now - 5 * day + wrong).isoformat(), dikirim=(now + wrong).isoformat())
    send(phone, dicatat=(now + 400 * day).isoformat(), dikirim=now.isoformat())
    late, nonsense = Report.objects.order_by("pk")
    assert (late.occurred_at, late.received_at) == (now - 5 * day, now)
    assert nonsense.occurred_at is None


def test_sixty_reports_with_photos_after_five_days_become_sixty_cases(phone: Client, world: World) -> None:
    """Each with the time it was told at; one picture for several of them: what one case has, another may have, too."""
    now, data = clock.now(), jpeg()
    for nth in range(60):
        uuid, told = str(uuid4()), now - timedelta(hours=2 * nth)
        send(phone, uuid=uuid, teks=f"{TEXT} Rumah nomor {nth}.", dicatat=told.isoformat(), dikirim=now.isoformat())
        if nth % 6 == 0:
            assert send_photo(phone, uuid, data).json() == {"have": len(data)}
    found = Report.objects.annotate(photos=Count("attachments"))
    assert sorted(one.photos for one in found) == [0] * 50 + [1] * 10
    assert found.earliest("occurred_at").occurred_at == now - timedelta(hours=118)


def test_photos_come_in_pieces_and_once(phone: Client) -> None:
    uuid, data = str(uuid4()), jpeg()
    assert fault(send_photo(phone, uuid, data)) == "uuid"
    send(phone, uuid=uuid)
    half = len(data) // 2
    assert send_photo(phone, uuid, data, upto=half).json() == {"have": half}
    assert send_photo(phone, uuid, data, upto=half).json() == {"have": half}
    assert send_photo(phone, uuid, data, at=half).json() == {"have": len(data)}
    assert send_photo(phone, uuid, data).json() == {"have": len(data)}
    report = Report.objects.get()
    assert (report.attachments.count(), report.entries.filter(type="pictured").count()) == (1, 1)
    assert not PhotoOnItsWay.objects.exists()


def test_a_broken_photo_leaves_the_report_whole(phone: Client) -> None:
    uuid = str(uuid4())
    send(phone, uuid=uuid)
    assert fault(send_photo(phone, uuid, b"no picture at all")) == "foto"
    spoilt = SimpleUploadedFile("foto", b"spoilt on its way")
    given = {"uuid": uuid, "sidik": "0" * 64, "besar": 17, "dari": 0, "potongan": spoilt}
    assert phone.post("/kerja/desa/foto/", given).json() == {"have": 0}
    assert Report.objects.get().attachments.count() == 0


def test_a_photo_follows_a_case_that_was_joined_or_closed(phone: Client, world: World) -> None:
    uuid = str(uuid4())
    number = send(phone, uuid=uuid).json()["number"]
    case, other = Report.objects.get(number=number), world.report()
    merge(
        report_id=case.pk, into_id=other.pk, text="Sama.", actor=world.actor("verifier", case), at=world.at,
    )  # fmt: skip
    reject(report_id=other.pk, reason="repeated", text="Sudah.", actor=world.actor("verifier", other), at=world.at)
    assert send_photo(phone, uuid, jpeg()).status_code == 200
    assert other.attachments.count() == 1
    assert cases(phone)[0]["sentence"].startswith("Laporan tidak dapat ditindaklanjuti")


def test_an_ended_session_is_told_and_an_ended_role_finds_nothing(phone: Client, world: World) -> None:
    stranger = Client()
    assert stranger.get("/kerja/desa/data/", headers={"accept": "application/json"}).status_code == 401
    assert stranger.get("/kerja/desa/").status_code == 302
    Membership.objects.filter(role="village_head").update(active=False)
    assert send(phone).status_code == 404
    assert not Report.objects.exists()


def test_outcomes_are_sentences_and_ticked_once(phone: Client, world: World) -> None:
    number = send(phone).json()["number"]
    case = assigned(world, number)
    answer(
        report_id=case.pk, stage=Stage.FIELD_CHECK, text="Tim datang Kamis.", actor=world.actor("officer", case),
        at=world.at + timedelta(hours=1),
    )  # fmt: skip
    one = cases(phone)[0]
    assert "Dinas Jalan dan Jembatan menjawab Selasa, 21 Juli 2026" in one["sentence"]
    assert "Tim datang Kamis." in one["sentence"]
    for _ in range(2):
        assert phone.post("/kerja/desa/sampai/", {"nomor": number, "kabar": one["word"]}).status_code == 200
    assert cases(phone)[0]["told"]
    assert Entry.objects.filter(report=case, type="told").count() == 1


def test_questions_objections_and_thanks_come_back(phone: Client, world: World) -> None:
    number = send(phone).json()["number"]
    case, hour = assigned(world, number), timedelta(hours=1)
    ask_reporter(
        report_id=case.pk, text="Jembatan yang mana, dekat sekolah?", actor=world.actor("officer", case), at=world.at
    )
    assert cases(phone)[0]["asks"]
    uuid = str(uuid4())
    for _ in range(2):
        say(phone, number, "reply", "Yang dekat SD.", uuid)
    assert Entry.objects.get(report=case, type="replied").data["channel"] == "village"
    assert fault(say(phone, number, "confirmation", "")) == "teks"
    resolve(
        report_id=case.pk, text="Selesai.", actor=world.actor("officer", case), at=world.at + hour,
        no_photo_reason="Malam",
    )  # fmt: skip
    assert say(phone, number, "objection", "Belum selesai.").status_code == 200
    case.refresh_from_db()
    assert case.stage == "in_progress"


def test_two_phones_and_other_villages(phone: Client, world: World, sign_in: SignIn) -> None:
    second = sign_in("village_head")
    number = send(phone).json()["number"]
    send(second)
    assert {one["number"] for one in cases(phone)} == {one["number"] for one in cases(second)}
    assert say(phone, world.report().number, "reply", "Punya orang lain.").status_code == 404
    assert number in {one["number"] for one in cases(second)}


def test_data_travel_once_and_few_queries_find_them(phone: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        send(phone)
    tag = phone.get("/kerja/desa/data/").headers["ETag"]
    with django_assert_max_num_queries(15):
        answer_ = phone.get("/kerja/desa/data/", headers={"if-none-match": tag})
    assert (answer_.status_code, bool(answer_.headers["X-CSRFToken"])) == (304, True)


def test_the_app_is_one_page_without_anybodys_data(phone: Client) -> None:
    page = phone.get("/kerja/desa/")
    assert b"Pak Karto" not in page.content
    worker = phone.get("/kerja/desa/sw.js")
    assert worker.headers["Content-Type"] == "text/javascript"
    assert worker.headers["Service-Worker-Allowed"] == "/kerja/desa/"


def test_a_phone_on_a_thin_link_loads_little(phone: Client) -> None:
    """All files of the app, compressed: at most 40 kB."""
    kept = [phone.get(address).content for address in ("/kerja/desa/", "/kerja/desa/sw.js")]
    for address in [*shell.files(APP), "/static/workbench/relay/desa.webmanifest"]:
        found = finders.find(address.removeprefix("/static/"))
        assert isinstance(found, str)
        kept.append(Path(found).read_bytes())
    assert sum(len(gzip.compress(one)) for one in kept) <= 40_000


def assigned(world: World, number: str) -> Report:
    from rumahrakyat.reports.operations import assign  # noqa: PLC0415 -- only here
    from tests.cast import ROUTER  # noqa: PLC0415

    case = Report.objects.get(number=number)
    return assign(report_id=case.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=world.at)


def say(phone: Client, number: str, kind: str, text: str, uuid: str = "") -> Any:
    given = {"uuid": uuid or str(uuid4()), "nomor": number, "jenis": kind, "teks": text}
    return phone.post("/kerja/desa/kata/", given)
