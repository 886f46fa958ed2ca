"""What an agent typed about a call, what is wrong with it, and how that is said at its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import uuid4

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rumahrakyat.callcentre import house
from rumahrakyat.callcentre.errors import (
    AlreadyRegistered,
    AlreadySettled,
    CaseMissing,
    NotHeard,
    OutcomeMissing,
)
from rumahrakyat.callcentre.models import CallDraft, Outcome
from rumahrakyat.callcentre.taking import FIELDS, Spoken
from rumahrakyat.lib import ids
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.reports import access
from rumahrakyat.reports.errors import EmptyText, NoteRequired, ReportError, TextTooLong
from rumahrakyat.reports.models import Identity
from rumahrakyat.reports.submission import MAX_TEXT

_LONGEST: Final = {"name": 120, "place": 200}  # characters, as at a desk

Fault = tuple[str, str]


@dataclass
class Wrong(Exception):
    """(id of the field, sentence) for everything that must be corrected."""

    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Form:
    """What stands in the fields. `chosen`: the outcome that was ticked."""

    words: Mapping[str, str]
    token: str
    secret: bool = False
    agreed: bool = False
    chosen: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> list[dict[str, str]]:
        return [{"id": name, "text": text} for name, text in self.faults.items()]

    @property
    def language(self) -> str:
        return self.words.get("language") or "id"

    def with_faults(self, faults: Sequence[Fault], *, chosen: str = "") -> "Form":
        return replace(self, faults=dict(faults), chosen=chosen)


def of_draft(draft: CallDraft | None, *, language: str) -> Form:
    """The form as the agent left it."""
    words = dict.fromkeys(FIELDS, "") | (draft.words if draft else {})
    known = dict(house.languages("register"))
    words["language"] = language if language in known else words["language"] or "id"
    words["identity"] = words["identity"] or Identity.NAMED
    return Form(words, draft.token if draft else uuid4().hex, secret=words.get("secret") == "1")


def typed(request: HttpRequest) -> Form:
    words = {name: request.POST.get(name, "") for name in FIELDS}
    words["secret"] = request.POST.get("rahasia", "")
    words["language"] = words["language"] or "id"
    token = request.POST.get("token", "")
    return Form(
        words,
        token if len(token) == 32 and token.isalnum() else uuid4().hex,
        secret=request.POST.get("rahasia") == "1",
        agreed=request.POST.get("dibacakan") == "1",
    )


def read(form: Form) -> Spoken:
    """The form as what a caller said. Raises `Wrong` with every fault at once."""
    words, faults = form.words, []
    what = words["what"].strip()
    if not what:
        faults.append(("what", _("Write what happened, in the caller's words")))
    elif len(what) > MAX_TEXT:
        said = _("The text has %(length)s characters; at most %(limit)s fit. Shorten it")
        faults.append(("what", said % {"length": len(what), "limit": MAX_TEXT}))
    for name, most in _LONGEST.items():
        if (count := len(words[name].strip())) > most:
            faults.append(
                (name, _("At most %(most)s characters; these are %(count)s") % {"most": most, "count": count})
            )
    phone, identity = "", words["identity"]
    if words["phone"].strip() and identity != Identity.ANONYMOUS:
        try:
            phone = parse_phone(words["phone"])
        except WrongPhone:
            faults.append(
                ("phone", _("This is not a telephone number. Write it like 0813 2290 4471, or leave it empty"))
            )
    if identity not in Identity.values:
        faults.append(("identity", _("Choose who may know the name")))
    if not form.agreed:
        faults.append(("dibacakan", _("Read it back to the caller, then tick that it is right")))
    if faults:
        raise Wrong(faults)
    return Spoken(
        what, words["place"].strip(), words["name"].strip(), phone, identity, form.secret, form.agreed, words["follow"]
    )


def fault_of(error: Exception, chosen: str = "") -> Fault:
    """An expected failure as a sentence at its field."""
    if isinstance(error, OutcomeMissing):
        return "hasil", _("Choose what came of the call")
    if isinstance(error, CaseMissing | access.NotFound | ids.WrongNumber):
        return "number", _("Name the case by its number, such as RR-482-135. There is none with this number")
    if isinstance(error, NoteRequired):
        return "notes", _("Write what was said, so that it can be judged")
    if isinstance(error, NotHeard):
        return "dibacakan", _("Read it back to the caller, then tick that it is right")
    if isinstance(error, TextTooLong):
        return "what", _("The text is too long. Shorten it")
    if isinstance(error, EmptyText):
        return (
            ("words", _("Write what the caller adds"))
            if chosen == Outcome.ADDED
            else ("what", _("Write what happened"))
        )
    assert isinstance(error, ReportError)
    return ("words" if chosen else "what"), _("This case takes no more words. Register a new report instead")


def already(error: AlreadyRegistered) -> str:
    """A colleague was faster."""
    number = error.report.number if error.report else _("an anonymous report")
    name = error.by.name if error.by else _("A colleague")
    words = _("%(name)s has registered this call: %(number)s. Your words are kept here; add them to that case.")
    return words % {"name": name, "number": number}


def settled(error: AlreadySettled) -> str:
    name = error.by.name if error.by else _("A colleague")
    label = Outcome(error.outcome).label
    return _("%(name)s has said already what came of it: %(outcome)s.") % {"name": name, "outcome": label}
