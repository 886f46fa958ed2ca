"""A worker that dies between the daemon's commit and ours."""

import os
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from rumahrakyat.channels import registry, sending
from rumahrakyat.channels.gammu.adapter import GammuAdapter
from rumahrakyat.channels.gammu.options import Options
from rumahrakyat.channels.gammu.scratch import database
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.lib import failpoints
from rumahrakyat.people.operations import contact_point

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
_inherited: list[object] = []


def killed(failpoint: str) -> int:
    """Send in a process of its own that is killed at `failpoint`; how it ended."""
    child = os.fork()
    if child == 0:
        try:
            _inherited.append(connection.connection)  # kept, not closed: it is the parent's
            connection.connection = None
            failpoints._wanted, failpoints._left = failpoint, 1
            sending.send_due(lambda: AT)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # the child does one step and ends
@pytest.mark.parametrize("failpoint", ["sending.before", "sending.accepted"])
def test_a_worker_that_dies_while_sending_sends_nothing_twice_and_nothing_never(
    failpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database() as scratch:
        alone = registry.Registry()
        alone.add(GammuAdapter(Options(database_url=scratch.url)))
        monkeypatch.setattr(registry, "default", lambda: alone)
        citizen = contact_point(scheme="tel", value="+6281322904471", at=AT)
        message = enqueue(channel="gammu", contact_point=citizen, body="Halo", key="k", at=AT)
        assert killed(failpoint) == -9
        assert Outbox.objects.get().state == Outbox.State.SENDING
        sending.send_due(lambda: AT + timedelta(minutes=2))
        message.refresh_from_db()
        with psycopg.connect(scratch.url) as tables:
            rows = tables.execute('SELECT "CreatorID" FROM outbox').fetchall()
    assert message.status == Message.Status.SENT
    assert rows == [(message.external_id,)]
