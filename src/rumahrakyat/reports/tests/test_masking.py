"""What everybody may read: nothing that leads to a person, everything that says where and what."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.reports.wording import public_copy


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("NIK saya 3315 0123 4567 8901 belum terdaftar", "NIK saya [NIK] belum terdaftar"),
        ("NIK 3315.0123.4567.8901", "NIK [NIK]"),
        ("no KK 3315-0123-4567-8901", "no KK [NIK]"),
        ("NIK 3315\u200b0123\u200b4567\u200b8901", "NIK [NIK]"),
        ("nomor BPJS 0001234567890 nonaktif", "nomor BPJS [nomor] nonaktif"),
        ("ID pelanggan 523012345678 padam", "ID pelanggan [nomor] padam"),
        ("hubungi 0813-2290-4471 ya", "hubungi [telepon] ya"),
        ("WA +62 813 2290 4471", "WA [telepon]"),
        ("+62 (0)813 2290 4471", "[telepon]"),
        ("(0813) 2290 4471", "[telepon]"),
        ("62-813-2290-4471", "[telepon]"),
        ("hp O81322904471", "hp [telepon]"),
        ("wa 81322904471", "wa [telepon]"),
        ("telp (0271) 712345 sore", "telp [telepon] sore"),
        ("surat ke budi.santoso@contoh.co.id", "surat ke [e-mail]"),
        ("rekening BRI 1234-01-005678-50-3 kosong", "rekening BRI [rekening] kosong"),
        ("transfer ke BCA 8610123456 sebesar Rp 2.000.000", "transfer ke BCA [rekening] sebesar Rp 2.000.000"),
        ("norek 0123456789 an Joko Susilo", "norek [rekening] an [nama]"),
        ("truk H 1234 AB membuang limbah", "truk [nomor kendaraan] membuang limbah"),
        ("plat nomor h 1234 ab", "plat nomor [nomor kendaraan]"),
        (
            "rumah saya di Jl. Mawar No. 12 RT 03 RW 05 Desa Sukamaju kebanjiran",
            "rumah saya di Jl. Mawar [alamat rumah] Desa Sukamaju kebanjiran",
        ),
        ("saya tinggal di Perum Asri blok C3 no 4, Ungaran", "saya tinggal di Perum Asri [alamat rumah], Ungaran"),
        ("alamat: Dukuh Krajan RT 2/RW 3 desa Bulu", "alamat: Dukuh Krajan [alamat rumah] desa Bulu"),
    ],
)
def test_numbers_and_addresses_that_lead_to_a_person_are_masked(text: str, public: str) -> None:
    assert public_copy(text) == public


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("Nama saya Budi Santoso dari Desa Karangsari", "Nama saya [nama] dari Desa Karangsari"),
        ("nama saya budi santoso dari demak", "nama saya [nama] dari demak"),
        ("NAMA SAYA SITI AMINAH WARGA GENUK, JALAN RUSAK", "NAMA SAYA [nama] WARGA GENUK, JALAN RUSAK"),
        ("perkenalkan saya Sri Wahyuni, warga Tembalang", "perkenalkan saya [nama], warga Tembalang"),
        ("Saya Agus dari Pati mau lapor", "Saya [nama] dari Pati mau lapor"),
        ("kula Tukiman saking Wonogiri", "kula [nama] saking Wonogiri"),
        ("Nama: Ahmad Fauzi", "Nama: [nama]"),
        ("KTP atas nama Sutrisno belum jadi", "KTP atas nama [nama] belum jadi"),
        ("sertifikat a.n. Paiman belum jadi", "sertifikat a.n. [nama] belum jadi"),
        ("Bapak Sutrisno selaku ketua RT meminta uang", "Bapak [nama] selaku ketua RT meminta uang"),
        ("depan rumah Pak Slamet lubang besar", "depan rumah Pak [nama] lubang besar"),
        ("mas anto tukang parkir memalak", "mas [nama] tukang parkir memalak"),
        ("Mbah Tukiyem hidup sendiri di Pucang", "Mbah [nama] hidup sendiri di Pucang"),
        ("namanya Tukijan umur 80 tahun", "namanya [nama] umur 80 tahun"),
        ("ibu saya Parti sakit lama", "ibu saya [nama] sakit lama"),
    ],
)
def test_names_of_private_persons_are_masked(text: str, public: str) -> None:
    assert public_copy(text) == public


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("oknum petugas bernama Budi meminta 200 ribu", "oknum petugas bernama [nama petugas] meminta 200 ribu"),
        ("Pak Lurah Slamet minta uang pelicin", "Pak Lurah [nama petugas] minta uang pelicin"),
        ("pak lurah slamet minta uang", "pak lurah [nama petugas] minta uang"),
        ("oknum polisi Agus Setiawan menilang tanpa surat", "oknum polisi [nama petugas] menilang tanpa surat"),
        ("ketua RT kami Pak Mardi memotong bansos", "ketua RT kami Pak [nama petugas] memotong bansos"),
        ("guru Pak Bambang memukul siswa", "guru Pak [nama petugas] memukul siswa"),
        ("Kades Pak Joko jarang masuk kantor", "Kades Pak [nama petugas] jarang masuk kantor"),
        ("dilayani pegawai bernama Drs. Hartono, S.H. dengan kasar",
         "dilayani pegawai bernama Drs. [nama petugas] dengan kasar"),
    ],
)  # fmt: skip
def test_names_of_officers_complained_of_are_masked(text: str, public: str) -> None:
    assert public_copy(text) == public


@pytest.mark.parametrize(
    "text",
    [
        "Lurah Sendangmulyo tidak ada di kantor",
        "Camat Sayung sulit ditemui",
        "Bapak Bupati Demak yang terhormat",
        "Pak Gubernur tolong jalan kami",
        "Pak gub, mohon bantuannya",
        "petugas puskesmas sangat lambat",
        "guru SMP 2 memungut uang",
        "Ibu hamil ditolak di puskesmas",
        "BAPAK TOLONG JALAN KAMI RUSAK",
        "Pak Tolong Perbaiki Jalan Kami",
        "depan warung Bu Sri lampu mati",
        "Jl. Pak Sabar rusak, jl. Bung Tomo gelap",
        "lampu di Jl. Pemuda No. 12 mati",
        "RT 03 RW 05 Desa Sukamaju banjir",
        "SD 02 Karanganyar, KM 12 A",
        "tanah atas nama warga desa dijual",
        "tanah atas nama PT Maju Jaya",
        "atas nama masyarakat desa kami mohon",
        "nama saya tidak ada di daftar",
        "desa bernama Karangrejo",
        "aplikasi bernama SAPAWARGA",
        "rekening listrik saya 150.000 jadi 1.500.000",
        "anggaran Rp 1.500.000.000.000",
        "tahun 2024 2025 2026 rusak terus",
        "tanggal 12-11-2025 jam 08.15",
        "saya warga Pati ingin bertanya",
    ],
)
def test_places_offices_sums_and_plain_words_stay_readable(text: str) -> None:
    assert public_copy(text) == text


GAPS = st.sampled_from(["", " ", "-", ".", " - ", "\u00a0", "\u200b"])
DIGITS = st.text(alphabet="0123456789", min_size=16, max_size=16)
WORDS = st.lists(
    st.sampled_from(["nama saya", "Budi", "Pak", "lurah", "rumah saya di", "no", "12", "rt 01", "rekening", "H 1234 AB",
                     "0812", "62", "Rp", "jalan", "rusak,", "a.n.", "x@y.id", "[NIK]", "[nama]", "."]),
    max_size=25,
).map(" ".join)  # fmt: skip


def _bare(text: str) -> str:
    return re.sub("[\\s.\\-\u00a0\u200b]", "", text)


@given(WORDS, DIGITS, GAPS, WORDS)
def test_no_identity_number_survives_however_it_is_written(before: str, digits: str, gap: str, after: str) -> None:
    number = gap.join(digits[at : at + 4] for at in range(0, 16, 4))
    assert digits not in _bare(public_copy(f"{before} {number} {after}"))


@given(WORDS, st.sampled_from(["0", "62", "+62 ", "(0"]), DIGITS, GAPS, WORDS)
def test_no_mobile_number_survives_however_it_is_written(
    before: str, start: str, digits: str, gap: str, after: str
) -> None:
    number = start + "8" + gap.join((digits[:2], digits[2:6], digits[6:10]))
    assert digits[:10] not in _bare(public_copy(f"{before}, {number}, {after}"))


@given(st.one_of(WORDS, st.text(max_size=300), st.text(alphabet="08 .-+6(2)a@N\u202e", max_size=120)))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = public_copy(text)
    assert public_copy(once) == once
    assert not re.search(r"\d{16}", once)


def test_eight_thousand_signs_are_masked_in_one_go() -> None:
    text = "jalan rusak sekali. " * 200 + "Hubungi saya 0813-2290-4471. " + "pak tolong " * 300
    assert "2290" not in public_copy(text)
