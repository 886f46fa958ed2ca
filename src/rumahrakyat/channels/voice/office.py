"""When people serve the telephone, and at which number."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from rumahrakyat.channels.environ import Environment
from rumahrakyat.channels.voice.words import DAYS, WORDS


@dataclass(frozen=True)
class Office:
    """`number`: where callers are put through ("" when nobody serves them). Days from 0 (Monday) to 6; `opens` and
    `closes` on one day in `zone`. Equal times mean around the clock."""

    number: str = ""
    opens: time = time(0)
    closes: time = time(0)
    days: tuple[int, int] = (0, 6)
    zone: str = "Asia/Jakarta"

    def open(self, at: datetime) -> bool:
        local = at.astimezone(ZoneInfo(self.zone))
        if not self.days[0] <= local.weekday() <= self.days[1]:
            return False
        return self.opens == self.closes or self.opens <= local.time() < self.closes

    def aloud(self, language: str) -> str:
        """The hours as a sentence."""
        first, last = (DAYS[language][day] for day in self.days)
        opens, closes = _aloud(self.opens), _aloud(self.closes) if self.opens != self.closes else "24"
        return WORDS[language]["hours"].format(opens=opens, closes=closes, first=first, last=last)


class WrongHours(ValueError):
    """The setting cannot be read; str(error) is a sentence for the operator."""


def parse(number: str, hours: str, days: str, *, zone: str) -> Office:
    """From settings such as `07:00-16:00` and `1-5` (Monday is 1); empty means always. Raises WrongHours."""
    try:
        opens, _dash, closes = (hours.strip() or "00:00-00:00").partition("-")
        first, _dash, last = (days.strip() or "1-7").partition("-")
        span = (int(first) - 1, int(last or first) - 1)
        office = Office(number.strip(), time.fromisoformat(opens), time.fromisoformat(closes), span, zone)
    except ValueError as error:
        raise WrongHours("write the hours as 07:00-16:00 and the days as 1-5, where 1 is Monday") from error
    if not 0 <= span[0] <= span[1] <= 6 or office.opens > office.closes:
        raise WrongHours("the hours or the days run backwards; write them as 07:00-16:00 and 1-5, where 1 is Monday")
    return office


def from_environment(found: Environment, *, zone: str) -> Office:
    """From AGENT, AGENT_HOURS and AGENT_DAYS; nobody serves where they cannot be read, and `found` has the problem."""
    try:
        return parse(*map(found.text, ("AGENT", "AGENT_HOURS", "AGENT_DAYS")), zone=zone)
    except WrongHours as error:
        found.problems.append(f"{found.prefix}AGENT_HOURS: {error}.")
        return Office()


def _aloud(moment: time) -> str:
    return f"{moment.hour}" if moment.minute == 0 else f"{moment.hour}.{moment.minute:02d}"
