"""What the page of a case shows: read once, then drawn. Views pass the result to the template unchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.functional import SimpleLazyObject

from rumahrakyat.duty import reading, rules, store
from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.reading import ReadClock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import names_by_code, outside_bodies
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.queries import names_of
from rumahrakyat.people.roles import DISPATCH, JOIN
from rumahrakyat.reports import access, merging
from rumahrakyat.reports.joining import joined_now
from rumahrakyat.reports.models import Kind, Report
from rumahrakyat.reports.queries import Line, bodies_named, joined_to, people_named
from rumahrakyat.reports.queries import story as lines_of
from rumahrakyat.reports.states import Stage, allowed
from rumahrakyat.routing import queries as routing
from rumahrakyat.routing.models import Decision
from rumahrakyat.web.components import stage_code
from rumahrakyat.workbench import breaches, clocks, forms, likes, rows, story
from rumahrakyat.workbench.beside import Beside
from rumahrakyat.workbench.board import persons
from rumahrakyat.workbench.casepage import composer, head, leaves, why
from rumahrakyat.workbench.directed import panel as directed
from rumahrakyat.workbench.handover import panel as handover
from rumahrakyat.workbench.models import Draft
from rumahrakyat.workbench.outside import panel as outside
from rumahrakyat.workbench.team import panels
from rumahrakyat.workbench.writing import composing

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
    "give_task": ("give_task",),
    "link": ("link",),
    "unlink": ("link",),
    "split": ("split",),
    "edit_public": ("edit_public",),
    "photo": ("edit_public",),
    "threat": ("report_threat",),
    "give_to_person": ("give_to_person",),
    "send_back": ("hand_over",),
    "dispute": ("hand_over",),
    "forward": ("hand_over", "classify"),
    "take": ("take",),
    "put_back": ("put_back",),
}


@dataclass(frozen=True)
class Opening:
    """How the page is opened: which action lies open, what was typed, what is wrong with it.

    `found` are bodies that a search in the open form found, `places` readings of an ambiguous place, `before` the entry
    (0: none) before which the shown part of a long story ends.
    """

    action: str = ""
    words: Mapping[str, str] | None = None
    faults: Sequence[tuple[str, str]] = ()
    found: Sequence[Organisation] | None = None
    places: Sequence[Any] = ()
    notice: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    before: int = 0


def possible(report: Report, actor: Actor) -> list[str]:
    """The actions this person can take on the case now, in the order of the page."""
    by_holder = report.holder_id is not None and actor.organisation_id == report.holder_id
    moves = {
        transition.name
        for transition in allowed(Stage(report.stage), actor.permissions)
        if by_holder or not transition.by_holder
    }
    own = [action for action, names in _MOVES.items() if moves.intersection(names)]
    if "confirm" not in own and "correct" in own:
        own.remove("correct")
    return persons.fitting(own, report, account=actor.account_id or 0, dispatches=actor.may(DISPATCH))


def build(  # noqa: PLR0917 -- one page, all that it is made of
    report: Report, reach: access.Reach, actor: Actor, opening: Opening, now: datetime, beside: Beside
) -> Context:
    """Everything the template needs."""
    lines = lines_of(report, staff=True, reporter=False)
    machine = store.engine()
    running = reading.clocks_of(report.pk, at=now, machine=machine)
    answer = reading.answer_of(running)
    due = answer.clock if answer else None
    partners = joined_now(report) if any(line.type == "agency_joined" for line in lines) else []
    actions = _fitting(possible(report, actor), report, running, now)
    team = panels.build(report, lines, reach=reach, actor=actor, acting=opening.action, now=now)
    actions = panels.fitting(actions, team, partners=bool(partners))
    actions = handover.fitting(actions, report, actor, lines)
    decision = routing.decision_of(report)
    names = _names(lines, running)
    return {
        **_top(report, actor, due, now),
        **outside.panel(report, actor, lines, now),
        **directed.panel(actor, (beside.watchers, beside.given), account=reach.account.pk),
        "partners": partners,
        "leaving": [one for one in partners if actor.may(JOIN) or one.organisation_id == actor.organisation_id],
        "clocks": clocks.bars(running, actor.organisation_id, now),
        "breaches": breaches.of_case(running, reach),
        **team,
        **_leaf(lines, names, opening, now),
        "seal": story.seal(lines),
        "people": persons.choices(report, at=now, opened=opening.action == "give_to_person"),
        "others": head.others(report, reach, actor),
        "routing": why.reasons(decision, actions),
        "actions": actions,
        **composing.page(report, reach.account, actor, actions, opening.more, rule=beside.rule, lines=lines),
        "composer": composer.composer(report, due, actions, (machine, now), heard_on=beside.heard_on),
        "waiting_hint": head.waiting_hint(running, now) if "ask" in actions else "",
        **_people(report, lines) | _alike(report, reach, actions),
        "forms": _forms(beside.draft, actions, decision, opening),
        **handover.parts(report, lines, names, decision, actions=actions, running=running, now=now),
        **_opened(opening),
        "places": opening.places or why.left_open(report, decision),
    }


def _leaf(lines: Sequence[Line], names: Mapping[str, str], opening: Opening, now: datetime) -> Context:
    """The part of the story that lies open, and whether there is more on either side."""
    leaf = leaves.leaf(lines, before=opening.before)
    return {"older": leaf.older, "newer": leaf.newer, "days": story.days(leaf.lines, names, now)}


def _top(report: Report, actor: Actor, due: Clock | None, now: datetime) -> Context:
    """The case in a few words."""
    return {
        "report": report,
        "now": now,
        "place": rows.place_of(report),
        "stage": {"code": stage_code(report), "label": rows.stage_label(report)},
        "deadline": head.deadline(report, due, now),
        "identity": head.identity(report, actor),
    }


def _opened(opening: Opening) -> Context:
    return {
        "acting": opening.action,
        "faults": [{"id": name, "text": text} for name, text in opening.faults],
        "notice": opening.notice,
        "found": opening.found,
    }


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
    return known | (names_by_code(missing) if missing else {}) | _people_in(lines)


def _people_in(lines: Sequence[Line]) -> dict[str, str]:
    """The names of colleagues in the story; of those who wrote entries they are known already."""
    known = {f"person:{one.pk}": one.name for line in lines if (one := line.entry.account)}
    return known | names_of({one for one in people_named(lines) if f"person:{one}" not in known})


def _fitting(actions: list[str], report: Report, running: Sequence[ReadClock], now: datetime) -> list[str]:
    """Without what the stage allows but the clocks do not."""
    without = set()
    if report.kind != Kind.INFORMATION or not reading.extendable(running, at=now):
        without.add("extend")
    if reading.running(running, rules.APPEAL) is None:
        without.add("decide_appeal")
    return [one for one in actions if one not in without]


def _forms(draft: Draft | None, actions: Sequence[str], decision: Decision | None, opening: Opening) -> Context:
    """For each possible action what stands in its fields, with a one-time token."""
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
    made["bodies"] = (
        list(outside_bodies()) if opening.action in {"refer", "forward"} or made.get("refer", {}).get("words") else []
    )
    made["categories"] = list(routing.categories()) if opening.action == "correct" else []
    made["reasons"] = list(forms.REASONS.items())
    return made
