"""Why a direction cannot be given, taken back or answered. Nothing was written then."""

from rumahrakyat.oversight.models_directions import Direction


class Refused(Exception):
    """A step that the rules do not allow."""


class AlreadyAsked(Refused):
    """An explanation of the same is owed already: `direction`."""

    def __init__(self, direction: Direction) -> None:
        super().__init__(direction.pk)
        self.direction = direction


class CannotBeDirected(Refused):
    """An outside body, or one that was dissolved without an heir."""


class TooFewWords(Refused):
    """Too short to say anything, or longer than a letter."""


class WrongTime(Refused):
    """The time to answer lies in the past, or more than `operations.LONGEST_TIME` away."""


class TooLate(Refused):
    """It has left already, was answered, or was withdrawn."""
