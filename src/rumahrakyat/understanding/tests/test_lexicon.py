import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.understanding.data import lexicon

TEXTS = [
    ("Jalan depan balai desa berlubang dalam, sudah banyak motor jatuh", "infrastruktur.jalan"),
    ("jln rusak parah pak, aspal ngelupas semua", "infrastruktur.jalan"),
    ("dalane bolong kabeh pak gub, tulung didandani", "infrastruktur.jalan"),
    ("lobang2 di jalan raya makin besar stlh hujan", "infrastruktur.jalan"),
    ("jalan amblas separo, bahaya kalau malam", "infrastruktur.jalan"),
    ("Jembatan gantung ke dusun kami putus, anak sekolah memutar jauh", "infrastruktur.jembatan"),
    ("papan jembatan kayu sudah lapuk", "infrastruktur.jembatan"),
    ("PJU mati sepanjang dua kilometer", "infrastruktur.penerangan"),
    ("lampu jalan padam dari bulan lalu, gelap gulita", "infrastruktur.penerangan"),
    ("lampune mati dalane peteng ndedet", "infrastruktur.penerangan"),
    ("Traffic light di perempatan pasar mati, kendaraan semrawut", "infrastruktur.lalu-lintas"),
    ("mohon dipasang rambu dan cermin tikungan", "infrastruktur.lalu-lintas"),
    ("gorong gorong tersumbat, air got meluber", "infrastruktur.drainase"),
    ("selokan mampet bau kalau hujan menggenang", "infrastruktur.drainase"),
    ("saluran irigasi jebol, tanggul longsor", "infrastruktur.sungai-irigasi"),
    ("PDAM tidak mengalir seminggu", "infrastruktur.air-bersih"),
    ("air pdam keruh dan bau kaporit", "infrastruktur.air-bersih"),
    ("halte Trans Jateng kotor dan bus selalu telat", "infrastruktur.angkutan"),
    ("tukang parkir liar minta 10 ribu", "infrastruktur.angkutan"),
    ("truk odol lewat kampung tiap malam", "infrastruktur.truk-muatan"),
    ("rumah nenek saya tidak layak huni, usulkan RTLH", "infrastruktur.rumah"),
    ("PKH saya tidak cair padahal tetangga yang mampu dapat bansos", "sosial-masyarakat.bansos"),
    ("data DTSEN salah, saya tidak dapat bantuan sosial", "sosial-masyarakat.bansos"),
    ("THR tidak dibayar pabrik, karyawan disuruh diam", "sosial-masyarakat.ketenagakerjaan"),
    ("Saya di-PHK tanpa pesangon", "sosial-masyarakat.ketenagakerjaan"),
    ("gaji di bawah UMK dan lembur tidak dihitung", "sosial-masyarakat.ketenagakerjaan"),
    ("adik saya TKW di Malaysia tidak ada kabar, agen tidak tanggung jawab", "sosial-masyarakat.pekerja-migran"),
    ("ada odgj telantar di terminal, mohon dibantu ke panti", "sosial-masyarakat.penyandang-masalah"),
    ("suami memukuli saya di depan anak, ini KDRT", "sosial-masyarakat.kekerasan"),
    ("anak tetangga jadi korban pelecehan seksual", "sosial-masyarakat.kekerasan"),
    ("buku nikah dari KUA belum jadi", "sosial-masyarakat.keagamaan"),
    ("komite sekolah menarik sumbangan wajib dari wali murid", "pendidikan.pungutan"),
    ("dipaksa beli LKS dan seragam di sekolah", "pendidikan.pungutan"),
    ("SPMB jalur zonasi curang", "pendidikan.penerimaan"),
    ("guru honorer di sekolah kami jarang mengajar", "pendidikan.guru"),
    ("atap ruang kelas SD roboh", "pendidikan.sarana"),
    ("PIP anak saya belum cair", "pendidikan.beasiswa"),
    ("ijazah anak ditahan sekolah karena belum lunas", "pendidikan.ijazah"),
    ("cetak KTP blangko habis terus", "permades-kependudukan.adminduk"),
    ("mengurus KK dan akta kelahiran dipersulit dukcapil", "permades-kependudukan.adminduk"),
    ("NIK saya tidak terdaftar di sistem kependudukan", "permades-kependudukan.adminduk"),
    ("perangkat desa tidak pernah di kantor, pelayanan desa tutup", "permades-kependudukan.perangkat-desa"),
    ("dana desa tidak transparan, bumdes mati", "permades-kependudukan.dana-desa"),
    ("sertifikat tanah PTSL tidak jadi dua tahun", "permades-kependudukan.pertanahan"),
    ("listrik padam tiap sore, PLN tidak datang", "energi.listrik"),
    ("trafo meledak, mati listrik satu kampung", "energi.listrik"),
    ("gas melon langka, pangkalan kosong", "energi.lpg-bbm"),
    ("LPG 3 kg dijual mahal 35 ribu", "energi.lpg-bbm"),
    ("tambang galian C ilegal merusak bukit", "energi.tambang"),
    ("pabrik menyedot air tanah, sumur bor warga kering", "energi.air-tanah"),
    ("hasil seleksi PPPK paruh waktu belum diumumkan", "kepegawaian.seleksi"),
    ("PNS nongkrong di warung saat jam kerja", "kepegawaian.disiplin"),
    ("kenaikan pangkat pegawai lambat diproses BKD", "kepegawaian.honorer"),
    ("sampah menumpuk di TPS tidak diangkut", "lingkungan.sampah"),
    ("warga buang sampah ke sungai", "lingkungan.sampah"),
    ("limbah pabrik batik mencemari sungai", "lingkungan.pencemaran"),
    ("kandang ayam bau dan lalat masuk rumah", "lingkungan.asap-bau"),
    ("tetangga membakar sampah tiap pagi, asap masuk", "lingkungan.asap-bau"),
    ("penebangan liar di kawasan hutan", "lingkungan.hutan"),
    ("pohon besar rawan tumbang, mohon dipangkas", "lingkungan.pohon"),
    ("pajak motor di samsat antre lama", "keuangan-aset.pajak-kendaraan"),
    ("aplikasi new sakpole tidak bisa bayar pajak", "keuangan-aset.pajak-kendaraan"),
    ("SPPT PBB salah nama", "keuangan-aset.pajak-daerah"),
    ("tanah aset pemprov dipakai usaha pribadi", "keuangan-aset.aset"),
    ("puskesmas antre dari subuh, bidan tidak ada", "kesehatan.puskesmas"),
    ("pasien IGD rumah sakit ditolak kamar penuh", "kesehatan.rumah-sakit"),
    ("BPJS PBI saya tiba-tiba nonaktif", "kesehatan.bpjs"),
    ("kasus DBD naik, mohon fogging", "kesehatan.penyakit"),
    ("simpanan di koperasi tidak bisa dicairkan, gagal bayar", "ekonomi-industri.koperasi"),
    ("pedagang pasar tradisional sepi, los bocor", "ekonomi-industri.pasar"),
    ("harga beras naik terus, minyak goreng mahal", "ekonomi-industri.harga"),
    ("modal usaha UMKM dan sertifikat halal", "ekonomi-industri.umkm"),
    ("pinjol menagih dengan ancaman, debt collector ke rumah", "ekonomi-industri.perbankan"),
    ("banjir rob, rumah terendam dua hari", "bencana.banjir"),
    ("tanah longsor menutup rumah warga", "bencana.longsor"),
    ("kebakaran rumah, damkar lama datang", "bencana.kebakaran"),
    ("krisis air, mohon droping air bersih", "bencana.kekeringan"),
    ("motor hilang dicuri, polisi lambat", "forkominda.kepolisian"),
    ("penjual miras dekat sekolah, satpol pp diam", "forkominda.ketertiban"),
    ("preman ormas memalak pedagang", "forkominda.ormas"),
    ("pupuk subsidi langka, kartu tani ditolak kios", "pertanian.pupuk"),
    ("sapi kami kena PMK, minta dokter hewan", "pertanian.ternak"),
    ("nelayan sulit solar, TPI rusak", "pertanian.perikanan"),
    ("sinyal internet tidak ada di desa kami", "pembangunan-daerah.internet"),
    ("usulan musrenbang tidak pernah masuk rencana pembangunan", "pembangunan-daerah.perencanaan"),
    ("tower berdiri tanpa izin bangunan", "pembangunan-daerah.perizinan"),
    ("tiket wisata pantai naik, toilet kotor", "pariwisata-budaya.wisata"),
    ("bonus atlet porprov belum dibayar", "pariwisata-budaya.olahraga"),
    ("bangunan cagar budaya dibongkar", "pariwisata-budaya.budaya"),
    ("petugas minta uang pelicin supaya KTP cepat jadi, ini pungli", "saberpungli.pungli"),
    ("dana bantuan diselewengkan, laporan fiktif", "saberpungli.korupsi"),
]


@pytest.mark.parametrize(("text", "code"), TEXTS)
def test_the_category_of_a_plain_text_is_found(text: str, code: str) -> None:
    best = lexicon().read(text).best
    assert best is not None
    assert best.code == code, lexicon().read(text).guesses
    assert best.words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pacar saya hilang pak gub, tolong carikan", "love"),
        ("sandal saya hilang di masjid", "lost_thing"),
        ("teman saya hutang tidak dikembalikan", "private_debt"),
        ("minta nomor togel pak", "fortune"),
        ("tes", "chat"),
        ("halo min", "chat"),
        ("😀😀😀", "chat"),
        ("selamat pagi", "chat"),
    ],
)
def test_a_private_matter_or_a_greeting_is_recognised_and_answered_kindly(text: str, code: str) -> None:
    trivial = lexicon().read(text).trivial
    assert trivial is not None
    assert trivial.code == code
    assert len(trivial.text) > 40


@pytest.mark.parametrize(
    "text",
    [
        "pacar saya memukuli saya sampai luka, ini kekerasan, mohon perlindungan dari KDRT",
        "halo, jalan depan rumah saya rusak berlubang",
        "selamat pagi, listrik padam sejak semalam",
    ],
)
def test_a_weighty_matter_is_never_trivial(text: str) -> None:
    assert lexicon().read(text).trivial is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mohon informasi apa saja syarat mengurus KTP?", "information"),
        ("mau tanya jadwal pelayanan samsat keliling", "information"),
        ("bagaimana cara daftar BLK?", "information"),
        ("Usul, sebaiknya taman kota diberi lampu", "aspiration"),
        ("saran saya pak, alangkah baiknya ada bus malam", "aspiration"),
        ("jalan rusak parah sudah lama tidak diperbaiki", "complaint"),
        ("", "complaint"),
    ],
)
def test_questions_and_ideas_are_told_from_complaints(text: str, kind: str) -> None:
    assert lexicon().read(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "kabel listrik putus menjuntai di jalan",
        "anak hanyut di sungai",
        "banjir bandang, mohon evakuasi",
        "mau bunuh diri",
    ],
)
def test_danger_to_life_is_urgent(text: str) -> None:
    assert lexicon().read(text).urgent


def test_an_ordinary_complaint_is_not_urgent() -> None:
    assert not lexicon().read("jalan berlubang di depan pasar").urgent


@pytest.mark.parametrize(
    "text",
    [
        "oknum petugas minta uang pelicin",
        "perangkat desa minta uang 200 ribu untuk surat",
        "PNS selingkuh di jam kerja",
        "dana desa dikorupsi kepala desa, laporan fiktif",
    ],
)
def test_misconduct_is_flagged(text: str) -> None:
    assert lexicon().read(text).misconduct


def test_violence_is_flagged_apart_from_misconduct() -> None:
    reading = lexicon().read("guru mencabuli murid, pelecehan seksual")
    assert reading.violence
    assert not reading.misconduct


@pytest.mark.parametrize("text", ["lubang di jalan", "LOBANG di JALAN!!", "lubaaaang di jalan", "lubang2 di jln"])
def test_spelling_does_not_change_the_reading(text: str) -> None:
    best = lexicon().read(text).best
    assert best is not None
    assert best.code == "infrastruktur.jalan"


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    reading = lexicon().read(text)
    assert 0 <= reading.main_confidence <= 1
    assert sum(guess.confidence for guess in reading.guesses) <= 1.001
    assert len(reading.guesses) <= 3
