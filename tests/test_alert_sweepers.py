"""Two sweepers pass the same minutes at once, and one is killed in the middle: every attempt is made exactly once."""

import os
import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from rumahrakyat.channels import registry
from rumahrakyat.channels.gammu import kit as sms
from rumahrakyat.channels.models import Message
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.alerts.sweeping import sweep_alerts
from rumahrakyat.duty.models_alerts import Alert, AlertAttempt
from rumahrakyat.lib import failpoints
from rumahrakyat.people.models import Account
from tests.cast import World

MANY = 40
_inherited: list[object] = []


@pytest.fixture(autouse=True)
def one_modem(monkeypatch: pytest.MonkeyPatch) -> None:
    made = registry.Registry()
    made.add(sms.adapter())
    monkeypatch.setattr(registry, "default", lambda: made)


def sweeper(world: World, failpoint: str = "", at_the: int = 1) -> int:
    """A sweeper in a process of its own, killed when it reaches `failpoint` for the n-th time; its process."""
    child = os.fork()
    if child == 0:
        try:
            _inherited.append(connection.connection)  # kept, not closed: it is the parent's
            connection.connection = None
            failpoints._wanted, failpoints._left = failpoint, at_the
            sweep_alerts(at=world.at + timedelta(minutes=15))
        finally:
            os._exit(0)
    return child


@pytest.mark.django_db(transaction=True)
def test_each_attempt_is_made_once_though_two_sweep_and_one_is_killed(world: World) -> None:
    Account.objects.filter(username="head").update(phone="+6281300000012")
    Account.objects.filter(username="secretary").update(phone="+6281300000013")
    for number in range(MANY):
        alerts.raise_alert(
            kind="probe",
            audience="head",
            organisation=world.organisations["ROADS"],
            report=None,
            words="Uji",
            key=f"probe:{number}",
            acknowledge=15,
            at=world.at,
        )
    victim = sweeper(world, "alerts.before_commit", 7)
    others = [sweeper(world), sweeper(world)]
    assert os.waitstatus_to_exitcode(os.waitpid(victim, 0)[1]) == -signal.SIGKILL
    assert [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in others] == [0, 0]
    sweep_alerts(at=world.at + timedelta(minutes=15))  # what the killed one had in its hands is free again
    told = Counter(AlertAttempt.objects.filter(message__isnull=False).values_list("alert", "account__username"))
    assert set(told.values()) == {1}
    assert len(told) == 2 * MANY
    assert Message.objects.filter(direction="out").count() == 2 * MANY
    assert not Alert.objects.filter(next_at__lte=world.at + timedelta(minutes=15)).exists()
