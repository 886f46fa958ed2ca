"""Reference data changed by people: by form, by file, with their history; and left alone by the province's files."""

from datetime import timedelta

import pytest

from rumahrakyat.lib.faults import Refused
from rumahrakyat.organisations.loading import load_territory
from rumahrakyat.organisations.models import Organisation, ServicePoint
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.reference import changing, queries
from rumahrakyat.reference.categories import CATEGORIES
from rumahrakyat.reference.places_and_bodies import BODIES, POINTS
from rumahrakyat.reference.tables import Table, tables
from rumahrakyat.reports.models import Category
from tests.cast import World

pytestmark = pytest.mark.django_db


def faults(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {type(fault).__name__ for fault in refused.value.faults}


def row(table: Table, code: str) -> dict[str, str]:
    found = queries.row(table, code)
    assert found is not None
    return table.values(found)


def save(world: World, table: Table, code: str | None, **typed: str) -> str:
    given = row(table, code) if code else {}
    return changing.save(
        table=table, code=code, typed={**given, **typed}, account=world.accounts["officer"], at=world.at
    )


def test_a_change_is_kept_with_who_made_it_and_what_was(world: World) -> None:
    before = row(BODIES, "ROADS")["nama"]
    save(world, BODIES, "ROADS", nama="Dinas Jalan Raya")
    (change,) = queries.history(BODIES, "ROADS")
    assert (change.by, change.columns[0][1:]) == (world.accounts["officer"].name, (before, "Dinas Jalan Raya"))


def test_nothing_is_written_when_nothing_differs(world: World) -> None:
    save(world, BODIES, "ROADS")
    assert not AuditLine.objects.exists()
    assert Organisation.objects.get(code="ROADS").edited_at is None


def test_whoever_saw_an_older_row_does_not_overwrite_it(world: World) -> None:
    seen = row(BODIES, "ROADS")
    save(world, BODIES, "ROADS", telepon="024 100")
    with pytest.raises(Refused) as refused:
        changing.save(
            table=BODIES,
            code="ROADS",
            typed={**seen, "telepon": "024 200"},
            account=world.accounts["head"],
            at=world.at,
            seen=seen,
        )
    assert faults(refused) == {"SomebodyWasFaster"}
    assert row(BODIES, "ROADS")["telepon"] == "024 100"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"nama": ""}, "Missing"),
        ({"singkatan": "x" * 61}, "TooLong"),
        ({"kode": "LAIN"}, "Fixed"),
        ({"jenis": "outside"}, "Fixed"),
        ({"induk": "NIHIL"}, "NotThere"),
        ({"pelanggaran": "mungkin"}, "NoAnswer"),
        ({"aktif": ""}, "EndsWithCases"),
    ],
)
def test_wrong_values_of_a_body_are_named(typed: dict[str, str], fault: str, world: World) -> None:
    with pytest.raises(Refused) as refused:
        save(world, BODIES, "ROADS", **typed)
    assert faults(refused) == {fault}


def test_a_category_has_two_levels_and_a_code_that_says_so(world: World) -> None:
    main = Category.objects.create(code="air", name="Air")
    save(world, CATEGORIES, None, kode="air.pipa", nama="Pipa", induk="air", urutan="1", aktif="ya")
    assert Category.objects.get(code="air.pipa").parent == main
    for given, fault in (({"kode": "pipa", "induk": "air"}, "NotBelow"), ({"kode": "air.pipa.x"}, "WrongCode")):
        with pytest.raises(Refused) as refused:
            save(world, CATEGORIES, None, **{"nama": "Pipa", "urutan": "1", "aktif": "ya", **given})
        assert faults(refused) == {fault}


def test_opening_hours_are_lines_that_people_write(world: World) -> None:
    typed = {"nama": "MPP", "badan": "DESK", "wilayah": "33.15", "aktif": "ya", "melayani": "33.15 33.21"}
    save(world, POINTS, None, kode="MPP-1", jam="senin 7.00 - 15.30\nJumat 07.00-11.00", **typed)
    assert row(POINTS, "MPP-1")["jam"] == "Senin 07.00-15.30\nJumat 07.00-11.00"
    assert ServicePoint.objects.get(code="MPP-1").serves.count() == 2
    for wrong in ("Senin pagi", "Senin 15.00-07.00", "Senin 25.00-26.00"):
        with pytest.raises(Refused) as refused:
            save(world, POINTS, "MPP-1", jam=wrong)
        assert faults(refused) == {"WrongHours"}


def test_a_file_that_was_written_is_read_back_without_a_change(world: World) -> None:
    Category.objects.create(code="air", name='Air, "bersih"\nbaris dua')
    for table in tables():
        plan = changing.plan(table=table, content=changing.export(table))
        assert (plan.lines, plan.faults) == ([], [])
        assert plan.same == queries.every(table).count()


def test_a_file_is_taken_in_as_a_whole_or_not_at_all(world: World) -> None:
    good = b"kode;nama\nROADS;Dinas Jalan\n"
    bad = good + b"TRANSPORT;\nROADS;Lagi\n"
    plan = changing.plan(table=BODIES, content=bad)
    assert [(line, type(fault).__name__) for line, fault in plan.faults] == [(3, "Missing"), (4, "Twice")]
    with pytest.raises(Refused):
        changing.take_in(table=BODIES, content=bad, account=world.accounts["officer"], at=world.at)
    assert not AuditLine.objects.exists()
    done = changing.take_in(table=BODIES, content=good, account=world.accounts["officer"], at=world.at)
    assert (done.changed, done.made) == (1, 0)
    again = changing.take_in(table=BODIES, content=good, account=world.accounts["officer"], at=world.at)
    assert (again.changed, again.same) == (0, 1)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff\xfe\x00", "Unreadable"),
        (b"", "NoColumn"),
        (b"nama\nDinas\n", "NoColumn"),
        (b"kode,warna\nROADS,biru\n", "UnknownColumn"),
    ],
    ids=["no text", "empty", "no code", "strange column"],
)
def test_a_file_that_is_no_such_table_is_refused_in_a_sentence(content: bytes, fault: str, world: World) -> None:
    with pytest.raises(Refused) as refused:
        changing.plan(table=BODIES, content=content)
    assert faults(refused) == {fault}
    assert refused.value.faults[0].sentence


def test_what_a_person_changed_stays_when_the_province_is_loaded_again(world: World) -> None:
    load_territory(name="jawa_tengah", at=world.at)
    body, point = Organisation.objects.get(code="DISHUB"), ServicePoint.objects.get(code="KANTOR-GUBERNUR")
    save(world, BODIES, body.code, telepon="024 112")
    save(world, POINTS, point.code, jam="Senin 08.00-12.00")
    load_territory(name="jawa_tengah", at=world.at + timedelta(days=1))
    assert row(BODIES, body.code)["telepon"] == "024 112"
    assert row(POINTS, point.code)["jam"] == "Senin 08.00-12.00"
