"""The register of roads: taking a file in, and finding a road by name, by its ends, by the nearest line."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rumahrakyat.regions import road_queries, roadbook, roads
from rumahrakyat.regions.models import Region
from rumahrakyat.regions.models_roads import Road, RoadImport
from rumahrakyat.regions.roadbook import BadRegister
from rumahrakyat.regions.roadnames import ends_key, keys_in, name_key

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HEAD = "code,name,class,aliases,owner,from,to,regencies\n"
TABLE = HEAD + (
    "P-01,Todanan - Ngawen,provinsi,Lintas Todanan|jalur wisata todanan,DPUBMCK,Todanan,Ngawen,33.16\n"
    "K-07,Jl. Diponegoro,kabupaten,,,,,33.16\n"
    "K-08,Jalan Diponegoro,nasional,,,,,33.18\n"
)


@pytest.fixture
def regencies(db: None) -> None:
    Region.objects.create(code="33", level="province", kind="Provinsi", name="P", full_name="Provinsi P")
    for code, name in (("33.16", "Blora"), ("33.18", "Pati")):
        Region.objects.create(
            code=code, level="regency", kind="Kabupaten", name=name, full_name=f"Kabupaten {name}", parent_id="33"
        )


def take(text: str, **given: object) -> roadbook.Taken:
    return roadbook.take_in(text.encode(), source="Dinas", **{"at": AT, **given})  # type: ignore[arg-type]


def layer(lines: object, kind: str = "LineString", **properties: str) -> str:
    values = {"code": "P-01", "name": "Todanan - Ngawen", "class": "provincial", **properties}
    feature = {"type": "Feature", "properties": values, "geometry": {"type": kind, "coordinates": lines}}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def test_a_stretch_is_one_key_in_both_orders_and_names_forgive_abbreviations() -> None:
    assert ends_key("Todanan", "Ngawen") == ends_key("ngawen", "TODANAN")
    assert name_key("Jln. Diponegoro") == name_key("jalan diponegoro")
    assert ends_key("Todanan", "Ngawen") in keys_in("mohon ruas Ngawen–Todanan diperbaiki")
    assert ends_key("Todanan", "Ngawen") in keys_in("jalan dari Todanan ke Ngawen rusak parah")
    assert ends_key("Todanan", "Ngawen") not in keys_in("saya pindah dari Todanan ke Ngawen, ktp belum jadi")


def test_a_named_road_is_found_where_the_report_is(regencies: None) -> None:
    take(TABLE)
    assert [one.code for one in roads.named("ruas Todanan - Ngawen berlubang")] == ["P-01"]
    assert [one.code for one in roads.named("jalur wisata todanan gelap", regency="33.16")] == ["P-01"]
    assert [one.code for one in roads.named("jl diponegoro banjir", regency="33.18")] == ["K-08"]
    assert {one.road_class for one in roads.named("jl diponegoro banjir")} == {"regency", "national"}
    assert roads.named("lampu mati di pasar") == []


def test_the_nearest_line_within_thirty_metres_is_found(regencies: None) -> None:
    take(layer([[111.40, -6.97], [111.42, -6.97]]))
    assert [one.metres for one in roads.near(-6.97018, 111.41)] == [20.0]
    assert roads.near(-6.9705, 111.41) == []
    assert roads.near(float("nan"), 111.41) == []


def test_the_same_file_again_changes_nothing_and_another_keeps_the_history(regencies: None) -> None:
    assert take(TABLE).added == 3
    assert not take(TABLE).anything
    assert RoadImport.objects.count() == 1
    later = AT + timedelta(days=9)
    changed = TABLE.replace("K-07,Jl. Diponegoro,kabupaten", "K-07,Jl. Diponegoro,provinsi").rsplit("K-08", 1)[0]
    found = take(changed, at=later)
    assert (found.added, found.changed, found.ended, found.kept) == (0, 1, 1, 1)
    history = Road.objects.filter(code="K-07").order_by("pk").values_list("road_class", "valid_from", "valid_to")
    assert list(history) == [("regency", AT, later), ("provincial", later, None)]
    assert roads.named("jl diponegoro", regency="33.18") == []


def test_a_dry_run_writes_nothing_and_other_sources_stay(regencies: None) -> None:
    take(TABLE)
    roadbook.take_in((HEAD + "X,Jalan Lain,desa,,,,,\n").encode(), source="Lain", at=AT)
    assert take(HEAD, dry_run=True).ended == 3
    assert Road.objects.filter(valid_to=None).count() == 4


def test_a_table_leaves_the_lines_that_a_map_brought(regencies: None) -> None:
    take(layer([[111.40, -6.97], [111.42, -6.97]]))
    take(HEAD + "P-01,Ruas Todanan - Ngawen,provinsi,,,,,\n", at=AT + timedelta(days=1))
    assert [one.name for one in roads.near(-6.97, 111.41)] == ["Ruas Todanan - Ngawen"]


def test_an_export_reads_back_as_what_it_was(regencies: None) -> None:
    take(TABLE)
    content = b"".join(roadbook.export(road_queries.in_force("Dinas")))
    assert not roadbook.take_in(content, source="Dinas", at=AT).anything


def test_wrong_rows_are_named_one_by_one_and_nothing_is_taken_in(regencies: None) -> None:
    text = (
        HEAD
        + "A,,provinsi,,,,,\nB,Jalan B,udara,,,,,\nB2,Jalan,desa,,,,,99.99\nC,Jalan C,desa,,,,,\nC,Jalan C,desa,,,,,\n"
    )
    with pytest.raises(BadRegister) as refused:
        take(text)
    assert [row for row, _words in refused.value.faults] == [1, 2, 3, 5]
    assert "name is empty" in refused.value.faults[0][1]
    assert not Road.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe", b"name\nx\n", b"{", b'{"features": 3}x', b'{"a": 1}',
        layer([[999, 0], [1, 1]]).encode(), layer([[1, 1]]).encode(), layer("x").encode(),
        layer([1, 2], "Point").encode(),
    ],
)  # fmt: skip
def test_files_that_are_no_register_are_refused_in_words(regencies: None, content: bytes) -> None:
    with pytest.raises(BadRegister):
        roadbook.take_in(content, source="Dinas", at=AT)


def test_the_example_of_the_docs_can_be_taken_in(regencies: None) -> None:
    example = Path(__file__).with_name("roads_example.csv").read_bytes()
    assert roadbook.take_in(example, source="Contoh", at=AT).added == 4
