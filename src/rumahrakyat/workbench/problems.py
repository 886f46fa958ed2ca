"""What went wrong, in words that say what to do next."""

from django.utils.translation import gettext as _

from rumahrakyat.reports import errors
from rumahrakyat.reports.models import StageChoices
from rumahrakyat.routing.operations import NothingToConfirm
from rumahrakyat.workbench import forms
from rumahrakyat.workbench.handover.actions import sentence
from rumahrakyat.workbench.team import words as together
from rumahrakyat.writing.approval import AlreadyWaits

Expected = (errors.ReportError, NothingToConfirm, AlreadyWaits)


def fault_of(error: Exception, action: str) -> tuple[str, str]:
    """(id of the field, sentence) for an expected failure of an operation."""
    slug = forms.SLUGS[action]
    if found := together.fault_of(error, slug):
        return found
    match error:
        case errors.TextTooLong() | errors.TooManyFiles() | errors.BadFile() | errors.ProofRequired():
            return _of_field(error, slug)
        case errors.NotAQuestion():
            return f"{slug}-text", _("Ask a real question: what exactly must the citizen tell or show?")
        case errors.PastDay():
            return "jawab-next", _("This day is over. Choose today or a later day")
        case errors.CannotMerge():
            return "gabung-number", _cannot_merge(error)
        case errors.CannotHold():
            return f"{slug}-find", _("This body cannot be given the case. Choose another one")
        case errors.EmptyText() | errors.NoteRequired():
            return f"{slug}-text", _("Write a sentence")
        case AlreadyWaits():
            words = _("An answer by %(name)s waits for approval already. Your words are kept in the draft")
            return "cerita", words % {"name": error.author}
    return "cerita", _of_case(error)


def _of_case(error: Exception) -> str:
    match error:
        case errors.Changed():
            return _("The case moved on while you wrote. Read what is new in the story, then send once more")
        case errors.NotAllowed():
            label = StageChoices(error.stage.value).label
            return _("Somebody was faster: the case is now at “%(stage)s”") % {"stage": label}
        case errors.NoRecording():
            return _("The recording is not part of this case any more. Load the page again")
        case errors.NotAMember() | errors.AlreadyWith() | errors.WithNobody():
            return _of_person(error)
        case errors.NotJoined():
            return _("This agency does not work on the case any more")
        case NothingToConfirm():
            return _("The proposal was dealt with already. Choose the agency yourself")
        case errors.NotExtendable():
            return _("No more time can be taken: it was taken before, or the deadline has passed")
        case errors.NoAppeal():
            return _("No appeal waits for a decision")
    return sentence(error) or _("This step is not yours to take for this case")


def _of_person(error: Exception) -> str:
    match error:
        case errors.NotAMember():
            return _("This person does not answer for the agency that holds the case. Choose somebody else")
        case errors.AlreadyWith():
            return _("The case is with this person already")
    return _("Nobody has the case any more, so there is nothing to put back")


def _cannot_merge(error: errors.CannotMerge) -> str:
    return {
        "itself": _("This is the same case. Write the number of the other one"),
        "ended": _("That case has ended or is done. Choose an open one"),
        "visibility": _("A confidential report and a public one cannot be joined"),
    }[error.reason]


def _of_field(error: Exception, slug: str) -> tuple[str, str]:
    match error:
        case errors.TextTooLong():
            words = _("The text has %(length)s characters; at most %(limit)s fit. Shorten it")
            return f"{slug}-text", words % {"length": error.length, "limit": error.limit}
        case errors.TooManyFiles():
            return "jawab-photos", _("At most %(n)s photos can go along. Choose fewer") % {"n": error.limit}
        case errors.BadFile():
            return "jawab-photos", _bad_file(error)
    return "jawab-reason", _("Add a photo of what was done, or write why there is none")


def _bad_file(error: errors.BadFile) -> str:
    nth = error.position + 1
    if error.reason == "bytes":
        return _("Photo %(nth)s is larger than 15 MB. Choose a smaller one") % {"nth": nth}
    if error.reason == "pixels":
        return _("Photo %(nth)s has too many dots. Choose a smaller one") % {"nth": nth}
    return _("File %(nth)s is not a photo that can be opened. Photos are JPEG, PNG or WebP") % {"nth": nth}
