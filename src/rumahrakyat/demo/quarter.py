"""The demo's last full quarter: cases that are over, some of them explained and ruled on, and its register, frozen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.demo.bulk import Bulk, fill
from rumahrakyat.demo.hearings import hear
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.lib.quarters import Quarter, quarter_of
from rumahrakyat.oversight.models_registers import Register
from rumahrakyat.oversight.registers.freezing import freeze
from rumahrakyat.oversight.registers.telling import day
from rumahrakyat.people.models import Account

CASES: Final = 900
# Received early enough that the reporters' ten days to decide are over before the register is frozen.
_QUIET_AT_THE_END: Final = timedelta(days=16)
_FROZEN_AFTER: Final = timedelta(days=8, hours=8)
_MEETING_AFTER: Final = timedelta(days=4)


@dataclass(frozen=True)
class Past(Bulk):
    """Cases spread from `first` to `last`, told until `until`."""

    first: datetime | None = None
    last: datetime | None = None

    def received(self, index: int) -> datetime:
        assert self.first is not None
        assert self.last is not None
        return self.first + (self.last - self.first) * (index + 1) / (self.count + 1)


def publish(*, seed: int, until: datetime, days: int, count: int = CASES) -> Register | None:
    """Write the quarter before that of `until` and freeze its register as the regional secretary. Where the demo's own
    month reaches into that time no cases are added. None when nobody may publish it."""
    zone = wallclock.zone()
    quarter = quarter_of(until, zone).before
    end = quarter.until(zone)
    frozen = min(end + _FROZEN_AFTER, until)
    if count and until - timedelta(days=days) > frozen:
        _write(quarter, frozen, seed, count, zone)
        hear(seed=seed, until=frozen)
    secretary = Account.objects.filter(username="sekda", is_demo=True).first()
    if secretary is None:
        return None
    meeting = f"Rakor POK, {day((frozen + _MEETING_AFTER).astimezone(zone).date())}"
    with clock.frozen(frozen):
        return freeze(quarter=quarter, account=secretary, at=frozen, meeting=meeting)


def _write(quarter: Quarter, frozen: datetime, seed: int, count: int, zone: ZoneInfo) -> None:
    first, last = quarter.since(zone), quarter.until(zone) - _QUIET_AT_THE_END
    fill(Past(count=count, until=frozen, seed=seed, processes=1, first=first, last=last))
