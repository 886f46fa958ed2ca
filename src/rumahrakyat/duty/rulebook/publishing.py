"""Publishing a version of a rule or a ladder: `propose` says what is wrong with it, `publish` makes it hold.

Rows are only added and ended. Publishing ends the open version of the same scope at the instant the new one begins;
versions are counted per obligation. One lock per kind of row keeps two authors from making versions that overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from rumahrakyat.duty import rules, store
from rumahrakyat.duty.models import DutyRule, Ladder
from rumahrakyat.duty.rulebook import faults, restamping
from rumahrakyat.duty.rulebook.drafts import Draft, LadderDraft, RuleDraft, Version, check, ended, open_at
from rumahrakyat.duty.rules import Rulebook, Scope, Step, Unit
from rumahrakyat.lib import locks
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.reports.models import Category, Kind

PROPOSED = 0  # the key of a version that is not a row yet


@dataclass(frozen=True)
class Proposal:
    """A draft without faults: the version it would become, the one it ends, and the book as it would then be."""

    draft: Draft
    version: Version
    ends: Version | None
    book: Rulebook

    @property
    def scope(self) -> Scope:
        return self.draft.scope


def propose(draft: Draft, *, at: datetime, running: bool = False, based_on: int | None = None) -> Proposal:
    """What would be published. `running`: for what runs already, too; `based_on`: the newest version of the obligation
    the author has seen. Raises `rulebook_faults.Refused` with everything that is wrong."""
    book = store.rulebook()
    versions: Sequence[Version] = book.rules if isinstance(draft, RuleDraft) else book.ladders
    mine = [one for one in versions if one.obligation == draft.obligation]
    wrong = [*check(draft, mine, at), *_unknown(draft.scope)]
    since = draft.since or at
    if running and since > at:
        wrong.append(faults.NotYetInForce())
    if running and draft.obligation in rules.REPORTERS:
        wrong.append(faults.TimeOfTheReporter())
    latest = max((one.version for one in mine), default=0)
    if based_on is not None and based_on != latest:
        wrong.insert(0, _faster(draft, latest))
    if wrong:
        raise faults.Refused(wrong)
    made = draft.version(PROPOSED, latest + 1, at)
    others = [one for one in versions if one.obligation != draft.obligation]
    after = [*others, *ended(mine, draft.scope, since), made]
    return Proposal(draft, made, open_at(mine, draft.scope, since), _book(book, after, made))


def _book(book: Rulebook, after: Sequence[Version], made: Version) -> Rulebook:
    if isinstance(made, rules.Rule):
        return Rulebook([one for one in after if isinstance(one, rules.Rule)], book.ladders)
    return Rulebook(book.rules, [one for one in after if isinstance(one, rules.Ladder)])


def publish(
    draft: Draft, *, account: Account, at: datetime, based_on: int | None = None, running: str | None = None
) -> DutyRule | Ladder:
    """Make the version hold. `running`: why the clocks that run already are judged by it, too; None: they are not.
    Raises `rulebook_faults.Refused`."""
    if running is not None and not running.strip():
        raise faults.Refused([faults.NoReason()])
    model: type[DutyRule | Ladder] = DutyRule if isinstance(draft, RuleDraft) else Ladder
    with transaction.atomic():
        locks.wait("duty.publish", model.__name__)
        proposal = propose(draft, at=at, running=running is not None, based_on=based_on)
        if proposal.ends is not None:
            model.objects.filter(pk=proposal.ends.key, valid_to=None).update(valid_to=proposal.version.since)
        row = model.objects.create(**_columns(draft, proposal.version, account, at))
        if running is not None:
            restamping.ask(version=row, reason=running, account=account, at=at)
    return row


def _columns(draft: Draft, version: Version, account: Account, at: datetime) -> dict[str, object]:
    scope = draft.scope
    category = Category.objects.get(code=scope.category) if scope.category else None
    shared: dict[str, object] = {
        "obligation": draft.obligation,
        "version": version.version,
        "organisation_id": scope.organisation,
        "regency_id": scope.regency,
        "category": category,
        "weight": scope.weight or "",
        "kind": scope.kind or "",
        "source": draft.source.strip(),
        "valid_from": version.since,
        "valid_to": version.until,
        "made_by": account,
        "made_at": at,
    }
    if isinstance(draft, LadderDraft):
        return {**shared, "steps": [_step(one) for one in draft.steps]}
    own = ("unit", "amount", "extension", "longest")
    return {**shared, **{name: getattr(draft, name) for name in own}}


def _step(step: Step) -> dict[str, object]:
    found: dict[str, object] = {"code": step.code, "percent": step.percent, "audience": step.audience}
    if step.own:
        found["own"] = True
    if step.acknowledge:
        found["acknowledge"] = step.acknowledge
    if step.waits:
        found["waits"] = True
    return found


def _unknown(scope: Scope) -> list[faults.Fault]:
    """What the scope names and there is not."""
    found: list[faults.Fault] = []
    if scope.organisation is not None:
        holder = Organisation.objects.filter(pk=scope.organisation).first()
        if holder is None or not holder.can_hold:
            found.append(faults.UnknownOrganisation())
    if scope.regency is not None and not Region.objects.filter(pk=scope.regency, level=Level.REGENCY).exists():
        found.append(faults.UnknownRegency())
    if scope.category is not None and not Category.objects.filter(code=scope.category).exists():
        found.append(faults.UnknownCategory())
    if scope.kind is not None and scope.kind not in set(Kind):
        found.append(faults.UnknownKind())
    return found


def _faster(draft: Draft, latest: int) -> faults.SomebodyWasFaster:
    model: type[DutyRule | Ladder] = DutyRule if isinstance(draft, RuleDraft) else Ladder
    row = model.objects.select_related("made_by").filter(obligation=draft.obligation, version=latest).first()
    who = row.made_by.name if row and row.made_by else "–"
    return faults.SomebodyWasFaster(who=who, version=latest)


def same_as(row: DutyRule | Ladder, draft: Draft, account: Account) -> bool:
    """Whether `account` published just this as `row`: the second press of a button, not a second version."""
    if isinstance(draft, RuleDraft) and draft.unit not in set(Unit):
        return False
    version = store.rule_of(row) if isinstance(row, DutyRule) else store.ladder_of(row)
    again = draft.version(version.key, version.version, version.since)
    same_time = draft.since is None or draft.since == version.since
    return row.made_by_id == account.pk and same_time and replace(again, since=version.since) == version
