"""A second opinion on the agency: what officers made of like cases, where a model has learnt it.

The rules decide whose a case is. Where the model at work for agencies is sure of another one, the case is not passed on
by itself: a verifier looks first, with both before them. It never moves a case, and never makes a verifier's proposal
into a deed.
"""

from dataclasses import replace

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.routing.deciding import MOST_ALTERNATIVES, Alternative, Proposal
from rumahrakyat.routing.learning import serving
from rumahrakyat.routing.models_learning import Target


def heard(proposal: Proposal, text: str) -> Proposal:
    """The proposal, left to a verifier where the model is sure of another agency. One query without such a model."""
    if proposal.action != "assign" or proposal.confidential:
        return proposal
    learnt = serving.active(Target.AGENCY)
    if learnt is None:
        return proposal
    best = learnt.learnt.classifier.read(text)[0]
    sure = best.probability >= learnt.learnt.thresholds.for_category(best.label)
    if not sure or best.label == proposal.organisation:
        return proposal
    other = Organisation.objects.filter(code=best.label, active=True).first()
    if other is None:
        return proposal
    others = [one for one in proposal.alternatives if one.organisation != other.code]
    first = Alternative(other.code, round(best.probability, 3))
    return replace(
        proposal,
        action="verify",
        why=f"Laporan serupa dahulu ditangani {other.short_name or other.name}."[:200],
        alternatives=(first, *others)[:MOST_ALTERNATIVES],
    )
