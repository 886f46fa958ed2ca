"""What a province lays down for its call centre: hours, the time to call back in, what agents say. All of it data."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from rumahrakyat.callcentre import office
from rumahrakyat.duty.calendars import calendar
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.hours import Span
from rumahrakyat.regions.province import Province, active

CALL_CENTRE, SCRIPTS = "call_centre.json", "call_scripts.json"


@dataclass(frozen=True)
class House:
    """`line`: the number citizens call. `within` and `again`: minutes of office time. An attempt that fails counts
    towards `attempts`, which must be spread over `over` at least."""

    line: str
    spans: tuple[Span, ...]
    within: int
    again: int
    attempts: int
    over: timedelta
    sms: str


def house() -> House:
    return _house(active().folder)


@lru_cache(maxsize=4)
def _house(folder: Path) -> House:
    told = Province(folder.name, folder).document(CALL_CENTRE)
    back = told["call_back"]
    spans = tuple(Span(day, time.fromisoformat(a), time.fromisoformat(b)) for day, a, b in told["office_hours"])
    return House(
        line=told["line"],
        spans=spans,
        within=back["within_office_minutes"],
        again=back["again_after_office_minutes"],
        attempts=back["attempts"],
        over=timedelta(days=back["over_days"]),
        sms=told["sms"].format(line=told["line"]),
    )


def due(start: datetime, minutes: int) -> datetime:
    """`minutes` of office time after `start`, by the installation's calendar; one query."""
    zone = wallclock.zone()
    return office.after(start, minutes, spans=house().spans, zone=zone, works=calendar(zone).is_working)


@lru_cache(maxsize=4)
def _scripts(folder: Path) -> dict[str, Any]:
    return dict(Province(folder.name, folder).document(SCRIPTS))


@dataclass(frozen=True)
class Script:
    """What an agent says, in one language. `words` as they stand in the file."""

    language: str
    words: dict[str, Any]
    parts: list[list[Any]]

    def greeting(self, *, agent: str, at: datetime, number: str = "") -> str:
        """The first sentence, with the part of the day as people there call it."""
        hour = at.astimezone(wallclock.zone()).hour
        part = next(str(name) for until, name in self.parts if hour < until)
        return str(self.words["greeting"]).format(part=part, agent=agent, number=number)

    def read_back(self, *, what: str, place: str, name: str, identity: str) -> str:
        """What was written down, as it is read to the caller for consent."""
        known = name.strip() if identity != "anonymous" else ""
        return str(self.words["read_back"]).format(
            name=known or self.words["nobody"],
            what=_sentence(what),
            place=_sentence(place or self.words["no_place"]),
            identity=self.words["identities"].get(identity, ""),
        )

    def status(self, values: dict[str, str]) -> str:
        """One sentence to say about a case: stage, who has it, by when."""
        return str(self.words["status"]).format(**values)


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def script(kind: str, language: str = "id") -> Script:
    """The script `register` or `feedback`; in Indonesian when there is none in that language."""
    told = _scripts(active().folder)
    chosen = language if language in told[kind] else "id"
    return Script(chosen, told[kind][chosen], told["parts_of_day"][chosen])


def languages(kind: str) -> list[tuple[str, str]]:
    """(code, name) of the languages a script is written in."""
    return [(code, words["name"]) for code, words in _scripts(active().folder)[kind].items()]
