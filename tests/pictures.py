"""Pictures for tests, made here: honest ones and hostile ones."""

import io
import struct
import zlib

from PIL import Image
from PIL.TiffImagePlugin import IFDRational


def jpeg(width: int = 64, height: int = 48, colour: str = "teal", *, gps: bool = False) -> bytes:
    """A small photograph; with `gps`, as a phone makes it: camera name and position in its EXIF."""
    out = io.BytesIO()
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "SecretCameraMaker"
        exif.get_ifd(0x8825).update(
            {1: "S", 2: (IFDRational(7), IFDRational(5), IFDRational(1)), 3: "E", 4: (IFDRational(110),) * 3}
        )
    Image.new("RGB", (width, height), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def png_bomb(edge: int = 30_000) -> bytes:
    """A valid PNG of some hundred kilobytes that decodes to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", edge, edge, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (edge // 8 + 2)
    pixels = b"".join(packer.compress(row) for _ in range(edge)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
