"""A service point for tests: open Monday to Thursday 07.00-15.30, Friday to 14.00; letters A and P, two counters."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from rumahrakyat.desk import calling, setup, tickets
from rumahrakyat.desk.models import Counter, PointSetup, Ticket
from rumahrakyat.duty.models import CalendarDay
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.organisations.models import Membership, OpeningHours, ServicePoint
from rumahrakyat.people.models import Account
from tests.cast import World

MORNING = datetime(2026, 7, 21, 2, 0, tzinfo=UTC)  # a Tuesday, 09.00 WIB


@dataclass
class Desk:
    world: World
    point: ServicePoint
    officers: list[Account]
    counters: list[Counter]
    given: list[str] = field(default_factory=list)

    def take(self, letter: str = "A", at: datetime = MORNING, once: str = "") -> Ticket:
        self.given.append(letter)
        key = once or f"test:{len(self.given)}"
        origin = Ticket.Origin.KIOSK
        return tickets.take(point=self.point, letter=letter, once=key, origin=origin, at=at).ticket

    def sit(self, nth: int = 0, at: datetime = MORNING) -> Account:
        calling.sit_down(counter_id=self.counters[nth].pk, account=self.officers[nth], at=at)
        return self.officers[nth]


def open_desk(world: World) -> Desk:
    body = world.organisations["DESK"]
    point = ServicePoint.objects.create(
        code="KANTOR-GUBERNUR", name="Rumah Rakyat, Kantor Gubernur lantai 1", organisation=body, regency_id="33.15",
        address="Jl. Pahlawan No. 9, Semarang",
    )  # fmt: skip
    OpeningHours.objects.bulk_create(
        OpeningHours(service_point=point, weekday=day, opens=time(7), closes=time(14) if day == 4 else time(15, 30))
        for day in range(5)
    )
    officers = []
    for name in ("loket", "loket2"):
        account = Account.objects.create(
            username=name, name=f"Orang {name.title()}", password=world.accounts["verifier"].password
        )
        Membership.objects.create(account=account, role="desk_officer", organisation=body)
        world.accounts[name] = account
        officers.append(account)
    setup.begin(point=point, word="SEMARANG", account=officers[0], at=MORNING)
    point = ServicePoint.objects.select_related("setup").get(pk=point.pk)
    return Desk(world, point, officers, list(Counter.objects.filter(service_point=point).order_by("number")))


def always_open(desk: Desk) -> None:
    """For a real server, whose clock nobody holds: open all day today, whatever day it is."""
    OpeningHours.objects.filter(service_point=desk.point).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(service_point=desk.point, weekday=day, opens=time(0), closes=time(23, 59, 59)) for day in range(7)
    )
    for ahead in range(-1, 2):
        day = wallclock.day_of(clock.now()) + timedelta(days=ahead)
        CalendarDay.objects.get_or_create(day=day, defaults={"works": True, "name": "buka", "source": "test"})
    PointSetup.objects.filter(service_point=desk.point).update(last_minutes=0, early_minutes=0)
