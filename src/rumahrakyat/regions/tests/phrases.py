"""Own phrases as people write about places, with the right answer, and how well the reader of places does on them.

``phrases.csv``: `answer` is ``place`` (one code; ``33.20.*`` when the district may be told or not), ``ambiguous`` (the
places to choose from, empty when there are too many to list), ``none`` or ``elsewhere``. `part`: ``development`` rows
were looked at while the reader was changed; ``held out`` rows were written with them and never looked at one by one;
``later`` and ``last`` rows were written afterwards, each time when the reader was done (its first figures on them are
in docs/understanding.md), and looked at then.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rumahrakyat.regions.codes import district_of, regency_of
from rumahrakyat.regions.gazetteer import Finding

FILE = Path(__file__).parent / "phrases.csv"


@dataclass(frozen=True)
class Phrase:
    text: str
    answer: str
    codes: tuple[str, ...]
    part: str

    @property
    def regency(self) -> str | None:
        return regency_of(self.codes[0]) if self.answer == "place" else None

    @property
    def district(self) -> str | None:
        """The district that can be known; None when the words tell only the regency."""
        return district_of(self.codes[0]) if self.answer == "place" and not self.open_district else None

    @property
    def open_district(self) -> bool:
        return self.answer == "place" and self.codes[0].endswith("*")


@dataclass(frozen=True)
class Score:
    """Counts at one level. `decided`: the reader named one; `right`: the right one; `knowable`: the words tell one."""

    decided: int
    right: int
    knowable: int

    @property
    def precision(self) -> float:
        return self.right / self.decided if self.decided else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.knowable if self.knowable else 1.0


def phrases() -> list[Phrase]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Phrase(row["text"], row["answer"], tuple(row["codes"].split()), row["part"]) for row in csv.DictReader(file)
        ]


def score(chosen: Iterable[Phrase], read: Callable[[str], Finding]) -> tuple[Score, Score]:
    """At regency level and at district level."""
    answers = [(phrase, read(phrase.text)) for phrase in chosen]
    return (
        Score(
            decided=sum(found.regency is not None for _, found in answers),
            right=sum(found.regency is not None and found.regency == phrase.regency for phrase, found in answers),
            knowable=sum(phrase.regency is not None for phrase, _ in answers),
        ),
        Score(
            decided=sum(found.district is not None and not phrase.open_district for phrase, found in answers),
            right=sum(found.district is not None and found.district == phrase.district for phrase, found in answers),
            knowable=sum(phrase.district is not None for phrase, _ in answers),
        ),
    )


def is_offered(phrase: Phrase, found: Finding) -> bool:
    """Whether an open answer is offered as one: nothing decided, and two of the right places among the candidates."""
    offered = {candidate.code for candidate in found.candidates} | {
        regency_of(candidate.code) for candidate in found.candidates
    }
    return found.code is None and len(set(phrase.codes) & offered) >= min(2, len(phrase.codes))
