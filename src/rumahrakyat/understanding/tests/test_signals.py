"""What a text says besides its subject, on sentences of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.regions.province import active
from rumahrakyat.understanding.data import lexicon
from rumahrakyat.understanding.signals import Signals

DANGERS = [
    ("Tolong rumah tetangga sedang terbakar, api makin besar", "fire"),
    ("KEBAKARAN DI PASAR SEKARANG TOLONG KIRIM DAMKAR", "fire"),
    ("Ana kobong nang pasar, tulung", "fire"),
    ("help there is a fire in the market, people are trapped", "fire"),
    ("banjir setinggi dada, kami di atap rumah, tolong evakuasi", "flood"),
    ("tolong pak, air naik terus, kami di lantai dua", "flood"),
    ("ada kecelakaan barusan korban tergeletak di jalan", "accident"),
    ("truk terguling di tanjakan, korban terjepit di kabin", "accident"),
    ("kabel listrik putus menjuntai di jalan sudah seminggu", "gas_electric"),
    ("gas bocor di rumah sebelah bau menyengat", "gas_electric"),
    ("suami saya sedang mengamuk membawa parang, tolong", "violence"),
    ("saya diancam penagih mau dibunuh kalau tidak bayar", "violence"),
    ("saya ingin mati saja, tidak kuat hidup lagi", "suicide"),
    ("teman saya mau bunuh diri di jembatan", "suicide"),
    ("ibu saya tidak sadarkan diri butuh ambulans", "medical"),
    ("pasien kritis ditolak IGD rumah sakit", "medical"),
    ("istri saya mau melahirkan tetapi jalan putus", "medical"),
    ("tolong ada orang tenggelam di kali dekat jembatan", "trapped"),
    ("wonten bocah kelelep wonten kali, tulung enggal", "trapped"),
    ("Pohon tumbang menimpa mobil, ada orang di dalam, tolong cepat", "trapped"),
    ("anak saya hilang sejak tadi pagi umur 5 tahun", "missing"),
]
CALM = [
    "tahun lalu ada anak tenggelam di embung, mohon dipasang pagar",
    "mohon dibangun pos damkar karena rawan kebakaran",
    "tetangga membakar sampah tiap sore",
    "rumah saya kebakaran bulan lalu belum dapat bantuan",
    "jalan ini sering terjadi kecelakaan dan ada korban, mohon lampu",
    "jalan rusak parah sampai sekarang belum diperbaiki, sering kecelakaan",
    "korban kebakaran belum dapat bantuan sampai sekarang",
    "lampu mati, terjebak macet di perempatan tiap pagi",
    "harga pupuk naik, kami petani sekarat",
    "data anak saya hilang dari daftar bantuan",
    "Motor saya hilang di parkiran pasar",
    "usul pengadaan ambulans untuk puskesmas",
    "ada kabel wifi putus menjuntai di jalan",
    "bunuh diri ekonomi rakyat kalau pajak naik",
    "dua hari lalu kecelakaan di tikungan, mohon dipasang rambu",
    "goblok kalian semua",
    "lampu jalan mau mati saja kedap kedip terus",
]
HEAPED = (
    "jalan sampah banjir bansos listrik pungli korupsi puskesmas bpjs ktp kk guru sekolah pupuk sapi nelayan "
    "koperasi polisi judi wisata atlet internet tambang lpg"
)
NOISES = [
    ("SLOT GACOR MAXWIN DAFTAR SEKARANG bit.ly/slot777", "gambling"),
    ("bocoran rtp hari ini scatter gampang, link alternatif di bio", "gambling"),
    ("Butuh dana cepat cair tanpa BI checking hubungi wa 0812", "loan"),
    ("Pinjaman tanpa jaminan proses 5 menit langsung cair", "loan"),
    ("Promo murah meriah jasa sedot wc hub wa 08123 diskon 20%", "advertising"),
    ("Dijual tanah kavling cicilan mulai 500 ribu minat hubungi admin", "advertising"),
    ("goblok kalian semua anjing", "insult"),
    ("asu kabeh", "insult"),
    ("asdfghjkl qwertyuiop", "gibberish"),
    ("jhgfdsjkhgfd kjhgfdkjh", "gibberish"),
    ("xxxxxxxxxxxxxxx", "gibberish"),
    ("jalan rusak " * 14, "stuffing"),
    (HEAPED, "stuffing"),
]
NO_NOISE = [
    "judi slot online meresahkan warga, mohon diblokir",
    "pinjol ilegal meneror saya, tolong ditindak",
    "anjing liar menggigit warga, mohon vaksin rabies",
    "jln rsk prh mhn dprbki sgr",
    "bau kandang babi sampai ke sekolah",
    "tolong tolong tolong jalan kami rusak",
    "promo di pasar murah tidak sesuai harga",
    "bodoh sekali petugas loket, saya disuruh bolak balik mengurus KTP",
]
MATTERS = [
    (
        "1. Jalan depan balai desa berlubang. 2. Lampu jalan mati semua. 3. Bansos PKH saya tidak cair",
        {"infrastruktur.jalan", "infrastruktur.penerangan", "sosial-masyarakat.bansos"},
    ),
    (
        "Jalan desa rusak parah. Selain itu puskesmas tutup terus dan dokter tidak ada. Satu lagi, pupuk langka",
        {"infrastruktur.jalan", "kesehatan.puskesmas", "pertanian.pupuk"},
    ),
    (
        "KTP saya belum jadi sejak bulan lalu. Lampu jalan di depan rumah juga mati.",
        {"permades-kependudukan.adminduk", "infrastruktur.penerangan"},
    ),
]
ONE_MATTER = [
    "Jalan berlubang. Kalau hujan banjir karena saluran mampet. Banyak truk muatan berat lewat.",
    "Lampu jalan mati. Gelap sekali. Sering ada begal.",
    "Petugas minta uang. Katanya supaya KTP cepat jadi.",
    "Sampah menumpuk di TPS. Baunya menyengat dan banyak lalat.",
]


def read(text: str) -> Signals:
    return lexicon().read(text).signals


@pytest.mark.parametrize(("text", "danger"), DANGERS)
def test_danger_is_told_with_its_numbers_and_words(text: str, danger: str) -> None:
    found = read(text).emergency
    assert found is not None
    assert found.danger == danger
    assert found.words
    assert all(number.dialled in found.text for number in found.numbers)
    assert any(number.dialled in {"110", "112", "113", "119"} for number in found.numbers)
    assert lexicon().read(text).urgent


@pytest.mark.parametrize("text", CALM)
def test_what_is_over_or_feared_is_no_emergency(text: str) -> None:
    assert read(text).emergency is None


@pytest.mark.parametrize(("text", "noise"), NOISES)
def test_what_is_no_report_is_left_to_a_person_with_its_reason(text: str, noise: str) -> None:
    found = read(text)
    assert found.noise is not None
    assert found.noise.noise == noise
    assert found.noise.words
    assert found.needs_person


@pytest.mark.parametrize("text", NO_NOISE)
def test_a_complaint_about_noise_or_in_anger_is_a_complaint(text: str) -> None:
    assert read(text).noise is None


@pytest.mark.parametrize(
    ("text", "sarcastic"),
    [
        ("terima kasih pak jalannya bagus sekali buat kolam lele", True),
        ("hebat pemerintah kita, lampu jalan mati sebulan tetap gelap romantis", True),
        ("mantap, baru diaspal sebulan rusak lagi", True),
        ("Selamat, lubang di jalan kami ulang tahun kedua", True),
        ("Terima kasih Pak Gubernur, jalan kami sekarang sudah mulus", False),
        ("matur suwun lampune sampun murub malih", False),
        ("mantap pak, respon cepat pohon tumbang langsung dibersihkan", False),
        ("Salut untuk petugas puskesmas", False),
    ],
)
def test_praise_is_told_from_mockery(text: str, sarcastic: bool) -> None:
    praise = read(text).praise
    assert praise is not None
    assert praise.sarcastic is sarcastic
    assert praise.words


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih atas perhatiannya, mohon jalan desa kami segera diperbaiki karena rusak parah",
        "Pupuk subsidi langka. Terima kasih.",
        "Selamat pagi, lampu jalan di depan masjid mati, tolong dicek",
    ],
)
def test_a_courtesy_is_no_praise(text: str) -> None:
    assert read(text).praise is None


@pytest.mark.parametrize(("text", "categories"), MATTERS)
def test_several_matters_are_told_apart_with_their_pieces(text: str, categories: set[str]) -> None:
    found = read(text)
    assert {matter.category for matter in found.matters} == categories
    assert all(matter.text in text for matter in found.matters)
    assert str(len(categories)) in found.why_person


@pytest.mark.parametrize("text", ONE_MATTER)
def test_one_event_with_all_it_brings_is_one_matter(text: str) -> None:
    assert read(text).matters == ()


@pytest.mark.parametrize(
    ("text", "misconduct", "violence"),
    [
        ("petugas minta uang 200 ribu supaya berkas cepat", True, False),
        ("Oknum polisi meminta uang damai saat tilang", True, False),
        ("kepala desa menyelewengkan dana desa, tanda tangan palsu", True, False),
        ("pns selingkuh di kantor kecamatan", True, False),
        ("guru meraba murid perempuan", False, True),
        ("suami saya suka memukul, saya takut", False, True),
        ("lampu jalan mati di depan kantor", False, False),
    ],
)
def test_misconduct_and_violence_are_matters_of_oversight(text: str, misconduct: bool, violence: bool) -> None:
    found = read(text)
    assert bool(found.misconduct) is misconduct
    assert bool(found.violence) is violence
    assert bool(found.oversight) is (misconduct or violence)


@pytest.mark.parametrize("text", ["", "   ", "🙏🙏🙏", "...", "12345"])
def test_a_message_without_words_needs_a_person(text: str) -> None:
    found = read(text)
    assert found.tongue == "none"
    assert found.needs_person


@pytest.mark.parametrize("text", ["请修复我们村的道路", "الطريق مكسور", "Дорога сломана"])
def test_a_script_that_is_not_read_needs_a_person_and_is_no_small_talk(text: str) -> None:
    reading = lexicon().read(text)
    assert reading.signals.tongue == "other"
    assert reading.signals.needs_person
    assert reading.trivial is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Please fix the road near my house, there are big potholes and it is dangerous", "infrastruktur.jalan"),
        ("the street light in front of the school is broken", "infrastruktur.penerangan"),
        ("There is garbage everywhere in our street and it is not collected", "lingkungan.sampah"),
    ],
)
def test_plain_english_finds_its_subject(text: str, code: str) -> None:
    reading = lexicon().read(text)
    assert reading.signals.tongue == "en"
    assert reading.best is not None
    assert reading.best.code == code


def test_the_one_telling_clause_of_a_long_letter_is_found() -> None:
    courtesy = "Dengan hormat kami sampaikan bahwa keadaan kami sehat dan semoga Bapak selalu dalam lindungan-Nya. "
    text = courtesy * 40 + "Jembatan gantung ke dusun kami putus. " + courtesy * 40
    reading = lexicon().read(text)
    assert reading.best is not None
    assert reading.best.code == "infrastruktur.jembatan"
    assert reading.signals.issue == "Jembatan gantung ke dusun kami putus"


@pytest.mark.parametrize("text", [text for text, _ in DANGERS + NOISES] + CALM)
def test_capitals_say_the_same(text: str) -> None:
    loud, plain = read(text.upper()), read(text)
    assert (loud.emergency, loud.noise and loud.noise.noise) == (plain.emergency, plain.noise and plain.noise.noise)


def own_sentences() -> list[str]:
    return [row["text"] for row in active().table("examples.csv")][::29]


@pytest.mark.parametrize("text", own_sentences())
@pytest.mark.parametrize("times", [2, 7])
def test_a_text_pasted_again_is_believed_no_more(text: str, times: int) -> None:
    once, again = lexicon().read(text), lexicon().read("\n".join([text] * times))
    assert [guess.code for guess in again.guesses] == [guess.code for guess in once.guesses]
    assert all(more.confidence <= one.confidence for more, one in zip(again.guesses, once.guesses, strict=True))


@pytest.mark.parametrize("text", own_sentences())
def test_a_word_repeated_on_the_spot_is_believed_no_more(text: str) -> None:
    stammered = " ".join(word for word in text.split() for _ in range(4))
    once, again = lexicon().read(text), lexicon().read(stammered)
    assert (again.best and again.best.code) == (once.best and once.best.code)
    assert again.main_confidence <= once.main_confidence


HEAP = "jalan rusak lampu mati banjir pungli tolong terima kasih bagus lele kebakaran 1. 2. anjing slot gacor PKH , . !"
WORDS = st.sampled_from(tuple(HEAP.split()))


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_heap_of_our_words_can_be_read(text: str) -> None:
    found = read(text)
    assert found.kind in {"complaint", "aspiration", "information"}
    assert read(text.upper()).emergency == found.emergency


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
def test_no_text_of_any_kind_raises(text: str) -> None:
    reading = lexicon().read(text)
    assert 0 <= reading.main_confidence <= 1
