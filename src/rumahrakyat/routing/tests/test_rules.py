import pytest

from rumahrakyat.routing import rule_faults as faults
from rumahrakyat.routing.checking import Known, check
from rumahrakyat.routing.data import rules
from rumahrakyat.routing.facts import read_facts
from rumahrakyat.understanding.data import lexicon

HERE = "PEMDA-HERE"
CHOICES = [
    ("infrastruktur.jalan", "jalan provinsi rusak", "DPUBMCK"),
    ("infrastruktur.jalan", "jalan nasional pantura berlubang", "BBPJN"),
    ("infrastruktur.jalan", "jalan tol bergelombang", "BUJT"),
    ("infrastruktur.jalan", "jalan kabupaten rusak", HERE),
    ("infrastruktur.jalan", "jalan desa becek", HERE),
    ("infrastruktur.jalan", "jalan rusak depan rumah", HERE),
    ("infrastruktur.jembatan", "jembatan provinsi ambrol", "DPUBMCK"),
    ("infrastruktur.penerangan", "pju jalan provinsi mati", "DISHUB"),
    ("infrastruktur.penerangan", "pju kampung mati", HERE),
    ("infrastruktur.sungai-irigasi", "sungai bengawan solo dangkal", "BBWS-BS"),
    ("infrastruktur.sungai-irigasi", "kali serayu longsor", "BBWS-SO"),
    ("infrastruktur.sungai-irigasi", "irigasi jebol", "PUSDATARU"),
    ("infrastruktur.air-bersih", "pdam mati", HERE),
    ("infrastruktur.angkutan", "trans jateng telat", "DISHUB"),
    ("infrastruktur.angkutan", "kereta api terlambat di stasiun", "KAI"),
    ("infrastruktur.angkutan", "parkir liar", HERE),
    ("pendidikan.pungutan", "pungutan di SMA negeri", "DISDIKBUD"),
    ("pendidikan.pungutan", "pungutan di SMK", "DISDIKBUD"),
    ("pendidikan.sarana", "SLB rusak", "DISDIKBUD"),
    ("pendidikan.pungutan", "pungutan di SD negeri", HERE),
    ("pendidikan.sarana", "atap SMP bocor", HERE),
    ("pendidikan.guru", "guru madrasah jarang masuk", "KEMENAG"),
    ("pendidikan.guru", "tunjangan ppg belum cair", "KEMENDIKDASMEN"),
    ("permades-kependudukan.adminduk", "ktp belum jadi", HERE),
    ("permades-kependudukan.pertanahan", "sertifikat tanah", "BPN"),
    ("energi.listrik", "listrik padam", "PLN"),
    ("energi.lpg-bbm", "gas langka", "PERTAMINA"),
    ("energi.tambang", "galian c", "DESDM"),
    ("kesehatan.rumah-sakit", "rsud moewardi penuh", "RSUD-MOEWARDI"),
    ("kesehatan.rumah-sakit", "pelayanan rs margono", "RSUD-MARGONO"),
    ("kesehatan.rumah-sakit", "rsud antre", HERE),
    ("kesehatan.bpjs", "bpjs nonaktif", "BPJS-KES"),
    ("kesehatan.puskesmas", "puskesmas tutup", HERE),
    ("keuangan-aset.pajak-kendaraan", "samsat", "BAPENDA"),
    ("sosial-masyarakat.ketenagakerjaan", "upah di bawah umk", "DISNAKERTRANS"),
    ("sosial-masyarakat.ketenagakerjaan", "klaim jht", "BPJS-TK"),
    ("sosial-masyarakat.kekerasan", "kdrt", "DP3AP2KB"),
    ("saberpungli.pungli", "pungli", "INSP"),
    ("forkominda.kepolisian", "motor dicuri", "POLDA"),
    ("ekonomi-industri.perbankan", "pinjol", "OJK"),
]


@pytest.mark.parametrize(("category", "text", "organisation"), CHOICES)
def test_the_responsible_body_follows_the_division_of_duties(category: str, text: str, organisation: str) -> None:
    stems = lexicon().stems(text)
    choice = rules().choose(category, stems, HERE, facts=read_facts(stems, words=rules().fact_words))
    assert choice is not None
    assert choice.organisation == organisation
    assert choice.because.endswith(".")
    assert 0.5 <= choice.confidence <= 1


def test_a_local_matter_without_a_place_has_no_responsible_body_yet() -> None:
    choice = rules().choose("permades-kependudukan.adminduk", [], None)
    assert choice is not None
    assert choice.organisation is None
    assert choice.needs_place


def test_an_unknown_category_has_no_rule() -> None:
    assert rules().choose("astronomi", [], HERE) is None


def test_rules_that_name_an_unknown_organisation_are_refused() -> None:
    found = check(rules(), Known({"INSP"}, set()))
    assert any(isinstance(one, faults.UnknownOrganisation) for one in found)


def test_a_category_without_a_rule_is_refused() -> None:
    named = {to for rule in rules().rules for to in rule.named} | {"INSP", "DP3AP2KB"}
    categories = {code for rule in rules().rules for code in rule.categories} | {"astronomi.komet"}
    found = check(rules(), Known(named, categories))
    assert any("astronomi.komet" in one.sentence for one in found if isinstance(one, faults.NoRule))
