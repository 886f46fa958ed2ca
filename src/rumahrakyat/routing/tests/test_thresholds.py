import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.routing.thresholds import (
    FLOOR,
    NEVER,
    BadCosts,
    Costs,
    Reading,
    Threshold,
    Thresholds,
    choose,
    from_json,
)

READINGS = st.lists(
    st.builds(
        Reading,
        category=st.sampled_from(["roads", "schools", "water"]),
        probability=st.floats(0.0, 1.0),
        right=st.booleans(),
    ),
    max_size=40,
)
WRONG = st.floats(60.0, 40_000.0)
LOOK = st.floats(1.0, 600.0)


def honest(category: str, many: int, seed: int = 1) -> list[Reading]:
    """Readings that are right exactly as often as their probability says."""
    luck = random.Random(seed)  # noqa: S311 -- no secret
    shares = [luck.uniform(0.3, 1.0) for _ in range(many)]
    return [Reading(category, share, luck.random() < share) for share in shares]


@settings(max_examples=40, deadline=None)
@given(READINGS, WRONG, WRONG, LOOK)
def test_a_dearer_mistake_never_lowers_a_threshold(
    readings: list[Reading], one: float, other: float, look: float
) -> None:
    cheap, dear = (choose(readings, Costs(cost, look)) for cost in sorted((one, other)))
    assert cheap.overall.at <= dear.overall.at
    assert all(cheap.for_category(code) <= dear.for_category(code) for code in ("roads", "schools", "water"))


@settings(max_examples=40, deadline=None)
@given(READINGS, WRONG, LOOK, LOOK)
def test_a_dearer_look_never_raises_a_threshold(
    readings: list[Reading], wrong: float, one: float, other: float
) -> None:
    cheap, dear = (choose(readings, Costs(wrong, look)) for look in sorted((one, other)))
    assert all(dear.for_category(code) <= cheap.for_category(code) for code in ("roads", "schools", "water"))


@settings(max_examples=40, deadline=None)
@given(READINGS, WRONG, LOOK)
def test_no_threshold_is_below_the_floor(readings: list[Reading], wrong: float, look: float) -> None:
    found = choose(readings, Costs(wrong, look))
    assert all(FLOOR <= found.for_category(code) <= NEVER for code in ("roads", "schools", "water", "unknown"))


def test_without_readings_the_threshold_is_where_a_calibrated_mistake_costs_as_much_as_a_look() -> None:
    costs = Costs(wrong_seconds=1800, look_seconds=10, waiting_hours=1)
    assert choose([], costs).overall.at == pytest.approx(1 - costs.look / 1800, abs=0.01)


def test_honest_probabilities_lead_to_that_same_threshold() -> None:
    found = choose(honest("roads", 6000), Costs(1800, 10, waiting_hours=4))
    assert found.for_category("roads") == pytest.approx(1 - (10 + 300) / 1800, abs=0.06)


def test_a_category_that_is_often_wrong_asks_for_more_than_one_that_never_is() -> None:
    wrong_often = [Reading("water", 0.8, nth % 3 == 0) for nth in range(200)]
    right_always = [Reading("roads", 0.8, True) for _ in range(400)]
    found = choose([*wrong_often, *right_always])
    assert found.for_category("water") > 0.8 >= found.for_category("roads")


def test_a_category_with_few_readings_leans_on_all() -> None:
    found = choose([*honest("roads", 800), *(Reading("water", 0.6, True) for _ in range(3))])
    assert found.by_category["water"].leans
    assert abs(found.for_category("water") - found.overall.at) < 0.05


def test_a_sub_category_falls_back_to_its_main_one_and_then_to_all() -> None:
    made = Thresholds(Threshold(0.9), {"roads": Threshold(0.7), "roads.bridge": Threshold(0.8)})
    assert [made.for_category(code) for code in ("roads.bridge", "roads.lamp", "water.pipe")] == [0.8, 0.7, 0.9]


def test_thresholds_are_kept_as_json_and_read_back() -> None:
    made = choose(honest("roads", 50))
    assert from_json(made.as_json()) == made


@pytest.mark.parametrize("costs", [(-1.0, 10.0, 1.0), (1800.0, 0.0, 0.0)])
def test_costs_that_make_no_sense_are_refused(costs: tuple[float, float, float]) -> None:
    with pytest.raises(BadCosts):
        Costs(*costs)
