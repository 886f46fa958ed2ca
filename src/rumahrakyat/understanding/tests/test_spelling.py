"""Texts as people type them, through the spelling of the province: nothing that matters may be lost on the way."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.lib.text import Spelling
from rumahrakyat.regions.mentions import find_mentions, split
from rumahrakyat.regions.placenames import PlaceNames, words_of
from rumahrakyat.regions.province import active
from rumahrakyat.understanding.data import lexicon, spelling


def words(text: str) -> str:
    return " ".join(spelling().words(text))


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("jln didepan rmh sy brlubang sdh lama", "jalan di depan rumah saya berlubang sudah lama"),
        ("anak2 ga bs lwt dijalan itu", "anak tidak bisa lewat di jalan itu"),
        ("lubang2 diatas jembatan", "lubang di atas jembatan"),
        ("lubang² kejalan raya", "lubang ke jalan raya"),
        ("sampah dibakar, dana dikelola siapa", "sampah dibakar dana dikelola siapa"),
        ("tolooong bangeeet", "tolong sangat"),
        ("bantuanx blm cair", "bantuannya belum cair"),
        ("jalan nya rusak", "jalan rusak"),
        ("urus ijin di propinsi antri lama", "urus izin di provinsi antre lama"),
        ("gak nggak ngga gaq enggak", "tidak"),
        ("P D A M mati, K.T.P. hilang", "pdam mati ktp hilang"),
        ("r.s. penuh s/d besok u/ anak2nya", "rs penuh sampai besok untuk anaknya"),
        ("jum'at do'a assalamu'alaikum wr.wb.", "jumat doa"),
        ("RUSAK PARAHHH!!! 😡😡", "rusak parah"),
        ("dipasar, kesekolah, dirumahnya", "di pasar ke sekolah di rumah"),
        ("keluar kemana dimana disini", "keluar ke mana di mana di sini"),
    ],
)
def test_what_is_typed_in_a_hurry_is_read_as_it_is_meant(typed: str, usual: str) -> None:
    assert words(typed) == usual


@pytest.mark.parametrize(
    ("said", "indonesian"),
    [
        ("lampune mati, dalane peteng", "lampu mati jalan gelap"),
        ("kulo nyuwun lampunipun didandosi", "saya meminta lampu diperbaiki"),
        ("tulung didandani, wargo susah", "tolong diperbaiki warga susah"),
        ("inyong njaluk banyune mili maning", "saya meminta air mili lagi"),
        ("kepriwe kiye dalane bolong", "bagaimana ini jalan berlubang"),
        ("bantuane durung mudun", "bantuan belum turun"),
        ("pabrike mbuang limbah", "pabrik membuang limbah"),
        ("margi wonten ngajeng pasar sampun risak", "jalan ada depan pasar sudah risak"),
        ("pupuke larang, aspale growong", "pupuk larang aspal berlubang"),
    ],
)
def test_javanese_of_every_register_is_read(said: str, indonesian: str) -> None:
    assert words(said) == indonesian


@pytest.mark.parametrize(
    "sentence",
    [
        "asap pabrik masuk rumah",
        "aspal baru sudah rusak",
        "anak saya lulus smp tahun ini",
        "mengurus kk di balai desa",
        "kena pk oleh atasan",
        "shm belum jadi",
        "jht saya belum cair",
        "minta sk pensiun",
        "kantor pu tutup",
        "masuk sma negeri",
        "polisi larang parkir",
        "orang kaya dapat bansos",
        "saya mau melapor",
        "bau busuk sampah",
        "rumah makan padang itu",
        "saya wedi lewat situ",
        "sebelah lor sungai",
        "jalan wetan pasar",
        "kidul rel kereta",
        "kulon balai desa",
    ],
)
def test_false_friends_keep_their_meaning(sentence: str) -> None:
    assert words(sentence) == sentence


@pytest.mark.parametrize(
    ("typed", "usual"), [("kel. Bendan", "kelurahan bendan"), ("gg. Mawar", "gang mawar"), ("th 2025", "tahun 2025")]
)
def test_short_forms_that_slang_lists_get_wrong_are_read_as_offices_write_them(typed: str, usual: str) -> None:
    assert words(typed) == usual


@cache
def _names() -> list[tuple[tuple[str, ...], str]]:
    """Every name and alias of the province, with what is usually written before it."""
    tables = {"regencies.csv": "kab.", "districts.csv": "kec.", "villages.csv": "desa"}
    rows = [(row["name"], before) for table, before in tables.items() for row in active().table(table)]
    rows += [(name, "kota") for name in active().document("places.json")["aliases"]]
    return [(words_of(name), before) for name, before in dict.fromkeys(rows)]


def test_no_name_of_a_place_is_lost_after_the_word_that_announces_it() -> None:
    lost = [
        (before, name)
        for name, before in _names()
        for text in (f"lampu di {before} {' '.join(name)} mati", f"{before.upper()} {'-'.join(name).upper()} RUSAK")
        if f" {' '.join(name)} " not in f" {words(text)} "
    ]
    assert lost == []


def _mentioned(text: str, name: tuple[str, ...], names: PlaceNames) -> list[object]:
    return [one.readings for one in find_mentions(split(text), names) if name[0] in one.words]


def test_the_same_places_are_mentioned_before_and_after() -> None:
    province = active()
    names = PlaceNames(
        regencies=province.table("regencies.csv"),
        districts=province.table("districts.csv"),
        villages=province.table("villages.csv"),
        hints=province.document("places.json"),
    )
    in_full = {"kab.": "kabupaten", "kec.": "kecamatan", "desa": "desa", "kota": "kota"}
    changed = []
    for name, before in _names():
        text = f"jalan rusak di {in_full[before]} {' '.join(name)} sudah lama"
        after = words(text)
        if after != text and _mentioned(text, name, names) != _mentioned(after, name, names):
            changed.append(name)
    assert changed == []


def test_an_unknown_name_after_its_announcement_is_only_spelled() -> None:
    table = {"bengi": "malam", "yg": "yang"}
    own = Spelling(table, set(), places=[("bengi",), ("gede", "bengi")])
    assert own.words("desa Bengi yg gelap") == ["desa", "bengi", "yang", "gelap"]
    assert own.words("gelap kalau bengi, di Gede Bengi") == ["gelap", "kalau", "malam", "di", "gede", "bengi"]


ODD = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="اختبارабвгд\u202e\u200b\u200d\x00\x07😀🙏ABCabc123.,-/' ", max_size=300),
    st.text(alphabet="0123456789 .-", max_size=300),
    st.text(min_size=1, max_size=20).map(lambda part: (part * 8000)[:8000]),
)


@given(ODD)
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    for word in spelling().words(text):
        assert word == word.strip()
        assert word
    assert lexicon().read(text[:1000]) is not None
