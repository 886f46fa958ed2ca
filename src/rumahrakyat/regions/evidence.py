"""How much of the belief each regency has, from all mentions of a text together. Pure.

Every mention is evidence: read as a probability over the regencies. The regency that explains all of them wins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log

from rumahrakyat.regions.codes import contains
from rumahrakyat.regions.mentions import Context, Mention, Role
from rumahrakyat.regions.placenames import Named

ELSEWHERE = "elsewhere"
# Regencies a matter could be in, and elsewhere: the order of magnitude in any province.
ALL_PLACES = 36
# How often a mention of this sort says nothing about where the matter is.
UNRELIABLE = {
    Context.REGENCY: 0.02,
    Context.CITY: 0.04,
    Context.DISTRICT: 0.05,
    Context.VILLAGE: 0.30,
    Context.PLAIN: 0.10,
    Context.ROAD: 0.60,
    Context.WATER: 0.30,
    Context.ELSEWHERE: 0.15,
}
UNRELIABLE_VILLAGE_NAME = 0.85
UNRELIABLE_SLIP = 0.25
UNRELIABLE_CHAIN = 0.30
# A way that leads out of the province says little about where on it.
UNRELIABLE_WAY_OUT = 0.60
# Where somebody lives, beside words for where the matter is; a place in the name of a person or a dish.
UNRELIABLE_HOME = 0.80
UNRELIABLE_NAME = 0.85
REGENCY_OVER_DISTRICT = 3.0
# Beside the district of a name, a village of that name elsewhere; a quarter of a town is named more often.
VILLAGE_BESIDE_DISTRICT = {"Desa": 0.08, "Kelurahan": 0.2}
TOWN_QUARTER = 0.6
# In the codes of the Ministry of Home Affairs cities are numbered from 71.
FIRST_CITY = "71"

Share = tuple[dict[str, float], float]


@dataclass(frozen=True)
class Prior:
    """Regions the matter may well be in, known before reading: it breaks a tie and never overrides words. `because`
    ends the sentence "... dipilih karena"."""

    regions: tuple[str, ...]
    because: str

    def covers(self, code: str) -> bool:
        return any(contains(region, code) for region in self.regions)


def belief(mentions: list[Mention]) -> dict[str, float]:
    """The belief in each regency (or ELSEWHERE); what is left to one belongs to places nobody mentioned."""
    shares = list(_shares(mentions))
    places = {place for share, _ in shares for place in share} | {ELSEWHERE}
    floor = 1 / ALL_PLACES
    # In logarithms: a page full of names would be zero for every place.
    logs = {
        place: sum(log((1 - unreliable) * share.get(place, 0.0) + unreliable * floor) for share, unreliable in shares)
        for place in places
    }
    unnamed = sum(log(unreliable * floor) for _, unreliable in shares)
    top = max(*logs.values(), unnamed)
    raw = {place: exp(value - top) for place, value in logs.items()}
    total = sum(raw.values()) + max(ALL_PLACES - len(places), 0) * exp(unnamed - top)
    return {place: value / total for place, value in raw.items()}


def _shares(mentions: list[Mention]) -> Iterable[Share]:
    chains: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.chain:
            chains.setdefault(mention.chain, []).append(mention)
        elif mention.readings or mention.context is Context.ELSEWHERE:
            yield _with_role(share_of(mention), mention, mentions)
    for links in chains.values():
        yield from _chain_shares(links, mentions)


def _with_role(share: Share, mention: Mention, mentions: list[Mention]) -> Share:
    weights, unreliable = share
    if mention.role is Role.NAME:
        return weights, max(unreliable, UNRELIABLE_NAME)
    if mention.role is Role.HOME and tells_the_matter(mentions):
        return weights, max(unreliable, UNRELIABLE_HOME)
    return share


def tells_the_matter(mentions: list[Mention]) -> bool:
    """Whether anything but homes and names is mentioned, villages alone left aside."""
    return any(
        mention.role is Role.MATTER
        and (mention.context is Context.VILLAGE or any(reading.level != "village" for reading in mention.readings))
        for mention in mentions
    )


def _chain_shares(links: list[Mention], mentions: list[Mention]) -> Iterable[Share]:
    """What the ends of a road say together: the regency that all ends share, else that it is one of them."""
    inside = [link for link in links if link.readings]
    if not inside:
        return
    ends = [share_of(link)[0] for link in inside]
    shared = set(ends[0]).intersection(*ends[1:])
    way_out = len(inside) < len(links)
    if shared and not any(is_twin(link) for link in inside):
        weights = dict.fromkeys(shared, 1 / len(shared))
    else:
        weights = {}
        for end in ends:
            for place, weight in end.items():
                weights[place] = max(weights.get(place, 0.0), weight)
        total = sum(weights.values())
        weights = {place: weight / total for place, weight in weights.items()}
    unreliable = UNRELIABLE_WAY_OUT if way_out or len(inside) == 1 else UNRELIABLE_CHAIN
    yield _with_role((weights, unreliable), links[0], mentions)


def is_twin(mention: Mention) -> bool:
    """Whether a name stands for a regency and for a city, and nothing says which."""
    return sum(reading.level == "regency" for reading in fitting(mention)) > 1


def share_of(mention: Mention) -> Share:
    """What one mention says: a distribution over regencies, and how far it can be trusted to say anything."""
    unreliable = UNRELIABLE_SLIP if mention.slip else UNRELIABLE[mention.context]
    if mention.context is Context.ELSEWHERE:
        return {ELSEWHERE: 1.0}, unreliable
    weights: dict[str, float] = {}
    readings = fitting(mention)
    for reading, weight in weighted(mention):
        weights[reading.regency] = max(weights.get(reading.regency, 0.0), weight)
    if readings[0].level == "village" and mention.context is not Context.VILLAGE:
        unreliable = UNRELIABLE_VILLAGE_NAME
    total = sum(weights.values())
    return {place: weight / total for place, weight in weights.items()}, unreliable


def weighted(mention: Mention) -> list[tuple[Named, float]]:
    """The readings that fit with their weights, and beside a bare name of a district the villages of that name."""
    readings = fitting(mention)
    found = [(one, REGENCY_OVER_DISTRICT if one.level == "regency" and not one.landmark else 1.0) for one in readings]
    if mention.context is Context.PLAIN and {one.level for one in readings} == {"district"} and not mention.landmark:
        known = {one.regency for one in readings}
        villages = [one for one in mention.readings if one.level == "village" and one.regency not in known]
        found += [(one, _beside(one)) for one in villages]
    return found


def _beside(village: Named) -> float:
    in_town = village.regency[3:] >= FIRST_CITY
    return TOWN_QUARTER if in_town and village.kind == "Kelurahan" else VILLAGE_BESIDE_DISTRICT.get(village.kind, 0.1)


def fitting(mention: Mention) -> list[Named]:
    """The readings that agree with the words before the name; all of the higher ones when none does."""
    wanted = [reading for reading in mention.readings if _agrees(reading, mention.context)]
    if wanted:
        return wanted
    higher = [reading for reading in mention.readings if reading.level != "village"]
    return higher or list(mention.readings)


def _agrees(reading: Named, context: Context) -> bool:
    if context is Context.DISTRICT:
        return reading.level == "district" and not reading.landmark
    if context is Context.VILLAGE:
        return reading.level == "village"
    if context is Context.REGENCY:
        return reading.level == "regency" and reading.kind == "Kabupaten" and not reading.alias
    if context is Context.CITY:
        return reading.level == "regency" and reading.kind == "Kota"
    return False
