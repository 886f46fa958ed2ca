"""Reads of the versions of the rules: rows in plain words, differences, history. For pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.reports.models import Category
from rumahrakyat.routing import facts, rulesets
from rumahrakyat.routing.models_rules import ResponsibilityRule, RuleChange, RuleSet, State
from rumahrakyat.routing.rules import LOCAL, OWN_GOVERNMENT, VILLAGE_GOVERNMENT

FACT_NAMES: Final[Mapping[str, str | Promise]] = {
    facts.ROAD_CLASS: gettext_lazy("Class of the road"),
    facts.SCHOOL_LEVEL: gettext_lazy("Level of the school"),
    facts.KIND: gettext_lazy("Kind of report"),
    facts.GOVERNMENT: gettext_lazy("Regency or city"),
    facts.VILLAGE: gettext_lazy("Village or ward"),
    facts.REGION: gettext_lazy("Place"),
}
VALUE_NAMES: Final[Mapping[str, str | Promise]] = {
    "road_class.toll": gettext_lazy("toll road"),
    "road_class.national": gettext_lazy("national road"),
    "road_class.provincial": gettext_lazy("provincial road"),
    "road_class.regency": gettext_lazy("regency or city road"),
    "road_class.village": gettext_lazy("village or neighbourhood road"),
    "road_class.unknown": gettext_lazy("class not known"),
    "school_level.basic": gettext_lazy("early childhood, primary, lower secondary"),
    "school_level.upper": gettext_lazy("upper secondary, vocational, special"),
    "school_level.madrasah": gettext_lazy("madrasah, religious boarding school"),
    "school_level.unknown": gettext_lazy("level not known"),
    "kind.complaint": gettext_lazy("complaint"),
    "kind.aspiration": gettext_lazy("aspiration"),
    "kind.information": gettext_lazy("request for information"),
    "government.regency": pgettext_lazy("place", "in a regency"),
    "government.city": pgettext_lazy("place", "in a city"),
    "government.unknown": pgettext_lazy("place", "regency not known"),
    "village.village": pgettext_lazy("place", "in a village"),
    "village.ward": pgettext_lazy("place", "in a ward"),
    "village.unknown": pgettext_lazy("place", "village not known"),
}
_LOCAL_NAMES: Final[Mapping[str, str | Promise]] = {
    OWN_GOVERNMENT: gettext_lazy("the regency or city of the place"),
    VILLAGE_GOVERNMENT: gettext_lazy("the village of the place"),
}


@dataclass(frozen=True)
class Names:
    """Names for the codes that rows hold; three queries, once a page."""

    bodies: Mapping[str, str]
    categories: Mapping[str, str]
    regions: Mapping[str, str]
    outside: frozenset[str]

    def body(self, code: str) -> str:
        return str(_LOCAL_NAMES[code]) if code in LOCAL else self.bodies.get(code, code or "–")

    def category(self, pattern: str) -> str:
        if pattern.endswith(".*"):
            return _("%(category)s, all of it") % {"category": self.categories.get(pattern[:-2], pattern)}
        return self.categories.get(pattern, pattern)

    def value(self, name: str, value: str) -> str:
        return (
            self.regions.get(value, value) if name == facts.REGION else str(VALUE_NAMES.get(f"{name}.{value}", value))
        )


def names() -> Names:
    bodies = list(Organisation.objects.filter(active=True).order_by("name").values_list("code", "name", "kind"))
    regencies = Region.objects.filter(level=Level.REGENCY).order_by("code").values_list("code", "full_name")
    categories = Category.objects.filter(active=True).order_by("parent__position", "position")
    return Names(
        {code: name for code, name, _kind in bodies},
        dict(categories.values_list("code", "name")),
        dict(regencies),
        frozenset(code for code, _name, kind in bodies if kind == Kind.OUTSIDE),
    )


@dataclass(frozen=True)
class Shown:
    """A row in plain words. `when` and `words` are sentences of what it asks for, empty where it always fits."""

    row: ResponsibilityRule
    categories: Sequence[str]
    when: Sequence[tuple[str, str]]
    to: str
    outside: bool
    joined: Sequence[str]
    alternatives: Sequence[str]
    state: str = ""


def shown(row: ResponsibilityRule, known: Names, state: str = "") -> Shown:
    when = [
        (str(FACT_NAMES.get(name, name)), _or(known.value(name, value) for value in values))
        for name, values in row.when.items()
    ]
    return Shown(
        row,
        [known.category(one) for one in row.categories],
        when,
        known.body(row.to),
        row.to in known.outside,
        [known.body(one) for one in row.joined],
        [known.body(one) for one in row.alternatives],
        state,
    )


def _or(names: object) -> str:
    return f" {_('or')} ".join(str(one) for one in names)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Filter:
    """Which rows to list: of a main category, to an organisation, with a word anywhere."""

    category: str = ""
    to: str = ""
    word: str = ""

    def keeps(self, row: ResponsibilityRule, known: Names) -> bool:
        if self.category and not any(one.split(".")[0] == self.category for one in row.categories):
            return False
        if self.to and self.to not in {row.to, *row.joined, *row.alternatives}:
            return False
        texts = [row.because, row.source, known.body(row.to), *row.any, *row.none, *map(known.category, row.categories)]
        return not self.word or self.word.lower() in " ".join(texts).lower()


PAGE: Final = 60


@dataclass(frozen=True)
class Listed:
    """One page of the rows that were asked for: `fitting` of `total`, from the nth `start` on (from 0)."""

    rows: Sequence[Shown]
    fitting: int
    total: int
    start: int = 0

    @property
    def next(self) -> int | None:
        return self.start + PAGE if self.start + PAGE < self.fitting else None

    @property
    def before(self) -> int | None:
        return max(0, self.start - PAGE) if self.start else None


def listed(rule_set: RuleSet, known: Names, chosen: Filter, *, start: int = 0) -> Listed:
    """Rows in their order, those of a draft with whether they are new or changed. One query, two for a draft."""
    rows = list(ResponsibilityRule.objects.filter(rule_set=rule_set).order_by("position"))
    base = _base(rule_set)
    kept = [row for row in rows if chosen.keeps(row, known)]
    page = kept[start : start + PAGE]
    return Listed([shown(row, known, _state(row, base)) for row in page], len(kept), len(rows), start)


def _base(rule_set: RuleSet) -> dict[str, ResponsibilityRule] | None:
    if rule_set.state != State.DRAFT:
        return None
    return {row.code: row for row in ResponsibilityRule.objects.filter(rule_set=rule_set.based_on_id)}


def _state(row: ResponsibilityRule, base: Mapping[str, ResponsibilityRule] | None) -> str:
    if base is None:
        return ""
    before = base.get(row.code)
    if before is None:
        return "new"
    return "" if rulesets.entry_of(before) == rulesets.entry_of(row) else "changed"


@dataclass(frozen=True)
class Difference:
    """How a draft differs from what it was built on, in rows."""

    new: int = 0
    changed: int = 0
    gone: Sequence[Shown] = field(default_factory=tuple)
    moved: bool = False
    threshold: bool = False

    @property
    def any(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.moved or self.threshold)


def difference(draft: RuleSet, known: Names) -> Difference:
    """Two queries."""
    base = _base(draft) or {}
    rows = list(ResponsibilityRule.objects.filter(rule_set=draft).order_by("position"))
    states = [_state(row, base) for row in rows]
    here = {row.code for row in rows}
    before = [row.code for row in sorted(base.values(), key=lambda row: row.position) if row.code in here]
    after = [row.code for row in rows if row.code in base]
    based_on = draft.based_on
    return Difference(
        states.count("new"),
        states.count("changed"),
        [shown(row, known) for code, row in base.items() if code not in here],
        before != after,
        based_on is not None and based_on.preamble.get("auto_threshold") != draft.preamble.get("auto_threshold"),
    )


def draft() -> RuleSet | None:
    shown = ("based_on", "made_by")
    return RuleSet.objects.select_related(*shown).filter(state=State.DRAFT).first()


def row(rule_set: RuleSet, code: str) -> ResponsibilityRule | None:
    return ResponsibilityRule.objects.filter(rule_set=rule_set, code=code).first()


def versions() -> list[RuleSet]:
    """What was published, the newest first."""
    published = RuleSet.objects.filter(state=State.PUBLISHED).select_related("published_by", "restores", "based_on")
    return list(published.order_by("-valid_from", "-number")[:20])


def version(number: int) -> RuleSet | None:
    return RuleSet.objects.select_related("published_by").filter(state=State.PUBLISHED, number=number).first()


def coming(at: datetime) -> list[RuleSet]:
    return list(RuleSet.objects.filter(state=State.PUBLISHED, valid_from__gt=at).order_by("valid_from"))


def changes(*, limit: int = 50, before: int | None = None) -> list[RuleChange]:
    """What was done to the rules, the newest first; `before` is the id of the last one seen."""
    found = RuleChange.objects.select_related("account").order_by("-pk")
    return list((found.filter(pk__lt=before) if before else found)[:limit])
