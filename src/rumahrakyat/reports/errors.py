"""Expected failures of the operations on a case. They carry data; the interface chooses the words."""

from rumahrakyat.reports.states import Stage


class ReportError(Exception):
    """Any expected failure of an operation on a case."""


class EmptyText(ReportError):
    """Nothing was said."""


class TextTooLong(ReportError):
    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"{length} > {limit}")
        self.length, self.limit = length, limit


class TooManyFiles(ReportError):
    def __init__(self, count: int, limit: int) -> None:
        super().__init__(f"{count} > {limit}")
        self.count, self.limit = count, limit


class BadFile(ReportError):
    """File number `position` (from 0) cannot be taken; `reason` as in `lib.images.BadImage`, or `kind`, `bytes`."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"{position}: {reason}")
        self.position, self.reason = position, reason


class NotAllowed(ReportError):
    """The case is at a stage from which this move does not exist: somebody else was faster, or the page is old."""

    def __init__(self, move: str, stage: Stage) -> None:
        super().__init__(f"{move} at {stage}")
        self.move, self.stage = move, stage


class NotPermitted(ReportError):
    """The actor lacks the permission for this move on this case."""

    def __init__(self, move: str) -> None:
        super().__init__(move)
        self.move = move


class NoteRequired(ReportError):
    """The move needs a sentence and came without."""


class NotAQuestion(ReportError):
    """A case waits for its reporter only for a real question."""


class PastDay(ReportError):
    """The day promised for the next word is over."""


class NotExtendable(ReportError):
    """No more time can be taken: `reason` is kind (only information requests), or clock (taken before, or too late)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoAppeal(ReportError):
    """There can be no appeal: `reason` as in `appeals.hindrance`; or none to decide about: none."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CannotMerge(ReportError):
    """The two cases cannot be one: `reason` is itself, ended (the other is not open) or visibility."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotYourTask(ReportError):
    """The task is not for this person and not for their body."""


class TaskEnded(ReportError):
    """The task is done or taken back already (or, to open it again, is open): somebody was faster."""


class NoPhoto(ReportError):
    """The file is not a photo of this case."""


class CannotLink(ReportError):
    """The two cases cannot be linked: `reason` is itself, linked (they are) or apart (they are not)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CannotSplit(ReportError):
    """The part cannot become a case: `reason` is part (not words of the report) or all (nothing would be left)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProofRequired(ReportError):
    """Declaring a case done needs a photo or a reason why there is none."""


class NoRecording(ReportError):
    """The file is not a recording of this case."""


class CannotHold(ReportError):
    """The organisation cannot be given cases: an outside body, or one that is no longer active."""


class NotAMember(ReportError):
    """This person does not answer for the body that holds the case, so cannot have it."""

    def __init__(self, person: int) -> None:
        super().__init__(str(person))
        self.person = person


class AlreadyWith(ReportError):
    """The case is with this person already."""

    def __init__(self, person: int) -> None:
        super().__init__(str(person))
        self.person = person


class WithNobody(ReportError):
    """Nobody of the body has the case, so nobody can put it back."""


class CannotUndo(ReportError):
    """It cannot be taken back: `reason` is late, moved, other or kind, see `undoing.undo`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotJoined(ReportError):
    """The body does not work on this case beside its holder."""


class Changed(ReportError):
    """The case moved while the page was open; `seq` is where it is now."""

    def __init__(self, seq: int) -> None:
        super().__init__(str(seq))
        self.seq = seq
