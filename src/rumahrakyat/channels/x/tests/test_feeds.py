"""Asking X what is new: pages, where to go on, and what happens when the process dies in between."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from rumahrakyat.channels import feeds as loop
from rumahrakyat.channels import handing, registry, unpack
from rumahrakyat.channels.base import DeliveryError, Inbound
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.models import Cursor, InboundEvent, RawInbound
from rumahrakyat.channels.x import kit, reading
from rumahrakyat.channels.x.feeds import FIRST_LOOK, MentionFeed, MessageFeed
from rumahrakyat.lib import clock

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _present() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def posts(*numbers: int, words: str = "@rumah_rakyat lampu mati") -> list[dict[str, Any]]:
    return [{**kit.text("a")["data"]["payload"], "id": str(number), "text": words} for number in numbers]


def messages(*numbers: int) -> list[dict[str, Any]]:
    return [{**kit.message("a")["data"]["payload"], "id": str(number)} for number in numbers]


def lists(peer: Peer, *items: dict[str, Any], following: str = "") -> None:
    peer.says(Answer(200, json.dumps(kit.page(*items, following=following)).encode()))


def asked(peer: Peer) -> list[dict[str, str]]:
    queries = [parse_qs(urlsplit(one.path).query) for one in peer.asked]
    return [{name: values[0] for name, values in query.items()} for query in queries]


def mentions(peer: Peer) -> MentionFeed:
    return MentionFeed(kit.adapter(peer.url).api)


def test_the_first_look_goes_back_a_day_and_no_further(peer: Peer) -> None:
    lists(peer)
    fetched = mentions(peer).fetch("")
    since = reading.id_at(AT - FIRST_LOOK)
    assert asked(peer)[0]["since_id"] == since
    assert (list(fetched.items), fetched.cursor, fetched.more) == ([], since, False)


def test_the_next_look_begins_after_the_newest_post(peer: Peer) -> None:
    lists(peer, *posts(901, 907, 903))
    fetched = mentions(peer).fetch("900")
    assert (fetched.cursor, fetched.more, len(fetched.items)) == ("907", False, 1)
    assert (asked(peer)[0]["since_id"], peer.asked[0].path.split("?")[0]) == ("900", f"/2/users/{kit.US}/mentions")


def test_nothing_new_leaves_the_place_where_it_was(peer: Peer) -> None:
    lists(peer)
    fetched = mentions(peer).fetch("900")
    assert (fetched.cursor, list(fetched.items)) == ("900", [])


def test_many_mentions_are_read_page_by_page_until_caught_up(peer: Peer) -> None:
    feed = mentions(peer)
    lists(peer, *posts(909, 908), following="p2")
    lists(peer, *posts(907, 906))
    first = feed.fetch("900")
    second = feed.fetch(first.cursor)
    assert (first.more, second.more, second.cursor) == (True, False, "909")
    assert [query.get("pagination_token") for query in asked(peer)] == [None, "p2"]
    assert [query["since_id"] for query in asked(peer)] == ["900", "900"]


def test_a_page_that_x_has_forgotten_means_beginning_again_from_what_is_stored(peer: Peer) -> None:
    feed = mentions(peer)
    lists(peer, *posts(909), following="p2")
    first = feed.fetch("900")
    kit.refuses(peer, 400, "Invalid Request")
    lists(peer, *posts(911, 909))
    again = feed.fetch(first.cursor)
    assert (again.cursor, again.more) == ("911", False)
    assert asked(peer)[-1].get("pagination_token") is None


def test_a_longer_number_is_later_than_a_shorter_one(peer: Peer) -> None:
    lists(peer, *posts(1000, 999))
    assert mentions(peer).fetch("99").cursor == "1000"


def test_a_throttle_is_told_with_its_wait(peer: Peer) -> None:
    kit.throttles(peer, 300)
    with pytest.raises(DeliveryError) as caught:
        mentions(peer).fetch("900")
    assert caught.value.retry_after is not None
    assert timedelta(seconds=300) <= caught.value.retry_after < timedelta(seconds=330)


def test_messages_that_are_known_are_left_out_and_end_the_reading(peer: Peer) -> None:
    lists(peer, *messages(905, 904, 900, 899), following="p2")
    fetched = MessageFeed(kit.adapter(peer.url).api).fetch("900")
    (raw,) = fetched.items
    assert [item["id"] for item in json.loads(raw.body)["data"]] == ["905", "904"]
    assert (fetched.cursor, fetched.more) == ("905", False)


def test_messages_go_on_to_the_next_page_while_all_are_new(peer: Peer) -> None:
    feed = MessageFeed(kit.adapter(peer.url).api)
    lists(peer, *messages(905, 904), following="p2")
    lists(peer, *messages(903, 900))
    first = feed.fetch("900")
    second = feed.fetch(first.cursor)
    assert (first.more, second.more, second.cursor) == (True, False, "905")


@pytest.fixture
def ours(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = registry.Registry()
    fresh.add(kit.adapter(peer.url))
    monkeypatch.setattr(registry, "default", lambda: fresh)


@pytest.mark.django_db(transaction=True)
def test_where_to_go_on_is_stored_with_what_was_found(peer: Peer, ours: None, received: list[Inbound]) -> None:
    Cursor.objects.create(name="x.messages", channel="x", looked_at=AT)
    Cursor.objects.create(name="x.mentions", channel="x", value="899")
    lists(peer, *posts(902, 901), following="p2")
    kit.breaks(peer)
    loop.look(lambda: AT)
    assert RawInbound.objects.count() == 1
    lists(peer, *posts(901, 900))
    loop.look(lambda: AT + timedelta(minutes=2))
    unpack.unpack(lambda: AT + timedelta(minutes=2))
    handing.hand_on(lambda: AT + timedelta(minutes=2))
    assert Cursor.objects.get(name="x.mentions").value == "902"
    assert InboundEvent.objects.count() == 3
    assert sorted(one.message_id for one in received) == ["900", "901", "902"]
