"""The words of an HTML mail. Nothing is executed, fetched or kept of its markup; quotations are marked with `>`."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
        "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"})
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "math"})
# Tags of _SILENT that some mail programs never close would swallow the mail: what comes after these is read again.
_BACK_TO_WORDS = frozenset(("body", "div", "p", "table"))
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_MANY_LINES = re.compile(r"\n{3,}")
DEEPEST_QUOTE = 9


def to_text(html: str) -> str:
    """Plain text with line breaks where a reader sees them. Never raises."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.result()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._quotes = 0
        self._silent = ""
        self._apart = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the parser's
        if self._silent:
            if self._silent not in {"head", "noscript"} or tag not in _BACK_TO_WORDS:
                return
            self._silent = ""
        if tag in _SILENT:
            self._silent = tag
        elif tag == "br":
            self._end_line(always=True)
        elif tag in _BLOCKS:
            self._begin_block(tag)
        elif tag in {"td", "th"} and self._line:
            self._line += " "

    def _begin_block(self, tag: str) -> None:
        self._end_line()
        self._apart = self._apart or tag in _APART
        if tag == "blockquote":
            self._quotes = min(self._quotes + 1, DEEPEST_QUOTE)
        elif tag == "li":
            self._line = "- "

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in _BLOCKS and not self._silent:
            self._end_line()
            self._apart = self._apart or tag in _APART
            if tag == "blockquote":
                self._quotes = max(self._quotes - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        words = _SPACES.sub(" ", data)
        self._line += words.lstrip() if not self._line or self._line.endswith(" ") else words

    def _end_line(self, *, always: bool = False) -> None:
        line = self._line.rstrip()
        self._line = ""
        if not line and not always:
            return
        if self._apart and self._lines:
            self._lines.append(">" * self._quotes)
        self._apart = False
        self._lines.append(f"{'>' * self._quotes} {line}".rstrip() if self._quotes else line)

    def result(self) -> str:
        self._end_line()
        return _MANY_LINES.sub("\n\n", "\n".join(self._lines)).strip()
