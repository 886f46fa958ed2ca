"""A version before it is published, and what is wrong with it. Pure: no database, no clock.

A new version ends the one of the same scope that is open. Versions of different scopes may overlap: the narrower wins
(`Rulebook.rule`). What was published before is never changed otherwise.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.utils import dateformat
from django.utils.timezone import localtime

from rumahrakyat.duty import rules
from rumahrakyat.duty.rulebook import faults
from rumahrakyat.duty.rules import Ladder, Rule, Scope, Step, Unit

AUDIENCES: Final = ("officer", "deputy", "head", "secretary", "governor")
MOST_AMOUNT: Final = 2000  # hours or working days: more than that is a slip of the finger
MOST_PERCENT: Final = 1000
MOST_MINUTES: Final = 24 * 60
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,23}")
# Nobody is late when these run out, so nobody is told.
NO_LADDER: Final = rules.REPORTERS | {rules.EXPLANATION}
# Whose clocks know no agency: the desk's, and the appeal to those above it.
_NO_AGENCY: Final = frozenset({rules.ROUTING, rules.APPEAL})

Version = Rule | Ladder


@dataclass(frozen=True)
class RuleDraft:
    """`since` None: at once. `until` None: until the next version of the same scope begins."""

    obligation: str
    unit: str
    amount: int
    source: str
    since: datetime | None = None
    until: datetime | None = None
    scope: Scope = field(default_factory=Scope)
    extension: int = 0
    longest: int | None = None

    def version(self, key: int, number: int, at: datetime) -> Rule:
        since = self.since or at
        return Rule(
            key, self.obligation, number, Unit(self.unit), self.amount, since, self.until, self.scope, self.extension,
            self.longest,
        )  # fmt: skip


@dataclass(frozen=True)
class LadderDraft:
    obligation: str
    steps: tuple[Step, ...]
    source: str
    since: datetime | None = None
    until: datetime | None = None
    scope: Scope = field(default_factory=Scope)

    def version(self, key: int, number: int, at: datetime) -> Ladder:
        return Ladder(key, self.obligation, number, self.since or at, self.steps, self.until, self.scope)


Draft = RuleDraft | LadderDraft


def instant(at: datetime) -> str:
    """24-11-2026 14.20 WIB: an instant within a sentence about rules, in the zone of the installation."""
    return f"{dateformat.format(localtime(at), 'd-m-Y H.i')} {localtime(at).tzname()}"


def check(draft: Draft, versions: Sequence[Version], at: datetime) -> list[faults.Fault]:
    """Everything that is wrong with the draft beside the versions there are, of its obligation or of all."""
    if draft.obligation not in rules.OBLIGATIONS:
        return [faults.UnknownObligation(obligation=draft.obligation)]
    found = [*check_content(draft), *_scope(draft)]
    if not draft.source.strip():
        found.append(faults.NoSource())
    return [*found, *_period(draft, versions, at)]


def check_content(draft: Draft) -> Iterator[faults.Fault]:
    """What is wrong with the time or the steps themselves."""
    if isinstance(draft, RuleDraft):
        yield from _time(draft)
    else:
        yield from _steps(draft)


def _time(draft: RuleDraft) -> Iterator[faults.Fault]:
    if not 0 < draft.amount <= MOST_AMOUNT:
        yield faults.NoTime(most=MOST_AMOUNT)
    if draft.unit not in set(Unit):
        yield faults.UnknownUnit()
    if draft.extension and draft.unit == Unit.HOURS:
        yield faults.ExtensionInHours()
    if not 0 <= draft.extension <= MOST_AMOUNT:
        yield faults.NonsenseExtension(most=MOST_AMOUNT)
    if draft.longest is not None and draft.obligation != rules.SILENCE:
        yield faults.LongestWithoutNews()
    elif draft.longest is not None and not draft.amount <= draft.longest <= MOST_AMOUNT:
        yield faults.LongestTooShort(least=draft.amount)


def _steps(draft: LadderDraft) -> Iterator[faults.Fault]:
    if draft.obligation in NO_LADDER:
        yield faults.NobodyToTell()
    if not draft.steps:
        yield faults.NoSteps()
        return
    seen: set[str] = set()
    for nth, step in enumerate(draft.steps, start=1):
        if step.code in seen:
            yield faults.StepTwice(code=step.code)
        seen.add(step.code)
        yield from _step(step, nth)
    for own in (False, True):
        percents = [step.percent for step in draft.steps if step.own is own]
        if 100 not in percents and (percents or not own):
            yield faults.NoBreachStep()
            return


def _step(step: Step, nth: int) -> Iterator[faults.Fault]:
    if not _CODE.fullmatch(step.code):
        yield faults.BadCode(nth=nth)
    if not 0 < step.percent <= MOST_PERCENT:
        yield faults.NonsensePercent(code=step.code, most=MOST_PERCENT)
    if step.audience not in AUDIENCES:
        yield faults.UnknownAudience(code=step.code, audience=step.audience)
    if not 0 <= step.acknowledge <= MOST_MINUTES:
        yield faults.NonsenseMinutes(code=step.code, most=MOST_MINUTES)
    if step.waits and step.percent >= 100:
        yield faults.BreachWaits(code=step.code)


def _scope(draft: Draft) -> Iterator[faults.Fault]:
    if draft.scope.organisation is not None and draft.obligation in _NO_AGENCY:
        yield faults.NeverFits()
    if draft.scope.weight is not None and draft.scope.weight not in set(rules.Weight):
        yield faults.UnknownWeight()


def _period(draft: Draft, versions: Sequence[Version], at: datetime) -> Iterator[faults.Fault]:
    since = draft.since or at
    if since < at:
        yield faults.BeginsInThePast()
        return
    if draft.until is not None and draft.until <= since:
        yield faults.EndsBeforeItBegins()
        return
    mine = [one for one in versions if one.obligation == draft.obligation]
    same = [one for one in mine if one.scope == draft.scope]
    later = [one for one in same if one.since >= since]
    closed = [one for one in same if one.since < since and one.until is not None and one.until > since]
    if later:
        first = min(later, key=lambda one: one.since)
        yield faults.BeginsBeforeAnother(version=first.version, since=instant(first.since))
    elif closed:
        yield faults.Overlap(version=closed[0].version, until=instant(closed[0].until or since))
    else:
        yield from _changes_nothing(draft, same, since)
        yield from _holes(draft, mine, since)


def _changes_nothing(draft: Draft, same: Sequence[Version], since: datetime) -> Iterator[faults.Fault]:
    before = open_at(same, draft.scope, since)
    if before is None or draft.until is not None:
        return
    made: Version | None = None
    if isinstance(draft, LadderDraft) or draft.unit in set(Unit):
        made = draft.version(before.key, before.version, since)
    if made is not None and replace(made, since=before.since, until=None) == before:
        yield faults.NothingChanges(version=before.version)


def _holes(draft: Draft, versions: Sequence[Version], since: datetime) -> Iterator[faults.Fault]:
    if draft.obligation not in rules.REQUIRED or isinstance(draft, LadderDraft) or draft.unit not in set(Unit):
        return
    begins = hole([*ended(versions, draft.scope, since), draft.version(0, 0, since)], draft.obligation, since)
    if begins is not None:
        yield faults.Hole(since=instant(begins))


def hole(versions: Sequence[Version], obligation: str, first: datetime) -> datetime | None:
    """From when on no case could be taken in: the versions that hold everywhere must follow on without a gap and
    without an end. `first`: where it begins when there is none of them at all."""
    found = [one for one in versions if one.obligation == obligation and one.scope == Scope()]
    edge: datetime | None = min((one.since for one in found), default=first)
    for one in sorted(found, key=lambda version: version.since):
        if edge is None or one.since > edge:
            break
        edge = one.until
    return edge


def ended(versions: Sequence[Version], scope: Scope, since: datetime) -> list[Version]:
    """The versions as they are once the open one of this scope ends at `since`."""
    before = open_at(versions, scope, since)
    return [replace(one, until=since) if one is before else one for one in versions]


def open_at(versions: Sequence[Version], scope: Scope, since: datetime) -> Version | None:
    """The version of exactly this scope that a new one from `since` on would end."""
    return next((one for one in versions if one.scope == scope and one.since < since and one.until is None), None)
