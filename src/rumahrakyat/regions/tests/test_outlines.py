import re

from rumahrakyat.regions.outlines import neighbourhood, province_map, regency_map

PATH = re.compile(r"(M\d+ \d+l(-?\d+[ -]?)+z)+")


def test_the_map_has_all_regencies_and_stays_small() -> None:
    drawing = province_map()
    assert len(drawing.outlines) == 35
    written = sum(len(outline.path) for outline in drawing.outlines)
    written += sum(len(outline.path) for inset in drawing.insets for outline in inset.outlines)
    assert written <= 25_000


def test_every_path_is_closed_rings_of_relative_moves() -> None:
    for outline in province_map().outlines:
        assert PATH.fullmatch(outline.path), outline.code


def test_labels_lie_within_the_drawing() -> None:
    drawing = province_map()
    for outline in drawing.outlines:
        assert 0 <= outline.x <= drawing.width
        assert 0 <= outline.y <= drawing.height


def test_far_islands_are_drawn_in_an_inset_of_their_own() -> None:
    (inset,) = province_map().insets
    assert inset.name == "Karimunjawa"
    assert [outline.code for outline in inset.outlines] == ["33.20"]


def test_a_district_is_drawn_first_among_its_neighbours() -> None:
    drawing = neighbourhood("33.15.13")
    assert drawing is not None
    assert drawing.outlines[0].code == "33.15.13"
    assert len(drawing.outlines) > 4
    assert sum(len(outline.path) for outline in drawing.outlines) < 10_000


def test_a_regency_is_drawn_with_its_own_districts() -> None:
    drawing = regency_map("33.74")
    assert drawing is not None
    assert len(drawing.outlines) == 16


def test_an_unknown_code_has_no_drawing() -> None:
    assert neighbourhood("99.99.99") is None
    assert regency_map("99.99") is None
