"""Whole calls with an exchange that plays its part: over its stream and its REST interface, on this machine."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rumahrakyat.channels.asterisk import kit
from rumahrakyat.channels.asterisk.tests.exchange import FakeExchange, Listening, exchange, until
from rumahrakyat.channels.base import Call, CallPhase, DeliveryError, Inbound, MediaRef
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.voice import lending

CALL = "1795248000.7"


class Clock:
    """Office hours, moved on by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 7, 21, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    with exchange() as fake:
        yield fake


@pytest.fixture
def listening(fake: FakeExchange, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listening]:
    monkeypatch.setitem(lending._status, "status", lambda digits, _l, _at: "Ditangani." if digits == "482135" else None)
    monkeypatch.setitem(lending._texting, "texting", lambda: True)
    with Listening(fake, clock) as listening:
        yield listening


def rings(fake: FakeExchange, **more: Any) -> None:
    fake.tells({**kit.event("StasisStart", args=[]), **more})


def presses(fake: FakeExchange, keys: str) -> None:
    for key in keys:
        fake.tells(kit.event("ChannelDtmfReceived", digit=key))


def events_of(listening: Listening) -> list[Any]:
    """What the stored events say, as the worker will read them."""
    at = datetime(2026, 12, 1, tzinfo=UTC)
    return [event for raw in listening.memory.raws for event in kit.adapter().parse(raw.body, at=at)]


def test_a_caller_chooses_speaks_and_is_kept(fake: FakeExchange, listening: Listening) -> None:
    rings(fake)
    fake.was_asked("POST", f"/channels/{CALL}/answer")
    fake.waits_after("en/greeting_en")
    presses(fake, "2")
    fake.waits_after("jv/menu")
    presses(fake, "1")
    wanted = fake.was_asked("POST", f"/channels/{CALL}/record")
    assert (wanted["maxDurationSeconds"], wanted["terminateOn"], wanted["format"]) == ("180", "#", "wav")
    fake.tells(kit.recorded(wanted["name"].removeprefix("rr-")))
    fake.waits_after("jv/bye")
    assert "sound:rumahrakyat/jv/sms" in fake.played()
    fake.was_asked("DELETE", f"/channels/{CALL}")
    fake.tells(kit.event("ChannelDestroyed", cause=16, cause_txt="Normal Clearing"))
    until(lambda: len(events_of(listening)) == 5)
    events = events_of(listening)
    assert [one.phase for one in events if isinstance(one, Call)] == [
        CallPhase.RINGING, CallPhase.RECORDED, CallPhase.ANSWERED, CallPhase.ENDED,
    ]  # fmt: skip
    assert [one.group for one in events if isinstance(one, Inbound)] == [CALL]
    assert set(fake.passwords) == {"Basic bGFwb3I6c2FuZGktdWpp"}


def test_a_number_is_keyed_in_and_its_news_is_pointed_to(fake: FakeExchange, listening: Listening) -> None:
    rings(fake)
    fake.waits_after("en/greeting_en")
    presses(fake, "1")
    fake.waits_after("id/menu")
    presses(fake, "2")
    fake.waits_after("id/number")
    presses(fake, "999#")
    until(lambda: "sound:rumahrakyat/id/wrong_number" in fake.played())
    presses(fake, "482135#")
    until(lambda: "sound:rumahrakyat/id/status_page" in fake.played())


def test_whoever_presses_nothing_is_led_to_the_recorder(fake: FakeExchange, listening: Listening, clock: Clock) -> None:
    def recorded_while_time_passes() -> bool:
        clock.at += timedelta(seconds=2)
        return any(path.endswith("/record") for _method, path, _query in fake.asked)

    rings(fake)
    until(recorded_while_time_passes)
    assert fake.played() == ["sound:rumahrakyat/id/no_keys", "sound:rumahrakyat/id/record"]


def test_three_goes_to_the_people_who_serve_and_a_busy_line_comes_back_to_the_recorder(
    fake: FakeExchange, listening: Listening
) -> None:
    rings(fake)
    fake.waits_after("en/greeting_en")
    presses(fake, "1")
    fake.waits_after("id/menu")
    presses(fake, "3")
    where = fake.was_asked("POST", f"/channels/{CALL}/continue")
    assert (where["extension"], where["context"], where["priority"]) == ("2000", "petugas", "1")
    assert fake.was_asked("POST", "/applications/lapor/subscription")["eventSource"] == f"channel:{CALL}"
    rings(fake, args=["kembali"])
    until(lambda: fake.played() == ["sound:rumahrakyat/id/busy", "sound:rumahrakyat/id/record"])


def test_a_key_interrupts_the_sentence(
    fake: FakeExchange, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plays_on(method: str, path: str, query: dict[str, str]) -> int:
        fake.asked.append((method, path, query))
        return 204

    monkeypatch.setattr(fake, "takes", plays_on)
    rings(fake)
    fake.waits_after("en/greeting_en")
    presses(fake, "1")
    fake.was_asked("DELETE", f"/playbacks/rr-{CALL}-1")
    fake.waits_after("id/menu")


def test_a_caller_who_is_gone_stops_nobody_else(fake: FakeExchange, listening: Listening) -> None:
    fake.gone = True
    rings(fake)
    until(lambda: fake.asked)
    until(lambda: not listening.listener.talks)
    fake.gone = False
    rings(fake)
    fake.waits_after("en/greeting_en")


def test_what_is_no_event_is_passed_over(fake: FakeExchange, listening: Listening) -> None:
    until(lambda: fake.streams)[-1].send("[")
    fake.tells(kit.unknown("a"))
    rings(fake)
    fake.waits_after("en/greeting_en")
    assert len(listening.memory.raws) == 1


def test_a_broken_stream_is_an_error_so_that_we_connect_again(fake: FakeExchange, clock: Clock) -> None:
    with Listening(fake, clock) as listening:
        until(lambda: fake.streams)[-1].close()
        until(lambda: listening.ended)
    assert isinstance(listening.ended[0], DeliveryError)


@pytest.mark.parametrize(("status", "alarm"), [(404, False), (401, True), (500, False)])
def test_a_recording_that_cannot_be_had_is_asked_for_again(peer: Peer, status: int, alarm: bool) -> None:
    peer.says(Answer(status))
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).fetch_media(MediaRef("rr-1795248000.7-4"))
    assert (caught.value.permanent, caught.value.alarm) == (False, alarm)


def test_a_recording_is_asked_for_by_its_name(peer: Peer) -> None:
    peer.says(Answer(200, b"RIFF"))
    assert kit.adapter(peer.url).fetch_media(MediaRef("rr-1795248000.7-4")).mime_type == "audio/wav"
    assert peer.asked[0].path == "/ari/recordings/stored/rr-1795248000.7-4/file"
    for wrong in ("../channels", "rapat", "rr-../x"):
        with pytest.raises(DeliveryError) as caught:
            kit.adapter(peer.url).fetch_media(MediaRef(wrong))
        assert caught.value.permanent
