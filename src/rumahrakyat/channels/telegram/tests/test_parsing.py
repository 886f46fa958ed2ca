"""Update in, exact events out. The files are written from the provider's manual (see the folder's README)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import codec
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.telegram import kit, parsing

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)

anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
chat = st.fixed_dictionaries({"id": st.integers() | anything, "type": st.sampled_from(["private", "group"]) | anything})
message = st.fixed_dictionaries(
    {"chat": chat | anything},
    optional={
        "message_id": anything,
        "from": anything,
        "date": anything,
        "edit_date": anything,
        "text": anything,
        "photo": st.lists(st.fixed_dictionaries({"file_id": anything, "file_size": anything}), max_size=2) | anything,
        "voice": anything,
        "location": st.fixed_dictionaries({"latitude": anything, "longitude": anything}) | anything,
        "venue": anything,
        "contact": anything,
        "media_group_id": anything,
        "reply_to_message": anything,
        "forward_origin": anything,
    },
)
update = st.fixed_dictionaries(
    {},
    optional={
        "update_id": anything,
        "message": message | anything,
        "callback_query": st.fixed_dictionaries({"id": anything, "data": anything, "message": message}) | anything,
        "my_chat_member": anything,
        "poll": anything,
    },
)


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.json")))
def test_an_update_becomes_exactly_these_events(name: str) -> None:
    events = kit.adapter().parse((FIXTURES / f"{name}.json").read_bytes(), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{name}.json").read_text())
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@given(update)
def test_no_shape_of_an_update_is_an_error_or_passed_over(update: dict[str, Any]) -> None:
    (event,) = parsing.events(update, bot=kit.BOT, at=RECEIVED)
    tidied = codec.tidy(event, at=RECEIVED)
    assert codec.load(codec.dump(tidied)) == tidied
    assert tidied.event_key.startswith(f"{kit.BOT}:")


@given(st.text(max_size=60))
def test_what_is_said_in_a_group_is_not_kept(words: str) -> None:
    group = {"update_id": 1, "message": {"message_id": 1, "chat": {"id": -5, "type": "supergroup"}, "text": words}}
    (event,) = parsing.events(group, bot=kit.BOT, at=RECEIVED)
    assert isinstance(event, Inbound)
    assert (event.text, event.sender.addresses) == ("", ())


def test_two_edits_of_one_message_are_two_events_and_the_same_edit_again_is_one() -> None:
    def edit(number: int, date: int) -> str:
        edited = {**kit.text("a")["message"], "edit_date": date}
        (event,) = parsing.events({"update_id": number, "edited_message": edited}, bot=kit.BOT, at=RECEIVED)
        return event.event_key

    assert len({edit(1, 1_795_248_010), edit(2, 1_795_248_010), edit(2, 1_795_248_010)}) == 2


def test_the_same_number_of_another_bot_is_another_message() -> None:
    keys = {parsing.events(kit.text("a"), bot=bot, at=RECEIVED)[0].event_key for bot in ("1", "2")}
    assert len(keys) == 2
