"""What the router got wrong lately: where people chose otherwise, and why they said so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Category, Entry, Report
from rumahrakyat.routing.models import Decision, Outcome

LATELY: Final = 2_000  # decisions looked back upon
SHOWN: Final = 20
_AFTERWARDS: Final = ("handed_over", "returned", "classified")


@dataclass(frozen=True)
class Mistake:
    """What was `proposed` and what a person `chose`, by names; `returned`: given back to the desk as not theirs.

    `report` and `reason` only when the reader may see the case.
    """

    at: datetime
    automatic: bool
    proposed: str
    chosen: str
    returned: bool = False
    report: Report | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Found:
    at: datetime
    report_id: int
    automatic: bool
    proposed: tuple[str, str]
    chosen: tuple[str, str]
    returned: bool = False
    reason: str = ""


def lately(visible: Q) -> list[Mistake]:
    """The newest corrections among the last `LATELY` decisions. `visible`: the cases the reader may see; of others only
    the codes are told, never the case or anybody's words. Five queries."""
    columns = ("report_id", "at", "outcome", "decided_at")
    codes = ("category__code", "organisation__code", "chosen_category__code", "chosen_organisation__code")
    decisions = list(Decision.objects.order_by("-pk").values(*columns, *codes)[:LATELY])
    found = sorted([*_corrected(decisions), *_afterwards(decisions)], key=lambda one: one.at, reverse=True)[:SHOWN]
    seen = Report.objects.filter(visible, pk__in={one.report_id for one in found}).in_bulk()
    names = _names(found)
    return [
        Mistake(
            one.at,
            one.automatic,
            _told(one.proposed, names),
            _told(one.chosen, names),
            one.returned,
            seen.get(one.report_id),
            one.reason if one.report_id in seen else "",
        )
        for one in found
    ]


def _corrected(decisions: Iterable[Mapping[str, Any]]) -> Iterable[_Found]:
    for made in decisions:
        proposed = (made["category__code"] or "", made["organisation__code"] or "")
        chosen = (made["chosen_category__code"] or "", made["chosen_organisation__code"] or "")
        # Saying what the router had left open is no correction of it.
        wrong = [bool(old and new and old != new) for old, new in zip(proposed, chosen, strict=True)]
        if made["outcome"] == Outcome.CORRECTED and any(wrong):
            at = made["decided_at"] or made["at"]
            yield _Found(at, made["report_id"], False, _only(proposed, wrong), _only(chosen, wrong))


def _only(pair: tuple[str, str], wanted: Sequence[bool]) -> tuple[str, str]:
    category, organisation = (code if want else "" for code, want in zip(pair, wanted, strict=True))
    return category, organisation


def _afterwards(decisions: Iterable[Mapping[str, Any]]) -> Iterable[_Found]:
    """What the router had done by itself and a person then changed on the case: each case once, by the first change."""
    automatic = {made["report_id"]: made for made in decisions if made["outcome"] == Outcome.AUTOMATIC}
    entries = Entry.objects.filter(report__in=automatic, type__in=_AFTERWARDS, actor_kind="staff").order_by("pk").only(
        "report_id", "type", "at", "data", "personal")  # fmt: skip
    told: set[int] = set()
    for entry in entries:
        made = automatic[entry.report_id]
        found = _change(entry, made) if entry.at >= made["at"] and entry.report_id not in told else None
        if found is not None:
            told.add(entry.report_id)
            yield found


def _change(entry: Entry, made: Mapping[str, Any]) -> _Found | None:
    category, organisation = made["category__code"] or "", made["organisation__code"] or ""
    if entry.type == "classified":
        now = str(entry.data.get("category") or "")
        if now in {"", category}:
            return None
        return _Found(entry.at, entry.report_id, True, (category, ""), (now, ""))
    holder = str(entry.data.get("holder") or "")
    returned = entry.type == "returned"
    return _Found(entry.at, entry.report_id, True, ("", organisation), ("", holder), returned, entry.text)


def _names(found: Iterable[_Found]) -> dict[str, str]:
    pairs = [pair for one in found for pair in (one.proposed, one.chosen)]
    categories = Category.objects.filter(code__in={pair[0] for pair in pairs}).values_list("code", "name")
    bodies = Organisation.objects.filter(code__in={pair[1] for pair in pairs}).values_list("code", "short_name")
    return {f"c:{code}": name for code, name in categories} | {f"o:{code}": name for code, name in bodies}


def _told(pair: tuple[str, str], names: Mapping[str, str]) -> str:
    category, organisation = pair
    parts = (names.get(f"c:{category}", ""), names.get(f"o:{organisation}", ""))
    return ", ".join(part for part in parts if part)
