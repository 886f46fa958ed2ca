"""Every number opens its cases: the list is as long as the number says."""

import pytest

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight import figures
from rumahrakyat.oversight.cases import Filter, listed
from rumahrakyat.oversight.periods import MONTH, PERIODS, WEEK, window
from rumahrakyat.oversight.promise import promise
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.oversight.tests.kit import ALL, NOW, WIB, World, days, hours, today


@pytest.fixture
def busy(world: World) -> World:
    """Every kind of history at once."""
    for nth, holder in enumerate([world.roads, world.schools, world.demak_town, None] * 3):
        regency = world.pati if nth % 2 else world.demak
        channel = ("web", "whatsapp", "sms")[nth % 3]
        world.report(hours(1 + nth), holder=holder, regency=regency, channel=channel)
        world.report(hours(19 + nth), holder=holder, regency=regency, channel=channel)
        if holder:
            world.report(days(2 + nth), holder=holder, regency=regency, channel=channel, answered=hours(5 + 3 * nth))
    moved = world.report(days(4), holder=world.roads)
    world.hand_over(moved, world.schools, days(2))
    asked = world.report(days(4), holder=world.roads)
    world.ask(asked, days(4) - hours(1))
    for ending in (world.confirm, world.expire, world.object_to):
        report = world.report(days(9), holder=world.roads, answered=hours(2))
        world.resolve(report, days(5))
        ending(report, days(3))
    return world


def count(figure: str, period: str = WEEK, sight: Sight = ALL, **limits: object) -> int:
    return listed(Filter(figure, **limits), window(period, NOW, WIB), sight).total  # type: ignore[arg-type]


@pytest.mark.parametrize("period", PERIODS)
def test_the_tiles(busy: World, period: str) -> None:
    at = window(period, NOW, WIB)
    kept, owed, counts = promise(at, ALL).total, figures.running(NOW, ALL).total, figures.counts(at, ALL)
    wanted = {
        d.IN: figures.taken_in(at, ALL).total,
        d.ANSWERED: counts.answered,
        d.WAITING: owed.waiting,
        d.SOON: owed.soon,
        d.LATE: owed.late,
        d.DUE: kept.due,
        d.ON_TIME: kept.on_time,
        d.MISSED: kept.missed,
        d.AGAIN: kept.again,
        d.SOLVED: counts.solved,
        d.EXPIRED: counts.expired,
        d.STAGE: sum(counts.stages.values()),
    }
    assert all(wanted[code] for code in (d.IN, d.LATE, d.SOON, d.DUE, d.ON_TIME, d.MISSED))
    assert {code: count(code, period) for code in wanted} == wanted


def test_every_row_of_the_league(busy: World) -> None:
    codes = {one.pk: one.code for one in (busy.roads, busy.schools, busy.demak_town)}
    bodies = promise(today(MONTH), ALL).bodies
    assert len(bodies) == 4
    for body, kept in bodies.items():
        code = codes.get(body or 0, "-")
        assert count(d.DUE, MONTH, body=code) == kept.due
        assert count(d.MISSED, MONTH, body=code) == kept.missed
    for body, owed in figures.running(NOW, ALL).bodies.items():
        assert count(d.LATE, body=codes.get(body or 0, "-")) == owed.late


def test_every_region_of_the_map(busy: World) -> None:
    at = today(WEEK)
    for code, kept in promise(at, ALL).regencies.items():
        assert count(d.DUE, regency=code or "-") == kept.due
        assert count(d.ON_TIME, regency=code or "-") == kept.on_time
    for code, taken in figures.taken_in(at, ALL).regencies.items():
        assert count(d.IN, regency=code or "-") == taken
    for code, owed in figures.running(NOW, ALL).regencies.items():
        assert count(d.LATE, regency=code or "-") == owed.late


def test_every_channel_hour_and_stage(busy: World) -> None:
    at = today()
    read = figures.hours(NOW, at, ALL)
    for channel in read.channels:
        assert listed(Filter(d.IN, channel=channel.code), at, ALL).total == channel.taken
    for hour, taken in enumerate(read.today):
        assert listed(Filter(d.IN, hour=hour), at, ALL).total == taken
    for stage, number in figures.counts(at, ALL).stages.items():
        assert count(d.STAGE, stage=stage) == number


def test_an_agency_has_lists_as_long_as_its_own_numbers(busy: World) -> None:
    own = Sight(organisations=frozenset({busy.schools.pk}))
    assert count(d.DUE, sight=own) == promise(today(WEEK), own).total.due
    assert count(d.LATE, sight=own) == figures.running(NOW, own).total.late > 0


def test_a_long_list_comes_in_parts_without_gap_or_double(busy: World) -> None:
    at, seen, key = today(MONTH), [], ""
    while True:
        page = listed(Filter(d.DUE), at, ALL, after=key, limit=4)
        seen += [row.clock.pk for row in page.rows if row.clock]
        key = page.older
        if not key:
            break
    assert len(seen) == len(set(seen)) == page.total


def test_the_longest_silence_comes_first(busy: World) -> None:
    due = [row.clock.due_at for row in listed(Filter(d.LATE), today(), ALL).rows if row.clock]
    assert due == sorted(due)


@pytest.mark.parametrize("key", ["x", "-", "1-", "9" * 60, "12-x", "1_0-2"])
def test_a_made_up_key_starts_at_the_beginning(world: World, key: str) -> None:
    world.report(hours(30), holder=world.roads)
    assert len(listed(Filter(d.LATE), today(), ALL, after=key).rows) == 1


def test_an_unknown_body_has_no_cases(world: World) -> None:
    world.report(hours(30), holder=world.roads)
    assert count(d.LATE, body="TIDAK-ADA") == 0


def test_an_unknown_figure_is_refused(world: World) -> None:
    with pytest.raises(KeyError):
        count("rahasia")
