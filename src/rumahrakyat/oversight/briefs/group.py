"""A body's week beside its group: bodies of the same kind with about as many answers due."""

from datetime import datetime
from typing import Any

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.oversight.briefs import counting, words
from rumahrakyat.oversight.briefs.counting import Did
from rumahrakyat.oversight.briefs.editions import Edition
from rumahrakyat.oversight.periods import WEEK
from rumahrakyat.oversight.registers import telling
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.oversight.volumes import bounds

_FEW = 2


def comparison(edition: Edition, body: Organisation | None, at: datetime) -> dict[str, Any]:
    """Where the body stands in its group, and the group's own figures; says so when nothing fell due or nobody is
    like it. Others are counted, never named: the league is on the page for those who watch."""
    if body is None:
        return {}
    of_kind = set(Organisation.objects.filter(kind=body.kind).values_list("pk", flat=True))
    every = counting.bodies(edition.span, Sight(everything=True), at)
    did = {pk: one for pk, one in every.items() if pk in of_kind and one.due}
    own = did.get(body.pk)
    if own is None:
        return {"words": "Tidak ada jawaban yang jatuh tempo pekan ini, jadi tidak dibandingkan."}
    large, middle = bounds([one.due for one in did.values()], WEEK)
    group = [one for one in did.values() if _class(one, large, middle) == _class(own, large, middle)]
    if len(group) < _FEW:
        return {"words": "Tidak ada badan lain dengan banyaknya laporan yang sepadan pekan ini."}
    return _told(own, group, _range(own, large, middle))


def _class(did: Did, large: int, middle: int) -> int:
    return 1 if did.due >= large else 2 if did.due >= middle else 3


def _range(did: Did, large: int, middle: int) -> str:
    if did.due >= large:
        return f"{large} atau lebih"
    return f"{middle} sampai {large - 1}" if did.due >= middle else f"kurang dari {middle}"


def _told(own: Did, group: list[Did], among: str) -> dict[str, Any]:
    better = sum(one.on_time * own.due > own.on_time * one.due for one in group)
    due, on_time = sum(one.due for one in group), sum(one.on_time for one in group)
    medians = sorted(one.median for one in group if one.median is not None)
    median = medians[(len(medians) - 1) // 2]
    place = f"Urutan {better + 1} dari {len(group)} badan dengan {among} jawaban jatuh tempo."
    whole = (
        f"Kelompok: {words.percent(on_time, due)} tepat waktu ({telling.number(on_time)} dari {telling.number(due)})"
    )
    said = f"{place} {whole}, median {words.span(median)}."
    return {"rank": better + 1, "of": len(group), "due": due, "on_time": on_time, "median": median, "words": said}
