import pytest

from rumahrakyat.regions import codes


@pytest.mark.parametrize(
    ("code", "level"),
    [("33", "province"), ("33.15", "regency"), ("33.15.01", "district"), ("33.15.01.2001", "village")],
)
def test_a_code_tells_its_level(code: str, level: str) -> None:
    assert codes.level_of(code) == level


@pytest.mark.parametrize("odd", ["", "x", "33.a", "33.15.01.2001.1"])
def test_what_is_no_code_is_refused(odd: str) -> None:
    with pytest.raises(ValueError, match="not a region code"):
        codes.level_of(odd)


def test_a_code_names_its_ancestors() -> None:
    assert codes.parent_of("33.15.01") == "33.15"
    assert codes.parent_of("33") == ""
    assert codes.regency_of("33.15.01.2001") == "33.15"
    assert codes.district_of("33.15.01.2001") == "33.15.01"
    assert codes.regency_of("33") is None
    assert codes.district_of("33.15") is None


def test_containment_follows_whole_parts() -> None:
    assert codes.contains("33.1", "33.1.01")
    assert not codes.contains("33.1", "33.15.01")
