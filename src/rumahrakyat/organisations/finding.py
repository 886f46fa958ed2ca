"""Finding a body by what a person types: its name, what it does, or the place it governs."""

import re

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import holders
from rumahrakyat.regions.codes import regency_of
from rumahrakyat.regions.models import Region

_WORD = re.compile(r"\w+")


def find_holders(typed: str) -> list[Organisation]:
    """Bodies that may hold a case, the best match first; nothing for an empty search. Two queries.

    A word counts most in the short name, then in the name, then among the duties; every word must be found somewhere.
    The name of a district or village finds the government of its regency.
    """
    words = [word for word in _WORD.findall(typed.lower()) if len(word) > 1]
    if not words:
        return []
    governed = _regencies_at(typed)
    scored = [(_score(one, words) + (50 if one.region_id in governed else 0), one) for one in holders()]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].name))
    return [one for _points, one in best[:8]]


def _score(organisation: Organisation, words: list[str]) -> int:
    points = 0
    for word in words:
        found = _points(organisation, word)
        if not found:
            return 0
        points += found
    return points


def _points(organisation: Organisation, word: str) -> int:
    names = ((organisation.short_name, 9), (organisation.code, 9), (organisation.name, 6), (organisation.duties, 3))
    for text, points in names:
        parts = _WORD.findall(text.lower())
        if word in parts:
            return points + 1
        if any(part.startswith(word) for part in parts):
            return points
    return 0


def _regencies_at(typed: str) -> set[str]:
    found = (
        Region.objects.filter(name__iexact=typed.strip()).exclude(level="province").values_list("pk", flat=True)[:20]
    )
    return {code for code in map(regency_of, found) if code}
