"""Cells of tables that a spreadsheet opens without running anything. Pure."""

from typing import Final

# A cell that begins with one of these is a formula to a spreadsheet; the full-width forms too, to some.
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> object:
    """The value, with an apostrophe before anything a spreadsheet would take for a formula. Numbers stay numbers."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else value
