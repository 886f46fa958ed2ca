import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.regions.places import locate, prepared


@pytest.mark.parametrize(
    ("what", "lat", "lon", "district", "regency"),
    [
        ("Simpang Lima", -6.9903, 110.4229, "33.74.07", "33.74"),
        ("Keraton Surakarta", -7.5775, 110.8279, "33.72.03", "33.72"),
        ("Alun-alun Purwokerto", -7.4245, 109.2302, "33.02.26", "33.02"),
        ("Borobudur", -7.6079, 110.2038, "33.08.02", "33.08"),
        ("Karimunjawa", -5.857, 110.448, "33.20.10", "33.20"),
        ("Alun-alun Pati", -6.7511, 111.0380, "33.18.10", "33.18"),
    ],
)
def test_a_well_known_spot_lies_in_its_district(what: str, lat: float, lon: float, district: str, regency: str) -> None:
    place = locate(lat, lon)
    assert place is not None, what
    assert (place.regency, place.district) == (regency, district), what
    assert (place.village or "").startswith(district)


@pytest.mark.parametrize(
    ("lat", "lon"), [(-6.5, 109.5), (-7.8, 110.36), (-7.2575, 112.75), (0, 0), (7.15, -110.1), (-95, 110), (-7, 500)]
)
def test_a_point_at_sea_or_elsewhere_has_no_place(lat: float, lon: float) -> None:
    assert locate(lat, lon) is None


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
def test_a_point_that_is_no_number_has_no_place(odd: float) -> None:
    assert locate(odd, 110.0) is None
    assert locate(-7.0, odd) is None


@given(st.floats(-8.3, -5.6), st.floats(108.4, 111.8))
def test_wherever_a_point_falls_its_codes_agree(lat: float, lon: float) -> None:
    place = locate(lat, lon)
    if place is not None:
        assert place.district.startswith(place.regency + ".")
        assert place.village is not None
        assert place.village.startswith(place.district + ".")


def test_all_districts_are_on_the_map() -> None:
    assert len(set(prepared().codes)) == 576


def test_an_unknown_district_has_no_nearest_village() -> None:
    assert prepared().nearest_village(-7.0, 110.0, "99.99.99") is None
