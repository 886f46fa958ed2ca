import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpplib import client as smpp  # type: ignore[import-untyped]
from smpplib import smpp as library

from rumahrakyat.channels.smpp import kit, pdu


@given(st.lists(st.binary(max_size=60), max_size=5), st.data())
def test_units_are_whole_however_they_are_cut_on_the_way(payloads: list[bytes], data: st.DataObject) -> None:
    units = [kit.unit(payload, sequence=number) for number, payload in enumerate(payloads)]
    stream = b"".join(unit.octets for unit in units)
    buffer = bytearray()
    found = []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        buffer += stream[:size]
        stream = stream[size:]
        while frame := pdu.take(buffer):
            found.append(frame)
    assert found == units
    assert not buffer


@pytest.mark.parametrize("length", [0, 15, 70_001, 0xFFFFFFFF])
def test_a_length_that_cannot_be_ends_the_reading(length: int) -> None:
    with pytest.raises(pdu.Unreadable):
        pdu.take(bytearray(length.to_bytes(4) + b"x" * 20))


@given(st.binary(max_size=140), st.integers(0, 255), st.sampled_from([0, 4, 8, 64]))
def test_a_message_is_read_as_another_library_writes_it(payload: bytes, coding: int, esm_class: int) -> None:
    unit = library.make_pdu(
        "submit_sm",
        client=smpp.Client("127.0.0.1", 9, allow_unknown_opt_params=True),
        source_addr_ton=5,
        source_addr="RUMAHKITA",
        dest_addr_ton=1,
        destination_addr="6281322904471",
        short_message=payload,
        data_coding=coding,
        esm_class=esm_class & ~pdu.HAS_HEADER,
    )
    found = pdu.delivered(pdu.Frame(unit.generate()))
    assert (found.source, found.destination) == ("RUMAHKITA", "6281322904471")
    assert (found.payload, found.coding) == (payload, coding)


def test_a_short_number_stays_and_an_international_one_gets_its_plus() -> None:
    assert pdu.delivered(kit.unit(b"", source="4444", ton=3)).source == "4444"
    assert pdu.delivered(kit.unit(b"", source="6281322904471", ton=1)).source == "+6281322904471"
