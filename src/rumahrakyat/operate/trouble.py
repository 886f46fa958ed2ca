"""What a command says when it cannot do what was asked: one sentence, and the exit status that goes with it."""

import sys
from typing import Final

TROUBLE: Final = 2  # the words or the surroundings, and not the outcome, are at fault


class Trouble(Exception):
    """What ends a command with one sentence."""


def refuse(command: str, sentence: object) -> int:
    """The sentence on standard error; returns the exit status."""
    sys.stderr.write(f"rumahrakyat {command}: {sentence}\n")
    return TROUBLE
