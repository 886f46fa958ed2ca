"""Why a case came here, and for a verifier where it might go."""

from collections.abc import Sequence
from typing import Any

from rumahrakyat.reports.models import Report
from rumahrakyat.routing import queries as routing
from rumahrakyat.routing.models import Action, Decision, Outcome
from rumahrakyat.web import formats

Context = dict[str, Any]


def left_open(report: Report, decision: Decision | None) -> list[dict[str, str]]:
    """The places that the router could not choose between, while nobody has: one tap instead of typing."""
    if decision is None or report.regency_id:
        return []
    return [{"code": str(place["code"]), "label": str(place["label"])} for place in decision.places]


def reasons(decision: Decision | None, actions: Sequence[str]) -> Context | None:
    """Why the case came here; for a verifier also the proposal and the other guesses."""
    if decision is None:
        return None
    context: Context = {
        "reasons": decision.reasons,
        "why": decision.why,
        "percent": formats.percent(decision.confidence, 1, 0) if decision.confidence else "",
        "category": decision.category,
        "corrected": decision.outcome == Outcome.CORRECTED,
        "by": decision.decided_by if decision.outcome in {Outcome.CONFIRMED, Outcome.CORRECTED} else None,
        "at": decision.decided_at,
    }
    if "confirm" in actions:
        context |= _proposal(decision)
    return context


def _proposal(decision: Decision) -> Context:
    guesses = []
    if decision.organisation and decision.organisation.can_hold:
        guesses.append({"organisation": decision.organisation, "percent": _share(decision.confidence)})
    others = [one for one in routing.alternatives_of(decision) if one.organisation.can_hold]
    guesses += [{"organisation": one.organisation, "percent": _share(one.confidence)} for one in others]
    referral = decision.action == Action.REFER and decision.referral_to
    return {"guesses": guesses[:3], "referral": decision.referral_to if referral else ""}


def _share(confidence: float) -> str:
    return formats.percent(confidence, 1, 0) if confidence >= 0.01 else ""
