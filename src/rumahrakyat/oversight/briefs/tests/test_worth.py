"""Which cases are worth seeing, and what got better: rules without a database."""

from rumahrakyat.oversight.briefs import better, worth
from rumahrakyat.oversight.briefs.better import Better, State
from rumahrakyat.oversight.briefs.counting import Did
from rumahrakyat.oversight.briefs.worth import Facts

DAY = 86_400


def order(*facts: Facts) -> list[int]:
    return [one.facts.key for one in worth.choose(facts)]


def test_a_life_in_danger_comes_before_everything() -> None:
    late = Facts(1, 10, late=30 * DAY, moves=9, people=2)
    assert order(late, Facts(2, 11, urgent=True, waiting=600)) == [2, 1]


def test_a_danger_that_was_answered_is_no_reason_any_more() -> None:
    assert order(Facts(1, 10, urgent=True)) == []


def test_a_case_without_any_reason_is_never_shown() -> None:
    assert order(Facts(1, 10, people=2, moves=1, readers=24)) == []


def test_one_body_does_not_fill_the_list_while_others_burn() -> None:
    many = [Facts(key, 10, late=(9 - key) * DAY) for key in range(1, 7)]
    assert order(*many, Facts(7, 11, appealed=0)) == [1, 2, 3, 4, 7]


def test_of_equals_what_is_late_longest_comes_first() -> None:
    assert order(Facts(1, 10, late=100), Facts(2, 11, late=200)) == [2, 1]


def test_each_reason_counts_for_no_more_than_its_most() -> None:
    everything = Facts(1, 1, urgent=True, late=999 * DAY, waiting=1, moves=99, people=999, appealed=999 * DAY,
                       objections=99, readers=9999)  # fmt: skip
    found = worth.worth_of(everything)
    assert [one.points for one in found.reasons] == [400, 60, 60, 45, 40, 30, 30]


def test_who_cleared_what_was_late_got_better_most() -> None:
    before = State({1: 3, 2: 5}, {})
    assert better.better(before, State({2: 4}, {})) == Better("cleared", 1, everybody=False, before=3, now=0)


def test_fewer_late_is_better_and_more_is_not() -> None:
    assert better.better(State({2: 5}, {}), State({2: 4}, {})) == Better("fewer", None, everybody=True, before=5, now=4)
    assert better.better(State({2: 4}, {}), State({2: 5}, {})) is None


def test_shares_are_compared_only_where_enough_fell_due_both_times() -> None:
    few = State({}, {1: Did(2, 0, 100)}), State({}, {1: Did(9, 9, 100)})
    enough = State({}, {1: Did(4, 1, 100)}), State({}, {1: Did(4, 3, 100)})
    assert better.better(*few) is None
    assert better.better(*enough) == Better("share", 1, everybody=False, before=250, now=750)


def test_nothing_to_compare_with_is_not_praised() -> None:
    assert better.better(State({}, {}), State({}, {})) is None
