"""The loop that plays the providers' delivery services."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.standins import delivery
from rumahrakyat.channels.standins.base import Look, ProviderRequest
from rumahrakyat.channels.standins.tests.playground import Playground

pytestmark = pytest.mark.django_db(transaction=True)


class Knocking(Playground):
    """Sends all that waits in one request."""

    def requests(self, items: Sequence[dict[str, Any]]) -> list[ProviderRequest]:
        return [("POST", "/kanal/playground/", {"X-Signed": "yes"}, json.dumps(list(items)).encode())]


@pytest.fixture
def knocking(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> Knocking:
    monkeypatch.setenv("RUMAHRAKYAT_LOCAL_URL", peer.url)
    return Knocking(Look())


def arrived(peer: Peer) -> list[list[int]]:
    return [[item["n"] for item in asked.json()] for asked in peer.asked]


def test_items_travel_in_order_and_in_batches(knocking: Knocking, peer: Peer, at: datetime) -> None:
    for number in range(12):
        knocking.store.deliver({"n": number}, at=at)
    assert delivery.deliver_due([knocking], lambda: at) == 2
    assert arrived(peer) == [list(range(10)), [10, 11]]
    assert peer.asked[0].headers["X-Signed"] == "yes"


def test_what_was_refused_is_sent_again_after_a_pause_that_grows(knocking: Knocking, peer: Peer, at: datetime) -> None:
    peer.says(Answer(503), Answer(503))
    knocking.store.deliver({"n": 1}, at=at)
    tries = [0, 1, 2, 5, 6]  # seconds: due at 0, after 2 and after another 4
    answers = [delivery.deliver_due([knocking], lambda s=s: at + timedelta(seconds=s)) for s in tries]  # type: ignore[misc]
    assert answers == [0, 0, 0, 0, 1]
    assert len(peer.asked) == 3


def test_a_delivery_interrupted_by_a_death_is_taken_up_again(knocking: Knocking, peer: Peer, at: datetime) -> None:
    knocking.store.deliver({"n": 1}, at=at)
    delivery._claim(knocking, at)
    assert delivery.deliver_due([knocking], lambda: at) == 0
    assert delivery.deliver_due([knocking], lambda: at + delivery.LEASE) == 1


def test_twice_sends_everything_twice(knocking: Knocking, peer: Peer, at: datetime) -> None:
    knocking.store.switch("twice", on=True, at=at)
    knocking.store.deliver({"n": 1}, at=at)
    delivery.deliver_due([knocking], lambda: at)
    assert arrived(peer) == [[1], [1]]


def test_away_holds_everything_back_and_other_channels_go_on(knocking: Knocking, peer: Peer, at: datetime) -> None:
    other = Knocking(Look())
    other.store.channel = "other"
    for one in (knocking, other):
        one.store.deliver({"n": 1}, at=at)
    knocking.store.switch("away", on=True, at=at)
    assert delivery.deliver_due([knocking, other], lambda: at) == 1
    knocking.store.switch("away", on=False, at=at)
    assert delivery.deliver_due([knocking, other], lambda: at) == 1
