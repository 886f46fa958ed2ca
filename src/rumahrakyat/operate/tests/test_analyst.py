"""What analysts read: documented, without persons, and nothing else with their role."""

import json
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.correspondence.intake import Contact
from rumahrakyat.evidence.seals import export, queries, wording
from rumahrakyat.evidence.seals.sealing import seal_next
from rumahrakyat.lib import clock
from rumahrakyat.operate import analyst
from rumahrakyat.oversight.analyst import files
from rumahrakyat.oversight.analyst.files import Span
from rumahrakyat.oversight.analyst.tables import CASES, DAYS, TABLES
from rumahrakyat.oversight.rollups.rebuilding import rebuild
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import answer
from rumahrakyat.reports.states import Stage
from tests.cast import World

# Nothing like these occurs anywhere else.
MARKS = ("Zulkarnaenwati", "3315019912345678", "081299988877", "6281299988877", "zq.marker@contoh.example",
         "Kelokan Wringinsungsang", "7.1234")  # fmt: skip


@pytest.fixture
def planted(world: World) -> Report:
    """Through the real front door: a name, an identity number, telephone numbers, an address, words, a point."""
    text = f"Saya {MARKS[0]}, NIK {MARKS[1]}, telepon {MARKS[2]}, surel {MARKS[4]}. Jalan di {MARKS[5]} rusak."
    with clock.frozen(world.at):
        case = world.assigned(
            text=text, contact=Contact("tel", f"+{MARKS[3]}", "whatsapp"), name=MARKS[0], lat=-7.123412, lon=110.9
        )
        secret = world.report(text=f"Pungli oleh {MARKS[0]} di {MARKS[5]}.", confidential=True)
        Report.objects.filter(pk__in=[case.pk, secret.pk]).update(regency="33.15", district="33.15.01")
        words = f"Pak {MARKS[0]} ({MARKS[2]}) sudah kami temui di {MARKS[5]}."
        actor, at = world.actor("officer", case), world.at + timedelta(hours=2)
        answer(report_id=case.pk, stage=Stage.VERIFICATION, text=words, actor=actor, at=at)
        rebuild(at=world.at + timedelta(hours=3))
    return case


def columns() -> dict[tuple[str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname, col_description(c.oid, a.attnum) FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
            " WHERE c.relnamespace = 'analyst'::regnamespace"
        )
        return {(table, column): meaning for table, column, meaning in cursor.fetchall()}


def test_every_column_of_every_view_says_what_it_means(world: World) -> None:
    described = {(table.name, one.name): one.meaning for table in TABLES.values() for one in table.columns}
    assert columns() == described


def asked(question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(":memory:") as own:
        return own.execute(question).fetchall()


def everything_of(prefix: str) -> str:
    """All rows of the tables or views whose qualified name begins so, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables"
            " WHERE table_schema || '.' || table_name LIKE %s",
            [prefix + "%"],
        )
        names = [name for (name,) in cursor.fetchall()]
        assert names
        found = []
        for name in names:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {name} t")  # noqa: S608
            found.append(cursor.fetchone()[0])
    return "\n".join(found)


ROLLUPS = (
    "public.oversight_casefact", "public.oversight_answerfact", "public.oversight_stagespell",
    "public.oversight_openchange", "public.oversight_daysum", "public.oversight_hoursum", "public.oversight_reckoning",
    "public.evidence_", "analyst.",
)  # fmt: skip


@pytest.mark.parametrize("prefix", ROLLUPS)
def test_no_rollup_view_or_seal_holds_what_was_planted(planted: Report, world: World, prefix: str) -> None:
    seal_next(at=world.at + timedelta(days=1))
    held = everything_of(prefix)
    assert [mark for mark in MARKS if mark in held] == []


def test_no_file_and_no_public_page_holds_what_was_planted(planted: Report, world: World, tmp_path: Path) -> None:
    seal = seal_next(at=world.at + timedelta(days=1))
    assert seal is not None
    counted = [0, 0]
    written = [*export.lines([], world.at, counted), wording.as_text(seal).encode()]
    written += [Client().get(address).content for address in ("/segel/", "/segel/kabar.xml", "/segel/2026-07-21.json")]
    written += [str(queries.proof_for(planted.number)).encode()]
    for table in TABLES.values():
        for kind in files.KINDS:
            with files.write(table, kind, Span()) as file:
                target = tmp_path / f"{table.name}.{kind}"
                target.write_bytes(file.read())
        rows = asked(f"SELECT * FROM '{tmp_path / table.name}.parquet'")  # noqa: S608
        written += [repr(rows).encode(), (tmp_path / f"{table.name}.csv").read_bytes()]
    together = b"\n".join(written).decode()
    assert counted[0] == 2
    assert [mark for mark in MARKS if mark in together] == []
    assert "Zulkarnaenwati" in Report.objects.get(pk=planted.pk).text  # it was there to be found


def test_a_confidential_case_has_neither_district_nor_hour_and_few_cases_no_district(planted: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT confidential, district, received_hour IS NULL FROM analyst.cases ORDER BY 1")
        assert cursor.fetchall() == [(False, None, False), (True, None, True)]
        cursor.execute("UPDATE oversight_daysum SET came_in = 5 WHERE district = '33.15.01'")
        cursor.execute("SELECT confidential, district FROM analyst.cases ORDER BY 1")
        assert cursor.fetchall() == [(False, "33.15.01"), (True, None)]


def test_files_of_a_period_hold_that_period(planted: Report, world: World, tmp_path: Path) -> None:
    day = world.at.date()
    for span, expected in ((Span(day, day), 2), (Span(day + timedelta(days=1)), 0), (Span(None, day), 2)):
        with files.write(CASES, "parquet", span) as file:
            (tmp_path / "cases.parquet").write_bytes(file.read())
        assert asked(f"SELECT count(*) FROM '{tmp_path}/cases.parquet'") == [(expected,)]  # noqa: S608
    with files.write(DAYS, "csv", Span()) as file:
        assert file.readline().decode().startswith("day,agency,regency")


def test_the_role_of_analysts_reads_the_views_and_nothing_else(planted: Report) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        analyst._make("test_numbers_only", "")
        cursor.execute("SET LOCAL ROLE test_numbers_only")
        cursor.execute("SELECT count(*) FROM analyst.cases")
        assert cursor.fetchone() == (2,)
        for forbidden in (
            "SELECT text FROM reports_report", "SELECT * FROM people_contactpoint", "SELECT * FROM reports_entry",
            "DELETE FROM analyst.cases", "CREATE TABLE analyst.mine (a int)",
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(forbidden)
        transaction.set_rollback(True)


def test_the_page_offers_files_and_notes_who_took_one(planted: Report, world: World, client: Client) -> None:
    client.force_login(world.accounts["governor"])
    assert "received_day" in client.get("/pantau/data/").content.decode()
    found = client.get("/pantau/data/berkas/", {"tabel": "cases", "jenis": "parquet", "dari": "2026-07-01"})
    assert b"".join(found)[:4] == b"PAR1"
    assert AuditLine.objects.get(act="facts.exported").subject == "cases"


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"tabel": "cases", "jenis": "csv", "dari": "kemarin"}, 422, "Ini bukan tanggal"),
        ({"tabel": "cases", "jenis": "csv", "dari": "2026-07-02", "sampai": "2026-07-01"}, 422, "mendahului"),
        ({"tabel": "reports_report", "jenis": "csv"}, 404, ""),
        ({"tabel": "cases", "jenis": "exe"}, 404, ""),
    ],
)
def test_what_cannot_be_written_is_said_at_the_field(
    world: World, client: Client, asked: dict[str, str], status: int, words: str
) -> None:
    client.force_login(world.accounts["governor"])
    found = client.get("/pantau/data/berkas/", asked)
    assert found.status_code == status
    assert words in found.content.decode()


def test_the_page_needs_few_queries(
    planted: Report, world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(world.accounts["governor"])
    with django_assert_max_num_queries(15):
        assert client.get("/pantau/data/").status_code == 200


def test_who_may_not_export_finds_nothing(world: World, client: Client) -> None:
    client.force_login(world.accounts["ombudsman"])
    assert client.get("/pantau/data/").status_code == 404
    assert client.get("/pantau/data/berkas/?tabel=cases&jenis=csv").status_code == 404


def test_the_notebook_runs_cell_by_cell(
    planted: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = json.loads((Path(__file__).parents[4] / "docs" / "analysis.ipynb").read_text(encoding="utf-8"))
    for name in ("answers", "cases", "agencies", "regions"):
        with files.write(TABLES[name], "parquet", Span()) as file:
            (tmp_path / f"rumahrakyat-{name}.parquet").write_bytes(file.read())
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), "notebook", "exec"), known)  # noqa: S102 -- our own notebook
    assert "Kabupaten Grobogan\t2" in capsys.readouterr().out
