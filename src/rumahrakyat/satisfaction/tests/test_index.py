"""The index: its bounds, its bands, what a missing mark does, and that nothing hangs on an order."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from rumahrakyat.satisfaction.index import Index, reckon, rounded, sample_size


def shuffler(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 -- a test


def some(seed: int, *, missing: float = 0.2) -> list[list[int]]:
    rng = shuffler(seed)
    count = rng.randint(1, 40)
    return [[0 if rng.random() < missing else rng.randint(1, 4) for _ in range(9)] for _ in range(count)]


@pytest.mark.parametrize(
    ("mark", "index", "band"), [(1, "25.00", "D"), (2, "50.00", "D"), (3, "75.00", "C"), (4, "100.00", "A")]
)
def test_equal_marks_give_the_round_value_with_the_exact_ninth(mark: int, index: str, band: str) -> None:
    found = reckon([[mark] * 9] * 7)
    assert (found.value, found.band) == (Decimal(index), band)


def test_the_worked_example_by_hand() -> None:
    found = reckon([[4, 4, 4, 3, 4, 3, 4, 4, 4], [3, 3, 2, 4, 3, 3, 4, 0, 2]])
    nrr = [Fraction(sum_of, 2) for sum_of in (7, 7, 6, 7, 7, 6, 8, 8, 6)]
    assert found.exact == 25 * sum(nrr, Fraction(0)) / 9
    assert (found.value, found.band) == (Decimal("86.11"), "B")


@pytest.mark.parametrize(
    ("index", "band"),
    [("88.31", "A"), ("88.305", "A"), ("88.304", "B"), ("76.61", "B"), ("76.60", "C"), ("65.00", "C"), ("64.99", "D")],
)
def test_bands_are_read_from_the_rounded_index(index: str, band: str) -> None:
    thousand = 1_000_000
    mean = Fraction(Decimal(index)) / 25
    sums = tuple(int(mean * thousand) for _ in range(9))
    assert Index(1, (thousand,) * 9, sums).band == band


@pytest.mark.parametrize("seed", range(25))
def test_the_index_lies_in_its_bounds_and_hangs_on_no_order(seed: int) -> None:
    answers = some(seed)
    found = reckon(answers)
    shuffler(seed).shuffle(answers)
    assert reckon(answers) == found
    if found.exact is not None:
        assert 25 <= found.exact <= 100
        shuffled = list(range(9))
        shuffler(seed + 1).shuffle(shuffled)
        assert reckon([[one[nth] for nth in shuffled] for one in answers]).exact == found.exact


@pytest.mark.parametrize("seed", range(10))
def test_a_better_mark_never_lowers_the_index(seed: int) -> None:
    answers = some(seed, missing=0)
    before = reckon(answers).exact
    better = [[min(4, mark + (nth == seed % 9)) for nth, mark in enumerate(one)] for one in answers]
    after = reckon(better).exact
    assert before is not None
    assert after is not None
    assert after >= before


def test_a_missing_mark_is_left_out_and_an_element_without_any_leaves_no_index() -> None:
    assert reckon([[4] * 9, [0] * 8 + [4]]).exact == 100
    assert reckon([[4] * 8 + [0]]).value is None
    assert reckon([[0] * 9]).answers == 0
    assert reckon([]).band == ""
    assert reckon([[3, 4]]).counts == (1, 1, 0, 0, 0, 0, 0, 0, 0)  # the first two of nine digits


@pytest.mark.parametrize(
    ("population", "size"), [(0, 0), (10, 10), (15, 14), (100, 80), (400, 196), (1000, 278), (10000, 370)]
)
def test_the_sample_is_that_of_the_table_of_krejcie_and_morgan(population: int, size: int) -> None:
    assert sample_size(population) == size


def test_halves_are_rounded_up_from_the_exact_value() -> None:
    assert rounded(Fraction(86115, 1000)) == Decimal("86.12")
    assert rounded(Fraction(2, 3)) == Decimal("0.67")
