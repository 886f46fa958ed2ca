"""Expected failures of what is handed over. They carry data; the interface chooses the words."""


class RelayError(Exception):
    """Any expected failure here."""


class NotYourVillage(RelayError):
    """The account does not speak for this village, or no longer."""


class NotYourCase(RelayError):
    """The case did not come through a village that this account speaks for."""


class NotHanded(RelayError):
    """The photo came before what it belongs to."""


class BrokenPhoto(RelayError):
    """The photo cannot be kept; `reason` as in `reports.errors.BadFile`, `digest` (changed on its way), `many`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NameMissing(RelayError):
    """The report is told in somebody's name, and there is none."""


class NotRead(RelayError):
    """The words were not read back to the villager, so there is no consent to them yet."""


class PlaceNotYours(RelayError):
    """The visit is not this officer's."""
