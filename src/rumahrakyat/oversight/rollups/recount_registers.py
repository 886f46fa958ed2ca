"""The registers beside the figures, counted a second time from their own rows: negligence, reprimands, directions,
findings, problems and first signs, and what people say of the service.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Q

from rumahrakyat.duty.negligence import queries as negligence
from rumahrakyat.organisations.scope import Grant, Scope
from rumahrakyat.oversight import surroundings
from rumahrakyat.oversight.directions import queries as directions
from rumahrakyat.oversight.findings import queries as findings
from rumahrakyat.oversight.periods import Window
from rumahrakyat.oversight.reprimands import queries as reprimands
from rumahrakyat.oversight.rollups.recount_kit import ALL, Compared, Values, compared, one, rows
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.people.roles import FIND
from rumahrakyat.problems import queries as problems

_HOLDERS_OF: Final = 2  # quarters: those that are worked on; of older ones every obligation and state
_SHOWN: Final = ("first_response", "resolution")  # obligations that are looked at for every reader
_STATES: Final = ("open", "explained", "upheld", "excused", "corrected")


def compare(windows: Sequence[Window]) -> Iterator[Compared]:
    at = windows[0].at
    shown = _negligence(at)
    yield compared("negligence", shown, _neglected(shown))
    yield compared("missed deadlines", _charged(), _breached())
    yield compared("reprimands", dict(reprimands.counts()), _letters())
    yield compared("directions", dict(directions.counts(Q(), at=at)), _directed(at))
    finder = Scope((Grant(frozenset({FIND})),))
    yield compared("findings", dict(findings.counts(finder, at=at)), _recommended(at))
    yield compared("problems", _problems(), _joined())
    for chosen in windows:
        yield from beside(chosen)


def beside(chosen: Window) -> Iterator[Compared]:
    """What stands beside the figures of a period."""
    yield compared(f"{chosen.code} surroundings", _around(chosen), _beside(chosen))


# -- the register of negligence ---------------------------------------------------------------------------------------


def _negligence(at: datetime) -> Values:
    """By quarter: all, by obligation, and by holder, each with every state."""
    found: Values = {}
    for nth, quarter in enumerate(negligence.quarters_with_rows(Q(), at=at)):
        wanted = [("", "", negligence.Filter(quarter))]
        wanted += [] if nth >= _HOLDERS_OF else [("holder", code, negligence.Filter(quarter, holder=code))
                   for code, _name in negligence.holders(Q(), quarter)]  # fmt: skip
        wanted += [("obligation", code, negligence.Filter(quarter, obligation=code)) for code in _obligations()]
        for by, code, asked in wanted:
            counts = negligence.counts(asked, Q())
            found[str(quarter), by, code] = (
                counts.missed, *(getattr(counts, state) for state in _STATES), counts.neglect,
            )  # fmt: skip
    return found


def _obligations() -> list[str]:
    return [code for (code,) in rows("SELECT DISTINCT obligation FROM duty_dutyrule")]


def _neglected(shown: Values) -> Values:
    counted: dict[tuple[str, str, str], Counter[str]] = {}
    statement = "SELECT quarter, code, obligation, state, sum(cases)::int FROM rc_neglect GROUP BY 1, 2, 3, 4"
    for quarter, holder, obligation, state, count in rows(statement):
        for key in (("", ""), ("holder", holder), ("obligation", obligation)):
            counted.setdefault((quarter, *key), Counter())[state] += count
    older = {key for key in counted if key[1] == "holder" and not _looked_at(key[0], shown)}
    return {key: _by_state(states) for key, states in counted.items() if key not in older}


def _looked_at(quarter: str, shown: Values) -> bool:
    """Whether the page was asked for this quarter by holder."""
    return any(key[0] == quarter and key[1] == "holder" for key in shown)


def _by_state(states: Counter[str]) -> tuple[int, ...]:
    neglect = states.total() - states["excused"] - states["corrected"]
    return (states.total(), *(states[state] for state in _STATES), neglect)


def neglected_of(at: datetime, sight: Sight) -> Iterator[Compared]:
    """The register as a head or a regent sees it, and as their own people do who explain its rows."""
    yield compared("negligence", _seen_of(at, sight), _counted_of(sight, at))


def _seen_of(at: datetime, sight: Sight) -> Values:
    """Of the present quarter all and by obligation, and of all quarters together."""
    mine, present = negligence.within(sight.organisations, sight.regencies), negligence.quarter_of(at)
    asked = {("", ""): negligence.Filter(), (str(present), ""): negligence.Filter(present)}
    asked |= {(str(present), code): negligence.Filter(present, obligation=code) for code in _SHOWN}
    found: Values = {}
    for key, wanted in asked.items():
        counts = negligence.counts(wanted, mine)
        found[key] = (counts.missed, *(getattr(counts, state) for state in _STATES), counts.neglect)
    return found | {("holder", code): True for code, _name in negligence.holders(mine, None)}


def _counted_of(sight: Sight, at: datetime) -> Values:
    present = one("SELECT to_char(%(at)s AT TIME ZONE %(zone)s, 'YYYY\"Q\"Q')", at=at, zone=settings.TIME_ZONE)
    statement = """SELECT quarter, code, obligation, state, sum(cases)::int FROM rc_neglect
        WHERE regency = ANY(%(regencies)s) OR holder = ANY(%(organisations)s) OR (holder IS NULL AND EXISTS (
            SELECT FROM organisations_organisation d WHERE d.kind = 'desk' AND d.id = ANY(%(organisations)s)))
        GROUP BY 1, 2, 3, 4"""
    counted: dict[tuple[str, str], Counter[str]] = {}
    found: Values = {}
    for quarter, holder, obligation, state, count in rows(statement, **sight.parameters):
        found["holder", holder] = True
        keys = [("", "")] + [(present, ""), (present, obligation)] * (quarter == present)
        for key in keys:
            counted.setdefault(key, Counter())[state] += count
    shown = {key: _by_state(states) for key, states in counted.items() if key[1] in {"", *_SHOWN}}
    return found | shown


def _charged() -> Values:
    """The rows of the register, by obligation, whose time it was, and who was charged."""
    statement = """SELECT c.obligation, b.own, coalesce(b.holder_id, 0), count(*) FROM duty_breach b
        JOIN duty_clock c ON c.id = b.clock_id GROUP BY 1, 2, 3"""
    return {tuple(key): count for *key, count in rows(statement)}


def _breached() -> Values:
    """The same from the timelines: every missed deadline is told there."""
    statement = "SELECT obligation, own, charged, count(*) FROM rc_event WHERE type = 'breached' GROUP BY 1, 2, 3"
    return {tuple(key): count for *key, count in rows(statement)}


# -- reprimands, directions, findings ---------------------------------------------------------------------------------


def _letters() -> Values:
    by_state = dict(rows("SELECT state, count(*) FROM oversight_reprimand GROUP BY 1"))

    def those(*states: str) -> int:
        return sum(by_state.get(state, 0) for state in states)

    return {
        "": sum(by_state.values()),
        "menunggu": those("signed", "delivered", "acknowledged"),
        "belum-dibaca": those("signed", "delivered"),
        "dijawab": those("answered"),
        "selesai": those("closed", "recalled", "withdrawn"),
        "konsep": those("draft"),
    }


def _directed(at: datetime) -> Values:
    statement = """SELECT count(*), count(*) FILTER (WHERE kind = 'ask' AND open),
            count(*) FILTER (WHERE kind = 'ask' AND open AND answer_due_at <= %(at)s),
            count(*) FILTER (WHERE kind = 'ask' AND answered_at IS NOT NULL), count(*) FILTER (WHERE kind = 'word')
        FROM oversight_direction WHERE delivered_at IS NOT NULL OR ended_at IS NULL"""
    return dict(zip(("", "ditunggu", "lewat", "dijawab", "pesan"), rows(statement, at=at)[0], strict=True))


def _recommended(at: datetime) -> Values:
    owed = "SELECT count(*) FROM oversight_recommendation WHERE state IN ('open', 'accepted', 'objected')"
    return {"owed": one(owed), "late": one(f"{owed} AND due_at <= %(at)s", at=at)}


# -- problems, signs, and what people say -----------------------------------------------------------------------------


def _problems() -> Values:
    return {each.pk: getattr(each, "n_cases", 0) for each in problems.problems(Q())}


def _joined() -> Values:
    statement = """SELECT p.id, count(c.id) FROM problems_problem p LEFT JOIN problems_problemcase c
        ON c.problem_id = p.id GROUP BY p.id, p.state, p.opened_at
        ORDER BY p.state DESC, p.opened_at DESC, p.id DESC LIMIT %(most)s"""
    return dict(rows(statement, most=problems.MOST))


def _around(chosen: Window) -> Values:
    found = surroundings.seen(chosen, ALL)
    said = found.opinion
    shown: Values = {("sign", sign.pk): sum(sign.points) for sign in found.signs}
    shown |= {("problem", problem.pk): problem.cases for problem in found.problems}
    return shown | {"opinion": (said.ended, said.asked, said.answers)}


def _beside(chosen: Window) -> Values:
    signs = """SELECT s.id, (SELECT count(*) FROM problems_signcase c WHERE c.sign_id = s.id) FROM problems_sign s
        WHERE s.state IN ('new', 'watching') ORDER BY s.kind, s.state, s.score DESC, s.id LIMIT %(most)s"""
    named = """SELECT p.id, (SELECT count(*) FROM problems_problemcase c WHERE c.problem_id = p.id)
        FROM problems_problem p WHERE p.state <> 'closed' ORDER BY p.state DESC, p.opened_at DESC, p.id DESC
        LIMIT %(most)s"""
    said = """SELECT count(*), count(*) FILTER (WHERE sent_at IS NOT NULL OR answered_at IS NOT NULL),
        count(*) FILTER (WHERE 0 < ANY(marks)) FROM satisfaction_survey
        WHERE closed_at BETWEEN %(since)s AND %(until)s"""
    found: Values = {("sign", pk): count for pk, count in rows(signs, most=surroundings.SIGNS)}
    found |= {("problem", pk): count for pk, count in rows(named, most=surroundings.PROBLEMS)}
    span: dict[str, Any] = {"since": chosen.promise.since, "until": chosen.promise.until}
    return found | {"opinion": rows(said, **span)[0]}
