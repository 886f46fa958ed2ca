"""Reading the forms that move a case: to whom, where to, why not, together with what."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahrakyat.lib import ids
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.regions.names import place_from_words
from rumahrakyat.regions.queries import find as region
from rumahrakyat.reports import access
from rumahrakyat.reports.queries import category
from rumahrakyat.routing.models import Outcome
from rumahrakyat.routing.operations import Correction
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.casepage.shape import Form, Problem, holder_of, with_text

REASONS: Final[Mapping[str, str | Promise]] = {
    "private": gettext_lazy("A private matter, not the government's"),
    "no_report": gettext_lazy("Holds no report that can be acted on"),
    "no_evidence": gettext_lazy("Accuses somebody without any sign of proof"),
    "hate": gettext_lazy("Insults people for who they are"),
    "repeated": gettext_lazy("Was answered before, nothing new"),
    "withdrawn": gettext_lazy("The citizen takes it back"),
}


def join(deed: Deed, form: Form) -> Deed:
    return with_text(replace(deed, holder=holder_of(form.request, "join_agency")), "join_agency")


def leave(deed: Deed, form: Form) -> Deed:
    joined = by_code(form.request.POST.get("holder", ""))
    if joined is None:
        raise Problem([("lepaskan-holder", _("Choose the agency"))])
    return with_text(replace(deed, holder=joined), "leave_agency")


def refer(deed: Deed, form: Form) -> Deed:
    """An empty text is filled with the body's own prepared words."""
    given, decision = form.request.POST.get("to", ""), form.decision
    body = by_code(given)
    to = body.name if body else ""
    if not to and decision is not None and given == decision.referral_to:
        to = given
    if not to:
        raise Problem([("rujuk-to", _("Choose the body"))])
    text = deed.text.strip() or (body.referral_text if body else "")
    return with_text(replace(deed, to=to, text=text), "refer")


def reject(deed: Deed, form: Form) -> Deed:
    reason = form.request.POST.get("reason", "")
    if reason not in REASONS:
        raise Problem([("tolak-reason", _("Choose the reason"))])
    return with_text(replace(deed, reason=reason), "reject")


def confirm(deed: Deed, form: Form) -> Deed:
    """The router's own proposal is confirmed; another choice corrects it, which the router learns from."""
    holder, decision = holder_of(form.request, "confirm"), form.decision
    proposed = decision is not None and decision.outcome == Outcome.OPEN and decision.organisation_id == holder.pk
    if proposed and decision is not None and decision.action != "refer":
        return deed
    return replace(deed, action="correct", correction=Correction(organisation=holder))


def correct(deed: Deed, form: Form) -> Deed:
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


def decide_appeal(deed: Deed, form: Form) -> Deed:
    chosen = form.request.POST.get("decision", "")
    if chosen not in {"granted", "refused"}:
        raise Problem([("banding-decision", _("Choose whether the appeal is granted"))])
    return with_text(replace(deed, granted=chosen == "granted"), "decide_appeal")


def merge(deed: Deed, form: Form) -> Deed:
    """The other case is named by its number, and must be one for which the verifier may decide, too."""
    typed = form.request.POST.get("number", "").strip()
    try:
        into = access.get_for_staff(form.reach, ids.parse_tracking_number(typed))
    except (access.NotFound, ids.WrongNumber) as error:
        fault = _("There is no case with this number. Compare it: RR and six digits or more")
        raise Problem([("gabung-number", fault)]) from error
    if not form.reach.actor_on(into).may(VERIFY):
        raise Problem([("gabung-number", _("That case is not yours to decide about"))])
    return with_text(replace(deed, into=into.pk, to=into.number), "merge")
