"""The demo's own texts: what citizens write, what agencies answer. No Django here.

Every text was written for this demo; the people, incidents and companies in it do not exist.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
CATEGORIES = (
    "infrastruktur", "sosial-masyarakat", "pendidikan", "permades-kependudukan", "energi", "kepegawaian",
    "lingkungan", "keuangan-aset", "kesehatan", "lain-lain", "ekonomi-industri", "bencana", "forkominda",
    "pertanian", "pembangunan-daerah", "pariwisata-budaya", "saberpungli",
)  # fmt: skip
KINDS = ("complaint", "aspiration", "information")
LEVELS = ("national", "provincial", "regency", "village", "outside")
ANSWER_STAGES = ("verification", "field_check", "in_progress", "resolved")
ANSWER_USES = (*ANSWER_STAGES, "information", "aspiration", "thanks", "again_in_progress", "again_resolved")
USES = (
    "question", "handover", "objection", "confirmation", "thanks", "reply", "nudge", "reject", "referral", "note",
    "explanation",
)  # fmt: skip
ANY_TOPIC = "*"


@dataclass(frozen=True)
class Complaint:
    """One text with slots such as `{desa}`. `level`: which government owns the matter, `outside` for other bodies.

    `topic` finds fitting answers and pictures; `regencies` (codes) limit where it may happen, empty means anywhere.
    """

    text: str
    category: str
    topic: str
    kind: str
    level: str
    traits: frozenset[str] = frozenset()
    regencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What an agency writes about a topic (`*`: any) at a stage, or to a question, an idea, a thank-you."""

    text: str
    topic: str
    stage: str


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert isinstance(row, dict)
        yield row


def _words(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


@cache
def complaints() -> tuple[Complaint, ...]:
    return tuple(_complaint(row) for category in CATEGORIES for row in _rows(FOLDER / f"{category}.jsonl"))


@cache
def together(group: str) -> tuple[Complaint, ...]:
    """What several people say of one cause, each in words of their own."""
    return tuple(_complaint(row) for row in _rows(FOLDER / "together.jsonl") if row["group"] == group)


def _complaint(row: dict[str, object]) -> Complaint:
    return Complaint(
        text=str(row["text"]),
        category=str(row["category"]),
        topic=str(row["topic"]),
        kind=str(row["kind"]),
        level=str(row["level"]),
        traits=frozenset(_words(row.get("traits"))),
        regencies=tuple(_words(row.get("regencies"))),
    )


@cache
def answers() -> tuple[Answer, ...]:
    return tuple(
        Answer(str(row["text"]), str(row["topic"]), str(row["stage"])) for row in _rows(FOLDER / "answers.jsonl")
    )


@cache
def answers_for(topic: str, stage: str) -> tuple[Answer, ...]:
    """The answers that fit a topic at a stage, general ones only when the topic has none of its own."""
    own = tuple(answer for answer in answers() if answer.stage == stage and answer.topic == topic)
    return own or tuple(answer for answer in answers() if answer.stage == stage and answer.topic == ANY_TOPIC)


@dataclass(frozen=True)
class Line:
    """Something said about a case. Empty `topics` fit any; `to` limits a hand-over to a level of government."""

    text: str
    use: str
    topics: frozenset[str] = frozenset()
    to: str = ""


@cache
def conversation() -> tuple[Line, ...]:
    return tuple(
        Line(str(row["text"]), str(row["use"]), frozenset(_words(row.get("topics"))), str(row.get("to", "")))
        for row in _rows(FOLDER / "conversation.jsonl")
    )


@cache
def lines(use: str, topic: str | None = None, to: str = "") -> tuple[str, ...]:
    """What is said in a conversation about a case: a question, an objection, a confirmation ...

    With a `topic`, only what fits it; `to` is `regency` or `province` for a hand-over, and empty for all else.
    """
    return tuple(line.text for line in conversation() if line.use == use and (topic is None or _fits(line, topic, to)))


def _fits(line: Line, topic: str, to: str) -> bool:
    return (not line.topics or topic in line.topics) and line.to in {"", to}
