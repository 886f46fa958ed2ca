"""The questions of the survey and what citizens are told about it: data of the province."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from rumahrakyat.channels import wordings
from rumahrakyat.channels.base import Body, Template
from rumahrakyat.regions.province import Province, active

FILE = "survey.json"
TEMPLATE = "rr_survey"


@dataclass(frozen=True)
class Element:
    name: str
    short: str
    ask: str


@dataclass(frozen=True)
class Sample:
    """How many closed cases are drawn for a call each day. `rest`: nobody twice within it."""

    percent: int
    fewest: int
    most: int
    since: timedelta
    rest: timedelta
    seed: str
    attempts: int


@dataclass(frozen=True)
class Survey:
    """`open_for`: how long an answer by message is taken; `wait`: how long after the closing it is asked; `fewest`:
    below so many answers no index is shown."""

    elements: tuple[Element, ...]
    scale: dict[int, str]
    open_for: timedelta
    wait: timedelta
    fewest: int
    sample: Sample
    messages: dict[str, dict[str, str]]


def survey(language: str = "id") -> Survey:
    return _survey(active().folder, "jv" if language == "jv" else "id")


@lru_cache(maxsize=8)
def _survey(folder: Path, language: str) -> Survey:
    told: dict[str, Any] = Province(folder.name, folder).document(FILE)
    drawn = told["feedback_sample"]
    asks = "jv" if language == "jv" else "ask"
    return Survey(
        elements=tuple(Element(one["name"], one["short"], one[asks]) for one in told["elements"]),
        scale={int(mark): str(name) for mark, name in told["scale"].items()},
        open_for=timedelta(days=told["open_days"]),
        wait=timedelta(hours=told["wait_hours"]),
        fewest=told["fewest_to_show"],
        sample=Sample(
            drawn["percent"],
            drawn["fewest_a_day"],
            drawn["most_a_day"],
            timedelta(days=drawn["closed_since_days"]),
            timedelta(days=drawn["rest_days"]),
            drawn["seed"],
            drawn["attempts"],
        ),
        messages=told["messages"],
    )


def asking(*, number: str, link: str, letter: bool, language: str) -> Body:
    """The one message that asks: nine short lines and nine digits back, or, as a letter, the link alone."""
    told = survey()
    words = told.messages.get(language, told.messages["id"])
    lines = "\n".join(f"{nth}. {one.ask}" for nth, one in enumerate(told.elements, start=1))
    values = {"number": number, "link": link, "lines": lines, "shorts": ",".join(one.short for one in told.elements)}
    return Body(
        words["ask_letter" if letter else "ask"].format(**values),
        template=Template(TEMPLATE, (number, link)),
        short=words["ask_short"].format(**values),
        subject=f"Penilaian layanan, laporan {number}",
        about=number,
    )


def thanks(*, number: str, given: list[int], language: str) -> str:
    """What is answered to digits: that they are kept, and what could still be said."""
    told = survey()
    words = told.messages.get(language, told.messages["id"])
    missing = [one.short for one, mark in zip(told.elements, given, strict=True) if mark < 0]
    if not missing:
        return words["thanks"].format(number=number)
    values = {"given": len(given) - len(missing), "left": len(missing), "shorts": ", ".join(missing)}
    return words["partly"].format(**values)


def register_template() -> None:
    """Tell `channels` what the approved template says; called once at start."""
    words = survey().messages["id"]["template"].format(number="{{1}}", link="{{2}}")
    wordings.register(TEMPLATE, f"Rumah Rakyat. {words} Terima kasih.")
