"""A recording as parameters of its component, the same for staff and for citizens."""

from typing import Any

from django.utils.translation import gettext as _

# What browsers play everywhere or nearly; AMR of old telephones is for downloading only.
PLAYABLE = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav"})
_KINDS = {"audio/ogg": "OGG", "audio/mpeg": "MP3", "audio/mp4": "M4A", "audio/aac": "AAC", "audio/amr": "AMR"}


def recording(
    *, url: str, media_type: str, seconds: int | None, text: str = "", machine: bool = False
) -> dict[str, Any]:
    """`seconds` None: the length is not known."""
    kind = _KINDS.get(media_type, media_type.partition("/")[2].upper())
    return {
        "url": url,
        "label": _("Recording"),
        "type": media_type,
        "playable": media_type in PLAYABLE,
        "about": " · ".join(filter(None, (length(seconds), kind))),
        "text": text,
        "machine": machine,
    }


def length(seconds: int | None) -> str:
    """0.21 for twenty-one seconds, 2.05 for two minutes and five; empty when it is not known."""
    return f"{seconds // 60}.{seconds % 60:02d}" if seconds else ""
