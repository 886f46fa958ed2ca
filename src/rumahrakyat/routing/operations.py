"""The one write path of routing: let the router decide, and let a verifier confirm or correct it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.regions import roads
from rumahrakyat.regions.codes import district_of, level_of, regency_of
from rumahrakyat.regions.models import Region
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Category, Entry, Report
from rumahrakyat.reports.states import ROUTE, TRANSITIONS, Stage
from rumahrakyat.reports.transcripts import words_of
from rumahrakyat.routing import data, rulesets
from rumahrakyat.routing.deciding import Bodies, Proposal, propose
from rumahrakyat.routing.earlier import earlier_places
from rumahrakyat.routing.learning import opinion, shadow
from rumahrakyat.routing.learning import serving as models
from rumahrakyat.routing.models import Action, Decision, Outcome
from rumahrakyat.routing.rules import Rules
from rumahrakyat.routing.where import Where, find_where
from rumahrakyat.understanding.data import first_day, lexicon

ROUTER = Actor("system", frozenset({ROUTE}))


class NothingToConfirm(Exception):
    """The router proposed nothing that can be done with one tap, or it was dealt with already."""


def decide(*, entry: Entry, at: datetime, act: bool = True) -> Decision:
    """Decide about the report of a timeline entry: note place and category, pass it on when sure enough.

    Once per entry: called again, it returns what was decided then. `act=False` leaves the doing to a verifier in any
    case (a report that came back must not go to the same holder by itself).
    """
    known = Decision.objects.filter(entry=entry).first()
    if known is not None:
        return known
    report = Report.objects.get(pk=entry.report_id)
    where = where_of(report)
    rules = rulesets.current(at)
    proposal = propose_for(report, where, rules=rules, bodies=bodies())
    with transaction.atomic():
        decision = _store(report, entry, where, proposal, version=rules.version, at=at)
        shadow.note(decision=decision, text=words_of(report), at=at)
        if Stage(report.stage) is not Stage.RECEIVED:
            _note_place(report, where, at)
            return _settle(decision, Outcome.OVERTAKEN, at=at)
        _classify(report, where, proposal, at)
        if act and decision.action == Action.ASSIGN and decision.organisation:
            cases.assign(report_id=report.pk, holder=decision.organisation, actor=ROUTER, at=at)
            _join(decision, at)
            return _settle(decision, Outcome.AUTOMATIC, at=at)
    return decision


def propose_for(report: Report, where: Where, *, rules: Rules, bodies: Bodies) -> Proposal:
    """What the router proposes for a report by these rules, with what the road register has at its place."""
    text = words_of(report)
    found = roads.find(f"{report.place_words}. {text}", lat=report.lat, lon=report.lon, regency=where.regency)
    serving = models.active()
    proposal = propose(
        text,
        where,
        lexicon=lexicon(),
        rules=rules,
        bodies=bodies,
        roads=found,
        learnt=serving.learnt if serving else None,
        first_day=None if serving else first_day(),
    )
    return opinion.heard(proposal, text)


def _join(decision: Decision, at: datetime) -> None:
    """Those who work on it, too, by the rule that led to the holder."""
    reason = next(reversed(decision.reasons), "")
    for organisation in Organisation.objects.filter(code__in=decision.joined, active=True).order_by("pk"):
        if organisation.can_hold and organisation.pk != decision.organisation_id:
            cases.join_agency(report_id=decision.report_id, organisation=organisation, text=reason, actor=ROUTER, at=at)


def where_of(report: Report) -> Where:
    """The place of a report: what was noted, else what its pin and words say."""
    if report.regency_id:
        return Where(report.regency_id, report.district_id, report.village_id, 1.0, ("Tempat sudah dicatat.",))
    return find_where(
        lat=report.lat,
        lon=report.lon,
        place_words=report.place_words,
        text=words_of(report),
        finders=data.finders(earlier_places(report)),
    )


def bodies() -> Bodies:
    """The organisations as deciding needs them, in one query."""
    columns = ("code", "kind", "region_id", "name", "referral_text")
    rows = list(Organisation.objects.filter(active=True).values_list(*columns, named=True))
    return Bodies(
        governments={row.region_id: row.code for row in rows if row.kind == Kind.REGENCY_GOVERNMENT and row.region_id},
        outside={row.code: (row.name, row.referral_text) for row in rows if row.kind == Kind.OUTSIDE},
        active={row.code for row in rows},
    )


def _store(report: Report, entry: Entry, where: Where, proposal: Proposal, *, version: str, at: datetime) -> Decision:
    category = Category.objects.filter(code=proposal.category).first() if proposal.category else None
    organisation = Organisation.objects.filter(code=proposal.organisation).first() if proposal.organisation else None
    return Decision.objects.create(
        report=report,
        entry=entry,
        at=at,
        version=version,
        action=proposal.action,
        region_id=where.village or where.district or where.regency,
        category=category,
        organisation=organisation,
        kind=proposal.kind,
        urgent=proposal.urgent,
        confidential=proposal.confidential,
        confidence=proposal.confidence,
        place_confidence=where.confidence,
        why=proposal.why,
        reasons=list(proposal.reasons),
        guesses=[{"code": guess.code, "confidence": guess.confidence} for guess in proposal.guesses],
        alternatives=[asdict(alternative) for alternative in proposal.alternatives],
        joined=list(proposal.joined),
        rule=proposal.rule,
        places=[{"code": place.code, "label": place.label, "score": place.score} for place in where.candidates],
        inputs={"pin": report.lat is not None, "place_words": bool(report.place_words), "channel": report.channel},
        model=proposal.model,
        said=[asdict(one) for one in proposal.said],
        referral_to=proposal.referral_to,
        referral_text=proposal.referral_text,
    )


def _classify(report: Report, where: Where, proposal: Proposal, at: datetime) -> None:
    category = Category.objects.filter(code=proposal.category).first() if proposal.category else None
    told = report.kind if report.kind != "complaint" else proposal.kind
    if not (where.regency or category or proposal.urgent or proposal.confidential or told != report.kind):
        return
    classification = cases.Classification(
        regency=where.regency,
        district=where.district,
        village=where.village,
        category=category,
        kind=told,
        urgent=proposal.urgent,
        confidential=proposal.confidential or None,
    )
    cases.classify(report_id=report.pk, classification=classification, actor=ROUTER, at=at)


def _note_place(report: Report, where: Where, at: datetime) -> None:
    """A case that is under way already lacks only its place: note that and leave the rest to its holder."""
    if where.regency and not report.regency_id and Stage(report.stage) in TRANSITIONS["classify"].from_:
        place = cases.Classification(regency=where.regency, district=where.district, village=where.village)
        cases.classify(report_id=report.pk, classification=place, actor=ROUTER, at=at)


def _settle(decision: Decision, outcome: Outcome, *, at: datetime, actor: Actor | None = None) -> Decision:
    decision.outcome, decision.decided_at = outcome, at
    decision.decided_by_id = actor.account_id if actor else None
    decision.save(update_fields=["outcome", "decided_at", "decided_by"])
    return decision


def _open_decision(report_id: int) -> Decision | None:
    """The latest decision, locked, when it still waits for somebody."""
    rows = Decision.objects.select_for_update(of=("self",)).select_related("organisation", "category", "region")
    latest = rows.filter(report_id=report_id).order_by("-id").first()
    return latest if latest is not None and latest.outcome == Outcome.OPEN else None


@transaction.atomic
def confirm(*, report_id: int, actor: Actor, at: datetime, seen_seq: int | None = None) -> Decision:
    """Do what the router proposes, in the verifier's name: assign, or refer with the prepared words.

    Raises NothingToConfirm, and the errors of `reports.operations`.
    """
    decision = _open_decision(report_id)
    if decision is None:
        raise NothingToConfirm
    if decision.action == Action.REFER and decision.referral_to:
        cases.refer(
            report_id=report_id,
            to=decision.referral_to,
            text=decision.referral_text,
            actor=actor,
            at=at,
            seen_seq=seen_seq,
        )
    elif decision.organisation and decision.organisation.can_hold:
        if decision.category:
            classification = cases.Classification(category=decision.category)
            cases.classify(report_id=report_id, classification=classification, actor=actor, at=at)
        cases.assign(report_id=report_id, holder=decision.organisation, actor=actor, at=at, seen_seq=seen_seq)
        _join(decision, at)
    else:
        raise NothingToConfirm
    return _settle(decision, Outcome.CONFIRMED, at=at, actor=actor)


@dataclass(frozen=True)
class Correction:
    """What a verifier chose instead; None keeps what is there. With an organisation the report is passed on."""

    region: Region | None = None
    category: Category | None = None
    organisation: Organisation | None = None
    kind: str | None = None


@transaction.atomic
def correct(
    *, report_id: int, correction: Correction, actor: Actor, at: datetime, seen_seq: int | None = None
) -> Decision | None:
    """Note the verifier's own choice of place, category and holder, and keep it beside the router's for learning.

    Returns the decision it corrects, None when the router had not decided. Raises the errors of `reports.operations`.
    """
    if not actor.may(*TRANSITIONS["classify"].permissions):
        raise NotPermitted("correct")
    decision = _open_decision(report_id)
    region = correction.region
    regency, district, village = _ancestors(region.code) if region else (None, None, None)
    if region or correction.category or correction.kind:
        classification = cases.Classification(
            regency=regency, district=district, village=village, category=correction.category, kind=correction.kind
        )
        cases.classify(report_id=report_id, classification=classification, actor=actor, at=at)
    if correction.organisation:
        cases.assign(report_id=report_id, holder=correction.organisation, actor=actor, at=at, seen_seq=seen_seq)
    if decision is not None:
        decision.chosen_region = region or decision.chosen_region
        decision.chosen_category = correction.category or decision.chosen_category
        decision.chosen_organisation = correction.organisation or decision.chosen_organisation
        decision.save(update_fields=["chosen_region", "chosen_category", "chosen_organisation"])
        if correction.organisation:
            same = correction.organisation == decision.organisation and not correction.category
            _settle(decision, Outcome.CONFIRMED if same else Outcome.CORRECTED, at=at, actor=actor)
    return decision


def _ancestors(code: str) -> tuple[str | None, str | None, str | None]:
    return regency_of(code), district_of(code), code if level_of(code) == "village" else None
