"""Making a body fit a channel: long texts split at a sensible place, buttons a channel lacks written out as lines."""

import re
from dataclasses import replace

from rumahrakyat.channels.base import Body, Capabilities, Manner

_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_BREAKS = ("\n\n", "\n", ". ", " ")


def fit(body: Body, capabilities: Capabilities) -> list[Body]:
    """The bodies to send in order. Buttons, templates and everything else stay with the last one. Where every sign
    costs, the short wording goes instead of the long one."""
    if capabilities.concise and body.short:
        body = replace(body, text=body.short)
    if not _takes_options(body, capabilities):
        body = replace(body, text=_written_out(body), options=(), list_label="")
    limit = capabilities.max_text
    if body.options or body.ask_location:
        limit = min(limit, capabilities.max_interactive_text or limit)
    parts = split(body.text, limit, limit_bytes=capabilities.max_text_bytes)
    bare = replace(body, options=(), template=None, ask_location=False, media=None, files=())
    first = [replace(bare, text=part) for part in parts[:-1]]
    bodies = [*first, replace(body, text=parts[-1])]
    if body.manner is Manner.DIRECT:
        # Only the first of several is the answer to the quoted message; in public each must hang under it.
        bodies = [bodies[0], *(replace(later, reply_to="") for later in bodies[1:])]
    return bodies


def split(text: str, limit: int, *, limit_bytes: int = 0) -> list[str]:
    """`text` in pieces of at most `limit` characters (and `limit_bytes` bytes of UTF-8, when that is not 0), cut at
    the last paragraph, line, sentence or word that fits."""
    pieces = []
    rest = text
    while (fits := _fitting(rest, limit, limit_bytes)) < len(rest):
        cut = _cut(rest, fits)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


def _fitting(text: str, limit: int, limit_bytes: int) -> int:
    """How many characters of the beginning fit."""
    start = text[:limit]
    if not limit_bytes or len(start.encode(errors="replace")) <= limit_bytes:
        return len(start)
    return len(start.encode(errors="replace")[:limit_bytes].decode(errors="ignore"))


def _cut(text: str, limit: int) -> int:
    for mark in _BREAKS:
        found = text.rfind(mark, limit // 2, limit)
        if found > 0:
            return found + len(mark)
    return limit


def short(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis when something was cut: for the titles of buttons."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def unmarked(text: str) -> str:
    """The text without the asterisks around bold words, for channels that would show them."""
    return _BOLD.sub(r"\1", text)


def _takes_options(body: Body, capabilities: Capabilities) -> bool:
    if body.options and body.manner is not Manner.DIRECT:
        return False  # buttons are for conversations
    return not body.options or len(body.options) <= max(capabilities.max_buttons, capabilities.max_rows)


def _written_out(body: Body) -> str:
    lines = [f"{number}. {option.title}" for number, option in enumerate(body.options, start=1)]
    return "\n".join([body.text, "", *lines])
