"""Log lines for the operator without anybody's personal data."""

import logging
import traceback
from types import TracebackType

from django.db import Error as DatabaseError

LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
# Errors whose first line is written by us, by the system or by the database, and not by a citizen. A database error's
# further lines quote rows.
OUR_WORDS = (DatabaseError, OSError, ImportError, AttributeError, NameError)

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PrivateFormatter(logging.Formatter):
    """Tracebacks with files and lines, but with an exception's text only when it cannot quote a person."""

    def __init__(self) -> None:
        super().__init__(LINE)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 -- logging's name
        _kind, error, _trace = ei
        parts: list[str] = []
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            parts.append(f"{frames}\n{_describe(error)}" if frames else _describe(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\ncaused by:\n".join(parts)


def _describe(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, OUR_WORDS):
        return f"{kind}: {str(error).partition(chr(10))[0]}"
    return kind
