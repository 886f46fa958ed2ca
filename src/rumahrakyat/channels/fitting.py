"""Making a body fit a channel: long texts split at a sensible place, buttons a channel lacks written out as lines."""

from dataclasses import replace

from rumahrakyat.channels.base import Body, Capabilities

_BREAKS = ("\n\n", "\n", ". ", " ")


def fit(body: Body, capabilities: Capabilities) -> list[Body]:
    """The bodies to send in order. Buttons, templates and everything else stay with the last one."""
    if not _takes_options(body, capabilities):
        body = replace(body, text=_written_out(body), options=(), list_label="")
    limit = capabilities.max_text
    if body.options or body.ask_location:
        limit = min(limit, capabilities.max_interactive_text or limit)
    parts = split(body.text, limit)
    return [Body(part, reply_to=body.reply_to if i == 0 else "") for i, part in enumerate(parts[:-1])] + [
        replace(body, text=parts[-1], reply_to=body.reply_to if len(parts) == 1 else "")
    ]


def split(text: str, limit: int) -> list[str]:
    """`text` in pieces of at most `limit` characters, cut at the last paragraph, line, sentence or word that fits."""
    pieces = []
    rest = text
    while len(rest) > limit:
        cut = _cut(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


def _cut(text: str, limit: int) -> int:
    for mark in _BREAKS:
        found = text.rfind(mark, limit // 2, limit)
        if found > 0:
            return found + len(mark)
    return limit


def _takes_options(body: Body, capabilities: Capabilities) -> bool:
    return not body.options or len(body.options) <= max(capabilities.max_buttons, capabilities.max_rows)


def _written_out(body: Body) -> str:
    lines = [f"{number}. {option.title}" for number, option in enumerate(body.options, start=1)]
    return "\n".join([body.text, "", *lines])
