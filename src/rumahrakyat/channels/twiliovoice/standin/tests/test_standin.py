"""Whole calls by hand: the telephone's page asks our webhook as Twilio would, and shows what is said."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from rumahrakyat.channels import handing, media, registry, unpack
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.channels.standins import registry as standins
from rumahrakyat.channels.standins.look import look_of
from rumahrakyat.channels.twiliovoice.adapter import TwilioVoiceAdapter, standin_options
from rumahrakyat.channels.twiliovoice.standin import calls
from rumahrakyat.channels.voice import lending
from rumahrakyat.lib import clock, http

AT = datetime(2026, 7, 21, 5, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def demo(channels_under_test: registry.Registry, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The pages and the webhook are one process here: what goes over HTTP in a demo goes straight to the handler."""
    settings.ROOT_URLCONF = "rumahrakyat.channels.twiliovoice.standin.tests.urls"
    channels_under_test.add(TwilioVoiceAdapter(standin_options()))
    monkeypatch.setitem(lending._status, "status", lambda digits, _l, _at: "Ditangani." if digits == "482135" else None)
    monkeypatch.setattr(http, "request", straight)
    with clock.frozen(AT):
        yield


def straight(
    method: str,
    url: str,
    *,
    headers: dict[str, str],
    content: bytes = b"",
    **_more: object,
) -> http.Reply:
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    others = {name: value for name, value in headers.items() if name != "Content-Type"}
    answer = Client().generic(
        method, path, content, content_type=headers.get("Content-Type", "text/plain"), headers=others
    )
    return http.Reply(answer.status_code, answer.content, {"content-type": answer.headers["Content-Type"]})


class Phone:
    """Somebody with a telephone in the hand."""

    def __init__(self, **more: str) -> None:
        self.client = Client()
        answer = self.client.post("/dev/twiliovoice/", {"phone": "0813-2290-4471", **more})
        self.page = answer.headers["Location"]

    def does(self, what: str, **more: object) -> str:
        self.client.post(self.page, {"what": what, **more})
        return self.reads()

    def presses(self, *keys: str) -> str:
        return [self.does("keys", digits=key) for key in keys][-1]

    def reads(self) -> str:
        return self.client.get(self.page).content.decode()


def work() -> None:
    unpack.unpack(lambda: AT)
    handing.hand_on(lambda: AT)
    media.fetch_due(lambda: AT)


def test_a_citizen_calls_chooses_and_leaves_a_recording(received: list[Inbound]) -> None:
    phone = Phone()
    assert "tekan satu" in phone.reads()
    assert 'lang="en-US"' in phone.reads()
    assert "Ceritakan sesudah nada" in phone.presses("1", "1")
    assert "Terima kasih" in phone.does("record", seconds="3")
    work()
    call = Call.objects.get()
    assert (len(received), call.ended_at is not None, call.cause) == (1, True, "completed")
    kept = InboundMedia.objects.get()
    assert (kept.state, kept.mime_type) == ("done", "audio/wav")
    assert media.blobs().get(kept.digest) == calls.tone(3)


def test_a_sound_file_can_be_spoken_and_other_files_cannot(received: list[Inbound]) -> None:
    phone = Phone(withheld="on")
    phone.presses("2", "1")
    wrong = SimpleUploadedFile("surat.pdf", b"%PDF", "application/pdf")
    assert phone.client.post(phone.page, {"what": "record", "file": wrong}).status_code == 400
    assert "Nomer Panjenengan" in phone.does("record", file=SimpleUploadedFile("a.ogg", b"OggS", "audio/ogg"))
    work()
    assert received[0].sender.addresses == ()
    assert InboundMedia.objects.get().mime_type == "audio/ogg"


def test_a_number_is_asked_for_and_its_news_is_read() -> None:
    phone = Phone()
    assert "Nomor itu tidak kami temukan" in phone.presses("1", "2", "999999")
    assert "Ditangani." in phone.presses("482135")


def test_whoever_waits_is_led_on_and_whoever_hangs_up_has_hung_up() -> None:
    phone = Phone()
    for _time in range(6):
        phone.does("wait")
    assert "Ceritakan sesudah nada" in phone.reads()
    phone.does("hang_up")
    work()
    assert Call.objects.get().ended_at is not None
    assert phone.client.post(phone.page, {"what": "keys", "digits": "1"}).status_code == 400


def test_a_person_picks_up_or_does_not() -> None:
    busy, answered = Phone(), Phone()
    for phone in (busy, answered):
        assert "sambungkan" in phone.presses("1", "3")
    assert "semua petugas" in busy.does("busy")
    answered.does("answered")
    work()
    assert sorted(call.answered_at is not None for call in Call.objects.all()) == [False, True]


def test_the_telephone_that_calls_can_be_texted() -> None:
    Phone()
    texts = [one.store for one in standins.build() if look_of(one).style == "sms"]
    assert [person.data["name"] for store in texts for person in store.people()] == ["0813 2290 4471"] * len(texts)
    assert texts


def test_a_wrong_number_is_said_and_an_unknown_call_is_not_there() -> None:
    assert Client().post("/dev/twiliovoice/", {"phone": "12"}).status_code == 400
    assert Client().get("/dev/twiliovoice/CA0/").status_code == 404


def test_a_recording_needs_the_account_and_its_token() -> None:
    account = standin_options().account
    path = f"/dev/twiliovoice/api/2010-04-01/Accounts/{account}/Recordings/RE1.mp3"
    assert Client().get(path).status_code == 401


def test_when_the_website_does_not_answer_the_call_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_more: object) -> http.Reply:
        raise http.HttpProblem("no answer")

    monkeypatch.setattr(http, "request", away)
    assert "Panggilan terputus" in Phone().reads()
