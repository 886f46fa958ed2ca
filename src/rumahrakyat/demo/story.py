"""What happened to a plain case, drawn at once instead of played: its moments, entries and end. Pure."""

import math
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.demo import corpus
from rumahrakyat.reports.states import Closing, Stage

DEADLINE: Final = timedelta(hours=24)
TURN: Final = timedelta(hours=240)  # how long the reporter may decide
_LATE_SHARE, _STEPWISE_SHARE, _CONFIRMED_SHARE = 0.07, 0.25, 0.55
_ANSWER_MEDIAN_HOURS: Final = 6.3
_WORKING: Final = (Stage.VERIFICATION, Stage.FIELD_CHECK, Stage.IN_PROGRESS)


@dataclass(frozen=True)
class Matter:
    """What a case is about, with everything that does not change from case to case worked out once.

    `holder` and `officer` are ids, `outside` the name of the body it is referred to instead. `oversight`: it weighs as
    a complaint that calls for oversight.
    """

    text: str
    place_words: str
    point: str
    channel: str
    kind: str
    identity: str
    visibility: str
    holder: int | None
    holder_code: str
    officer: int | None
    outside: str
    answer: str
    category: str = ""
    oversight: bool = False
    urgent: bool = False
    regency: str = ""
    district: str = ""
    village: str = ""
    report: dict[str, object] = field(default_factory=dict)
    decision: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """An entry to be written. `staff`: by the holder's officer; else by the citizen or the system."""

    type: str
    at: datetime
    actor: str
    data: dict[str, object]
    personal: dict[str, object] | None = None


@dataclass
class Story:
    """The case as it stands at the present. `answered` is None while a first answer is owed."""

    events: list[Event]
    stage: Stage
    answered: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    closing: str = ""
    before_waiting: str = ""


def tell(matter: Matter, received: datetime, until: datetime, rng: random.Random) -> Story:
    """A story that has come as far as it can by `until`."""
    story = Story([_received(matter, received), _classified(matter, received + timedelta(seconds=1))], Stage.RECEIVED)
    if matter.holder is None:
        return _referred(story, matter, received, until, rng)
    _assign(story, matter, received + timedelta(seconds=2))
    answered = _answer_time(received, until, rng)
    if answered > until:
        return story
    story.answered = answered
    resolved = answered
    if rng.random() < _STEPWISE_SHARE:
        stage = rng.choice(_WORKING)
        _answer(story, matter, answered, stage)
        resolved = answered + timedelta(hours=1 + rng.expovariate(1 / 60))
    if resolved <= until:
        _resolve(story, matter, resolved)
        _decide(story, matter, until, rng)
    return story


def _received(matter: Matter, at: datetime) -> Event:
    data: dict[str, object] = {
        "channel": matter.channel,
        "kind": matter.kind,
        "identity": matter.identity,
        "visibility": matter.visibility,
        "attachments": [],
    }
    personal: dict[str, object] = {"text": matter.text, "place": matter.place_words, "point": matter.point}
    return Event("received", at, "citizen", data, personal)


def _classified(matter: Matter, at: datetime) -> Event:
    data: dict[str, object] = {
        "regency": matter.regency,
        "district": matter.district,
        "village": matter.village,
        "category": matter.category,
        "kind": matter.kind,
        "urgent": matter.urgent,
        "visibility": matter.visibility,
    }
    return Event("classified", at, "system", data)


def _assign(story: Story, matter: Matter, at: datetime) -> None:
    story.events.append(Event("assigned", at, "system", {"holder": matter.holder_code}))
    story.stage = Stage.ASSIGNED


def _answer_time(received: datetime, until: datetime, rng: random.Random) -> datetime:
    if rng.random() < _LATE_SHARE:
        late = received + DEADLINE + timedelta(minutes=20, hours=rng.expovariate(1 / 10))
        if late <= until:
            return late
    hours = rng.lognormvariate(math.log(_ANSWER_MEDIAN_HOURS), 0.8)
    return received + timedelta(hours=hours if hours < 23.8 else rng.uniform(3, 23.8))


def _answer(story: Story, matter: Matter, at: datetime, stage: Stage) -> None:
    data: dict[str, object] = {"from_stage": story.stage.value, "stage": stage.value, "attachments": []}
    text = corpus.answers_for(corpus.ANY_TOPIC, stage.value)[0].text.replace("{rencana}", "besok pagi")
    story.events.append(Event("answered", at, "staff", data, {"text": _placed(text, matter)}))
    story.stage = stage


def _placed(text: str, matter: Matter) -> str:
    """The general answers with the words of this case instead of slots."""
    for slot, words in (("{instansi}", matter.holder_code), ("{kecamatan}", "setempat"), ("{kabkota}", "lokasi")):
        text = text.replace(slot, words)
    return text


def _resolve(story: Story, matter: Matter, at: datetime) -> None:
    data: dict[str, object] = {"from_stage": story.stage.value, "stage": Stage.RESOLVED.value, "attachments": []}
    personal: dict[str, object] = {"text": matter.answer, "no_photo_reason": "Tidak ada yang dipotret."}
    story.events.append(Event("resolved", at, "staff", data, personal))
    story.stage, story.resolved = Stage.RESOLVED, at


def _decide(story: Story, matter: Matter, until: datetime, rng: random.Random) -> None:
    assert story.resolved is not None
    confirmed = rng.random() < _CONFIRMED_SHARE
    at = story.resolved + (min(timedelta(hours=rng.expovariate(1 / 30)), TURN * 0.95) if confirmed else TURN)
    if at > until:
        return
    if confirmed:
        rating = rng.choice((None, None, 2, 3, 3, 4, 4))
        story.events.append(Event("confirmed", at, "citizen", {"channel": matter.channel, "rating": rating}))
    else:
        story.events.append(Event("expired", at, "system", {}))
    story.stage, story.closed = Stage.CLOSED, at
    story.closing = (Closing.REPORTER if confirmed else Closing.SYSTEM).value


def _referred(story: Story, matter: Matter, received: datetime, until: datetime, rng: random.Random) -> Story:
    at = received + timedelta(minutes=rng.uniform(4, 300))
    if at <= until:
        personal: dict[str, object] = {"text": matter.answer}
        story.events.append(Event("referred", at, "staff", {"to": matter.outside}, personal))
        story.stage, story.answered, story.closed = Stage.REFERRED, at, at
    return story
