"""The words and files of a mail, whatever its parts look like."""

import base64
import hashlib
import re
from dataclasses import dataclass
from email.message import Message

from rumahrakyat.channels.base import MediaRef
from rumahrakyat.channels.email import headers, htmltext
from rumahrakyat.channels.email.headers import Mail

MOST_FILES = 40
DEEPEST = 20
# Logos, smileys and counting pixels of signatures; no photo is that small.
SMALLEST_INLINE_IMAGE = 5 * 1024
_IGNORED = {
    "text/calendar", "application/ics", "text/x-amp-html", "text/vcard", "text/x-vcard", "text/directory",
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "application/pgp-encrypted", "message/delivery-status", "message/disposition-notification", "text/rfc822-headers",
}  # fmt: skip
_ENCRYPTED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_KINDS = {"image": "image", "audio": "audio", "video": "video"}
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Content:
    """`text` as written, quotations and all. `unreadable`: a part could not be read by us (encrypted, a calendar)."""

    text: str = ""
    files: tuple[MediaRef, ...] = ()
    unreadable: bool = False


def content(mail: Mail) -> Content:
    """Raises RecursionError for a mail that is nested without end."""
    found = _part(mail, depth=0)
    files = tuple(
        MediaRef(
            ref=f"part:{number}",
            kind=file.kind,
            mime_type=file.mime_type,
            sha256=file.sha256,
            filename=file.filename,
            content=file.content,
            size=file.size,
        )
        for number, file in enumerate(found.files[:MOST_FILES], start=1)
    )
    return Content(_tidy(found.text), files, found.unreadable)


def _part(part: Mail, *, depth: int) -> Content:
    if depth > DEEPEST:
        return Content(unreadable=True)
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return _nested(part, depth)
    if part.is_multipart():
        children = [_part(child, depth=depth + 1) for child in _children(part)]
        if kind == "multipart/encrypted":
            return Content(unreadable=True)
        return _chosen(part, children) if kind == "multipart/alternative" else _joined(children)
    if kind.startswith("multipart/"):
        kind = "text/plain"  # its parts cannot be told apart: all of it is read
    if kind in _IGNORED:
        return Content(unreadable=kind in {"text/calendar", "application/pgp-encrypted"})
    return _leaf(part, kind)


def _children(part: Mail) -> list[Mail]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _joined(parts: list[Content]) -> Content:
    text = "\n\n".join(part.text for part in parts if part.text.strip())
    files = tuple(file for part in parts for file in part.files)
    return Content(text, files, any(part.unreadable for part in parts))


def _chosen(part: Mail, children: list[Content]) -> Content:
    """The plain words when there are any, otherwise the others; the files of all."""
    joined = _joined(children)
    kinds = [child.get_content_type() for child in _children(part)]
    plain = [child.text for kind, child in zip(kinds, children, strict=True) if kind == "text/plain"]
    text = next((words for words in [*plain, *(child.text for child in children)] if words.strip()), "")
    return Content(text, joined.files, joined.unreadable and not text)


def _nested(part: Mail, depth: int) -> Content:
    """A mail inside a mail: its subject and words, and its files."""
    inner = next(iter(_children(part)), None)
    if inner is None:
        return Content(unreadable=True)
    found = _part(inner, depth=depth + 1)
    words = "\n\n".join(filter(None, (headers.value(inner, "Subject"), found.text)))
    return Content(words, found.files, found.unreadable)


def _leaf(part: Mail, kind: str) -> Content:
    data = _bytes(part)
    name = _filename(part)
    disposition = (part.get_content_disposition() or "").lower()
    if kind in {"text/plain", "text/html"} and disposition != "attachment" and not (name and disposition):
        words = headers.charset_decode(data, part.get_content_charset() or "")
        return Content(htmltext.to_text(words) if kind == "text/html" else _unflowed(part, words))
    if kind in _ENCRYPTED:
        return Content(files=(_file(data, kind, name),), unreadable=True)
    inline = disposition == "inline" or (disposition != "attachment" and bool(part.get("Content-ID")))
    if not data or (inline and kind.startswith("image/") and len(data) < SMALLEST_INLINE_IMAGE):
        return Content()
    return Content(files=(_file(data, kind, name),))


def _file(data: bytes, mime_type: str, name: str) -> MediaRef:
    return MediaRef(
        ref="",
        kind=_KINDS.get(mime_type.partition("/")[0], "document"),
        mime_type=mime_type[:100],
        sha256=hashlib.sha256(data).hexdigest(),
        filename=name,
        content=data,
        size=len(data),
    )


def _bytes(part: Mail) -> bytes:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return b""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64" and _same(payload, _as_sent(part)):
        return _damaged_base64(payload)
    return payload


def _as_sent(part: Mail) -> bytes:
    return str(part.get_payload()).encode("ascii", "replace")


def _same(one: bytes, other: bytes) -> bool:
    return one.split() == other.split()


def _damaged_base64(sent: bytes) -> bytes:
    """As much as can be decoded: the library gives up over one sign too many."""
    whole = bytes(sign for sign in re.split(rb"[^A-Za-z0-9+/\s]", sent, maxsplit=1)[0] if sign not in b" \t\r\n")
    try:
        return base64.b64decode(whole[: len(whole) // 4 * 4]) or sent
    except ValueError:
        return sent


def _filename(part: Mail) -> str:
    """The name of the file, without folders and control signs."""
    try:
        raw = part.get_filename("") or ""
    except (ValueError, LookupError, TypeError):
        return ""
    name = headers.decoded(_surrogates_read(raw))
    return _UNSAFE_IN_NAME.sub("_", re.split(r"[/\\]", name)[-1]).strip(". ")[:150]


def _surrogates_read(raw: str) -> str:
    return headers.charset_decode(raw.encode("utf-8", "surrogateescape"), "") if not raw.isascii() else raw


def _unflowed(part: Mail, words: str) -> str:
    """RFC 3676: lines that end with a space go on in the next line."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return words
    together = str(part.get_param("delsp", "")).lower() == "yes"
    lines: list[str] = []
    open_depth = -1
    for raw in words.replace("\r\n", "\n").split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        signature = line == "-- "
        if open_depth == depth and not signature:
            lines[-1] = (lines[-1][:-1] if together else lines[-1]) + line
        else:
            lines.append(f"{'>' * depth} {line}" if depth else line)
        open_depth = depth if line.endswith(" ") and not signature else -1
    return "\n".join(lines)


def _tidy(text: str) -> str:
    return headers.clean(text).strip("\n")
