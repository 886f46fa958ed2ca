"""Stored units in, exact events out."""

import json
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import codec, smstext
from rumahrakyat.channels.base import Inbound, MalformedPayload, Status, StatusUpdate
from rumahrakyat.channels.smpp import kit, parsing, pdu

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.json")))
def test_a_unit_becomes_exactly_these_events(name: str) -> None:
    events = kit.adapter().parse((FIXTURES / f"{name}.json").read_bytes(), at=RECEIVED)
    expected = json.loads((FIXTURES / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    assert [codec.dump(event) for event in events] == expected
    assert [codec.load(codec.dump(event)) for event in events] == events


@given(st.sampled_from([pdu.Command.DELIVER_SM, pdu.Command.DATA_SM]), st.binary(max_size=120))
def test_no_unit_is_an_error(command: int, body: bytes) -> None:
    frame = pdu.Frame(struct.pack(">IIII", pdu.HEADER + len(body), command, 0, 1) + body)
    (event,) = parsing.events(json.dumps(kit.stored("a", frame)).encode(), at=RECEIVED)
    tidied = codec.tidy(event, at=RECEIVED)
    assert codec.load(codec.dump(tidied)) == tidied


@given(st.integers(0, 255), st.integers(0, 255), st.binary(max_size=60))
def test_no_coding_and_no_class_is_an_error(coding: int, esm_class: int, payload: bytes) -> None:
    unit = kit.unit(payload, coding=coding, esm_class=esm_class)
    assert len(parsing.events(json.dumps(kit.stored("a", unit)).encode(), at=RECEIVED)) == 1


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=600))
def test_every_text_comes_back_from_its_parts(text: str) -> None:
    encoded = smstext.parts(text)
    total = len(encoded.parts)
    units = []
    for number, part in enumerate(encoded.parts, start=1):
        header = smstext.header(7, total, number) if total > 1 else b""
        units.append(
            kit.unit(
                header + smstext.encode(part, encoded.coding),
                coding=0 if encoded.coding == "gsm7" else 8,
                esm_class=pdu.HAS_HEADER if header else 0,
            )
        )
    (event,) = parsing.events(json.dumps(kit.stored("a", *units, total=total)).encode(), at=RECEIVED)
    assert isinstance(event, Inbound)
    assert (event.text, event.truncated) == (text, False)


@given(
    st.binary(max_size=60) | st.dictionaries(st.text(max_size=5), st.text()).map(lambda made: json.dumps(made).encode())
)
def test_other_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(MalformedPayload):
        parsing.decode(raw)


def test_decimal_ids_of_receipts_are_the_hexadecimal_ids_of_messages() -> None:
    raw = json.dumps(kit.status("2748", Status.DELIVERED)).encode()
    (event,) = parsing.events(raw, at=RECEIVED, decimal_ids=True)
    assert isinstance(event, StatusUpdate)
    assert event.external_id == parsing.known_as("00000ABC") == "abc"
