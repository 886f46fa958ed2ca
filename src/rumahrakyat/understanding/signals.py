"""What a text says besides its subject: danger, misconduct, praise, noise, several matters at once. Pure.

They hang on every reading of the lexicon (``lexicon.read(text).signals``), so nothing is read twice. A router asks, in
this order:

1. ``signals.emergency``: note the case as urgent, whatever else is unclear; its `text` and `numbers` have gone out with
   the receipt already.
2. ``signals.violence``, ``signals.misconduct``: confidential, to the body that may know; never to the accused unit.
3. ``signals.noise``: an advertisement, an insult alone, letters at random. Never assigned by itself, never rejected by
   itself either: a person sees it with the reason.
4. ``signals.praise``: thanks alone is no complaint. With ``sarcastic`` it is a complaint in the clothes of thanks.
5. ``signals.needs_person``: an empty text, a language that is not read here, or several matters: `why_person` says it.
6. ``signals.matters``: the pieces of a message that tell of different things, for a person to split.

Every signal names the words it rests on.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["complaint", "aspiration", "information"]
Danger = Literal["fire", "flood", "accident", "gas_electric", "violence", "suicide", "medical", "trapped", "missing"]
Noise = Literal["advertising", "gambling", "loan", "insult", "gibberish", "stuffing"]
Tongue = Literal["id", "en", "other", "none"]


@dataclass(frozen=True)
class Number:
    """A number to call as it is written ("119 ekstensi 8"), and what answers there."""

    digits: str
    name: str

    @property
    def dialled(self) -> str:
        """The digits that a telephone dials, without an extension."""
        return self.digits.split(" ", maxsplit=1)[0]


@dataclass(frozen=True)
class Emergency:
    """Danger to life now. `text` may be sent to the person as it is; `short` fits into an SMS beside a receipt."""

    danger: Danger
    words: tuple[str, ...]
    numbers: tuple[Number, ...]
    text: str
    short: str


@dataclass(frozen=True)
class Mark:
    """A sign that something is there, with the words it rests on."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Disturbance:
    """Not a report at all, or made to look like one: which sort, and the words or letters that say so."""

    noise: Noise
    words: tuple[str, ...]


@dataclass(frozen=True)
class Praise:
    """Words of thanks or praise. Alone they are no complaint; `sarcastic` when what they praise is a fault."""

    words: tuple[str, ...]
    sarcastic: bool


@dataclass(frozen=True)
class Matter:
    """One of several things told in a message: the piece of text, and what it is about."""

    text: str
    category: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Signals:
    """All signals of one text. `oversight`: whether the matter is one that supervisors follow (berkadar pengawasan).
    `issue`: the clause that says most, for a title or for reading 8,000 characters in one glance."""

    kind: Kind = "complaint"
    emergency: Emergency | None = None
    oversight: Mark | None = None
    misconduct: Mark | None = None
    violence: Mark | None = None
    noise: Disturbance | None = None
    praise: Praise | None = None
    matters: tuple[Matter, ...] = ()
    issue: str = ""
    tongue: Tongue = "id"
    why_person: str = ""

    @property
    def needs_person(self) -> bool:
        """Whether a machine should leave this to somebody; `why_person` is the sentence for them, in Indonesian."""
        return bool(self.why_person)
