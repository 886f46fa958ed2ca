from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rumahrakyat.channels.base import Address, Body, DeliveryError, Outgoing
from rumahrakyat.channels.smpp import kit
from rumahrakyat.channels.smpp.adapter import SmppAdapter
from rumahrakyat.channels.smpp.options import Options, from_environment
from rumahrakyat.channels.smpp.scripted import Centre, serving

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
CITIZEN = Address("tel", "+6281322904471")


@pytest.fixture
def centre() -> Iterator[Centre]:
    with serving() as running:
        yield running


@pytest.fixture
def adapter(centre: Centre) -> Iterator[SmppAdapter]:
    made = kit.adapter(centre.url)
    yield made
    made.transmitter.close()


def out(words: str = "Halo") -> Outgoing:
    return Outgoing(CITIZEN, Body(words), "kunci")


def test_many_threads_share_one_session_and_each_hears_of_its_own_message(adapter: SmppAdapter, centre: Centre) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: adapter.send(out(f"pesan {number}")).external_id, range(40)))
    assert len(set(found)) == 40
    assert sorted(message.text or "" for message in centre.sent) == sorted(f"pesan {number}" for number in range(40))


def test_a_typographic_quote_does_not_make_two_messages_of_one(adapter: SmppAdapter, centre: Centre) -> None:
    adapter.send(out("Jum’at " + "x" * 150))
    assert [message.coding for message in centre.sent] == [0]


def test_a_centre_that_hangs_up_is_a_passing_trouble(adapter: SmppAdapter, centre: Centre) -> None:
    kit.breaks(centre)
    with pytest.raises(DeliveryError) as caught:
        adapter.send(out())
    assert (caught.value.permanent, caught.value.alarm) == (False, False)
    assert adapter.send(out()).external_id


def test_nobody_at_home_is_a_passing_trouble() -> None:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter("smpp://127.0.0.1:9").send(out())
    assert (caught.value.permanent, caught.value.alarm) == (False, False)


def test_a_probe_tells_whether_the_centre_lets_us_in(adapter: SmppAdapter, centre: Centre) -> None:
    kit.token_is_dead(centre)
    with pytest.raises(DeliveryError) as caught:
        adapter.probe(at=AT)
    assert caught.value.alarm
    assert adapter.probe(at=AT).problems == ()


def test_a_message_without_an_id_is_not_taken_for_sent(adapter: SmppAdapter, centre: Centre) -> None:
    kit.accepts(centre, "")
    with pytest.raises(DeliveryError) as caught:
        adapter.send(out())
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("source", "expected"),
    [("RUMAHKITA", (5, 0, "RUMAHKITA")), ("+628112773393", (1, 1, "628112773393")), ("90500", (0, 1, "90500"))],
)
def test_the_kind_of_sender_follows_from_how_it_is_written(source: str, expected: tuple[int, int, str]) -> None:
    assert Options(source=source).sender == expected
    assert Options(source=source, source_ton=0, source_npi=8).sender == (0, 8, expected[2])


def test_options_come_from_the_environment_and_what_is_wrong_is_said(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("rahasia\n", encoding="utf-8")
    environ = {"HOST": "smsc", "SYSTEM_ID": "rr", "PASSWORD_FILE": str(file), "SOURCE": "90500", "PORT": "2776"}
    found = from_environment({f"RUMAHRAKYAT_SMPP_{name}": value for name, value in environ.items()})
    assert (found.password, found.port, found.problems()) == ("rahasia", 2776, [])
    wrong = from_environment({"RUMAHRAKYAT_SMPP_PORT": "dua", "RUMAHRAKYAT_SMPP_RECEIPT_IDS": "hex"})
    assert len(wrong.problems()) == 6
    assert not SmppAdapter(from_environment({})).configured()


def test_an_unconfigured_centre_is_an_alarm() -> None:
    with pytest.raises(DeliveryError) as caught:
        SmppAdapter(Options()).send(out())
    assert caught.value.alarm
