"""Expected failures at the telephone. They carry data; the interface chooses the words."""

from rumahrakyat.channels.models_calls import Call
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report


class CallError(Exception):
    """Any expected failure of taking calls."""


class Unsettled(CallError):
    """The outcome of an earlier call is still owed: that comes first."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.pk)
        self.call = call


class AlreadyRegistered(CallError):
    """A colleague has made a report of this call meanwhile; an anonymous one is not named here (None)."""

    def __init__(self, report: Report | None, by: Account | None) -> None:
        super().__init__(report.number if report else "anonymous")
        self.report, self.by = report, by


class AlreadySettled(CallError):
    """Somebody has said what came of this call."""

    def __init__(self, by: Account | None, outcome: str) -> None:
        super().__init__(outcome)
        self.by, self.outcome = by, outcome


class OutcomeMissing(CallError):
    """Nothing, or nothing known, was chosen."""


class CaseMissing(CallError):
    """The outcome speaks of a case and none was named."""


class NotHeard(CallError):
    """The caller has not agreed to what was written down: it was not read back."""


class NothingToCall(CallError):
    """The duty to call back is settled already."""
