"""A quarter with every kind of outcome, made by the real operations with the clock where it belongs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock
from rumahrakyat.lib.quarters import Quarter
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.tests.kit import NOW, World, build, days, hours
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report

Q3 = Quarter(2026, 3)
AFTER = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)  # a Friday, 08.00 in Semarang


def account(role: str, name: str = "") -> Account:
    made = Account.objects.create_user(username=name or role, name=f"Orang {role.title()}")
    Membership.objects.create(account=made, role=role)
    return made


@dataclass
class Quarterly:
    """`roads` answers two of four in time, `schools` one of one; the town's government missed one, the desk one."""

    world: World
    cases: dict[str, Report] = field(default_factory=dict)


def play() -> Quarterly:
    """Everything happens about 15 July 2026."""
    with clock.frozen(NOW):
        world = build()
        made = Quarterly(world)
        cases = made.cases
        cases["early"] = world.report(days(6), holder=world.roads, answered=hours(2))
        cases["on time"] = world.report(days(6), holder=world.roads, answered=hours(24))
        cases["late"] = world.report(days(6), holder=world.roads, answered=hours(30))
        cases["silent"] = world.report(days(6), holder=world.roads)
        cases["school"] = world.report(days(5), holder=world.schools, answered=hours(5))
        cases["town"] = world.report(days(5), holder=world.demak_town, answered=hours(40))
        cases["desk"] = world.report(days(4))
        cases["hidden"] = world.report(days(4), holder=world.schools, visibility="confidential")
        sweep(at=NOW)
    return made


def closed() -> Quarterly:
    """The same, with everything that fell due until the day of freezing recorded."""
    made = play()
    with clock.frozen(AFTER - timedelta(minutes=1)):
        sweep(at=AFTER - timedelta(minutes=1))
    return made


def quiet() -> Quarterly:
    """Two cases that are over: one answered in time, one late; nothing is left for a sweeper to do."""
    with clock.frozen(NOW):
        made = Quarterly(build())
        for name, answered in (("early", hours(2)), ("late", hours(30))):
            report = made.cases[name] = made.world.report(days(6), holder=made.world.roads, answered=answered)
            made.world.resolve(report, days(4))
            made.world.confirm(report, days(4) - hours(1))
    return made
