"""Payload file in, exact events out, for Facebook and Instagram. The files are written from the provider's manual (see
the channels' READMEs)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.base import Inbound, Notice, StatusUpdate
from rumahrakyat.channels.conformance.bench import kit_of

CHANNELS = Path(__file__).parents[2]
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)
CODES = ("facebook", "instagram")
FILES = [(code, path.stem) for code in CODES for path in sorted((CHANNELS / code / "fixtures").glob("*.json"))]

anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def shaped(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object that has some of these fields, each as it should be or anything else."""
    return st.fixed_dictionaries({}, optional={name: field | anything for name, field in fields.items()})


party = shaped(id=st.text(max_size=5))
payload = shaped(
    url=st.sampled_from(["https://a.test/b.jpg", "http://[", "data:x"]), coordinates=anything, title=anything
)
kinds = st.sampled_from(["image", "file", "share", "fallback", "story_mention", "location", "like_heart", "ig_reel"])
attachment = shaped(type=kinds, payload=payload, title=st.text(), url=st.text())
message = shaped(
    mid=st.text(max_size=5),
    text=st.text(),
    attachments=st.lists(attachment, max_size=2),
    quick_reply=anything,
    reply_to=anything,
    is_echo=st.booleans(),
    is_deleted=st.booleans(),
    app_id=st.integers(),
)
item = shaped(
    sender=party,
    recipient=party,
    timestamp=st.integers(),
    message=message,
    postback=anything,
    reaction=anything,
    message_edit=anything,
    referral=anything,
)
value = shaped(
    item=st.sampled_from(["comment", "post", "status", "photo", "like"]),
    verb=st.sampled_from(["add", "edited", "remove", "hide"]),
    comment_id=st.text(max_size=5),
    post_id=st.text(max_size=5),
    photos=st.lists(anything, max_size=2),
    created_time=st.integers() | st.text(),
    id=st.text(max_size=5),
    text=st.text(),
    media=anything,
    media_id=st.text(max_size=5),
    **{"from": shaped(id=st.text(max_size=5), name=st.text(), username=st.text())},
)
change = shaped(field=st.sampled_from(["feed", "mention", "comments", "mentions", "messages"]), value=value | item)


@pytest.mark.parametrize(("code", "name"), FILES)
def test_a_payload_becomes_exactly_these_events(code: str, name: str) -> None:
    folder = CHANNELS / code / "fixtures"
    events = kit_of(code).adapter().parse((folder / f"{name}.json").read_bytes(), at=RECEIVED)
    assert [codec.dump(event) for event in events] == json.loads((folder / "expected" / f"{name}.json").read_text())
    assert [codec.load(codec.dump(event)) for event in events] == events


@pytest.mark.parametrize("code", CODES)
@given(items=st.lists(item, max_size=3), changes=st.lists(change, max_size=3))
def test_no_shape_of_a_payload_is_an_error(code: str, items: list[Any], changes: list[Any]) -> None:
    entry = {"id": "1", "time": 1, "messaging": items, "changes": changes}
    events = kit_of(code).adapter().parse(json.dumps({"entry": [entry]}).encode(), at=RECEIVED)
    tidied = [codec.tidy(event, at=RECEIVED) for event in events]
    assert [codec.load(codec.dump(event)) for event in tidied] == tidied
    assert all(event.event_key for event in tidied)


@pytest.mark.parametrize("code", CODES)
@given(items=st.lists(st.fixed_dictionaries({"message": message}), max_size=3))
def test_no_message_of_a_batch_is_skipped(code: str, items: list[Any]) -> None:
    entry = {"id": "1", "messaging": items}
    events = kit_of(code).adapter().parse(json.dumps({"entry": [entry]}).encode(), at=RECEIVED)
    assert len(events) == len(items)


@pytest.mark.parametrize("code", CODES)
def test_what_our_own_account_writes_is_never_a_citizen_s_message(code: str) -> None:
    kit = kit_of(code)
    echoes = [kit.provider.echo("m1"), kit.provider.echo("m2", app_id="263902037430900")]
    ours = kit.provider.item(message={"mid": "m3", "text": "x"})
    ours["sender"], ours["recipient"] = ours["recipient"], ours["sender"]
    kinds = [type(event) for event in kit.adapter().parse(kit.provider.body(*echoes, ours), at=RECEIVED)]
    assert kinds == [StatusUpdate, Notice, Notice]
    assert Inbound not in kinds


def test_a_link_that_anybody_can_make_is_never_a_button_of_ours() -> None:
    kit = kit_of("facebook")
    (event,) = kit.adapter().parse(kit.provider.body(kit.provider.item(referral={"ref": "confirm:RR-1"})), at=RECEIVED)
    assert isinstance(event, Inbound)
    assert event.choice is not None
    assert event.choice.id == "link:confirm:RR-1"
