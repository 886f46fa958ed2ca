"""The choice of a period and of what it is compared with, read from an address; what was typed is kept with its fault.

Addresses say `periode` (a code of `oversight.periods`) and `banding`; the form without a script sends days (`dari`,
`sampai`, and the same for the comparison), which become such codes.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.oversight.calendar_spans import Days, PeriodFault, parse
from rumahrakyat.oversight.periods import BEFORE, LAST_YEAR, PERIODS, TODAY, Window, chosen_days, window
from rumahrakyat.watch import spans
from rumahrakyat.watch.access import Watcher

OTHER: Final = "lain"
_OWN: Final = frozenset({"periode", "banding", "dari", "sampai", "banding_dari", "banding_sampai", "sesudah", "jam"})
_LONGEST_CODE: Final = 32


@dataclass(frozen=True)
class Choice:
    """One link of a switch."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Chosen:
    """`window` is always one that can be shown: the default one beside a fault. `typed` is what the form sent."""

    window: Window
    typed: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    kept: tuple[tuple[str, str], ...] = ()
    quick: tuple[Choice, ...] = ()

    @property
    def other(self) -> bool:
        """Whether it is none of the four that stand beside each other."""
        return self.window.code not in PERIODS or bool(self.window.compared) or bool(self.faults)

    @property
    def words(self) -> str:
        return spans.span_words(self.window.code)

    @property
    def before(self) -> str:
        return spans.before_words(self.window)

    @property
    def empty_words(self) -> str:
        return _("Nothing is recorded in this period.")


def choose(query: QueryDict, watcher: Watcher, page: str, default: str = TODAY) -> Chosen:
    """What an address asks for. Nothing is raised: a fault stands beside the field it is about."""
    code, compared = _codes(query, default)
    faults: dict[str, str] = {}
    at, zone = watcher.at, watcher.zone
    try:
        found = window(code, at, zone)
    except PeriodFault as fault:
        faults[_field(query, fault, "sampai", "dari")] = spans.fault_words(fault)
        found = window(default, at, zone)
    if compared and not faults:
        try:
            found = window(code, at, zone, compared)
        except PeriodFault as fault:
            faults[_field(query, fault, "banding_sampai", "banding_dari")] = spans.fault_words(fault)
    kept = tuple((key, str(value)[:80]) for key, value in query.items() if key not in _OWN and value)
    return Chosen(found, _typed(query, found, faults), faults, kept, _quick(watcher, found, page, kept))


def _codes(query: QueryDict, default: str) -> tuple[str, str]:
    code = _between(query, "dari", "sampai") or query.get("periode", "")[:_LONGEST_CODE] or default
    compared = query.get("banding", "")[:_LONGEST_CODE]
    return code, _between(query, "banding_dari", "banding_sampai") or "?" if compared == OTHER else compared


def _between(query: QueryDict, first: str, last: str) -> str:
    one, other = query.get(first, "").strip()[:10], query.get(last, "").strip()[:10]
    if not (one or other):
        return ""
    return one if one and not other else other if other and not one else f"{one}..{other}"


def _field(query: QueryDict, fault: PeriodFault, last: str, first: str) -> str:
    """The field a fault belongs to: the last day if that is what was typed wrong, otherwise the first."""
    return last if fault.typed and fault.typed == query.get(last, "").strip() else first


def _typed(query: QueryDict, found: Window, faults: dict[str, str]) -> dict[str, str]:
    if faults:
        typed = {name: query.get(name, "")[:_LONGEST_CODE] for name in _OWN}
        if not (typed["dari"] or typed["sampai"]):
            typed["dari"] = typed["periode"]
        return typed
    days = chosen_days(found.code, found.at, found.zone)
    today = found.at.astimezone(found.zone).date()
    typed = dict.fromkeys(_OWN, "") | {"dari": days.first.isoformat(), "sampai": min(days.last, today).isoformat()}
    typed["banding"] = found.compared
    if found.compared not in (BEFORE, LAST_YEAR):
        other = parse(found.compared)
        typed |= {"banding": OTHER, "banding_dari": other.first.isoformat(), "banding_sampai": other.last.isoformat()}
    return typed


def _quick(watcher: Watcher, found: Window, page: str, kept: tuple[tuple[str, str], ...]) -> tuple[Choice, ...]:
    today = watcher.at.astimezone(watcher.zone).date()
    month = Days(today.replace(day=1), today)
    named = [
        (_("Yesterday"), (today - timedelta(days=1)).isoformat()),
        (_("This month"), f"{today:%Y-%m}"),
        (_("Last month"), f"{month.first - timedelta(days=1):%Y-%m}"),
        (_("Last quarter"), _quarter_before(today)),
        (_("This year"), f"{today:%Y}"),
        (_("Last year"), str(today.year - 1)),
    ]
    return tuple(Choice(label, address(page, {**dict(kept), "periode": code}), code == found.code)
                 for label, code in named)  # fmt: skip


def _quarter_before(today: date) -> str:
    nth = (today.month - 1) // 3
    return f"{today.year}Q{nth}" if nth else f"{today.year - 1}Q4"


def address(page: str, given: dict[str, str]) -> str:
    """A page of this app with these choices; empty ones are left out."""
    query = QueryDict(mutable=True)
    query.update({key: value for key, value in given.items() if value})
    return reverse(f"watch:{page}") + (f"?{query.urlencode(safe='.~')}" if query else "")


def carried(found: Window, default: str = TODAY) -> dict[str, str]:
    """What an address must say to come back to this period and comparison."""
    return {"periode": "" if found.code == default else found.code, "banding": found.compared}
