import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.regions.province import active
from rumahrakyat.understanding import firstday
from rumahrakyat.understanding.data import first_day, lexicon
from rumahrakyat.understanding.firstday import FirstDay, mains

TABLE = Path(firstday.__file__).parent / "tables" / "surabaya_topics.csv"


def codes() -> set[str]:
    return {child["code"] for main in active().document("categories.json") for child in main["children"]}


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("jl dpn pasar bnyk lubang motor sy smp jatuh", "infrastruktur"),
        ("dalane remuk kabeh pak, nek udan dadi blethok", "infrastruktur"),
        ("LPG TIGA KILO SUSAH DICARI DI WARUNG", "energi"),
        ("wali murid ditarik uang komite dua juta", "pendidikan"),
        ("uwuh numpuk nang pinggir kali, mambu", "lingkungan"),
        ("bojoku di-PHK pabrik ora entuk pesangon", "sosial-masyarakat"),
        ("kulo dereng angsal KTP sampun setunggal tahun", "permades-kependudukan"),
        ("puskesmasnya tutup padahal masih jam buka", "kesehatan"),
        ("jatah pupuk kami dikurangi, tanaman padi menguning", "pertanian"),
        ("bonus medali atlet renang belum dicairkan", "pariwisata-budaya"),
    ],
)
def test_plain_words_find_their_main_category_without_any_training(text: str, main: str) -> None:
    ranked = first_day().categories(text)
    assert next(iter(mains(ranked))) == main
    assert ranked[0].words


def test_the_shares_of_a_text_sum_to_one_and_are_ranked() -> None:
    ranked = first_day().categories("Lampu jalan mati di depan pasar, sampah menumpuk")
    assert sum(one.share for one in ranked) == pytest.approx(1, abs=0.01)
    assert [one.share for one in ranked] == sorted((one.share for one in ranked), reverse=True)


def test_a_text_of_unknown_words_has_no_category() -> None:
    assert first_day().categories("") == ()
    assert first_day().categories("zzkq wxyv") == ()


def test_a_new_sentence_teaches_a_new_word() -> None:
    taught = FirstDay(lexicon(), [("grumungul di lapangan", "lingkungan.hutan"), ("sapi lapar", "pertanian.ternak")])
    assert taught.categories("ada grumungul")[0].code == "lingkungan.hutan"


def test_every_sub_category_has_sentences_of_several_kinds_and_no_sentence_is_there_twice() -> None:
    rows = active().table("examples.csv")
    assert len(rows) >= 1200
    assert {row["category"] for row in rows} == codes()
    assert len({row["text"].lower() for row in rows}) == len(rows)
    assert {row["kind"] for row in rows} == {"complaint", "aspiration", "information"}


def test_topics_of_another_city_map_to_our_categories_or_are_left_out() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {code.split(".")[0] for code in codes()}
    assert {row["category"] for row in rows} <= known | {""}


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_no_text_of_any_kind_raises(text: str) -> None:
    assert all(0 <= one.share <= 1 for one in first_day().categories(text))
