import logging
import sys

from django.db import IntegrityError

from rumahrakyat.config.logs import PrivateFormatter


def logged(error: Exception) -> str:
    record = logging.LogRecord("rr", logging.ERROR, __file__, 1, "it failed", None, None)
    try:
        fail(error)
    except type(error):
        record.exc_info = sys.exc_info()
    return PrivateFormatter().format(record)


def fail(error: Exception) -> None:
    raise error


def test_an_exceptions_text_is_left_out_for_it_may_quote_a_citizen() -> None:
    line = logged(ValueError("bad number 0813 2290 4471"))
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "0813" not in line


def test_a_database_error_is_told_without_the_row() -> None:
    line = logged(IntegrityError('duplicate key violates "one_phone"\nDETAIL: Key (phone)=(0813 2290 4471)'))
    assert "one_phone" in line
    assert "0813" not in line


def test_a_cause_is_told_too() -> None:
    error = RuntimeError("text")
    error.__cause__ = OSError("disk full")
    assert "disk full" in logged(error)
