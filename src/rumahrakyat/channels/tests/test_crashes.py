"""A process killed the hard way at named places: nothing acknowledged is lost, nothing is handed on twice."""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from rumahrakyat.channels import handing, inbox, media, sending, statuses, unpack, windows
from rumahrakyat.channels.base import Inbound, Status, StatusUpdate
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.models import Counter, InboundEvent, InboundMedia, Message, Outbox, RawInbound
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.whatsapp import kit
from rumahrakyat.lib import failpoints, http
from rumahrakyat.people.operations import contact_point

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # the child does one step and ends
]
KILLED = -9
_inherited: list[object] = []


def receive(inbound: Inbound, at: datetime) -> None:
    """Counts in the database, in the event's own transaction."""
    inbox.count("received", inbound.message_id, at=at)


def store(at: datetime) -> None:
    inbox.store(kit.adapter(), kit.signed(kit.body(kit.text("wamid.1"), kit.picture("wamid.2"))), at=at)


def hand_on(at: datetime) -> None:
    handing.set_receiver(receive)
    unpack.unpack(lambda: at)
    handing.hand_on(lambda: at)


STEPS: dict[str, Callable[[datetime], object]] = {
    "store": store,
    "inbox": hand_on,
    "media": lambda at: media.fetch_due(lambda: at),
    "outbox": lambda at: sending.send_due(lambda: at),
}


def run(step: str, peer: Peer, at: datetime, *, failpoint: str = "") -> int:
    """Do one step in a process of its own that a failpoint may kill; its exit status."""
    child = os.fork()
    if child == 0:
        try:
            _inherited.append(connection.connection)  # kept, not closed: it is the parent's
            connection.connection = None
            http._clients.clear()
            failpoints._wanted, _, times = failpoint.partition(":")
            failpoints._left = int(times or 1)
            STEPS[step](at)
        except BaseException:  # noqa: BLE001 -- nothing of the parent's may run in the child
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def handed_on() -> dict[str, int]:
    return dict(Counter.objects.filter(channel="received").values_list("reason", "count"))


@pytest.mark.parametrize("failpoint", ["inbox.before_commit", "inbox.after_commit"])
def test_a_web_process_killed_before_it_could_answer(at: datetime, peer: Peer, failpoint: str) -> None:
    assert run("store", peer, at, failpoint=failpoint) == KILLED
    assert RawInbound.objects.count() == (failpoint == "inbox.after_commit")
    assert run("store", peer, at) == 0  # it was not answered, so the provider sends it again
    assert run("inbox", peer, at) == 0
    assert handed_on() == {"wamid.1": 1, "wamid.2": 1}


@pytest.mark.parametrize(
    "failpoint", ["unpack.before_commit", "handing.before_commit", "handing.before_commit:2", "handing.after_commit"]
)
def test_a_worker_killed_while_it_hands_messages_on(at: datetime, peer: Peer, failpoint: str) -> None:
    assert run("store", peer, at) == 0
    assert run("inbox", peer, at, failpoint=failpoint) == KILLED
    assert run("inbox", peer, at) == 0
    assert handed_on() == {"wamid.1": 1, "wamid.2": 1}
    assert Message.objects.count() == InboundEvent.objects.filter(state="done").count() == 2


def test_a_worker_killed_after_it_stored_a_file(at: datetime, peer: Peer) -> None:
    peer.says(*[Answer(content=json.dumps({"url": f"{peer.url}/file"}).encode()), Answer(content=b"photo")] * 2)
    run("store", peer, at)
    run("inbox", peer, at)
    assert run("media", peer, at, failpoint="media.stored") == KILLED
    assert InboundMedia.objects.get().state == "new"
    assert run("media", peer, at + timedelta(minutes=2)) == 0
    assert InboundMedia.objects.get().state == "done"


@pytest.fixture
def queued(at: datetime) -> Message:
    citizen = contact_point(scheme="tel", value="+6281322904471", at=at)
    windows.opened(channel="whatsapp", contact_point=citizen, sent_at=at, at=at)
    return enqueue(channel="whatsapp", contact_point=citizen, body="Halo", key="k1", at=at)


def test_a_worker_killed_before_it_sent(at: datetime, peer: Peer, queued: Message) -> None:
    assert run("outbox", peer, at, failpoint="sending.before") == KILLED
    assert run("outbox", peer, at + timedelta(minutes=2)) == 0
    assert (len(peer.sent), Outbox.objects.get().state) == (1, "sent")


def test_a_worker_killed_after_the_provider_accepted_sends_once_more_with_the_same_token(
    at: datetime, peer: Peer, queued: Message
) -> None:
    assert run("outbox", peer, at, failpoint="sending.accepted") == KILLED
    assert run("outbox", peer, at + timedelta(minutes=2)) == 0
    assert len({body["biz_opaque_callback_data"] for body in peer.sent}) == 1
    assert (len(peer.sent), Outbox.objects.get().state) == (2, "sent")


def test_a_worker_killed_after_the_provider_accepted_sends_nothing_twice_when_a_status_came(
    at: datetime, peer: Peer, queued: Message
) -> None:
    assert run("outbox", peer, at, failpoint="sending.accepted") == KILLED
    with transaction.atomic():
        told = StatusUpdate("whatsapp", "wamid.1", Status.DELIVERED, at, key=str(queued.outbox.token))
        statuses.apply(told, at=at)
    assert run("outbox", peer, at + timedelta(minutes=2)) == 0
    queued.refresh_from_db()
    assert (len(peer.sent), queued.status) == (1, "delivered")
