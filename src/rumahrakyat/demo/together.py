"""Cases of the demo that have one cause: water that fails in one district today, and a bridge told of all month long.

They are told by different people in different words, and played like every other case: what ties them together is for
the search for first signs to find.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.demo import corpus, habits, slots
from rumahrakyat.demo.cast import invented_name
from rumahrakyat.demo.corpus import Complaint
from rumahrakyat.demo.geography import Geography, Spot
from rumahrakyat.demo.plans import AWAITED, NATURAL, Plan

# A small demo is looked at for something else, and a short one has no month.
SMALLEST: Final = 200  # cases
SHORTEST: Final = 21  # days
_WATER_FAILS_IN, _BRIDGE_OF = "33.74.11", "33.04.17"
_WITHIN: Final = (0.1, 1.9)  # hours ago
_DAYS_AGO: Final = (0.95, 0.04)  # of the demo's days: the first and the last word about the bridge
_FIRST_PHONE: Final = 90_001  # far from the numbers of the others


def plans(*, first: int, seed: int, until: datetime, days: int, zone: ZoneInfo, geography: Geography) -> list[Plan]:
    """All of them; their indexes begin at `first`. Deterministic by seed."""
    rng = random.Random(f"together:{seed}")  # noqa: S311 -- a demo, not a secret
    water, bridge = corpus.together("water"), corpus.together("bridge")
    kinds = {one: slots.village_kind_wanted(one.text) for one in water}
    spots = [geography.spot_in(_WATER_FAILS_IN, kinds[one], rng) for one in water] + _at_one(geography, bridge, rng)
    moments = [until - timedelta(hours=rng.uniform(*_WITHIN)) for _ in water]
    moments += _over_the_month(len(bridge), until, days, zone, rng)
    told = zip((*water, *bridge), spots, moments, strict=True)
    return [_plan(*one, index=index, seed=seed, rng=rng) for index, one in enumerate(told, start=first)]


def _at_one(geography: Geography, told: Sequence[Complaint], rng: random.Random) -> list[Spot]:
    spot = geography.spot_in(_BRIDGE_OF, "Desa", rng)
    return [spot for _ in told]


def _over_the_month(count: int, until: datetime, days: int, zone: ZoneInfo, rng: random.Random) -> list[datetime]:
    longest, shortest = _DAYS_AGO
    gap = (longest - shortest) / (count - 1)
    wished = [until - timedelta(days=days * (longest - nth * gap)) for nth in range(count)]
    return [min(habits.moment_of_day(rng, one, zone), until - timedelta(hours=3)) for one in wished]


def _plan(complaint: Complaint, spot: Spot, at: datetime, *, index: int, seed: int, rng: random.Random) -> Plan:
    phone = _FIRST_PHONE + index
    return Plan(
        index=index,
        complaint=complaint,
        spot=spot,
        received=at,
        text=slots.put(complaint.text, slots.values_for(complaint.text, spot.words, rng)),
        channel=rng.choice(("web", "whatsapp", "whatsapp")),
        identity="named",
        phone=phone,
        name=invented_name(f"r{phone}"),
        pinned=rng.random() < 0.5,
        worded=True,
        fate=AWAITED if complaint.topic == "water" else NATURAL,
        seed=seed,
    )
