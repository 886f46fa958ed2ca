"""Calling: whose turn it is, one number to one counter, nobody lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from rumahrakyat.desk import calling, queries, tickets, waiting
from rumahrakyat.desk.errors import Busy, CallFirst, CounterTaken, Gone, NobodyWaits, NotAtCounter
from rumahrakyat.desk.models import Call, Counter, Ticket
from rumahrakyat.people.models import Account
from tests.desk_kit import MORNING, Desk


def visit(officer: Account, minutes: int = 0) -> str:
    at = MORNING + timedelta(minutes=minutes)
    ticket = calling.call_next(account=officer, at=at)
    calling.serve(account=officer, ticket_id=ticket.pk, at=at)
    return calling.finish(account=officer, ticket_id=ticket.pk, outcome="", at=at + timedelta(minutes=4)).code


def test_one_with_priority_after_two_ordinary_ones(desk: Desk) -> None:
    for letter in "AAAAAPP":
        desk.take(letter)
    officer = desk.sit()
    assert [visit(officer) for _ in range(7)] == ["A001", "A002", "P001", "A003", "A004", "P002", "A005"]


def test_a_counter_takes_the_letter_it_prefers_first(desk: Desk) -> None:
    for letter in "AAP":
        desk.take(letter)
    Counter.objects.filter(pk=desk.counters[0].pk).update(prefers="P")
    officer = desk.sit()
    assert [visit(officer) for _ in range(2)] == ["P001", "A001"]


def test_a_second_press_calls_nobody_else(desk: Desk) -> None:
    desk.take()
    desk.take()
    officer = desk.sit()
    first = calling.call_next(account=officer, at=MORNING)
    assert calling.call_next(account=officer, at=MORNING) == first
    calling.call_again(account=officer, ticket_id=first.pk, calls=1, at=MORNING)
    calling.call_again(account=officer, ticket_id=first.pk, calls=1, at=MORNING)
    assert Call.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_one_moment_get_two_numbers(desk: Desk) -> None:
    for _ in range(12):
        desk.take()
    officers = [desk.sit(0), desk.sit(1)]

    def work(nth: int) -> list[str]:
        try:
            return [visit(officers[nth]) for _ in range(6)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        called = [code for codes in pool.map(work, range(2)) for code in codes]
    assert sorted(called) == [f"A{number:03d}" for number in range(1, 13)]


def test_who_does_not_come_is_put_aside_after_three_calls_and_is_next_when_back(desk: Desk) -> None:
    first, _second = desk.take(), desk.take()
    officer = desk.sit()
    calling.call_next(account=officer, at=MORNING)
    with pytest.raises(CallFirst):
        calling.put_aside(account=officer, ticket_id=first.pk)
    for calls in (1, 2):
        calling.call_again(account=officer, ticket_id=first.pk, calls=calls, at=MORNING)
    calling.put_aside(account=officer, ticket_id=first.pk)
    tickets.arrive(ticket_id=first.pk, at=MORNING)
    assert visit(officer) == "A001"


def test_who_is_sent_on_is_next_at_the_other_counter_alone(desk: Desk) -> None:
    first, _second = desk.take(), desk.take()
    one, other = desk.sit(0), desk.sit(1)
    calling.call_next(account=one, at=MORNING)
    calling.send_on(account=one, ticket_id=first.pk, counter_id=desk.counters[1].pk)
    assert visit(one) == "A002"
    with pytest.raises(NobodyWaits):
        calling.call_next(account=one, at=MORNING)
    assert visit(other) == "A001"


def test_one_officer_sits_at_a_counter_and_an_officer_at_one(desk: Desk) -> None:
    officer = desk.sit(0)
    with pytest.raises(CounterTaken):
        calling.sit_down(counter_id=desk.counters[0].pk, account=desk.officers[1], at=MORNING)
    calling.sit_down(counter_id=desk.counters[1].pk, account=officer, at=MORNING)
    assert [one.state for one in Counter.objects.order_by("number")] == ["closed", "open"]


def test_nobody_leaves_or_pauses_with_somebody_at_the_counter(desk: Desk) -> None:
    desk.take()
    officer = desk.sit()
    calling.call_next(account=officer, at=MORNING)
    with pytest.raises(Busy):
        calling.pause(account=officer, at=MORNING)
    with pytest.raises(Busy):
        calling.get_up(account=officer, at=MORNING)


def test_nobody_is_called_to_a_counter_on_a_break(desk: Desk) -> None:
    desk.take()
    officer = desk.sit()
    calling.pause(account=officer, at=MORNING)
    with pytest.raises(NotAtCounter):
        calling.call_next(account=officer, at=MORNING)
    calling.pause(account=officer, at=MORNING, back=True)
    assert visit(officer) == "A001"


def test_a_visit_ends_once_and_another_officer_cannot_end_it(desk: Desk) -> None:
    ticket = desk.take()
    one, other = desk.sit(0), desk.sit(1)
    calling.call_next(account=one, at=MORNING)
    with pytest.raises(Gone):
        calling.finish(account=other, ticket_id=ticket.pk, outcome="", at=MORNING)
    ended = calling.finish(account=one, ticket_id=ticket.pk, outcome="referred", at=MORNING)
    again = calling.finish(account=one, ticket_id=ticket.pk, outcome="informed", at=MORNING + timedelta(minutes=9))
    assert (again.outcome, again.ended_at) == ("referred", ended.ended_at)


def test_the_expected_wait_is_the_median_of_the_visits_shared_by_the_counters(desk: Desk) -> None:
    officer = desk.sit()
    desk.sit(1)
    for nth in range(3):
        desk.take()
        visit(officer, 10 * nth)
    desk.take()
    pace = waiting.pace(desk.point, MORNING)
    assert (pace.each, pace.counters, pace.waiting) == (timedelta(minutes=4), 2, 1)
    assert pace.wait(3) == timedelta(minutes=6)


def test_the_board_names_nobody(desk: Desk) -> None:
    desk.take()
    ticket = calling.call_next(account=desk.sit(), at=MORNING)
    board = queries.board(desk.point, MORNING)
    assert board.serving == {desk.counters[0].pk: ticket}
    assert Ticket.objects.get().contact_point is None
