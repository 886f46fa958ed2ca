"""The words of an HTML mail. Nothing is executed, fetched or kept of its markup; quotations are marked with `>`.

The standard library's HTML parser needs minutes for some small malformed texts, which anybody could mail to us; this
reader takes one look at every sign.
"""

import re
from html import unescape

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
        "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"})
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "math"})
# Some mail programs never close a head; what comes after these is read again.
_BACK_TO_WORDS = frozenset({"body", "div", "p", "table"})
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# A tag, with signs such as > inside quoted values when the quotes are whole.
_TAG = re.compile(r"""(<(?=[a-zA-Z/!?])(?:(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>|[^<>]*+>))""")
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_MANY_LINES = re.compile(r"\n{3,}")
DEEPEST_QUOTE = 9


def to_text(html: str) -> str:
    """Plain text with line breaks where a reader sees them. Never raises."""
    reader = _Reader()
    for place, piece in enumerate(_TAG.split(_COMMENT.sub("", html))):
        if place % 2:
            reader.tag(piece)
        else:
            reader.words(unescape(piece))
    return reader.result()


class _Reader:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._silent = ""
        self._apart = False

    def tag(self, tag: str) -> None:
        found = _NAME.match(tag)
        if found is None:
            return
        ends, name = bool(found[1]), found[2].lower()
        if self._silent:
            self._leave_silence(name, ends=ends)
        if self._silent:
            return
        if name in _SILENT:
            self._silent = "" if ends or tag.endswith("/>") else name
        elif name == "br":
            self._end_line(always=True)
        elif name in _BLOCKS:
            self._block(name, ends=ends)
        elif name in {"td", "th"}:
            self._line.append(" ")

    def _leave_silence(self, name: str, *, ends: bool) -> None:
        unclosed = self._silent in {"head", "noscript"} and name in _BACK_TO_WORDS
        if unclosed or (ends and name == self._silent):
            self._silent = ""

    def _block(self, name: str, *, ends: bool) -> None:
        self._end_line()
        self._apart = self._apart or name in _APART
        if name == "blockquote":
            self._quotes = max(min(self._quotes + (-1 if ends else 1), DEEPEST_QUOTE), 0)
        elif name == "li" and not ends:
            self._line = ["- "]

    def words(self, text: str) -> None:
        if not self._silent:
            self._line.append(text)

    def _end_line(self, *, always: bool = False) -> None:
        line = _SPACES.sub(" ", "".join(self._line)).strip()
        self._line = []
        if not line and not always:
            return
        if self._apart and self._lines:
            self._lines.append(">" * self._quotes)
        self._apart = False
        self._lines.append(f"{'>' * self._quotes} {line}".rstrip() if self._quotes else line)

    def result(self) -> str:
        self._end_line()
        return _MANY_LINES.sub("\n\n", "\n".join(self._lines)).strip()
