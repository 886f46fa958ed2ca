"""The one write path of the rules of responsibility: a draft is begun, changed row by row, tried, published; or the
version before is brought back. Each change leaves a line in the history. All take the author's account and an instant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max

from rumahrakyat.lib import locks
from rumahrakyat.people.models import Account
from rumahrakyat.routing import rule_faults as faults
from rumahrakyat.routing import rulesets
from rumahrakyat.routing.checking import check
from rumahrakyat.routing.models_rules import ResponsibilityRule, RuleChange, RuleSet, State

_CONTENT: Final = tuple(column for column in rulesets.COLUMNS if column != "code")
_LOCK: Final = "routing.rulebook"


class NoDraft(LookupError):
    """There is no draft, or no such row in it: somebody else published or dropped it."""


@dataclass(frozen=True)
class Row:
    """What an author typed for one row: the columns of `ResponsibilityRule` but its code and place."""

    values: Mapping[str, Any]


def begin(*, account: Account, at: datetime) -> RuleSet:
    """The draft; a new one copies the version that is published last. Pressed twice, it is the same draft."""
    with transaction.atomic():
        locks.wait(_LOCK, "draft")
        found = RuleSet.objects.filter(state=State.DRAFT).first()
        if found is not None:
            return found
        base = _newest_published()
        made = _copy(base, account=account, at=at)
        _note(made, "begin", account, at)
        return made


def _newest_published() -> RuleSet:
    found = RuleSet.objects.filter(state=State.PUBLISHED).order_by("-valid_from", "-number").first()
    if found is None:
        raise NoDraft
    return found


def _copy(base: RuleSet, *, account: Account, at: datetime) -> RuleSet:
    number = (RuleSet.objects.aggregate(most=Max("number"))["most"] or 0) + 1
    made = RuleSet.objects.create(
        number=number, based_on=base, preamble=base.preamble, made_by=account, made_at=at, state=State.DRAFT
    )
    rows = list(ResponsibilityRule.objects.filter(rule_set=base).order_by("position"))
    for row in rows:
        row.pk, row.rule_set = None, made
    ResponsibilityRule.objects.bulk_create(rows)
    return made


def _draft() -> RuleSet:
    """The draft, locked. Raises `NoDraft`."""
    found = RuleSet.objects.select_for_update(of=("self",)).filter(state=State.DRAFT).first()
    if found is None:
        raise NoDraft
    return found


def _row(draft: RuleSet, code: str) -> ResponsibilityRule:
    found = ResponsibilityRule.objects.filter(rule_set=draft, code=code).first()
    if found is None:
        raise NoDraft
    return found


def _note(draft: RuleSet, action: str, account: Account | None, at: datetime, code: str = "", **data: object) -> None:
    RuleChange.objects.create(number=draft.number, at=at, account=account, action=action, code=code, data=dict(data))


def _changed(draft: RuleSet) -> None:
    """What was worked out for the draft as it was does not hold any more."""
    if draft.simulation is not None:
        draft.simulation, draft.simulated_at = None, None
        draft.save(update_fields=["simulation", "simulated_at"])


def _values_of(row: ResponsibilityRule) -> dict[str, object]:
    return {column: getattr(row, column) for column in _CONTENT}


def edit(*, code: str, row: Row, account: Account, at: datetime) -> bool:
    """Change a row of the draft; False when nothing differs. Raises `NoDraft`."""
    with transaction.atomic():
        draft = _draft()
        found = _row(draft, code)
        before = _values_of(found)
        after = {**before, **row.values}
        if after == before:
            return False
        for name, value in row.values.items():
            setattr(found, name, value)
        found.save()
        _changed(draft)
        differing = [name for name in _CONTENT if before[name] != after[name]]
        _note(
            draft, "edit", account, at, code,
            before={name: before[name] for name in differing}, after={name: after[name] for name in differing},
        )  # fmt: skip
    return True


def add(*, row: Row, position: int, account: Account, at: datetime) -> ResponsibilityRule:
    """A new row at a place, from 1; those from there on move down. Raises `NoDraft`."""
    with transaction.atomic():
        draft = _draft()
        rows = ResponsibilityRule.objects.filter(rule_set=draft)
        place = max(1, min(position, rows.count() + 1))
        rows.filter(position__gte=place).update(position=F("position") + 1)
        codes = set(rows.values_list("code", flat=True))
        nth = next(nth for nth in range(1, len(codes) + 2) if f"n{draft.number}-{nth}" not in codes)
        made = ResponsibilityRule.objects.create(
            rule_set=draft, position=place, code=f"n{draft.number}-{nth}", **row.values
        )
        _changed(draft)
        _note(draft, "add", account, at, made.code, after=_values_of(made), position=place)
    return made


def delete(*, code: str, account: Account, at: datetime) -> None:
    """Take a row out of the draft. Raises `NoDraft`."""
    with transaction.atomic():
        draft = _draft()
        found = _row(draft, code)
        _note(draft, "delete", account, at, code, before=_values_of(found), position=found.position)
        place = found.position
        found.delete()
        rows = ResponsibilityRule.objects.filter(rule_set=draft, position__gt=place)
        rows.update(position=F("position") - 1)
        _changed(draft)


def move(*, code: str, position: int, account: Account, at: datetime) -> None:
    """Put a row at another place, from 1. Raises `NoDraft`."""
    with transaction.atomic():
        draft = _draft()
        found = _row(draft, code)
        rows = ResponsibilityRule.objects.filter(rule_set=draft)
        place, before = max(1, min(position, rows.count())), found.position
        if place == before:
            return
        if place < before:
            rows.filter(position__gte=place, position__lt=before).update(position=F("position") + 1)
        else:
            rows.filter(position__gt=before, position__lte=place).update(position=F("position") - 1)
        rows.filter(pk=found.pk).update(position=place)
        _changed(draft)
        _note(draft, "move", account, at, code, before=before, after=place)


def set_threshold(*, threshold: float, account: Account, at: datetime) -> None:
    """From which belief on the draft passes a case on without a person. Raises `NoDraft`, `rule_faults.BadRules`."""
    if not 0 < threshold < 1:
        raise faults.BadRules([faults.NoNumber()])
    with transaction.atomic():
        draft = _draft()
        before = draft.preamble.get("auto_threshold")
        if before == threshold:
            return
        draft.preamble = {**draft.preamble, "auto_threshold": threshold}
        draft.save(update_fields=["preamble"])
        _changed(draft)
        _note(draft, "settings", account, at, before=before, after=threshold)


def keep_simulation(*, draft: RuleSet, result: Mapping[str, Any], account: Account, at: datetime) -> None:
    """Note with the draft what it would have done."""
    with transaction.atomic():
        locked = _draft()
        if locked.pk != draft.pk:
            raise NoDraft
        locked.simulation, locked.simulated_at = dict(result), at
        locked.save(update_fields=["simulation", "simulated_at"])
        summary = {name: value for name, value in result.items() if isinstance(value, int)}
        _note(locked, "simulate", account, at, summary=summary)


def discard(*, account: Account, at: datetime) -> None:
    """Drop the draft; its lines in the history stay. Raises `NoDraft`."""
    with transaction.atomic():
        draft = _draft()
        _note(draft, "discard", account, at)
        draft.delete()


def problems(rule_set: RuleSet) -> list[faults.Fault]:
    """What stands in the way of publishing it, but for its date and reason."""
    return check(rulesets.read(rule_set), rulesets.known())


def publish(*, reason: str, account: Account, at: datetime, since: datetime | None = None) -> RuleSet:
    """Make the draft hold, from `since` or at once. Raises `NoDraft`, and `rule_faults.BadRules` with everything that
    is wrong."""
    with transaction.atomic():
        locks.wait(_LOCK, "publish")
        draft = _draft()
        begins = since or at
        wrong = [*_about_time(begins, at), *problems(draft)]
        newest = _newest_published()
        if draft.based_on_id != newest.pk:
            wrong.insert(0, faults.SomebodyWasFaster(version=newest.number))
        if not reason.strip():
            wrong.append(faults.NoReason())
        if _same(draft, newest):
            wrong.append(faults.NothingChanges())
        if wrong:
            raise faults.BadRules(wrong)
        return _publish(draft, reason, begins, account, at)


def _about_time(since: datetime, at: datetime) -> list[faults.Fault]:
    if since < at:
        return [faults.BeginsInThePast()]
    newest = _newest_published()
    assert newest.valid_from is not None
    return [faults.BeginsBeforeAnother(version=newest.number)] if newest.valid_from > since else []


def _same(one: RuleSet, other: RuleSet) -> bool:
    first, second = rulesets.document_of(one), rulesets.document_of(other)
    return {**first, "version": ""} == {**second, "version": ""}


def _publish(rule_set: RuleSet, reason: str, since: datetime, account: Account, at: datetime) -> RuleSet:
    rule_set.state, rule_set.reason, rule_set.valid_from = State.PUBLISHED, reason.strip()[:300], since
    rule_set.published_by, rule_set.published_at = account, at
    rule_set.save(update_fields=["state", "reason", "valid_from", "published_by", "published_at"])
    _note(rule_set, "publish", account, at, reason=rule_set.reason, since=since.isoformat())
    return rule_set


def restore(*, reason: str, account: Account, at: datetime) -> RuleSet:
    """One step back: the version before the one in force holds again from now on, as a version of its own, so that the
    history stays whole. A draft is left alone, and has to begin anew. Raises `rule_faults.BadRules`."""
    with transaction.atomic():
        locks.wait(_LOCK, "publish")
        present = rulesets.in_force(at)
        before = previous(present, at) if present else None
        if before is None:
            raise faults.BadRules([faults.NothingBefore()])
        wrong: list[faults.Fault] = [] if reason.strip() else [faults.NoReason()]
        wrong += [*_about_time(at, at), *problems(before)]
        if wrong:
            raise faults.BadRules(wrong)
        number = (RuleSet.objects.aggregate(most=Max("number"))["most"] or 0) + 1
        made = RuleSet.objects.create(
            number=number, state=State.PUBLISHED, based_on=present, restores=before, preamble=before.preamble,
            reason=reason.strip()[:300], valid_from=at, made_by=account, made_at=at, published_by=account,
            published_at=at,
        )  # fmt: skip
        rows = list(ResponsibilityRule.objects.filter(rule_set=before).order_by("position"))
        for row in rows:
            row.pk, row.rule_set = None, made
        ResponsibilityRule.objects.bulk_create(rows)
        _note(made, "restore", account, at, reason=made.reason, version=before.number)
        return made


def previous(rule_set: RuleSet, at: datetime) -> RuleSet | None:
    """What one step back from a version leads to: the one it was built on, and from a restored one the one before what
    it restored. None before the first."""
    if rule_set.restores is not None:
        return previous(rule_set.restores, at)
    return rule_set.based_on
