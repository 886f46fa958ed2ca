"""Views that the demo's governor and deputy kept under names of their own."""

from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.oversight.views_kept import operations
from rumahrakyat.people.models import Account

_AGO: Final = timedelta(days=6)
# Who, under which name, which page, with what chosen on it.
_KEPT: Final = (
    ("gubernur", "Lewat batas sekarang", "cases", "angka=lewat"),
    ("gubernur", "Pekan ini dibanding pekan lalu", "now", "periode=7-hari"),
    ("gubernur", "Peta triwulan ini", "map", "periode=triwulan"),
    ("wagub", "Lewat batas, Kabupaten Demak", "cases", "angka=lewat&wilayah=33.21"),
)


def keep(*, until: datetime) -> int:
    """Keep them as of some days before `until`; returns how many."""
    accounts = {
        one.username: one for one in Account.objects.filter(is_demo=True, username__in={one[0] for one in _KEPT})
    }
    mine = [one for one in _KEPT if one[0] in accounts]
    for who, name, page, query in mine:
        operations.keep(account=accounts[who], name=name, page=page, query=query, at=until - _AGO)
    return len(mine)
