"""Seed rules and ladders of the installation: the versions of each obligation, idempotently."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from rumahrakyat.duty import rules, store
from rumahrakyat.duty.models import DutyRule, Ladder
from rumahrakyat.duty.rulebook import faults
from rumahrakyat.duty.rulebook.drafts import LadderDraft, RuleDraft, Version, check_content
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Category

_RULE = ("unit", "amount", "extension", "longest")
_SHARED = ("regency_id", "weight", "kind", "source")


def load_rules(rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert versions that are not there yet; a version that exists is never changed. Returns how many were new.

    A row has obligation, version, unit, amount, source, valid_from and valid_to (ISO 8601 with zone, or null), and may
    have extension, longest, and a scope: organisation and category by code, regency by code, weight, kind.
    Raises `rulebook_faults.Refused` for what no author could publish either, and loads nothing then.
    """
    return _load(DutyRule, rows, _RULE)


def load_ladders(rows: Sequence[Mapping[str, Any]]) -> int:
    """The same for ladders, whose rows have `steps`."""
    return _load(Ladder, rows, ("steps",))


def _load(model: type[DutyRule | Ladder], rows: Sequence[Mapping[str, Any]], own: Sequence[str]) -> int:
    new = 0
    with transaction.atomic():
        for row in rows:
            until = row.get("valid_to")
            values = {name: row[name] for name in (*own, *_SHARED) if row.get(name) is not None}
            if row.get("regency"):
                values["regency_id"] = row["regency"]
            if row.get("organisation"):
                values["organisation"] = Organisation.objects.get(code=row["organisation"])
            if row.get("category"):
                values["category"] = Category.objects.get(code=row["category"])
            values["valid_from"] = datetime.fromisoformat(str(row["valid_from"]))
            values["valid_to"] = datetime.fromisoformat(str(until)) if until else None
            _rule, created = model.objects.get_or_create(
                obligation=row["obligation"], version=row["version"], defaults=values
            )
            new += created
        _check(model)
    return new


def _check(model: type[DutyRule | Ladder]) -> None:
    """Of everything that is there now: unknown obligations, nonsense, and versions that overlap."""
    book = store.rulebook()
    versions: Sequence[Version] = book.rules if model is DutyRule else book.ladders
    found: list[faults.Fault] = []
    for one in versions:
        if one.obligation not in rules.OBLIGATIONS:
            found.append(faults.UnknownObligation(obligation=one.obligation))
        found += check_content(_as_draft(one))
    found += [
        faults.OverlappingVersions(obligation=first.obligation, first=first.version, second=second.version)
        for first, second in rules.overlapping(versions)
    ]
    if found:
        raise faults.Refused(found)


def _as_draft(one: Version) -> RuleDraft | LadderDraft:
    if isinstance(one, rules.Rule):
        return RuleDraft(one.obligation, one.unit, one.amount, "", extension=one.extension, longest=one.longest)
    return LadderDraft(one.obligation, one.steps, "")
