"""How the commands read numbers from the command line."""

import argparse


def count_or_all(word: str) -> int | None:
    """`all` is None. Raises what argparse shows as a usage error."""
    if word == "all":
        return None
    if word.isascii() and word.isdigit():
        return int(word)
    raise argparse.ArgumentTypeError(f"{word!r} is neither a number nor all")
