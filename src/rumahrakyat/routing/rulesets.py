"""The versions of the rules as they are stored: which is in force, and its rows as `rules.Rules`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.regions.province import Province, active
from rumahrakyat.reports.models import Category
from rumahrakyat.routing.checking import Known
from rumahrakyat.routing.data import rules_of
from rumahrakyat.routing.models_rules import ResponsibilityRule, RuleSet, State
from rumahrakyat.routing.rules import Rules
from rumahrakyat.understanding.data import lexicon_of

# What stands beside the rows in the file of a province.
PREAMBLE: Final = ("auto_threshold", "misconduct_to", "violence_to", "elsewhere", "facts")
# The columns of a row and their names in the file.
COLUMNS: Final[Mapping[str, str]] = {
    "categories": "for", "any": "any", "none": "none", "when": "when", "to": "to", "joined": "joined",
    "alternatives": "alternatives", "confidence": "confidence", "automatic": "automatic", "because": "because",
    "source": "source", "code": "code",
}  # fmt: skip


def in_force(at: datetime) -> RuleSet | None:
    """The version that decides at an instant; None before anything was loaded. One query."""
    published = RuleSet.objects.filter(state=State.PUBLISHED, valid_from__lte=at)
    return published.order_by("-valid_from", "-number").first()


def current(at: datetime) -> Rules:
    """The rules that decide at an instant: the version in force, and those of the province's file where no version was
    loaded yet. One query, and one more when another version came into force."""
    found = in_force(at)
    return published(found.pk) if found is not None else rules_of(active())


@lru_cache(maxsize=8)
def published(pk: int) -> Rules:
    """A published version by its id: it never changes, so a process reads it once."""
    return read(RuleSet.objects.get(pk=pk))


def read(rule_set: RuleSet) -> Rules:
    """A version as it is stored now, drafts included."""
    return Rules(document_of(rule_set), stems=_stems(active()))


def _stems(province: Province) -> Callable[[str], list[str]]:
    return lexicon_of(province).stems


def document_of(rule_set: RuleSet) -> dict[str, Any]:
    """A version in the form of a province's file."""
    rows = ResponsibilityRule.objects.filter(rule_set=rule_set).order_by("position")
    return {"version": rule_set.version, **rule_set.preamble, "rules": [entry_of(row) for row in rows]}


def entry_of(row: ResponsibilityRule) -> dict[str, Any]:
    """A row as it stands in a file."""
    return {name: getattr(row, column) for column, name in COLUMNS.items()}


def row_of(entry: Mapping[str, Any], *, rule_set: RuleSet, position: int) -> ResponsibilityRule:
    """An entry of a file as a row, not saved yet. An entry without a code is named by its place."""
    defaults: dict[str, Any] = {
        "any": [], "none": [], "when": {}, "joined": [], "alternatives": [], "automatic": True, "source": "",
        "code": f"r{position}",
    }  # fmt: skip
    values = {column: entry.get(name, defaults.get(name)) for column, name in COLUMNS.items()}
    return ResponsibilityRule(rule_set=rule_set, position=position, **values)


def known() -> Known:
    """The codes that rules may name in this installation, in two queries."""
    bodies = list(Organisation.objects.filter(active=True).values_list("code", "kind"))
    return Known(
        organisations={code for code, _kind in bodies},
        categories=set(Category.objects.filter(active=True).values_list("code", flat=True)),
        outside={code for code, kind in bodies if kind == Kind.OUTSIDE},
    )
