import pytest
from django.test import override_settings

from rumahrakyat.regions.province import PROVINCES, UnknownProvince, active, known, province


@override_settings(PROVINCE="")
def test_the_only_province_is_the_active_one() -> None:
    assert active().name == known()[0]


def test_an_unknown_province_is_refused_with_what_there_is() -> None:
    with pytest.raises(UnknownProvince) as problem:
        province("atlantis")
    assert problem.value.known == known()


def test_a_province_folder_holds_data_only() -> None:
    assert not list(PROVINCES.rglob("*.py"))


def test_no_python_names_a_province() -> None:
    for path in PROVINCES.parent.rglob("*.py"):
        if "tests" not in path.parts:
            assert not [name for name in known() if name in path.read_text(encoding="utf-8")], path
