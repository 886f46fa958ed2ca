"""Hints on sentences of our own, good and bad; fields; what officers write from outside."""

import pytest

from rumahrakyat.regions.province import active
from rumahrakyat.writing import fields, quality
from rumahrakyat.writing.from_outside.reading import Act, Said, read
from rumahrakyat.writing.quality import About, Lists, hints

GOOD = (
    "Tim kami memeriksa lampu di Desa Depok besok malam. Hasilnya kami kabarkan hari Jumat.",
    "Lubang di depan pasar kami tambal hari ini. Fotonya kami kirim sore ini.",
    "Kami sudah menghubungi camat, rapatnya Senin pukul 09.00 di balai desa.",
    "Truk kami mengangkut sampah pada 24 Juli. Setelah itu jadwalnya kami bahas dengan ketua RW.",
    "Mohon maaf terlambat. Petugas kami datang Selasa pagi dan mengukur jembatannya.",
    "Kula priksa margi wonten Toroh dinten menika, asilipun kula aturaken benjing.",
    "Our team inspects the bridge on Friday and sends photos.",
    "Berkas Bapak/Ibu kami cari hari ini, dan kami kabarkan besok siang.",
    "Saluran di Kampung Baru kami keruk mulai Senin, lima orang bekerja sampai Kamis.",
    "Keberatan kami terima. Tim kembali lusa dan menutup lubang yang tersisa.",
)
BAD = (
    ("Terima kasih, akan kami tindak lanjuti.", "step"),
    ("Terima kasih atas laporannya, mohon ditunggu.", "step"),
    ("Akan segera diproses oleh pihak terkait.", "step"),
    ("Kami periksa lokasinya dan kirim tim.", "date"),
    ("Besok kami cek. Seharusnya Anda lapor ke RT dulu.", "blame"),
    ("Hari ini kami bersihkan, tapi ini ulah warga sendiri.", "blame"),
    ("Kami cek besok. Ini kesalahan PDAM, bukan urusan kami.", "others"),
    ("Sehubungan dengan laporan tersebut, besok kami cek lokasi.", "plain"),
    ("Telah dilaksanakan pengecekan hari ini.", "plain"),
    ("Besok dicek, lalu dirapatkan, ditetapkan, dan dianggarkan.", "plain"),
    ("Besok kami cek, jangan bawel.", "rude"),
)


@pytest.fixture(scope="module")
def known() -> Lists:
    return quality.lists_of(active())


def bad_of(text: str, known: Lists, about: About | None = None) -> set[str]:
    return {one.code for one in hints(text, about or About(public=True), known) if not one.good}


@pytest.mark.parametrize("nth", range(len(GOOD)))
def test_a_good_answer_has_no_open_hint(nth: int, known: Lists) -> None:
    assert bad_of(GOOD[nth], known) == set()


@pytest.mark.parametrize("nth", range(len(BAD)))
def test_a_bad_answer_is_told_what_it_lacks(nth: int, known: Lists) -> None:
    text, code = BAD[nth]
    assert code in bad_of(text, known)


def test_the_templates_of_the_province_pass_their_own_hints(known: Lists) -> None:
    for entry in active().document("templates.json")["templates"]:
        if entry["action"] != "answer":
            continue
        text = fields.fill(entry["texts"]["id"], fields.example())
        about = About(public=True, dated="next_days" in entry, ended=entry.get("stage") == "resolved")
        assert bad_of(text, known, about) == set(), entry["code"]


@pytest.mark.parametrize(
    "text",
    [
        "Hubungi Pak Joko di 0812-3456-7890.",
        "NIK 3315012345670001 sudah kami cek.",
        "Rumah di RT 03/RW 02 kami datangi.",
    ],
    ids=["phone", "identity", "address"],
)
def test_personal_data_is_found_in_a_public_answer_alone(text: str, known: Lists) -> None:
    assert "personal" in bad_of(text, known)
    assert "personal" not in bad_of(text, known, About(public=False))


def test_the_reporters_name_is_personal_where_the_writer_knows_it(known: Lists) -> None:
    about = About(public=True, names=["Siti Aminah"])
    assert "personal" in bad_of("Kami menemui Siti Aminah besok dan memeriksa lampu.", known, about)


def test_a_field_without_a_value_stays_and_is_found() -> None:
    filled = fields.fill("Terima kasih, {nama}. Kami datang {tanggal}.", {"nama": "Bapak/Ibu", "tanggal": ""})
    assert filled == "Terima kasih, Bapak/Ibu. Kami datang {tanggal}."
    assert fields.left_in(filled) == ["tanggal"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("JAWAB RR-482-135 CEK Tim datang besok", Said(Act.ANSWER, "RR-482-135", "field_check", "Tim datang besok")),
        ("jwb rr482135 cek lapangan: besok pagi", Said(Act.ANSWER, "RR-482-135", "field_check", "besok pagi")),
        ("Jawab 482 135 selesai sudah ditambal", Said(Act.ANSWER, "RR-482-135", "resolved", "sudah ditambal")),
        ("JAWAB RR-482-135 Tim datang besok", Said(Act.ANSWER, "RR-482-135", "", "Tim datang besok")),
        ("TANYA RR-482-135 Di RT berapa?", Said(Act.ASK, "RR-482-135", "", "Di RT berapa?")),
        ("ALASAN RR-482-135 di dalam rumah", Said(Act.REASON, "RR-482-135", "", "di dalam rumah")),
        ("KIRIM RR-482-135", Said(Act.SEND, "RR-482-135")),
        ("JAWAB RR-482-136 CEK besok", Said(Act.ANSWER, "", "", "RR-482-136 CEK besok")),
    ],
    ids=["plain", "short", "done", "no_stage", "ask", "reason", "send", "wrong_digit"],
)
def test_what_officers_write_is_read(text: str, said: Said) -> None:
    assert read(text) == said


@pytest.mark.parametrize("text", ["Jawab dong, sudah seminggu!", "Tanya, kapan lampunya nyala?", "Lampu mati"])
def test_what_citizens_write_is_left_alone(text: str) -> None:
    assert read(text) is None


def test_the_answer_to_our_message_needs_no_word_of_command() -> None:
    assert read("Cek, tim datang besok", about_a_case=True) == Said(Act.ANSWER, "", "field_check", "tim datang besok")
