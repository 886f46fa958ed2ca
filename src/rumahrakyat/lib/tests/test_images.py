"""Pictures from strangers: what is served is decoded and written anew; what is hostile is refused by its header."""

import io

import pytest
from PIL import Image

from rumahrakyat.lib.images import MAX_BYTES, SERVED_EDGE, BadImage, measure, reencode
from tests.pictures import HTML, SVG, jpeg, png_bomb


def test_no_metadata_survives() -> None:
    original = jpeg(gps=True)
    assert b"SecretCameraMaker" in original
    served = reencode(original).data
    assert b"SecretCameraMaker" not in served
    assert b"Exif" not in served
    with Image.open(io.BytesIO(served)) as image:
        assert not image.getexif()


def test_a_large_picture_is_served_small() -> None:
    picture = reencode(jpeg(4000, 1000))
    assert max(picture.width, picture.height) == SERVED_EDGE


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "CMYK", "LA"])
def test_every_colour_mode_becomes_a_plain_photograph(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (20, 20)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    with Image.open(io.BytesIO(reencode(out.getvalue()).data)) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (SVG, "kind"),
        (HTML, "kind"),
        (b"GIF89a" + b"\0" * 40, "kind"),
        (b"x" * (MAX_BYTES + 1), "bytes"),
        (jpeg()[:40], "broken"),
    ],
)
def test_what_is_not_a_picture_of_ours_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(BadImage) as caught:
        measure(data)
    assert caught.value.reason == reason


def test_a_bomb_is_refused_by_its_header_alone() -> None:
    bomb = png_bomb()
    assert len(bomb) < 200_000
    with pytest.raises(BadImage) as caught:
        measure(bomb)
    assert caught.value.reason == "pixels"


def test_a_picture_cut_short_is_broken_not_an_accident() -> None:
    with pytest.raises(BadImage) as caught:
        reencode(jpeg(400, 400)[:-600])
    assert caught.value.reason == "broken"
