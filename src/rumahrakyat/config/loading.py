"""A whole province out of its folder of data: every layer loads its own part, lowest first."""

from collections.abc import Iterator
from datetime import datetime

from rumahrakyat.duty.loading import load_ladders, load_rules
from rumahrakyat.duty.models import DutyRule
from rumahrakyat.oversight.briefs import rules as briefs
from rumahrakyat.regions.province import province
from rumahrakyat.routing import loading
from rumahrakyat.writing import templates

DUTY_RULES = "duty_rules.json"
DUTY_LADDERS = "duty_ladders.json"
TEMPLATES = "templates.json"
BRIEFS = "briefs.json"


def load_province(name: str, *, at: datetime) -> Iterator[str]:
    """Brings the tables in line with the files of a province; a line for each table that tells what changed."""
    summary = loading.load_province(province=name, at=at)
    for table, changes in summary.changes.items():
        yield f"{table}: {changes.created} new, {changes.updated} changed"
    yield f"duty rules: {load_rules(province(name).document(DUTY_RULES))} new"
    yield f"ladders: {load_ladders(province(name).document(DUTY_LADDERS))} new"
    yield f"briefs: {briefs.load(province(name).document(BRIEFS))} rules new or changed"
    yield f"templates: {templates.load(province(name).document(TEMPLATES), at=at)} new or changed"


def is_loaded() -> bool:
    """True when the last part of a province is there, and so every part below it."""
    return DutyRule.objects.exists()
