"""The demo's service point: a morning of visits, the same each time; a day off shows the last working day."""

from datetime import UTC, datetime, time

import pytest

from rumahrakyat.demo import desk
from rumahrakyat.desk.models import Counter, Ticket
from rumahrakyat.organisations.models import Membership, OpeningHours, ServicePoint, TopicDay
from rumahrakyat.people.models import Account
from tests.cast import World

MORNING = datetime(2026, 7, 21, 3, 40, tzinfo=UTC)  # a Tuesday, 10.40 WIB
SUNDAY = datetime(2026, 7, 26, 3, 0, tzinfo=UTC)


@pytest.fixture
def house(world: World) -> ServicePoint:
    body = world.organisations["DESK"]
    point = ServicePoint.objects.create(
        code="KANTOR-GUBERNUR", name="Kantor Gubernur", organisation=body, regency_id="33.15"
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(service_point=point, weekday=day, opens=time(7), closes=time(15, 30)) for day in range(5)
    )
    for name in ("loket", "loket2", "loket3"):
        account = Account.objects.create(username=name, name=name)
        Membership.objects.create(account=account, role="desk_officer", organisation=body)
    return point


def test_a_morning_has_visits_behind_it_and_people_waiting(house: ServicePoint) -> None:
    desk.play(seed=1, until=MORNING)
    states = list(Ticket.objects.values_list("state", flat=True))
    assert states.count("done") > 10
    assert Counter.objects.filter(state="open").count() == 2
    assert TopicDay.objects.count() == 5
    before = list(Ticket.objects.values_list("letter", "number", "state"))
    desk.play(seed=1, until=MORNING)
    assert list(Ticket.objects.values_list("letter", "number", "state")) == before


def test_on_a_sunday_the_last_working_day_is_over(house: ServicePoint) -> None:
    desk.play(seed=1, until=SUNDAY)
    assert set(Ticket.objects.values_list("day", flat=True)) == {datetime(2026, 7, 24, tzinfo=UTC).date()}
    assert set(Ticket.objects.values_list("state", flat=True)) <= {"done", "lapsed"}
    assert not Counter.objects.exclude(state="closed").exists()
