"""Photographs from strangers: recognised, bounded, re-encoded without any metadata."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 40_000_000
MAX_BYTES = 15 * 1024 * 1024
SERVED_EDGE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")


class BadImage(ValueError):
    """`reason`: `empty`, `bytes` (too many), `kind` (not JPEG, PNG or WebP), `pixels` (too many) or `broken`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """A served copy: JPEG bytes, longest edge at most 1600 pixels, no EXIF, no GPS, no colour profile."""

    data: bytes
    width: int
    height: int


def measure(data: bytes) -> tuple[int, int]:
    """Width and height from the header alone, nothing decoded. Raises `BadImage`: cheap enough for a request."""
    if not data:
        raise BadImage("empty")
    if len(data) > MAX_BYTES:
        raise BadImage("bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                width, height = image.size
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        reason = "pixels" if isinstance(error, Image.DecompressionBombError) else "kind"
        raise BadImage(reason) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise BadImage("broken") from error
    if width * height > MAX_PIXELS:
        raise BadImage("pixels")
    return width, height


def reencode(data: bytes) -> Picture:
    """Decode, turn upright, shrink and write anew: whatever hid in the file is gone. Raises `BadImage`."""
    measure(data)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            image.draft("RGB", (SERVED_EDGE, SERVED_EDGE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((SERVED_EDGE, SERVED_EDGE))
            flat = Image.new("RGB", upright.size, "white")
            rgba = upright.convert("RGBA")
            flat.paste(rgba, mask=rgba.getchannel("A"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadImage("broken") from error
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=82, optimize=True)
    return Picture(out.getvalue(), *flat.size)
