"""The hour of the briefs and the rules of the alerts: data of a province, kept in a table, changed by the operator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django.db import transaction

from rumahrakyat.oversight.models_briefs import BriefAlertRule
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account

CHANGED: Final = "brief_rule_changed"
HOUR: Final = "hour"
BURST: Final = "burst"
SILENT_CHANNEL: Final = "silent_channel"
READ_BY_MANY: Final = "read_by_many"
NO_ANSWER: Final = "no_answer"
STANDING_STILL: Final = "standing_still"
DANGER: Final = "danger"


@dataclass(frozen=True)
class Field:
    """A whole number that a rule knows, from `least` to `most`."""

    name: str
    usual: int
    least: int
    most: int


FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    HOUR: (Field("minutes", 360, 0, 1200),),
    DANGER: (Field("minutes", 60, 5, 1440),),
    BURST: (Field("people", 5, 2, 1000),),
    SILENT_CHANNEL: (Field("missing", 3, 1, 1000),),
    READ_BY_MANY: (Field("times", 100, 2, 1_000_000),),
    NO_ANSWER: (Field("hours", 24, 1, 720), Field("waiting", 1, 1, 1000)),
    STANDING_STILL: (Field("minutes", 10, 2, 1440),),
}
# Danger to life is told whatever anybody switches off.
ALWAYS_ON: Final = frozenset({DANGER})
ORDER: Final = tuple(FIELDS)


class Wrong(ValueError):
    """A value that cannot be; `field` names it, `least` and `most` are its bounds."""

    def __init__(self, field: Field) -> None:
        super().__init__(field.name)
        self.field = field


@dataclass(frozen=True)
class Rule:
    code: str
    on: bool
    values: Mapping[str, int]
    edited_at: datetime | None = None

    def __getitem__(self, name: str) -> int:
        return self.values[name]


def usual(code: str) -> dict[str, int]:
    return {field.name: field.usual for field in FIELDS[code]}


def every() -> dict[str, Rule]:
    """All rules by code, in order; one that was never loaded has its usual values."""
    rows = {row.code: row for row in BriefAlertRule.objects.all()}
    return {code: _rule(code, rows.get(code)) for code in ORDER}


def _rule(code: str, row: BriefAlertRule | None) -> Rule:
    if row is None:
        return Rule(code, on=True, values=usual(code))
    known = {name: value for name, value in row.values.items() if name in usual(code)}
    return Rule(code, row.on or code in ALWAYS_ON, {**usual(code), **known}, row.edited_at)


def hour() -> time:
    """The local time at which briefs are sent."""
    return _hour(_rule(HOUR, BriefAlertRule.objects.filter(code=HOUR).first()))


def hour_to_send() -> time | None:
    """The same; None while sending is switched off."""
    rule = _rule(HOUR, BriefAlertRule.objects.filter(code=HOUR).first())
    return _hour(rule) if rule.on else None


def _hour(rule: Rule) -> time:
    return time(rule["minutes"] // 60, rule["minutes"] % 60)


def load(rows: Sequence[Mapping[str, Any]]) -> int:
    """Bring the table in line with the province's file but for what a person changed; how many are new or changed."""
    known = {row.code: row for row in BriefAlertRule.objects.all()}
    changed = 0
    for place, wanted in enumerate(rows):
        code, on, values = wanted["code"], wanted["on"], dict(wanted["values"])
        _check(code, values)
        row = known.get(code) or BriefAlertRule(code=code)
        if row.edited_at is not None or (row.pk and (row.on, row.values, row.position) == (on, values, place)):
            continue
        row.on, row.values, row.position = on, values, place
        row.save()
        changed += 1
    return changed


def change(*, code: str, on: bool, values: Mapping[str, int], account: Account, at: datetime) -> bool:
    """A person changes a rule, on the record; False when it was so already. Raises `Wrong`, `KeyError`."""
    _check(code, values)
    with transaction.atomic():
        BriefAlertRule.objects.get_or_create(code=code, defaults={"position": ORDER.index(code), "values": usual(code)})
        row = BriefAlertRule.objects.select_for_update().get(code=code)
        wanted_on = on or code in ALWAYS_ON
        if (row.on, row.values) == (wanted_on, dict(values)):
            return False
        before = {"on": row.on, **row.values}
        row.on, row.values, row.edited_at, row.edited_by = wanted_on, dict(values), at, account
        row.save()
        data = {"before": before, "after": {"on": wanted_on, **values}}
        audit.record(act=CHANGED, account=account.pk, at=at, subject=code, data=data)
    return True


def _check(code: str, values: Mapping[str, int]) -> None:
    for field in FIELDS[code]:
        value = values.get(field.name)
        if not isinstance(value, int) or not field.least <= value <= field.most:
            raise Wrong(field)
    if len(values) != len(FIELDS[code]):
        raise KeyError(code)
