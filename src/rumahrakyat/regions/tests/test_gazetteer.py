import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.regions.names import place_from_words, place_names
from rumahrakyat.regions.province import active

DECIDED = [
    ("Kota Semarang", "33.74"),
    ("kab semarang", "33.22"),
    ("Kabupaten Semarang", "33.22"),
    ("pemkot semarang lambat sekali", "33.74"),
    ("bupati semarang tolong dilihat", "33.22"),
    ("semarang kota macet", "33.74"),
    ("Kota Magelang", "33.71"),
    ("kab. Magelang", "33.08"),
    ("Bupati Magelang", "33.08"),
    ("magelang kota", "33.71"),
    ("kota tegal", "33.76"),
    ("Kab Tegal", "33.28"),
    ("pemkab tegal", "33.28"),
    ("Kota Pekalongan", "33.75"),
    ("kabupaten pekalongan", "33.26"),
    ("walikota pekalongan", "33.75"),
    ("Solo", "33.72"),
    ("wong solo", "33.72"),
    ("Surakarta", "33.72"),
    ("kota solo", "33.72"),
    ("jalan rusak di Purwokerto", "33.02"),
    ("pwt banjir", "33.02"),
    ("Ungaran macet tiap pagi", "33.22"),
    ("alun-alun Slawi gelap", "33.28.10"),
    ("dekat terminal Kajen", "33.26"),
    ("warga Mungkid", "33.08"),
    ("Purwodadi", "33.15"),
    ("purwodadi kota", "33.15"),
    ("Purwodadi Grobogan", "33.15"),
    ("Rembang", "33.17"),
    ("Sukoharjo", "33.11"),
    ("wonosobo", "33.07"),
    ("Pati", "33.18"),
    ("polres jepara", "33.20"),
    ("di batang ada lubang", "33.25"),
    ("kab. batang", "33.25"),
    ("kota kudus", "33.19"),
    ("Kudus kota", "33.19"),
    ("RSUD Salatiga antre", "33.73"),
    ("kota salatiga", "33.73"),
    ("wonogori kekeringan", "33.12"),
    ("dinkes brebes", "33.29"),
    ("tugu muda banjir", "33.74"),
    ("depan undip", "33.74"),
    ("Kab Karanganyar", "33.13"),
    ("kabupaten rembang", "33.17"),
    ("kab sukoharjo", "33.11"),
    ("ruas Gubug-Kedungjati berlubang", "33.15"),
    ("jl. Raya Ungaran-Bawen km 5", "33.22"),
]
DISTRICT = [
    ("Karanganyar Demak", "33.21.09"),
    ("kec Karanganyar kab Demak", "33.21.09"),
    ("karang anyar kebumen", "33.05.20"),
    ("Karanganyar, Purbalingga", "33.03.11"),
    ("kec karanganyar kab pekalongan", "33.26.07"),
    ("kecamatan Karanganyar kabupaten Karanganyar", "33.13.09"),
    ("Rembang Purbalingga", "33.03.13"),
    ("kec rembang kab purbalingga", "33.03.13"),
    ("kec rembang kab rembang", "33.17.10"),
    ("Purwodadi purworejo", "33.06.03"),
    ("kec. Purwodadi kab. Grobogan", "33.15.13"),
    ("Sukoharjo Wonosobo", "33.07.14"),
    ("kec sukoharjo kab sukoharjo", "33.11.04"),
    ("kaliwungu kendal", "33.24.08"),
    ("Kaliwungu Kudus", "33.19.01"),
    ("kaliwungu kab semarang", "33.22.17"),
    ("kaliwungu selatan", "33.24.20"),
    ("bulu temanggung", "33.23.01"),
    ("Kec. Bulu, Sukoharjo", "33.11.02"),
    ("kec bulu rembang", "33.17.02"),
    ("susukan banjarnegara", "33.04.01"),
    ("susukan kab semarang", "33.22.03"),
    ("Bawang Batang", "33.25.05"),
    ("kec bawang banjarnegara", "33.04.05"),
    ("grabag magelang", "33.08.18"),
    ("grabag purworejo", "33.06.01"),
    ("ngawen blora", "33.16.12"),
    ("Ngawen Klaten", "33.10.22"),
    ("sidoharjo wonogiri", "33.12.14"),
    ("sidoharjo sragen", "33.14.11"),
    ("karangtengah demak", "33.21.05"),
    ("karangtengah wonogiri", "33.12.23"),
    ("kradenan grobogan", "33.15.07"),
    ("kradenan blora", "33.16.03"),
    ("gabus pati", "33.18.11"),
    ("gabus grobogan", "33.15.08"),
    ("jati kudus", "33.19.03"),
    ("kec jati kab blora", "33.16.01"),
    ("mijen demak", "33.21.10"),
    ("Mijen Semarang", "33.74.14"),
    ("bojong tegal", "33.28.03"),
    ("Bojong Pekalongan", "33.26.11"),
    ("kedungbanteng banyumas", "33.02.23"),
    ("kedungbanteng kab tegal", "33.28.08"),
    ("Tembalang Semarang", "33.74.10"),
    ("banyumanik", "33.74.11"),
    ("kec gunung pati", "33.74.12"),
    ("Limpung Batang", "33.25.08"),
    ("Butuh Purworejo", "33.06.10"),
    ("gajah demak", "33.21.08"),
    ("salam magelang", "33.08.04"),
    ("taman pemalang", "33.27.09"),
    ("tugu semarang", "33.74.16"),
    ("kec tugu", "33.74.16"),
    ("karimunjawa", "33.20.10"),
    ("karimun jawa", "33.20.10"),
    ("tawang mangu", "33.13.06"),
    ("kartosuro macet", "33.11.12"),
    ("baturaden", "33.02.22"),
    ("kec kota kudus", "33.19.02"),
    ("kab pati kec pati", "33.18.10"),
    ("sayung rob lagi", "33.21.04"),
    ("cepu", "33.16.05"),
    ("Lasem", "33.17.14"),
    ("juana pati", "33.18.08"),
]
VILLAGE = [
    ("desa Sriwulan kec Sayung", "33.21.04.2011"),
    ("Ds. Banjarsari Kec. Gajah Kab. Demak", "33.21.08.2011"),
    ("kel tlogosari kulon semarang", "33.74.06.1004"),
    ("Desa Tambakreja, Kedungreja, Cilacap", "33.01.01.2001"),
    ("Kelurahan Kabupaten, Klaten Tengah", "33.10.25.1002"),
    ("desa kemujan karimunjawa", "33.20.10.2002"),
]
AMBIGUOUS = [
    ("Semarang", ["33.74", "33.22"]),
    ("smg banjir", ["33.74", "33.22"]),
    ("Tegal", ["33.76", "33.28"]),
    ("Magelang", ["33.71", "33.08"]),
    ("pekalongan", ["33.75", "33.26"]),
    ("kec. Karanganyar", ["33.03.11", "33.05.20", "33.13.09", "33.21.09", "33.26.07"]),
    ("Karanganyar", ["33.13"]),
    ("Kaliwungu", ["33.19.01", "33.22.17", "33.24.08"]),
    ("kec. bulu", ["33.11.02", "33.17.02", "33.23.01"]),
    ("kec purwodadi", ["33.06.03", "33.15.13"]),
    ("kec rembang", ["33.03.13", "33.17.10"]),
    ("kec sukoharjo", ["33.07.14", "33.11.04"]),
    ("dieng", ["33.04.16", "33.07.13"]),
    ("grabag", ["33.06.01", "33.08.18"]),
    ("susukan", ["33.04.01", "33.22.03"]),
    ("bus Solo ke Semarang", ["33.72"]),
    ("jalan Purwodadi - Blora rusak", ["33.16", "33.15"]),
    ("desa karanganyar", []),
    ("desa sidomulyo", []),
    ("kelurahan kauman", []),
]
NOTHING = [
    "saya butuh bantuan",
    "batang pohon tumbang di jalan",
    "kasih sumber air dari kabupaten",
    "Bulu",
    "jalan taman gelap",
    "ayah saya sakit",
    "dukun palsu",
    "harga bawang naik",
    "larangan parkir",
    "sawit dan karet",
    "pak lurah tidak ada",
    "jalan depan rumah saya rusak",
    "",
    "😀😀",
    "Jakarta Selatan",
    "saya di Surabaya",
    "jogja istimewa",
    "terima kasih",
]


@pytest.mark.parametrize(("text", "code"), DECIDED + DISTRICT + VILLAGE)
def test_words_that_are_clear_decide(text: str, code: str) -> None:
    found = place_from_words(text)
    assert (found.outcome, found.code) == ("decided", code), found
    assert found.reasons


@pytest.mark.parametrize(("text", "codes"), AMBIGUOUS)
def test_words_that_leave_it_open_offer_the_places(text: str, codes: list[str]) -> None:
    found = place_from_words(text)
    assert found.outcome == "ambiguous", found
    assert found.code is None
    offered = {candidate.code for candidate in found.candidates}
    assert set(codes) <= offered
    assert len(offered) > 1
    assert found.reasons


@pytest.mark.parametrize("text", NOTHING)
def test_words_without_a_place_find_none(text: str) -> None:
    assert place_from_words(text).outcome == "none"


def test_a_place_elsewhere_is_recognised_as_such() -> None:
    found = place_from_words("banjir di Jakarta Selatan")
    assert found.elsewhere
    assert "luar provinsi" in found.reasons[0]


def test_a_common_word_is_a_place_when_asked_where() -> None:
    found = place_from_words("Bulu", asked=True)
    assert [candidate.code for candidate in found.candidates] == ["33.11.02", "33.17.02", "33.23.01"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("purwodai", "33.15"), ("kec Tembaang", "33.74.10"), ("wonsoobo", "33.07"), ("Karanganyr", "33.13")],
)
def test_a_slip_of_the_finger_is_offered_and_not_decided(text: str, code: str) -> None:
    found = place_from_words(text, asked=True)
    assert found.outcome == "ambiguous"
    assert found.candidates[0].code == code
    assert "Mungkin" in found.reasons[0]


@pytest.mark.parametrize(
    "text", ["purwodai", "kec Tembaang", "remang sekali jalannya", "kendala pak", "sekarang banjir"]
)
def test_short_names_and_districts_are_not_mended_in_running_text(text: str) -> None:
    assert place_from_words(text).outcome == "none"


@pytest.mark.parametrize(("text", "code"), [("wonsoobo banjir", "33.07"), ("temangung gelap", "33.23")])
def test_a_long_name_of_a_regency_is_mended_in_running_text_with_less_confidence(text: str, code: str) -> None:
    found = place_from_words(text)
    assert found.regency == code
    assert found.score < place_from_words("wonosobo banjir").score


def test_a_city_is_offered_before_the_regency_of_its_name() -> None:
    assert [candidate.code for candidate in place_from_words("Semarang").candidates] == ["33.74", "33.22"]


def test_a_village_shared_by_many_says_how_many_more_there_are() -> None:
    found = place_from_words("desa karanganyar")
    assert len(found.candidates) + found.more == 37


villages = active().table("villages.csv")
districts = {row["code"]: row for row in active().table("districts.csv")}
regencies = {row["code"]: row for row in active().table("regencies.csv")}


@given(st.sampled_from(villages))
def test_a_full_address_is_never_placed_wrongly(village: dict[str, str]) -> None:
    district, regency = districts[village["code"][:8]], regencies[village["code"][:5]]
    address = f"{village['kind']} {village['name']}, Kec. {district['name']}, {regency['kind']} {regency['name']}"
    found = place_from_words(f"Jalan rusak di {address}, mohon diperbaiki")
    assert found.regency == regency["code"]
    assert found.district == district["code"]
    assert found.village in {village["code"], None}


def test_every_place_in_full_is_read_as_itself() -> None:
    misread = [label for code, label in place_names().labels.items() if place_from_words(label).code != code]
    assert misread == []


@given(st.sampled_from(villages))
def test_a_village_name_alone_never_decides(village: dict[str, str]) -> None:
    higher = {reading.level for reading in place_names().readings(tuple(village["name"].lower().split()))}
    if higher == {"village"}:
        assert place_from_words(f"desa {village['name']}").outcome != "decided"


@given(st.text(max_size=400))
def test_any_text_gives_a_well_formed_finding(text: str) -> None:
    found = place_from_words(text)
    assert 0 <= found.score <= 1
    assert (found.outcome == "decided") == (found.regency is not None)
    if found.village:
        assert found.district
        assert found.village.startswith(found.district)
