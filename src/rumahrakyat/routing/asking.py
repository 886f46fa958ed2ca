"""Asking the router about words that are no report: everything it makes of them, nothing written, nobody told.

It answers from an installation, with its rules, roads and model, or from the files of the province alone, as on the
first day of one that has no database yet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.regions import roads
from rumahrakyat.regions.province import active
from rumahrakyat.reports.models import Category
from rumahrakyat.routing import data, operations, rulesets
from rumahrakyat.routing.deciding import Bodies, Proposal, propose
from rumahrakyat.routing.facts import Road
from rumahrakyat.routing.guessing import Learnt
from rumahrakyat.routing.learning import serving
from rumahrakyat.routing.rules import Rules
from rumahrakyat.routing.where import Where, find_where
from rumahrakyat.understanding.data import first_day, lexicon
from rumahrakyat.understanding.language import Language, guess
from rumahrakyat.understanding.lexicon import Reading

NO_ROADS: Sequence[Road] = ()


@dataclass(frozen=True)
class Point:
    """Degrees, WGS 84."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Surroundings:
    """What an answer needs besides the text. `organisations` and `categories` are names by code, `roads` looks into the
    register of roads by words, point and regency."""

    rules: Rules
    bodies: Bodies
    learnt: Learnt | None
    organisations: Mapping[str, str]
    categories: Mapping[str, str]
    roads: Callable[[str, Point | None, str | None], Sequence[Road]]


@dataclass(frozen=True)
class Asked:
    where: Where
    proposal: Proposal
    reading: Reading
    language: Language


def ask(text: str, *, pin: Point | None = None, place_words: str = "", by: Surroundings) -> Asked:
    """What the router makes of a text. Total: any text, the empty one included."""
    lat, lon = (pin.lat, pin.lon) if pin else (None, None)
    where = find_where(lat=lat, lon=lon, place_words=place_words, text=text, finders=data.finders())
    proposal = propose(
        text,
        where,
        lexicon=lexicon(),
        rules=by.rules,
        bodies=by.bodies,
        roads=by.roads(f"{place_words}. {text}", pin, where.regency),
        learnt=by.learnt,
        first_day=None if by.learnt else first_day(),
    )
    return Asked(where, proposal, lexicon().read(text), guess(text))


def of_installation(at: datetime) -> Surroundings:
    """The rules, bodies, roads and model of this installation's database."""
    at_work = serving.active()
    return Surroundings(
        rules=rulesets.current(at),
        bodies=operations.bodies(),
        learnt=at_work.learnt if at_work else None,
        organisations=dict(Organisation.objects.values_list("code", "name")),
        categories=dict(Category.objects.values_list("code", "name")),
        roads=_registered,
    )


def of_province() -> Surroundings:
    """What the files of the province say, without a database."""
    rows = active().table("organisations.csv")
    mains = active().document("categories.json")
    return Surroundings(
        rules=data.rules(),
        bodies=Bodies(
            governments={row["region"]: row["code"] for row in rows if row["kind"] == Kind.REGENCY_GOVERNMENT},
            outside={row["code"]: (row["name"], row["referral_text"]) for row in rows if row["kind"] == Kind.OUTSIDE},
            active={row["code"] for row in rows},
        ),
        learnt=None,
        organisations={row["code"]: row["name"] for row in rows},
        categories={one["code"]: one["name"] for main in mains for one in (main, *main["children"])},
        roads=lambda _words, _pin, _regency: NO_ROADS,
    )


def _registered(words: str, pin: Point | None, regency: str | None) -> Sequence[Road]:
    return roads.find(words, lat=pin.lat if pin else None, lon=pin.lon if pin else None, regency=regency)
