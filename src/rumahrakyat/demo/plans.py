"""What is going to happen, decided beforehand: which texts, where, when, by whom. Deterministic by seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.demo import corpus, habits, slots, truth
from rumahrakyat.demo.cast import invented_name
from rumahrakyat.demo.corpus import Complaint
from rumahrakyat.demo.geography import Geography, Spot

NATURAL: Final = "natural"  # answered when its body gets to it
SILENT: Final = "silent"  # never answered: late, and open
AWAITED: Final = "awaited"  # not answered yet, and not late
FRESH: Final = "fresh"  # just came in; when the rules cannot place it, no verifier has looked yet
SILENT_COUNT, DUE_SOON_COUNT, FRESH_COUNT = 9, 14, 7
# The accounts that the sign-in page offers must find something to do; None: anybody.
_SHOWN: Final = ("DPUBMCK", "DPUBMCK", "DPUBMCK", "DISHUB", "DISHUB", "PEMDA-33.74", "PEMDA-33.74")
_RECENT: Final = ("DPUBMCK", "DPUBMCK", "DPUBMCK", "DISHUB", "PEMDA-33.74", "PEMDA-33.74")


@dataclass(frozen=True)
class Plan:
    """One case to come. `phone` is the end of an invented number, None for somebody who leaves none."""

    index: int
    complaint: Complaint
    spot: Spot
    received: datetime
    text: str
    channel: str
    identity: str
    phone: int | None
    name: str
    pinned: bool
    worded: bool
    fate: str
    seed: int

    @property
    def owner(self) -> tuple[str, bool]:
        return truth.owner_of(self.complaint, self.spot.regency)

    def dice(self) -> random.Random:
        """The case's own luck, independent of the order in which cases are played."""
        return random.Random(f"{self.seed}:{self.index}")  # noqa: S311 -- a demo, not a secret


Wish = tuple[datetime, str, str | None]  # when, what is to become of it, whose it should be


def _time(wish: Wish) -> datetime:
    return wish[0]


def _matters(complaint: Complaint) -> bool:
    """A complaint that somebody of ours has to answer."""
    inside = not truth.owner_of(complaint, "33.74")[1]
    return inside and complaint.kind == "complaint" and not complaint.traits & {"trivial", "thanks"}


def _is_for(complaint: Complaint, owner: str, regency: str | None) -> bool:
    allowed = not complaint.regencies or regency is None or regency in complaint.regencies
    return allowed and _matters(complaint) and truth.owner_of(complaint, regency or "33.74")[0] == owner


def _is_complained_of(owner: str) -> bool:
    return any(_is_for(complaint, owner, _regency_of(owner)) for complaint in corpus.complaints())


def _regency_of(owner: str) -> str | None:
    return owner.removeprefix("PEMDA-") if owner.startswith("PEMDA-") else None


class Planner:
    def __init__(self, *, seed: int, until: datetime, days: int, zone: ZoneInfo) -> None:
        self.seed, self.until, self.days, self.zone = seed, until, days, zone
        self.rng = random.Random(f"plans:{seed}")  # noqa: S311 -- a demo, not a secret
        self.geography = Geography()
        self._deck = self._shuffled()
        self._people = 0

    def plans(self, count: int) -> list[Plan]:
        """`count` cases, oldest first, among them the late ones, the nearly due ones, and those for the inbox."""
        special = self._special(min(1.0, count / 200))
        wishes = special + [(moment, NATURAL, None) for moment in self._arrivals(count - len(special))]
        matters = {wish: self._matter(wish[1], wish[2]) for wish in wishes}
        return [
            self._plan(index, wish[0], wish[1], *matters[wish]) for index, wish in enumerate(sorted(wishes, key=_time))
        ]

    def _special(self, share: float) -> list[Wish]:
        """What must be there at the present, less of it in a small demo."""
        late, soon, recent, fresh = (
            round(share * n) for n in (SILENT_COUNT, DUE_SOON_COUNT, len(_RECENT), FRESH_COUNT)
        )
        bodies = ("DPUBMCK", *self._sluggish(late))
        wishes: list[Wish] = [(self._silent_moment(), SILENT, bodies[number]) for number in range(late)]
        shown = [*_SHOWN, *[None] * soon]
        wishes += [(self._ago(18.1, 23.6), AWAITED, shown[number]) for number in range(soon)]
        wishes += [(self._ago(1, 15), AWAITED, _RECENT[number]) for number in range(recent)]
        return wishes + [(self._ago(0.05, 2.5), FRESH, None) for _ in range(fresh)]

    def _sluggish(self, count: int) -> list[str]:
        """Bodies that are known for being late, some of them more than once."""
        bodies = truth.BODIES + tuple(truth.government_of(code) for code in self.geography.regencies)
        known = [code for code in bodies if habits.temper_of(code, self.seed).lapses > 0.3 and _is_complained_of(code)]
        return [self.rng.choice(known or ["DPUBMCK"]) for _ in range(count)]

    def _arrivals(self, count: int) -> list[datetime]:
        return habits.spread_over_days(self.rng, count, self.days, self.until, self.zone)

    def _ago(self, least_hours: float, most_hours: float) -> datetime:
        return self.until - timedelta(hours=self.rng.uniform(least_hours, most_hours))

    def _silent_moment(self) -> datetime:
        return self._ago(24.6, 71) if self.rng.random() < 0.75 else self._ago(72, 140)

    def _plan(self, index: int, received: datetime, fate: str, complaint: Complaint, spot: Spot) -> Plan:
        channel = habits.pick(self.rng, habits.CHANNELS)
        identity = self._identity(complaint, channel)
        anonymous = identity == "anonymous"
        values = slots.values_for(complaint.text, spot.words, self.rng)
        phone = None if anonymous or self.rng.random() < 0.08 else self._phone()
        return Plan(
            index=index,
            complaint=complaint,
            spot=spot,
            received=received,
            text=slots.put(complaint.text, values),
            channel=channel,
            identity=identity,
            phone=phone,
            name="" if anonymous else invented_name(f"r{phone or index}"),
            pinned=fate != FRESH and channel in {"web", "whatsapp"} and self.rng.random() < 0.6,
            worded=fate != FRESH and (channel in {"desk", "phone", "village"} or self.rng.random() < 0.72),
            fate=fate,
            seed=self.seed,
        )

    def _matter(self, fate: str, owner: str | None) -> tuple[Complaint, Spot]:
        """What and where: of `owner` when one is wished; a fresh case is one that does not say where it is."""
        if owner is not None:
            regency = _regency_of(owner)
            complaint = self._take(lambda one: _is_for(one, owner, regency))
            return complaint, self.geography.spot_for(complaint, self.rng, regency)
        if fate == FRESH:
            complaint = self._take(lambda one: _matters(one) and "{" not in one.text)
        else:
            complaint = self._take(_matters if fate == AWAITED else lambda _: True)
        return complaint, self.geography.spot_for(complaint, self.rng)

    def _take(self, fits: Callable[[Complaint], bool]) -> Complaint:
        """The next text that fits. None comes back before all others that fit were used."""
        found = next((one for one in self._deck if fits(one)), None)
        if found is None:
            self._deck += self._shuffled()
            return next(one for one in self._deck if fits(one))
        self._deck.remove(found)
        return found

    def _shuffled(self) -> list[Complaint]:
        deck = list(corpus.complaints())
        self.rng.shuffle(deck)
        return deck

    def _identity(self, complaint: Complaint, channel: str) -> str:
        draw = self.rng.random()
        if "misconduct" in complaint.traits:
            return "confidential" if draw < 0.7 or channel != "web" else "anonymous"
        if channel != "web":
            return "named" if draw < 0.88 else "confidential"
        return "named" if draw < 0.72 else "confidential" if draw < 0.86 else "anonymous"

    def _phone(self) -> int:
        """Mostly somebody new, now and then somebody who wrote before."""
        if self._people > 20 and self.rng.random() < 0.12:
            return self.rng.randrange(1, self._people)
        self._people += 1
        return self._people
