"""What is going to happen, decided beforehand: which texts, where, when, by whom. Deterministic by seed."""

import random
from collections.abc import Iterator
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
AWAITED: Final = "awaited"  # not answered yet, due within six hours
FRESH: Final = "fresh"  # just came in; when the rules cannot place it, no verifier has looked yet
SILENT_COUNT, AWAITED_COUNT, FRESH_COUNT = 9, 14, 7


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


class Planner:
    def __init__(self, *, seed: int, until: datetime, days: int, zone: ZoneInfo) -> None:
        self.seed, self.until, self.days, self.zone = seed, until, days, zone
        self.rng = random.Random(f"plans:{seed}")  # noqa: S311 -- a demo, not a secret
        self.geography = Geography()
        self._deck = self._shuffled()
        self._people = 0

    def _shuffled(self) -> Iterator[Complaint]:
        """Every text once in a random order, then all again: no text comes back before all others were used."""
        while True:
            deck = list(corpus.complaints())
            self.rng.shuffle(deck)
            yield from deck

    def plans(self, count: int) -> list[Plan]:
        """`count` cases, oldest first, among them the late ones, the nearly due ones, and those for the inbox."""
        silent, awaited, fresh = min(SILENT_COUNT, count // 20), min(AWAITED_COUNT, count // 15), FRESH_COUNT
        moments = [(moment, NATURAL) for moment in self._arrivals(count - silent - awaited - fresh)]
        moments += [(self._ago(0.05, 2.5), FRESH) for _ in range(fresh)]
        moments += [(self._silent_moment(), SILENT) for _ in range(silent)]
        moments += [(self._ago(18.1, 23.6), AWAITED) for _ in range(awaited)]
        return [self._plan(index, moment, fate) for index, (moment, fate) in enumerate(sorted(moments))]

    def _arrivals(self, count: int) -> list[datetime]:
        return habits.spread_over_days(self.rng, count, self.days, self.until, self.zone)

    def _ago(self, least_hours: float, most_hours: float) -> datetime:
        return self.until - timedelta(hours=self.rng.uniform(least_hours, most_hours))

    def _silent_moment(self) -> datetime:
        return self._ago(24.6, 71) if self.rng.random() < 0.75 else self._ago(72, 140)

    def _plan(self, index: int, received: datetime, fate: str) -> Plan:
        complaint, spot = self._matter(fate)
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
            pinned=fate != FRESH and channel in {"web", "whatsapp"} and self.rng.random() < 0.5,
            worded=fate != FRESH and (channel in {"desk", "phone", "village"} or self.rng.random() < 0.55),
            fate=fate,
            seed=self.seed,
        )

    def _matter(self, fate: str) -> tuple[Complaint, Spot]:
        """What and where; a late case belongs to a body that is known for it."""
        for _ in range(200):
            complaint = next(self._deck)
            spot = self.geography.spot_for(complaint, self.rng)
            owner, outside = truth.owner_of(complaint, spot.regency)
            if fate == NATURAL or (fate == FRESH and "{" not in complaint.text):
                break
            if fate == FRESH or outside or complaint.kind != "complaint" or complaint.traits & {"trivial", "thanks"}:
                continue
            if fate == AWAITED or habits.temper_of(owner, self.seed).lapses > 0.3:
                break
        return complaint, spot

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
