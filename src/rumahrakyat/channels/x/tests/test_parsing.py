"""Event or page in, exact events out. The files are written from X's documentation (see the folder's README)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.base import Inbound, Kind
from rumahrakyat.channels.x import kit, parsing, reading

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)

anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
item = st.fixed_dictionaries(
    {},
    optional={
        "id": anything,
        "author_id": st.text(max_size=9) | anything,
        "sender_id": st.text(max_size=9) | anything,
        "event_type": st.sampled_from(["MessageCreate", "ParticipantsJoin"]) | anything,
        "text": anything,
        "note_tweet": anything,
        "created_at": anything,
        "entities": st.fixed_dictionaries({"urls": st.lists(anything, max_size=2)}) | anything,
        "attachments": st.fixed_dictionaries({"media_keys": st.lists(anything, max_size=2)}) | anything,
        "referenced_tweets": st.lists(anything, max_size=2) | anything,
        "edit_history_tweet_ids": st.lists(anything, max_size=2) | anything,
        "geo": st.fixed_dictionaries({"coordinates": st.fixed_dictionaries({"coordinates": anything})}) | anything,
        "direct_message_events": st.lists(anything, max_size=2) | anything,
    },
)
kinds = st.sampled_from(["post.mention.create", "post.reply.create", "dm.received", "chat.received", "x.y"])


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.json")))
def test_what_x_brings_becomes_exactly_these_events(name: str) -> None:
    events = kit.adapter().parse((FIXTURES / f"{name}.json").read_bytes(), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{name}.json").read_text())
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


def sound(events: list[Any]) -> None:
    tidied = [codec.tidy(event, at=RECEIVED) for event in events]
    assert [codec.load(codec.dump(event)) for event in tidied] == tidied
    assert all(event.event_key for event in tidied)


@given(kinds, item, anything)
def test_no_shape_of_an_event_is_an_error_or_passed_over(kind: str, payload: dict[str, Any], includes: Any) -> None:
    events = parsing.events(kit.event(kind, payload, includes), us="us", at=RECEIVED)
    sound(events)
    assert events


@given(st.lists(item, max_size=3), anything)
def test_no_shape_of_a_page_is_an_error_and_no_item_is_passed_over(items: list[Any], includes: Any) -> None:
    events = parsing.events({"data": items, "includes": includes, "meta": {}}, us="us", at=RECEIVED)
    sound(events)
    assert len(events) >= len(items)


def test_a_post_that_is_brought_and_found_is_one_event() -> None:
    brought = kit.text("a", words="@rumah_rakyat jalan rusak")
    post = brought["data"]["payload"]
    found = {**kit.page(post), "includes": brought["data"]["includes"]}
    one, other = [parsing.events(body, us=kit.US, at=RECEIVED) for body in (brought, found)]
    assert one == other


def test_a_post_and_a_message_of_the_same_number_are_two() -> None:
    post = kit.text("a")["data"]["payload"]
    message = kit.message("a")["data"]["payload"]
    keys = {event.event_key for one in (post, message) for event in parsing.events(kit.page(one), us="", at=RECEIVED)}
    assert len(keys) == 2


@given(st.integers(1_300_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_ids_follow_time(at: datetime) -> None:
    assert int(reading.id_at(at)) >> 22 == int(at.timestamp() * 1000) - reading.EPOCH


@given(st.text(max_size=40), st.lists(st.from_regex(r"@[a-z_]{1,15}", fullmatch=True), max_size=3))
def test_words_are_kept_whole_after_the_names_they_are_addressed_to(said: str, names: list[str]) -> None:
    written = {"text": " ".join([*names, f"jalan {said}".strip()]).replace("&", "dan")}
    assert reading.words(written) == f"jalan {said}".replace("\x00", "").strip().replace("&", "dan")


def test_a_private_message_may_follow_only_where_the_writer_takes_them() -> None:
    item = kit.text("a")
    closed, *_ = parsing.events(item, us=kit.US, at=RECEIVED)
    item["data"]["includes"]["users"][0]["receives_your_dm"] = True
    opened, *_ = parsing.events(item, us=kit.US, at=RECEIVED)
    assert isinstance(closed, Inbound)
    assert isinstance(opened, Inbound)
    assert (closed.public and closed.public.private_until, bool(opened.public and opened.public.private_until)) == (
        None,
        True,
    )


def test_an_edit_is_news_of_the_first_version_and_stands_for_it_where_that_was_never_seen() -> None:
    first = kit.text("a", words="@rumah_rakyat jalan rusak")
    ours = first["data"]["payload"]
    last = {**ours, "id": kit.number("b"), "edit_history_tweet_ids": [ours["id"], kit.number("b")], "text": "di Demak"}
    seen = parsing.events(first, us=kit.US, at=RECEIVED)
    again, edit = parsing.events(kit.page(last), us=kit.US, at=RECEIVED)
    assert isinstance(again, Inbound)
    assert isinstance(edit, Inbound)
    assert again.event_key == seen[0].event_key == edit.quoted_id
    assert (again.kind, edit.kind, again.text, edit.text) == (Kind.TEXT, Kind.EDITED, "di Demak", "di Demak")
    assert again.public
    assert again.public.post_id == last["id"]
