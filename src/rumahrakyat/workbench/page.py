"""What the page of a case shows: read once, then drawn. Views pass the result to the template unchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import dateformat
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from rumahrakyat.channels import registry
from rumahrakyat.correspondence.queries import channels_of
from rumahrakyat.duty import promises, reading, rules, store
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.reading import ReadClock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import names_by_code, outside_bodies
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, JOIN, SEE_IDENTITY
from rumahrakyat.reports import access, merging
from rumahrakyat.reports.joining import joined_now
from rumahrakyat.reports.models import Identity, Kind, Report, StageChoices
from rumahrakyat.reports.queries import Line, bodies_named, joined_to, of_reporter
from rumahrakyat.reports.queries import story as lines_of
from rumahrakyat.reports.states import ANSWER_STAGES, Stage, allowed
from rumahrakyat.routing import queries as routing
from rumahrakyat.routing.models import Action, Decision, Outcome
from rumahrakyat.web import components, duties, formats
from rumahrakyat.web.components import stage_code
from rumahrakyat.workbench import breaches, clocks, forms, likes, rows, story
from rumahrakyat.workbench.queries import draft_of

Context = dict[str, Any]
_MOST_JOINED = 20
_MOVES = {
    "answer": ("answer_verification", "answer_field_check", "answer_in_progress", "resolve"),
    "ask": ("ask_reporter",),
    "hand_over": ("hand_over",),
    "give_back": ("return_to_desk",),
    "refer": ("refer",),
    "reject": ("reject",),
    "note": ("note",),
    "transcribe": ("transcribe",),
    "confirm": ("assign",),
    "correct": ("classify",),
    "extend": ("extend",),
    "decide_appeal": ("decide_appeal",),
    "merge": ("merge",),
    "unmerge": ("unmerge",),
    "join_agency": ("join_agency",),
    "leave_agency": ("leave_agency",),
    "contribute": ("contribute",),
}


@dataclass(frozen=True)
class Opening:
    """How the page is opened: which action lies open, what was typed, what is wrong with it.

    `found` are bodies that a search in the open form found, `places` readings of an ambiguous place.
    """

    action: str = ""
    words: Mapping[str, str] | None = None
    faults: Sequence[tuple[str, str]] = ()
    found: Sequence[Organisation] | None = None
    places: Sequence[Any] = ()
    notice: str = ""


def possible(report: Report, actor: Actor) -> list[str]:
    """The actions this person can take on the case now, in the order of the page."""
    moves = {transition.name for transition in allowed(Stage(report.stage), actor.permissions)}
    own = [action for action, names in _MOVES.items() if moves.intersection(names)]
    if "confirm" not in own and "correct" in own:
        own.remove("correct")
    return own


def build(report: Report, reach: access.Reach, actor: Actor, opening: Opening, now: datetime) -> Context:
    """Everything the template needs."""
    lines = lines_of(report, staff=True, reporter=False)
    machine = store.engine()
    running = reading.clocks_of(report.pk, at=now, machine=machine)
    answer = reading.answer_of(running)
    due = answer.clock if answer else None
    partners = joined_now(report) if any(line.type == "agency_joined" for line in lines) else []
    actions = _fitting(possible(report, actor), report, running, now)
    if not partners and "leave_agency" in actions:
        actions.remove("leave_agency")
    decision = routing.decision_of(report)
    late = any(line.type == "breached" for line in lines)
    return {
        "report": report,
        "now": now,
        "place": rows.place_of(report),
        "stage": {"code": stage_code(report), "label": rows.stage_label(report)},
        "deadline": _deadline(report, due, now),
        "partners": partners,
        "leaving": [one for one in partners if actor.may(JOIN) or one.organisation_id == actor.organisation_id],
        "clocks": clocks.bars(running, actor.organisation_id, now),
        "breaches": breaches.of_case(report.pk, reach) if late else [],
        "days": story.days(lines, _names(lines, running), now),
        "seal": story.seal(lines),
        "identity": _identity(report, actor),
        "others": _others(report, reach, actor),
        "routing": _routing(decision, actions),
        "actions": actions,
        "composer": _composer(report, due, actions, _bounds(report, actions, machine, now)),
        "waiting_hint": _waiting_hint(running, now) if "ask" in actions else "",
        **_people(report, lines) | _alike(report, reach, actions),
        "forms": _forms(report, reach.account, actions, decision, opening),
        "acting": opening.action,
        "faults": [{"id": name, "text": text} for name, text in opening.faults],
        "notice": opening.notice,
        "found": opening.found,
        "places": opening.places or _left_open(report, decision),
    }


def _left_open(report: Report, decision: Decision | None) -> list[dict[str, str]]:
    """The places that the router could not choose between, while nobody has: one tap instead of typing."""
    if decision is None or report.regency_id:
        return []
    return [{"code": str(place["code"]), "label": str(place["label"])} for place in decision.places]


def _alike(report: Report, reach: access.Reach, actions: Sequence[str]) -> Context:
    """What it may be the same as; asked only where nobody has asked before, since the inbox reads it with its list."""
    return {"likes": SimpleLazyObject(lambda: likes.beside(report, reach, actions))}


def _people(report: Report, lines: Sequence[Line]) -> Context:
    """The reports that go on in this one, the first of them by name, and how many people reported it in all."""
    if not any(line.type == "joined" for line in lines):
        return {"joined": [], "reporters": 1}
    found = joined_to(report)
    shown = found[:_MOST_JOINED]
    people = merging.reporters_of([report.pk]).get(report.pk, 1)
    return {"joined": shown, "joined_more": len(found) - len(shown), "reporters": people}


def _names(lines: Sequence[Line], running: Sequence[ReadClock]) -> dict[str, str]:
    """The names of all bodies in the story; those that had a clock are known already."""
    holders = [tenure.holder for one in running for tenure in one.tenures if tenure.holder]
    known = {holder.code: holder.name for holder in holders}
    missing = bodies_named(lines) - known.keys()
    return known | (names_by_code(missing) if missing else {})


def _fitting(actions: list[str], report: Report, running: Sequence[ReadClock], now: datetime) -> list[str]:
    """Without what the stage allows but the clocks do not."""
    without = set()
    if report.kind != Kind.INFORMATION or not reading.extendable(running, at=now):
        without.add("extend")
    if reading.running(running, rules.APPEAL) is None:
        without.add("decide_appeal")
    return [one for one in actions if one not in without]


def _waiting_hint(running: Sequence[ReadClock], now: datetime) -> str:
    """What a question would do to the clock that is owed."""
    waiting = reading.waiting_left(running, at=now)
    if waiting is None:
        return _("No clock runs that could stand still; the case waits ten days at most.")
    if waiting.late:
        return _("The deadline has passed: a question does not stop the clock any more.")
    if not waiting.stands:
        return _("The ten days of waiting are used up: the clock goes on running.")
    words = _("The clock stands still until the citizen answers. Waiting time left: %(time)s of ten days.")
    return words % {"time": formats.duration(waiting.left)}


def _deadline(report: Report, answer: Clock | None, now: datetime) -> Context | None:
    """What is due next: kind, words for the chip, words for the strip of a phone. None when nothing is."""
    if report.answer_due_at and answer:
        kind = components.deadline_kind(report.answer_due_at, now)
        what = _("Objection") if answer.cycle > 1 else _("First answer")
        left = components.deadline_words(kind, abs(report.answer_due_at - now), short=False)
        moment = formats.moment(report.answer_due_at, now)
        before = _("%(what)s due since %(moment)s") if kind == "late" else _("%(what)s, answer before %(moment)s")
        return {
            "kind": kind,
            "chip": before % {"what": what, "moment": moment},
            "strip": f"{what}: {left}",
            "icon": "alarm" if kind == "late" else "clock",
        }
    if report.news_due_at:
        return _news(report.news_due_at, now)
    if report.stage == Stage.WAITING_REPORTER.value and report.reporter_due_at:
        until = formats.moment(report.reporter_due_at, now)
        words = _("Waiting for the citizen until %(moment)s") % {"moment": until}
        return {"kind": "paused", "chip": words, "strip": words, "icon": "pause"}
    if report.stage == Stage.RESOLVED.value and report.reporter_due_at:
        until = formats.moment(report.reporter_due_at, now)
        words = _("The citizen decides until %(moment)s") % {"moment": until}
        return {"kind": "paused", "chip": words, "strip": words, "icon": "pause"}
    return None


def _news(due_at: datetime, now: datetime) -> Context:
    """The next word that is owed after an answer."""
    kind = components.deadline_kind(due_at, now)
    before = _("Next word due since %(moment)s") if kind == "late" else _("Next word by %(moment)s")
    left = components.deadline_words(kind, abs(due_at - now), short=False)
    return {
        "kind": kind,
        "chip": before % {"moment": duties.until(due_at, now)},
        "strip": _("Next word: %(left)s") % {"left": left},
        "icon": "alarm" if kind == "late" else "clock",
    }


def knows_identity(report: Report, actor: Actor) -> bool:
    """Whether the reporter's name may be shown to this person for this case."""
    if report.identity == Identity.ANONYMOUS:
        return False
    return actor.may(SEE_IDENTITY) or (report.identity == Identity.NAMED and actor.may(ANSWER))


def _identity(report: Report, actor: Actor) -> Context:
    if report.identity == Identity.ANONYMOUS:
        return {"icon": "hidden", "words": _("Anonymous: nobody knows who reported")}
    if not knows_identity(report, actor):
        return {"icon": "lock", "words": _("Identity confidential")}
    name = report.reporter.name or _("Gave no name")
    if report.identity == Identity.CONFIDENTIAL:
        return {"icon": "lock", "words": _("%(name)s, confidential: not even the agency may know") % {"name": name}}
    return {"icon": "person", "words": name}


def _others(report: Report, reach: access.Reach, actor: Actor) -> list[Report]:
    """The same person's other cases that this reader may see; nothing where the person is not known to them."""
    if not knows_identity(report, actor):
        return []
    return [one for one in of_reporter(report.reporter_id, within=reach.cases(), limit=6) if one.pk != report.pk][:5]


def _routing(decision: Decision | None, actions: Sequence[str]) -> Context | None:
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


def _composer(report: Report, answer: Clock | None, actions: Sequence[str], next_word: Context) -> Context | None:
    """What the answer's form says about itself: stages, readers, the clock it stops, where it goes."""
    if "answer" not in actions:
        return None
    channels = [registry.label(code) for code in channels_of(report.pk)]
    if report.answer_due_at and answer:
        stops = _("Stops the clock of the objection.") if answer.cycle > 1 else _("Stops the 1×24-hour clock.")
    elif report.stage == Stage.WAITING_REPORTER.value:
        stops = _("Stops the clock that waits for the citizen.")
    else:
        stops = _("The first answer was given; this one is the next word.")
    return {
        "next": next_word,
        "stages": [
            {
                "value": stage.value,
                "label": StageChoices(stage.value).label,
                "icon": components.STAGE_ICONS[stage.value],
                "key": nth,
            }
            for nth, stage in enumerate(ANSWER_STAGES, start=1)
        ],
        "readers": _("read by everybody") if report.is_public else _("read by the citizen only"),
        "stops": stops,
        "channels": ", ".join(channels),
    }


def _bounds(report: Report, actions: Sequence[str], machine: Engine, now: datetime) -> Context:
    """Between which days the next word may be promised, and the day that holds when none is named."""
    if "answer" not in actions:
        return {}
    bounds = promises.next_word(report, at=now, machine=machine)
    words = _("Left empty: %(day)s (%(n)s working days). At most %(most)s working days.")
    named = {"day": dateformat.format(bounds.suggested, "l, j F"), "n": bounds.days, "most": bounds.most}
    return {"least": bounds.earliest.isoformat(), "most": bounds.latest.isoformat(), "hint": words % named}


def _forms(
    report: Report, account: Account, actions: Sequence[str], decision: Decision | None, opening: Opening
) -> Context:
    """For each possible action what stands in its fields, with a one-time token."""
    draft = draft_of(account, report)
    kept = dict(draft.words) if draft else {}
    for name, value in (opening.words or {}).items():
        kept[f"{opening.action}.{name}"] = value
    made: Context = {"draft": draft}
    for action in actions:
        words = {key.partition(".")[2]: value for key, value in kept.items() if key.partition(".")[0] == action}
        made[action] = {"token": uuid4(), "slug": forms.SLUGS[action], "words": words, "open": bool(words)}
    if decision and decision.referral_text and "refer" in made:
        made["refer"]["words"].setdefault("text", decision.referral_text)
        made["refer"]["words"].setdefault("to", decision.referral_to)
        made["refer"]["proposed"] = decision.referral_to
    # Long lists are read only for the form that lies open; the others are links to it.
    made["bodies"] = list(outside_bodies()) if opening.action == "refer" or made.get("refer", {}).get("words") else []
    made["categories"] = list(routing.categories()) if opening.action == "correct" else []
    made["reasons"] = list(forms.REASONS.items())
    return made
