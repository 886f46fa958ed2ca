"""Publishing a register: frozen once per quarter, reckoned again at will, corrected by an erratum and nothing else."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from rumahrakyat.duty.models import Breach, Clock
from rumahrakyat.duty.models_negligence import Decision
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import locks, wallclock
from rumahrakyat.lib.canonical import canonical, instant
from rumahrakyat.lib.quarters import Quarter, quarter_of
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.oversight.models import Reckoning
from rumahrakyat.oversight.models_registers import Erratum, Register
from rumahrakyat.oversight.registers.comparing import Change, changes
from rumahrakyat.oversight.registers.content import Content, Told, Wanted, reckon
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import PUBLISH_REGISTER
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Entry

WORDS_AT_LEAST: Final = 10
_FRESH: Final = timedelta(minutes=2)


class CannotFreeze(Exception):
    """A register that cannot be published now. Nothing was written."""


class NotOver(CannotFreeze):
    """The quarter still runs."""


class AlreadyFrozen(CannotFreeze):
    """There is a register of this quarter: `register`."""

    def __init__(self, register: Register) -> None:
        super().__init__(register.number)
        self.register = register


class Unrecorded(CannotFreeze):
    """Deadlines have passed that are not recorded as missed yet: the sweeper has to come first."""


class NoReason(CannotFreeze):
    """An erratum says what was wrong, and why."""


class NothingToCorrect(CannotFreeze):
    """Reckoned again the register is the same: there is nothing to publish."""


@dataclass(frozen=True)
class Published:
    """A frozen register as it stands today: its own content, or that of its last erratum."""

    register: Register
    errata: Sequence[Erratum]
    content: Content
    raw: bytes
    sha256: str

    @property
    def number(self) -> str:
        return self.errata[-1].number if self.errata else self.register.number


@dataclass(frozen=True)
class Correction:
    """`what` was wrong and for which `reason`. `verdicts`: rows to be ruled on, each by id."""

    what: str
    reason: str
    verdicts: Sequence[tuple[int, Decision, str, str]] = ()


def draft(quarter: Quarter, *, at: datetime) -> Content:
    """The register as it would be. Cut off at the last entry of the record, so that the same record gives the same
    draft whenever it is asked for; of a quarter that is over not before its end."""
    return reckon(Wanted(quarter, wallclock.zone(), cut_off_of_draft(quarter, at=at)))


def cut_off_of_draft(quarter: Quarter, *, at: datetime) -> datetime:
    last = Entry.objects.aggregate(last=Max("recorded_at"))["last"] or quarter.since(wallclock.zone())
    return min(max(last, quarter.until(wallclock.zone())), at) if quarter.over(at, wallclock.zone()) else min(last, at)


def may_publish(account: Account) -> bool:
    return scope_of(account).everywhere(PUBLISH_REGISTER)


def freeze(*, quarter: Quarter, account: Account, at: datetime, meeting: str = "") -> Register:
    """Publish the register of a quarter that is over, cut off at `at`. Two people at once make one.

    Raises `NotPermitted`, `NotOver`, `AlreadyFrozen`, `Unrecorded`.
    """
    if not may_publish(account):
        raise NotPermitted(PUBLISH_REGISTER)
    if not quarter.over(at, wallclock.zone()):
        raise NotOver
    if Clock.objects.filter(next_action_at__lt=at, due_at__lt=quarter.until(wallclock.zone())).exists():
        sweep(at=at)
    with transaction.atomic():
        _one_at_a_time()
        known = Register.objects.filter(year=quarter.year, nth=quarter.nth).first()
        if known is not None:
            raise AlreadyFrozen(known)
        serial = 1 + (Register.objects.aggregate(last=Max("serial"))["last"] or 0)
        number = f"RR/REG/{quarter.year}-{quarter.roman}/{serial:03d}"
        meeting = " ".join(meeting.split())[:160]
        # Where everybody can look it up: part of what is frozen, because the code on every page says it.
        address = f"{settings.PUBLIC_URL}/register/{quarter.code}/"
        seal = {"number": number, "meeting": meeting, "frozen_at": instant(at), "address": address}
        content = reckon(Wanted(quarter, wallclock.zone(), at, seal))
        if any(one["total"]["unrecorded"] for one in content["obligations"]):
            raise Unrecorded
        raw = canonical(content)
        return Register.objects.create(
            number=number,
            serial=serial,
            year=quarter.year,
            nth=quarter.nth,
            cut_off=at,
            frozen_at=at,
            frozen_by=account,
            meeting=meeting,
            content=raw,
            sha256=hashlib.sha256(raw).hexdigest(),
        )


def _one_at_a_time() -> None:
    """Nobody else numbers a register, and nobody writes on a timeline, until this transaction is over: what happened
    before the cut-off is either committed or has not begun."""
    locks.wait("oversight.registers")
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reports_entry IN SHARE MODE")


def published(quarter: Quarter) -> Published | None:
    register = Register.objects.filter(year=quarter.year, nth=quarter.nth).select_related("frozen_by").first()
    return None if register is None else published_of(register)


def published_of(register: Register) -> Published:
    errata = list(register.errata.select_related("by").order_by("nth"))
    last: Register | Erratum = errata[-1] if errata else register
    raw = bytes(last.content)
    return Published(register, errata, json.loads(raw), raw, last.sha256)


def every_register() -> list[Register]:
    """The newest quarter first, without their content."""
    return list(Register.objects.defer("content").prefetch_related("errata").order_by("-year", "-nth"))


def told_by(content: Content) -> Told:
    """What a register that was published has said, for reckoning it again."""
    return Told(
        bodies=content["bodies"],
        numbers={row["breach"]: row["number"] for row in content["rows"]},
        words={f"{one['what']}-{one['key']}": one["words"] for one in content["explanations"]},
    )


def reckon_again(register: Register) -> list[Change]:
    """Reckon the register and each of its errata from the record. Every difference means that the past was changed:
    in the record, or in what was published."""
    found: list[Change] = []
    known: Sequence[Register | Erratum] = [register, *register.errata.order_by("nth")]
    for one in known:
        raw = bytes(one.content)
        if hashlib.sha256(raw).hexdigest() != one.sha256:
            found.append({"path": "sha256", "before": one.sha256, "after": hashlib.sha256(raw).hexdigest()})
        content = json.loads(raw)
        again = reckon(_wanted(register, content, one.at if isinstance(one, Erratum) else register.cut_off))
        if canonical(again) != raw:
            found += changes(content, again) or [{"path": "", "before": "content", "after": "other bytes"}]
    return found


def _wanted(register: Register, content: Content, heard_until: datetime) -> Wanted:
    zone_then = ZoneInfo(content["installation"]["zone"])
    quarter = Quarter(register.year, register.nth)
    return Wanted(quarter, zone_then, register.cut_off, content["seal"], heard_until, told_by(content))


def correct(*, register_id: int, correction: Correction, account: Account, at: datetime) -> Erratum:
    """Publish what is different: rule on the rows that are named, reckon again, and keep the difference.

    Raises `NotPermitted`, `NoReason`, `NothingToCorrect`, and what `negligence.rule` raises.
    """
    if not may_publish(account):
        raise NotPermitted(PUBLISH_REGISTER)
    what, reason = " ".join(correction.what.split())[:300], correction.reason.strip()
    if min(len(what), len(reason)) < WORDS_AT_LEAST:
        raise NoReason
    with transaction.atomic():
        register = Register.objects.select_for_update(of=("self",)).get(pk=register_id)
        before = published_of(register)
        nth = len(before.errata) + 1
        number = f"{register.number}/E{nth}"
        for row, decision, text, evidence in correction.verdicts:
            verdict = negligence.Verdict(decision, text, evidence, erratum=number)
            negligence.rule(breach_id=row, verdict=verdict, account=account, at=at)
        wanted = _wanted(register, before.content, at)
        seal = {**before.content["seal"], "erratum": number, "corrected_at": instant(at)}
        content = reckon(replace(wanted, seal=seal))
        difference = changes(before.content, content)
        if not difference:
            raise NothingToCorrect
        raw = canonical(content)
        made: dict[str, Any] = {"register": register, "nth": nth, "number": number, "what": what, "reason": reason}
        return Erratum.objects.create(
            **made, by=account, at=at, content=raw, sha256=hashlib.sha256(raw).hexdigest(), changes=difference
        )


def register_of(breach: Breach) -> str:
    """The number of the frozen register that a row stands in, or nothing: asked before anybody rules on it."""
    quarter = quarter_of(breach.due_at, wallclock.zone())
    found = Register.objects.filter(year=quarter.year, nth=quarter.nth, cut_off__gt=breach.due_at)
    return found.values_list("number", flat=True).first() or ""


def recent_draft(quarter: Quarter, *, at: datetime) -> Content:
    """A draft that is at most two minutes old, for pages that many may open."""
    key = f"register:{quarter.code}"
    known = Reckoning.objects.filter(key=key).first()
    if known is not None and timedelta() <= at - known.at < _FRESH:
        return dict(known.rows)
    content = draft(quarter, at=at)
    Reckoning.objects.update_or_create(key=key, defaults={"at": at, "rows": content})
    return content


def open_quarters(*, at: datetime) -> list[Quarter]:
    """The running quarter, and the one before it while nobody has frozen it; the newest first."""
    present = quarter_of(at, wallclock.zone())
    known = Register.objects.filter(year=present.before.year, nth=present.before.nth).exists()
    return [present] if known else [present, present.before]
