"""The command that tells what the router makes of a text. Every odd text ends in a decision or with a person."""

import json
from typing import Any

import pytest

from rumahrakyat.config.cli import main

pytestmark = pytest.mark.django_db
LAMP = "Lampu jalan di Kecamatan Sayung Kabupaten Demak mati sejak seminggu, gelap sekali"
SIMPANG_LIMA = "-6.9903,110.4229"


def understood(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["understand", *words, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_a_clear_report_has_a_place_a_subject_and_an_owner_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    told = understood(capsys, LAMP)
    assert told["place"]["district"] == "33.21.04"
    assert (told["category"]["code"], told["category"]["sure"]) == ("infrastruktur.penerangan", True)
    assert (told["agency"]["code"], told["kind"], told["urgency"]["urgent"]) == ("PEMDA-33.21", "complaint", False)
    assert len(told["reasons"]) >= 3
    assert told["source"] == "province"


def test_a_pin_is_where_it_is_until_the_words_clearly_say_another_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert understood(capsys, "lampu jalan mati di sini", "--pin", SIMPANG_LIMA)["place"]["regency"] == "33.74"
    torn = understood(capsys, LAMP, "--pin", SIMPANG_LIMA)
    assert torn["place"]["regency"] is None
    assert {one["code"][:5] for one in torn["place"]["candidates"]} >= {"33.74", "33.21"}
    assert (torn["agency"]["action"], "berbeda" in torn["agency"]["why"]) == ("verify", True)


def test_danger_comes_with_the_numbers_to_call(capsys: pytest.CaptureFixture[str]) -> None:
    told = understood(capsys, "tolong rumah tetangga terbakar sekarang di Purwodadi Grobogan")
    assert (told["urgency"]["danger"], told["urgency"]["numbers"][0]) == ("fire", "113")


def test_a_number_of_identity_is_masked_in_the_public_text(capsys: pytest.CaptureFixture[str]) -> None:
    told = understood(capsys, f"{LAMP}. NIK saya 3315082003900001")
    assert "3315082003900001" not in told["public_text"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "📷",
        "Jalan rusak di Pati. Bansos saya juga belum cair sejak Mei. Di sekolah SMA 1 ada pungutan uang gedung.",
        "Terima kasih pak jalannya sudah dibuat kolam lele, mantap sekali",
        "terima kasih banyak pak gubernur, sehat selalu",
        "jalan rusak " * 600,
        "PROMO SLOT GACOR MAXWIN daftar sekarang link di bio",
        "这里的路很坏请修理",
        "asdkjh qwpeoi zmxncb",
        "RT03 RW05",
    ],
    ids=[
        "empty", "blank", "photo", "three", "sarcasm", "praise", "stuffed", "gambling", "chinese", "random", "numbers",
    ],
)  # fmt: skip
def test_what_no_machine_should_decide_is_left_to_a_person(capsys: pytest.CaptureFixture[str], text: str) -> None:
    told = understood(capsys, text)
    assert told["agency"]["action"] != "assign"
    assert told["agency"]["why"]


def test_the_matter_in_one_clause_of_a_very_long_text_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    before, after = "Saya warga biasa yang sudah lama tinggal bersama keluarga. " * 60, "Sekian dari saya. " * 200
    told = understood(capsys, f"{before}{LAMP}. {after}"[:8000])
    assert told["category"]["code"] == "infrastruktur.penerangan"


@pytest.mark.parametrize("pin", ["here", "1,2,3", "110.4229,-6.9903", ""])
def test_a_pin_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], pin: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["understand", LAMP, f"--pin={pin}"])
    assert ended.value.code == 2
    assert "--pin" in capsys.readouterr().err


def test_without_json_it_is_told_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["understand", LAMP]) == 0
    assert "agency: Pemerintah Kabupaten Demak" in capsys.readouterr().out
