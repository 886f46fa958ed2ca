"""Loading a whole province: regions, organisations, service points, categories; its rules are checked against them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rumahrakyat.lib.bulk import Changes, align
from rumahrakyat.organisations.loading import Summary, load_territory
from rumahrakyat.regions.province import Province
from rumahrakyat.regions.province import province as province_named
from rumahrakyat.reports.models import Category
from rumahrakyat.routing import rulesets
from rumahrakyat.routing.checking import check
from rumahrakyat.routing.data import rules_of
from rumahrakyat.routing.models_rules import ResponsibilityRule, RuleChange, RuleSet, State
from rumahrakyat.routing.rule_faults import BadRules


@transaction.atomic
def load_province(*, province: str, at: datetime) -> Summary:
    """Bring all reference data in line with the files of a province; a second run changes nothing.

    The rules of the file become version 1, or a new version of an installation that never changed its rules itself;
    what people made here is never overwritten. Raises UnknownProvince, and BadRules with everything that is wrong with
    the rules of the file beside the other files; then nothing is loaded.
    """
    found = province_named(province)
    summary = load_territory(name=province, at=at)
    categories = _load_categories(found)
    wrong = check(rules_of(found), rulesets.known())
    if wrong:
        raise BadRules(wrong)
    rules = _load_rules(found, at)
    return Summary(province, at, {**summary.changes, "categories": categories, "rules": rules})


def _load_rules(province: Province, at: datetime) -> Changes:
    document = province.document("rules.json")
    count, origin = len(document["rules"]), f"{province.name} {document['version']}"
    latest = RuleSet.objects.order_by("-number").first()
    if latest is not None and (not latest.origin or latest.origin == origin):
        return Changes(unchanged=count)
    made = RuleSet.objects.create(
        number=latest.number + 1 if latest else 1,
        state=State.PUBLISHED,
        based_on=latest,
        preamble={name: document[name] for name in rulesets.PREAMBLE if name in document},
        origin=origin,
        valid_from=at,
        made_at=at,
        published_at=at,
    )
    ResponsibilityRule.objects.bulk_create(
        rulesets.row_of(entry, rule_set=made, position=nth) for nth, entry in enumerate(document["rules"], start=1)
    )
    RuleChange.objects.create(number=made.number, at=at, action="load", data={"origin": origin})
    return Changes(created=count)


def _load_categories(found: Province) -> Changes:
    document = found.document("categories.json")
    main = align(Category, [_row(entry, position=entry["position"], parent=None) for entry in document], key=["code"])
    parents = dict(Category.objects.filter(parent=None).values_list("code", "pk"))
    children = [
        _row(child, position=position, parent=parents[entry["code"]])
        for entry in document
        for position, child in enumerate(entry["children"], start=1)
    ]
    return main + align(Category, children, key=["code"])


def _row(entry: dict[str, Any], *, position: int, parent: int | None) -> dict[str, Any]:
    return {
        "code": entry["code"],
        "name": entry["name"],
        "parent_id": parent,
        "forced_confidential": bool(entry.get("forced_confidential")),
        "position": position,
    }
