"""Twilio asks our front door; it keeps what it was told and answers what the caller hears."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from rumahrakyat.channels import handing, media, registry, unpack
from rumahrakyat.channels.base import Body, DeliveryError, Inbound, MediaRef, Outgoing
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.models import InboundMedia, RawInbound
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.channels.twilio.signature import HEADER
from rumahrakyat.channels.twiliovoice import kit
from rumahrakyat.channels.twiliovoice.options import Options, from_environment
from rumahrakyat.channels.voice import lending
from rumahrakyat.lib import clock

AT = datetime(2026, 7, 21, 5, tzinfo=UTC)
RECORDING = "RE" + 32 * "a"


@pytest.fixture(autouse=True)
def house(
    channels_under_test: registry.Registry, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[registry.Registry]:
    """Our adapter alone knows its provider; one case can be asked about; the clock stands still."""
    channels_under_test.add(kit.adapter(peer.url))
    monkeypatch.setitem(lending._status, "status", lambda digits, _language, _at: "Ditangani." if digits else None)
    monkeypatch.setitem(lending._texting, "texting", lambda: True)
    with clock.frozen(AT):
        yield channels_under_test


def ask(query: str = "", **fields: str) -> ET.Element:
    """What Twilio gets for this form, as a tree."""
    request = kit.signed(urlencode({**kit.call("a", status="in-progress"), **fields}).encode(), query=query)
    answer = Client().generic(
        "POST",
        "/kanal/twiliovoice/" + (f"?{query}" if query else ""),
        request.body,
        content_type="application/x-www-form-urlencoded",
        headers={HEADER: request.headers[HEADER]},
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/xml")
    return ET.fromstring(answer.content)  # noqa: S314 -- our own answer


def onward(response: ET.Element) -> str:
    """The query of the address that Twilio asks next."""
    found = next(element for element in response if "action" in element.attrib)
    return found.attrib["action"].partition("?")[2]


def work() -> None:
    unpack.unpack(lambda: AT)
    handing.hand_on(lambda: AT)


@pytest.mark.django_db(transaction=True)
def test_a_caller_chooses_records_and_is_kept_as_one_message_and_one_call(received: list[Inbound], peer: Peer) -> None:
    greeting = ask(CallStatus="ringing")
    assert [say.attrib["language"] for say in greeting.iter("Say")] == ["id-ID", "id-ID", "en-US"]
    menu = ask(onward(greeting), Digits="1")
    record = ask(onward(menu), Digits="1")
    recorder = next(record.iter("Record"))
    assert (recorder.attrib["maxLength"], recorder.attrib["finishOnKey"]) == ("180", "#")
    thanks = ask(onward(record), Digits="#", RecordingSid=RECORDING, RecordingDuration="21")
    assert "S M S" in "".join(thanks.itertext())
    assert thanks[-1].tag == "Hangup"
    assert list(ask(CallStatus="completed", CallDuration="64")) == []
    work()
    peer.says(Answer(200, b"ID3 suara", {"Content-Type": "audio/mpeg"}))
    media.fetch_due(lambda: AT)
    call = Call.objects.get()
    assert (call.seconds, call.answered_at is not None, call.contact_point is not None) == (64, True, True)
    assert [(one.kind, one.group) for one in received] == [("audio", call.call_id)]
    recording = InboundMedia.objects.get()
    assert (recording.call, recording.state, recording.message is not None) == (call, "done", True)


@pytest.mark.django_db(transaction=True)
def test_whoever_hangs_up_in_the_menu_is_a_missed_call() -> None:
    menu = ask(onward(ask(CallStatus="ringing")), Digits="1")
    ask(onward(menu), CallStatus="completed", CallDuration="7")
    work()
    call = Call.objects.get()
    assert (call.seconds, call.answered_at) == (7, None)


@pytest.mark.django_db(transaction=True)
def test_the_status_of_a_number_is_told_and_is_a_service() -> None:
    menu = ask(onward(ask(CallStatus="ringing")), Digits="3")
    asked = ask(onward(menu), Digits="2")
    assert next(asked.iter("Gather")).attrib["finishOnKey"] == "#"
    told = ask(onward(asked), Digits="482135")
    assert next(told.iter("Say")).text == "Ditangani."
    work()
    assert Call.objects.get().answered_at is not None


@pytest.mark.django_db(transaction=True)
def test_three_rings_the_people_who_serve_and_a_busy_line_leads_to_the_recorder() -> None:
    dial = ask("langkah=menu&bahasa=id&kali=0", Digits="3")
    assert next(dial.iter("Number")).text == kit.AGENT
    busy = ask(onward(dial), DialCallStatus="busy")
    assert next(busy.iter("Record")) is not None
    work()
    assert Call.objects.get().answered_at is None
    ask(onward(dial), DialCallStatus="completed", DialCallSid="CA9")
    work()
    assert Call.objects.get().answered_at is not None


@pytest.mark.django_db(transaction=True)
def test_silence_goes_on_by_itself_and_the_address_of_the_next_turn_is_signed_too() -> None:
    greeting = ask(CallStatus="ringing")
    assert greeting[-1].tag == "Redirect"
    stolen = kit.signed(urlencode(kit.call("a")).encode(), query="langkah=menu")
    answer = Client().generic(
        "POST",
        "/kanal/twiliovoice/?langkah=agent",
        stolen.body,
        content_type="application/x-www-form-urlencoded",
        headers={HEADER: stolen.headers[HEADER]},
    )
    assert (answer.status_code, RawInbound.objects.count()) == (403, 1)


@pytest.mark.parametrize("token", kit.TOKENS)
def test_both_tokens_of_a_rotation_sign(token: str) -> None:
    body = urlencode(kit.call("a")).encode()
    assert kit.adapter().verify(kit.signed(body, token=token)) is Verdict.GENUINE
    assert kit.adapter().verify(Request("POST", {}, {}, body)) is Verdict.MISSING


@pytest.mark.parametrize(("status", "alarm"), [(401, True), (404, False), (429, False), (500, False)])
def test_a_recording_that_cannot_be_had_is_asked_for_again(peer: Peer, status: int, alarm: bool) -> None:
    peer.says(Answer(status, b"{}", {"Retry-After": "30"}))
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).fetch_media(MediaRef(RECORDING))
    assert (caught.value.alarm, caught.value.permanent) == (alarm, False)


def test_the_address_of_a_recording_is_made_from_its_id_and_asked_with_our_account(peer: Peer) -> None:
    peer.says(Answer(200, b"suara", {"Content-Type": "audio/mpeg"}))
    assert kit.adapter(peer.url).fetch_media(MediaRef(RECORDING)).content == b"suara"
    assert peer.asked[0].path == f"/2010-04-01/Accounts/{kit.ACCOUNT}/Recordings/{RECORDING}.mp3"
    assert peer.asked[0].headers["Authorization"].startswith("Basic ")
    with pytest.raises(DeliveryError):
        kit.adapter(peer.url).fetch_media(MediaRef("../../Messages/MM1"))
    assert len(peer.asked) == 1


def test_nobody_can_be_texted_through_a_call() -> None:
    with pytest.raises(DeliveryError) as caught:
        kit.adapter().send(Outgoing(kit.citizen(), Body("Halo"), "k"))
    assert caught.value.permanent


def test_what_is_missing_is_said_in_sentences(tmp_path: object) -> None:
    assert kit.adapter().check_config() == []
    assert len(Options().problems()) == 3
    prefix = "RUMAHRAKYAT_TWILIOVOICE_"
    file = f"{tmp_path}/tokens"
    with open(file, "w", encoding="utf-8") as handle:  # noqa: PTH123 -- a path out of a string
        handle.write("baru lama\n")
    given = from_environment({f"{prefix}TOKENS_FILE": file, f"{prefix}AGENT": "1500", f"{prefix}AGENT_HOURS": "pagi"})
    assert given.tokens == ("baru", "lama")
    assert "07:00-16:00" in given.problems()[-1]
