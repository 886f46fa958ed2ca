"""The machine under the rules and the calendar of the province: the case that the documentation tells."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rumahrakyat.duty import rules, state
from rumahrakyat.duty.rules import Facts
from rumahrakyat.duty.state import Case, Event
from rumahrakyat.operate.histories import setting
from rumahrakyat.operate.histories.files import rules_of

WIB = ZoneInfo("Asia/Jakarta")
HOUR = timedelta(hours=1)
ROADS, TRANSPORT = 11, 12  # holders for whom no rule is made


def july(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 7, day, hour, minute, tzinfo=WIB)


def test_the_case_of_the_documentation_comes_out_as_it_is_told() -> None:
    machine = setting.engine()
    case = Case()
    for type_, at, holder in (
        ("received", july(20, 8), None),
        ("assigned", july(20, 9, 30), ROADS),
        ("asked", july(20, 14), ROADS),
        ("replied", july(20, 20), ROADS),
        ("handed_over", july(21, 13), TRANSPORT),
        ("answered", july(22, 12), TRANSPORT),
    ):
        machine.apply(case, Event(type_, at, Facts(holder=holder), resumed=type_ == "replied"))
    first = case.clocks[0]
    assert (first.obligation, first.due_at, first.met_at) == (rules.FIRST_RESPONSE, july(21, 14), july(22, 12))
    assert [(one.holder, one.own, one.due_at) for one in first.misses] == [(ROADS, False, july(21, 14))]
    held = state.shares(first, first.due_at)
    assert {who: time / HOUR for who, time in held.items()} == {None: 1.5, ROADS: 21.5, TRANSPORT: 1}
    due = {one.obligation: one.due_at for one in case.clocks if one.running}
    assert due[rules.SILENCE] == july(28, 0)
    assert due[rules.RESOLUTION] == datetime(2026, 8, 8, tzinfo=WIB)


def test_the_other_holder_of_that_case_has_its_own_time() -> None:
    machine = setting.engine()
    case = Case()
    machine.apply(case, Event("received", july(20, 8), Facts()))
    machine.apply(case, Event("assigned", july(20, 9, 30), Facts(holder=ROADS)))
    machine.apply(case, Event("handed_over", july(21, 7), Facts(holder=TRANSPORT)))
    machine.advance(case, july(22, 7))
    assert [one.holder for one in case.clocks[0].misses] == [ROADS]
    machine.advance(case, july(22, 7, 1))
    assert [(one.holder, one.own, one.due_at) for one in case.clocks[0].misses][1:] == [(TRANSPORT, True, july(22, 7))]


def test_the_rules_of_the_province_can_be_read_as_a_file() -> None:
    found = rules_of(setting.province_rows(), setting.PLACES)
    assert {one.obligation for one in found} == set(rules.OBLIGATIONS)
