"""Addresses of the pages that watch. Every figure is a link to its cases, made here and nowhere else."""

from functools import lru_cache
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import get_script_prefix, reverse

from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.periods import TODAY


def page(name: str, **chosen: str) -> str:
    """A page of this app with the choices that differ from their defaults."""
    given = {key: value for key, value in chosen.items() if value}
    return _path(name, get_script_prefix()) + (f"?{urlencode(given)}" if given else "")


@lru_cache(maxsize=256)
def _path(name: str, _below: str) -> str:
    """Asked for once in a process: the page "now" links two hundred figures to few pages."""
    return reverse(f"watch:{name}")


def cases(wanted: Filter, period: str, *, after: str = "", name: str = "cases") -> str:
    """The list of a figure's cases."""
    return page(
        name,
        angka=wanted.figure,
        periode="" if period == TODAY else period,
        perangkat=wanted.body,
        wilayah=wanted.regency,
        kanal=wanted.channel,
        tahap=wanted.stage,
        kecamatan=wanted.district,
        topik=wanted.category,
        jenis=wanted.kind,
        kewajiban=wanted.duty,
        jam="" if wanted.hour is None else str(wanted.hour),
        sesudah=after,
    )


def filter_of(query: QueryDict, default: str) -> Filter:
    """What an address asks for; a wrong hour is no hour."""
    hour = query.get("jam", "")
    return Filter(
        figure=query.get("angka", default),
        body=query.get("perangkat", "")[:24],
        regency=query.get("wilayah", "")[:13],
        channel=query.get("kanal", "")[:20],
        stage=query.get("tahap", "")[:16],
        district=query.get("kecamatan", "")[:13],
        category=query.get("topik", "")[:60],
        kind=query.get("jenis", "")[:12],
        duty=query.get("kewajiban", "")[:24],
        hour=int(hour) if hour.isdecimal() and len(hour) <= 2 and int(hour) < 24 else None,
    )


def row(key: int) -> str:
    """A row of the register of negligence."""
    return reverse("watch:negligence-row", args=[key])


def case(number: str) -> str:
    """The case on the workbench."""
    return reverse("workbench:case", args=[number])
