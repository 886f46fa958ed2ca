"""What every case of the demo needs at hand: the bodies, the people who act for them, the categories."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from rumahrakyat.demo.cast import username_of
from rumahrakyat.demo.habits import Temper, temper_of
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.reports.access import Reach, reach_of
from rumahrakyat.reports.models import Category, Report


@dataclass
class World:
    """Read once per process. `until` is the demo's present: nothing happens after it."""

    seed: int
    until: datetime
    zone: ZoneInfo = field(default_factory=wallclock.zone)

    def __post_init__(self) -> None:
        self.organisations = {one.code: one for one in Organisation.objects.select_related("region")}
        self.categories = {one.code: one for one in Category.objects.all()}
        self._accounts = {one.username: one for one in Account.objects.filter(is_demo=True)}
        self._reaches: dict[str, Reach] = {}

    def temper(self, organisation: Organisation) -> Temper:
        return temper_of(organisation.code, self.seed)

    def verifier(self, report: Report) -> Actor:
        return self._reach("verifikator").actor_on(report)

    def secretary(self, report: Report) -> Actor:
        return self._reach("sekda").actor_on(report)

    def officer(self, report: Report) -> Actor:
        """Whoever answers for the body that holds the case; the verifier while nobody does."""
        holder = report.holder
        if holder is None:
            return self.verifier(report)
        username = f"petugas.{username_of(holder)}"
        return self._reach(username).actor_on(report) if username in self._accounts else self.verifier(report)

    def head_of(self, organisation: Organisation) -> Account:
        return self._accounts[f"kepala.{username_of(organisation)}"]

    def _reach(self, username: str) -> Reach:
        if username not in self._reaches:
            self._reaches[username] = reach_of(self._accounts[username])
        return self._reaches[username]
