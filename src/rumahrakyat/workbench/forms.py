"""Reading the forms of a case's page. Here a form is checked in shape; whether it may be done, the operations say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahrakyat.duty import promises
from rumahrakyat.lib import clock, ids
from rumahrakyat.lib.images import MAX_BYTES
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.regions.gazetteer import Candidate
from rumahrakyat.regions.names import place_from_words
from rumahrakyat.regions.queries import find as region
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.attachments import MAX_FILES, Evidence
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.queries import category
from rumahrakyat.reports.states import ANSWER_STAGES
from rumahrakyat.routing.models import Decision, Outcome
from rumahrakyat.routing.operations import Correction
from rumahrakyat.workbench.operations import Deed

# The address of each action, and what it is called inside.
ACTIONS: Final = {
    "jawab": "answer",
    "tanya": "ask",
    "serahkan": "hand_over",
    "kembalikan": "give_back",
    "rujuk": "refer",
    "tolak": "reject",
    "catat": "note",
    "tulis": "transcribe",
    "teruskan": "confirm",
    "koreksi": "correct",
    "perpanjang": "extend",
    "banding": "decide_appeal",
    "gabung": "merge",
    "pisah": "unmerge",
    "libatkan": "join_agency",
    "lepaskan": "leave_agency",
    "kabari": "contribute",
}
SLUGS: Final = {code: slug for slug, code in ACTIONS.items()}
REASONS: Final[Mapping[str, str | Promise]] = {
    "private": gettext_lazy("A private matter, not the government's"),
    "no_report": gettext_lazy("Holds no report that can be acted on"),
    "no_evidence": gettext_lazy("Accuses somebody without any sign of proof"),
    "hate": gettext_lazy("Insults people for who they are"),
    "repeated": gettext_lazy("Was answered before, nothing new"),
    "withdrawn": gettext_lazy("The citizen takes it back"),
}


@dataclass
class Problem(Exception):
    """What must be corrected: (id of the field, sentence). `places` are readings of an ambiguous place name."""

    faults: list[tuple[str, str]] = field(default_factory=list)
    places: list[Candidate] = field(default_factory=list)


def uuid_of(text: str) -> UUID:
    """The form's token; a form that came without a proper one counts as a new form."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


@dataclass(frozen=True)
class Form:
    """What a reader of a form looks at besides the deed so far."""

    request: HttpRequest
    report: Report
    reach: Reach
    decision: Decision | None


def read(action: str, form: Form) -> Deed:
    """The form of `action` as a deed. Raises `Problem`."""
    given, report = form.request.POST, form.report
    seen = given.get("seen", "")
    deed = Deed(
        action=action,
        report_id=report.pk,
        actor=form.reach.actor_on(report),
        token=uuid_of(given.get("token", "")),
        seen_seq=int(seen) if seen.isdecimal() else report.last_seq,
        text=given.get("text", ""),
    )
    reader = _READERS.get(action)
    return reader(deed, form) if reader else _with_text(deed, action)


def _with_text(deed: Deed, action: str) -> Deed:
    if not deed.text.strip():
        raise Problem([(f"{SLUGS[action]}-text", _say_something(action))])
    return deed


def _say_something(action: str) -> str:
    return {
        "answer": _("Write what is happening now. One sentence is enough"),
        "ask": _("Write what you need to know from the citizen"),
        "hand_over": _("Write why it goes there"),
        "give_back": _("Write why it is not yours"),
        "note": _("Write the note"),
        "extend": _("Write why more time is needed"),
        "decide_appeal": _("Write the reason of the decision"),
        "merge": _("Write why it is the same matter"),
        "unmerge": _("Write why it is another matter"),
        "transcribe": _("Write what is said in the recording"),
        "join_agency": _("Write what it is asked to do"),
        "leave_agency": _("Write why it has nothing more to do here"),
        "contribute": _("Write how your part goes"),
    }.get(action, _("Write a sentence for the citizen"))


def _answer(deed: Deed, form: Form) -> Deed:
    request = form.request
    faults: list[tuple[str, str]] = []
    stage = request.POST.get("stage", "")
    if stage not in {one.value for one in ANSWER_STAGES}:
        faults.append(("tahap", _("Choose the stage after this answer")))
    if not deed.text.strip():
        faults.append(("jawab-text", _say_something("answer")))
    evidence = _photos(request)
    reason = request.POST.get("reason", "").strip()
    if stage == "resolved" and not evidence and not reason:
        faults.append(("jawab-reason", _("Add a photo of what was done, or write why there is none")))
    next_on, wrong = _next_on(form, stage)
    if faults + wrong:
        raise Problem(faults + wrong)
    return replace(deed, stage=stage, reason=reason, evidence=evidence, next_on=next_on)


def _next_on(form: Form, stage: str) -> tuple[date | None, list[tuple[str, str]]]:
    """The promised day, and what is wrong with it. Whoever declares a case done promises no next word."""
    typed = form.request.POST.get("next_on", "").strip()
    if not typed or stage == "resolved":
        return None, []
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None, [("jawab-next", _("Write the day as it stands in the calendar, such as 2026-07-24"))]
    bounds = promises.next_word(form.report, at=clock.now())
    if day < bounds.earliest:
        return None, [("jawab-next", _("This day is over. Choose today or a later day"))]
    if day > bounds.latest:
        words = _("At most %(n)s working days ahead: choose %(day)s or earlier")
        return None, [("jawab-next", words % {"n": bounds.most, "day": dateformat.format(bounds.latest, "l, j F Y")})]
    return day, []


def _photos(request: HttpRequest) -> list[Evidence]:
    files = request.FILES.getlist("photos")
    if len(files) > MAX_FILES:
        raise Problem([("jawab-photos", _("At most %(n)s photos can go along. Choose fewer") % {"n": MAX_FILES})])
    for nth, one in enumerate(files, start=1):
        if (one.size or 0) > MAX_BYTES:
            raise Problem(
                [("jawab-photos", _("Photo %(nth)s is larger than 15 MB. Choose a smaller one") % {"nth": nth})]
            )
    return [Evidence(one.read(), one.content_type or "application/octet-stream") for one in files]


def _holder(request: HttpRequest, action: str) -> Organisation:
    found = by_code(request.POST.get("holder", ""))
    if found is None or not found.can_hold:
        raise Problem([(f"{SLUGS[action]}-find", _("Choose the agency"))])
    return found


def _hand_over(deed: Deed, form: Form) -> Deed:
    holder = _holder(form.request, "hand_over")
    return _with_text(replace(deed, holder=holder), "hand_over")


def _join(deed: Deed, form: Form) -> Deed:
    return _with_text(replace(deed, holder=_holder(form.request, "join_agency")), "join_agency")


def _leave(deed: Deed, form: Form) -> Deed:
    joined = by_code(form.request.POST.get("holder", ""))
    if joined is None:
        raise Problem([("lepaskan-holder", _("Choose the agency"))])
    return _with_text(replace(deed, holder=joined), "leave_agency")


def _refer(deed: Deed, form: Form) -> Deed:
    """An empty text is filled with the body's own prepared words."""
    given, decision = form.request.POST.get("to", ""), form.decision
    body = by_code(given)
    to = body.name if body else ""
    if not to and decision is not None and given == decision.referral_to:
        to = given
    if not to:
        raise Problem([("rujuk-to", _("Choose the body"))])
    text = deed.text.strip() or (body.referral_text if body else "")
    return _with_text(replace(deed, to=to, text=text), "refer")


def _reject(deed: Deed, form: Form) -> Deed:
    reason = form.request.POST.get("reason", "")
    if reason not in REASONS:
        raise Problem([("tolak-reason", _("Choose the reason"))])
    return _with_text(replace(deed, reason=reason), "reject")


def _confirm(deed: Deed, form: Form) -> Deed:
    """The router's own proposal is confirmed; another choice corrects it, which the router learns from."""
    holder, decision = _holder(form.request, "confirm"), form.decision
    proposed = decision is not None and decision.outcome == Outcome.OPEN and decision.organisation_id == holder.pk
    if proposed and decision is not None and decision.action != "refer":
        return deed
    return replace(deed, action="correct", correction=Correction(organisation=holder))


def _correct(deed: Deed, form: Form) -> Deed:
    given = form.request.POST
    holder = by_code(given.get("holder", ""))
    chosen = category(given.get("category", ""))
    where = given.get("place_code", "") or _place(given.get("place", ""))
    correction = Correction(
        region=region(where) if where else None,
        category=chosen,
        organisation=holder if holder and holder.can_hold else None,
    )
    if correction == Correction():
        raise Problem([("koreksi-find", _("Choose the agency, the category or the place that is right"))])
    return replace(deed, correction=correction)


def _place(typed: str) -> str:
    if not typed.strip():
        return ""
    found = place_from_words(typed, asked=True)
    if found.code is not None:
        return found.code
    if found.candidates:
        raise Problem([("koreksi-place", _("Several places have this name. Choose one"))], list(found.candidates))
    raise Problem([("koreksi-place", _("No place of this name is known. Write the district or the regency"))])


def _decide_appeal(deed: Deed, form: Form) -> Deed:
    chosen = form.request.POST.get("decision", "")
    if chosen not in {"granted", "refused"}:
        raise Problem([("banding-decision", _("Choose whether the appeal is granted"))])
    return _with_text(replace(deed, granted=chosen == "granted"), "decide_appeal")


def _merge(deed: Deed, form: Form) -> Deed:
    """The other case is named by its number, and must be one for which the verifier may decide, too."""
    typed = form.request.POST.get("number", "").strip()
    try:
        into = access.get_for_staff(form.reach, ids.parse_tracking_number(typed))
    except (access.NotFound, ids.WrongNumber) as error:
        fault = _("There is no case with this number. Compare it: RR and six digits or more")
        raise Problem([("gabung-number", fault)]) from error
    if not form.reach.actor_on(into).may(VERIFY):
        raise Problem([("gabung-number", _("That case is not yours to decide about"))])
    return _with_text(replace(deed, into=into.pk, to=into.number), "merge")


def _transcribe(deed: Deed, form: Form) -> Deed:
    deed = replace(deed, attachment=str(uuid_of(form.request.POST.get("attachment", ""))))
    if not deed.text.strip():
        raise Problem([(f"tulis-{deed.attachment}", _say_something("transcribe"))])
    return deed


_READERS: Final[Mapping[str, Callable[[Deed, Form], Deed]]] = {
    "answer": _answer,
    "hand_over": _hand_over,
    "refer": _refer,
    "reject": _reject,
    "confirm": _confirm,
    "correct": _correct,
    "transcribe": _transcribe,
    "decide_appeal": _decide_appeal,
    "merge": _merge,
    "join_agency": _join,
    "leave_agency": _leave,
}
