"""How the commands read numbers from the command line."""

import argparse
from collections.abc import Callable


def count_or_all(word: str) -> int | None:
    """`all` is None. Raises what argparse shows as a usage error."""
    if word == "all":
        return None
    if word.isascii() and word.isdigit():
        return int(word)
    raise argparse.ArgumentTypeError(f"{word!r} is neither a number nor all")


def at_least(least: int) -> Callable[[str], int]:
    """Reads a whole number that is not smaller than this."""

    def number(word: str) -> int:
        if word.isascii() and word.isdigit() and int(word) >= least:
            return int(word)
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from {least} on")

    return number
