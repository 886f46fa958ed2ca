"""Photographs of a report that is not sent yet: sealed, in a folder of their own, swept after a week."""

import hashlib
import io
import time
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from rumahrakyat.lib import clock, crypto
from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.lib.images import FORMATS, MAX_BYTES, BadImage, measure
from rumahrakyat.public.draft import Photo
from rumahrakyat.reports.attachments import Evidence, drafts

KEPT_DAYS: Final = 8
_SMALL_EDGE: Final = 320
# A JPEG is decoded at a fraction of its size; other formats must be decoded whole, so large ones get no small picture.
_WHOLE_PIXELS: Final = 12_000_000
_MEDIA_TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def keep(file: "UploadedFile[Any]") -> Photo:
    """Check, seal and store an uploaded photograph. Raises `lib.images.BadImage`."""
    if (file.size or 0) > MAX_BYTES:
        raise BadImage("bytes")
    data = file.read()
    width, height = measure(data)
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        media_type = _MEDIA_TYPES[image.format or ""]
    small = _small_picture(data, media_type, width * height)
    store = drafts()
    return Photo(
        digest=store.put(crypto.seal_bytes(data)),
        media_type=media_type,
        small=store.put(crypto.seal_bytes(small)) if small else "",
        content=hashlib.sha256(data).hexdigest(),
    )


def _small_picture(data: bytes, media_type: str, pixels: int) -> bytes:
    """A JPEG of at most 320 pixels for the reporter's own eyes; empty when it would cost too much.

    Raises `BadImage` when the file breaks off in the middle: better now than after it was sent.
    """
    if media_type != "image/jpeg" and pixels > _WHOLE_PIXELS:
        return b""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            image.draft("RGB", (_SMALL_EDGE, _SMALL_EDGE))
            image.thumbnail((_SMALL_EDGE, _SMALL_EDGE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadImage("broken") from error
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=70)
    return out.getvalue()


def small_bytes(photo: Photo) -> bytes:
    """Raises `lib.blobs.MissingBlob` when it was swept or never made."""
    if not photo.small:
        raise MissingBlob(photo.digest)
    return crypto.unseal_bytes(drafts().get(photo.small))


def as_evidence(photos: tuple[Photo, ...]) -> list[Evidence]:
    """The originals of a draft, for the operation that files it. A photo swept meanwhile is left out."""
    found = []
    for photo in photos:
        try:
            found.append(Evidence(crypto.unseal_bytes(drafts().get(photo.digest)), photo.media_type))
        except MissingBlob:
            continue
    return found


def sweep() -> int:
    """Delete files of drafts that nobody finished; returns how many."""
    oldest = clock.now().timestamp() - KEPT_DAYS * 24 * 3600
    removed = 0
    root = drafts().root
    for path in root.glob("*/*") if root.exists() else ():
        if path.stat().st_mtime < min(oldest, time.time()):
            path.unlink(missing_ok=True)
            removed += 1
    return removed
