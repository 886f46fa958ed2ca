"""Why a reprimand cannot be given, taken back or answered. Nothing was written then."""

from rumahrakyat.oversight.models_reprimands import Reprimand


class Refused(Exception):
    """A step that the rules do not allow."""


class AlreadyReprimanded(Refused):
    """An open reprimand of the body is about the same: `reprimand`."""

    def __init__(self, reprimand: Reprimand) -> None:
        super().__init__(reprimand.number)
        self.reprimand = reprimand


class CannotBeReprimanded(Refused):
    """An outside body, or one that was dissolved without an heir."""


class NothingLate(Refused):
    """Nothing is late there now."""


class TooFewWords(Refused):
    """Too short to say anything, or longer than a letter."""


class TooLate(Refused):
    """It has left; it can only be withdrawn, with a reason."""
