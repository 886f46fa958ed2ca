"""The desk of a case: what a verifier confirms or puts right, and bodies that say "not ours"."""

from rumahrakyat.demo import corpus, truth
from rumahrakyat.demo.case import Case, Script
from rumahrakyat.demo.plans import FRESH, NATURAL
from rumahrakyat.lib import clock
from rumahrakyat.regions.models import Region
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Category
from rumahrakyat.reports.operations import Classification
from rumahrakyat.reports.states import Stage
from rumahrakyat.routing import operations as routing
from rumahrakyat.routing.models import Action, Decision
from rumahrakyat.routing.queries import decision_of


def triage(case: Case) -> Script:
    """A verifier looks at what the rules could not place, and puts right some of what they misread."""
    owner, outside = case.plan.owner
    assigned = case.now.holder
    if assigned is None and case.stage() is Stage.RECEIVED:
        if case.plan.fate == FRESH:
            return
        yield case.after(0.1 if case.urgent else 0.6)
        if case.stage() is Stage.RECEIVED:
            _verify(case, owner, outside=outside)
    elif assigned is not None and (outside or assigned.code != owner) and case.chance(0.6):
        yield case.after(1.2)
        if case.held():
            _put_right(case, owner, outside=outside)


def _verify(case: Case, owner: str, *, outside: bool) -> None:
    report, at = case.now, clock.now()
    actor = case.world.verifier(report)
    decision = decision_of(report)
    if case.complaint.topic == "chat" and case.chance(0.7):
        text = corpus.lines("reject")[0]
        operations.reject(report_id=report.pk, reason="test", text=text, actor=actor, at=at)
    elif decision is not None and _is_right(decision, case, owner, outside=outside):
        routing.confirm(report_id=report.pk, actor=actor, at=at)
    elif outside:
        _refer(case, owner)
    else:
        correction = _correction(case, decision, owner)
        routing.correct(report_id=report.pk, correction=correction, actor=actor, at=at)
    case.settle()


def _correction(case: Case, decision: Decision | None, owner: str) -> routing.Correction:
    """What the verifier changes: the place where it was not found, the category where it is another subject."""
    spot, category = case.plan.spot, _category(case)
    found = decision.category if decision else None
    same_subject = found is not None and found.code.split(".")[0] == case.complaint.category
    return routing.Correction(
        region=None if case.now.regency_id == spot.regency else Region.objects.get(pk=spot.village),
        category=None if same_subject else category,
        organisation=case.organisation(owner),
        kind=None if case.now.kind == case.complaint.kind else case.complaint.kind,
    )


def _is_right(decision: Decision, case: Case, owner: str, *, outside: bool) -> bool:
    """Whether the router's proposal is what should be done; the place must be known too."""
    if decision.action == Action.REFER or outside:
        return bool(outside and decision.action == Action.REFER and decision.referral_to and _names(decision, owner))
    known = case.now.regency_id == case.plan.spot.regency and decision.category is not None
    return known and decision.organisation is not None and decision.organisation.code == owner


def _names(decision: Decision, owner: str) -> bool:
    return decision.organisation is not None and decision.organisation.code == owner


def _category(case: Case) -> Category | None:
    return next(filter(None, map(case.world.categories.get, truth.categories_of(case.complaint))), None)


def _put_right(case: Case, owner: str, *, outside: bool) -> None:
    report, at = case.now, clock.now()
    if outside:
        _refer(case, owner)
    else:
        spot, actor = case.plan.spot, case.world.verifier(report)
        found = Classification(
            regency=spot.regency,
            district=spot.district,
            village=spot.village,
            category=_category(case),
            kind=case.complaint.kind,
        )
        operations.classify(report_id=report.pk, classification=found, actor=actor, at=at)
        holder = case.organisation(owner)
        operations.hand_over(report_id=report.pk, holder=holder, text=case.why_handed_to(holder), actor=actor, at=at)
    case.settle()


def _refer(case: Case, owner: str) -> None:
    report, body = case.now, case.organisation(owner)
    text = truth.referral_line(corpus.lines("referral"), owner).replace("{instansi}", body.name)
    if case.complaint.topic == "lost":
        text = case.rng.choice([line for line in corpus.lines("referral") if "110" in line])
    actor = case.world.verifier(report)
    operations.refer(report_id=report.pk, to=body.name, text=text, actor=actor, at=clock.now())


def hesitation(case: Case) -> Script:
    """Sometimes the holder says "not ours": rightly, or wrongly and it comes back."""
    owner, outside = case.plan.owner
    holder = case.now.holder
    if holder is None or not case.held() or "misconduct" in case.complaint.traits:
        return
    if not outside and holder.code != owner:
        yield case.after(2.0)
        if case.held():
            _hand_over(case, owner)
    elif case.plan.fate == NATURAL and case.chance(0.05):
        yield case.after(1.6)
        if case.held():
            _hand_over(case, truth.often_mistaken_for(case.complaint, case.plan.spot.regency, owner))
            yield case.after(2.2)
            if case.held():
                _hand_over(case, owner)


def _hand_over(case: Case, to: str) -> None:
    report, holder = case.now, case.organisation(to)
    if not holder.can_hold or report.holder_id == holder.pk:
        return
    actor, text = case.world.officer(report), case.why_handed_to(holder)
    operations.hand_over(report_id=report.pk, holder=holder, text=text, actor=actor, at=clock.now())
    case.settle()
