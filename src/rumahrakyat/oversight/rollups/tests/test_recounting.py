"""The recount agrees with what was folded, and finds every difference that is planted."""

from datetime import timedelta

from django.db import connection, transaction

from rumahrakyat.duty import operations, store
from rumahrakyat.oversight.models_rollups import OpenChange
from rumahrakyat.oversight.periods import Span
from rumahrakyat.oversight.rollups import queries, rebuilding, recounting
from rumahrakyat.oversight.rollups.tests.test_folding import lives
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.oversight.tests.kit import ALL, NOW, STAFF, World, days, hours
from rumahrakyat.reports import effects
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report


def _folded(world: World) -> None:
    lives(world)
    waiting = world.report(days(13), holder=world.roads)
    world.ask(waiting, days(13) - hours(1))
    merged = world.report(hours(20), holder=world.roads)
    goes_on = world.report(hours(8), holder=world.schools)
    cases.merge(report_id=merged.pk, into_id=goes_on.pk, text="Sama.", actor=STAFF, at=NOW - hours(6))
    again = world.report(hours(40), holder=world.schools)
    cases.return_to_desk(report_id=again.pk, text="Bukan kami.", actor=STAFF, at=NOW - hours(30))
    cases.refer(report_id=again.pk, to="PLN", text="Ke PLN.", actor=STAFF, at=NOW - hours(10))
    for one in Report.objects.select_related("category"):  # what a sweep does, without telling anybody
        operations.let_time_pass(one, store.engine(), at=NOW)
    effects.run_batches()


def test_nothing_differs(world: World) -> None:
    _folded(world)
    found = recounting.recount(at=NOW, pages=False)
    assert found.examples == []
    assert found.differences == 0
    assert found.figures > 80


def test_nothing_differs_in_an_empty_database(world: World) -> None:
    assert recounting.recount(at=NOW).differences == 0


PLANTED = (
    ("cases", "UPDATE oversight_casefact SET regency = '33.74'"),
    ("cases", "DELETE FROM oversight_casefact WHERE closing = 'reporter'"),
    ("answers", "UPDATE oversight_answerfact SET on_time = NOT on_time WHERE cycle = 2"),
    ("answers", "UPDATE oversight_answerfact SET due_at = due_at + interval '1 hour' WHERE cycle = 2"),
    ("stages", "UPDATE oversight_stagespell SET stage = 'in_progress' WHERE stage = 'assigned'"),
    ("spells", "UPDATE oversight_stagespell SET ended_at = ended_at + interval '1 s' WHERE seq = 1"),
    ("days", "UPDATE oversight_daysum SET came_in = came_in + 1 WHERE came_in > 0"),
    ("hours", "UPDATE oversight_hoursum SET answered = answered + 1"),
    ("open", "UPDATE oversight_openchange SET change = change + 1"),
    ("analyst cases", "UPDATE oversight_casefact SET kind = 'information'"),
    ("analyst answers", "UPDATE oversight_answerfact SET seconds = seconds + 1 WHERE seconds > 0"),
    ("analyst steps", "UPDATE oversight_stagespell SET seconds = seconds + 1 WHERE seconds > 0"),
    ("analyst days", "UPDATE oversight_daysum SET solved = solved + 1"),
)


def test_what_is_planted_is_found_where_it_was_planted(world: World) -> None:
    _folded(world)
    for where, statement in PLANTED:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            assert recounting.recount(at=NOW, pages=False).differing.get(where), statement
            transaction.set_rollback(True)


def test_a_late_report_counts_on_the_local_day_it_was_made(world: World) -> None:
    """A desk files on Tuesday what was told to it on Friday, and a quarter of an hour before midnight."""
    world.report(days(4))
    world.report(hours(10))  # 23.42 local, yesterday
    effects.run_batches()
    by_day = queries.sums(Span(NOW - days(7), NOW), ALL, by="day")
    assert {day.isoformat(): one.came_in for day, one in by_day.items() if one.came_in} == {
        "2026-07-17": 1,
        "2026-07-20": 1,
    }


def test_a_body_that_ended_or_was_renamed_keeps_what_it_is_accountable_for(world: World) -> None:
    world.report(days(3), holder=world.roads, answered=days(2))
    effects.run_batches()
    world.roads.name, world.roads.active, world.roads.successor = "Dinas Lama", False, world.schools
    world.roads.save()
    span = Span(NOW - days(7), NOW)
    assert queries.sums(span, ALL, by="body")[world.roads.pk].missed == 1
    assert recounting.recount(at=NOW, pages=False).differences == 0


def test_a_unit_belongs_to_its_agency(world: World) -> None:
    world.schools.parent = world.roads
    world.schools.save()
    world.report(hours(3), holder=world.schools)
    world.report(hours(2), holder=world.roads)
    effects.run_batches()
    span = Span(NOW - days(1), NOW)
    assert queries.sums(span, ALL, by="agency")[world.roads.pk].came_in == 2
    assert queries.sums(span, ALL, by="body")[world.schools.pk].came_in == 1
    assert queries.sums(span, ALL, agency=world.roads.pk)[()].came_in == 2


def test_a_reopened_case_is_solved_no_more_and_open_again_from_that_day(world: World) -> None:
    report = world.report(days(5), holder=world.roads, answered=hours(1))
    world.resolve(report, days(4))
    world.confirm(report, days(3))
    effects.run_batches()
    span = Span(NOW - days(7), NOW)
    assert queries.sums(span, ALL)[()].solved == 1
    world.object_to(report, days(1))
    effects.run_batches()
    assert queries.sums(span, ALL)[()].solved == 0
    changes = OpenChange.objects.exclude(change=0).order_by("day").values_list("day", "change")
    assert [((NOW.date() - day).days, change) for day, change in changes] == [(5, 1), (3, -1), (1, 1)]


def test_a_span_is_exact_to_the_instant_and_nothing_due_has_no_share(world: World) -> None:
    world.report(hours(50))
    world.report(hours(1))
    effects.run_batches()
    assert queries.sums(Span(NOW - hours(50), NOW - hours(50)), ALL)[()].came_in == 1
    assert queries.sums(Span(NOW - hours(49), NOW), ALL)[()].came_in == 1
    nothing = queries.sums(Span(NOW - days(30), NOW - days(20)), ALL).get((), queries.NOTHING)
    assert (nothing.came_in, nothing.share, nothing.mean) == (0, None, None)
    assert queries.times(Span(NOW - days(30), NOW - days(20)), ALL) == {}


def test_times_count_silence_as_long_as_it_lasted(world: World) -> None:
    world.report(hours(40), holder=world.roads, answered=hours(10))
    world.report(hours(48), holder=world.roads)
    effects.run_batches()
    found = queries.times(Span(NOW - days(7), NOW), ALL)[()]
    assert (found.count, found.median) == (2, timedelta(hours=29))


def test_who_may_see_only_an_own_body_or_regency_gets_only_that(world: World) -> None:
    world.report(hours(3), holder=world.schools, regency=world.pati)
    world.report(hours(2), holder=world.roads)
    effects.run_batches()
    span = Span(NOW - days(1), NOW)
    assert queries.sums(span, Sight(organisations=frozenset({world.roads.pk})))[()].came_in == 1
    assert set(queries.sums(span, Sight(regencies=frozenset({"33.18"})), by="regency")) == {"33.18"}


def test_nobodys_words_are_in_the_rollups(world: World) -> None:
    world.report(hours(3), holder=world.roads)
    effects.run_batches()
    with connection.cursor() as cursor:
        for table in rebuilding.TABLES:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE '%%berlubang%%'", [])  # noqa: S608
            assert cursor.fetchone() == (0,)
