"""The stand-in, our adapter and our webhook talk over real HTTP, as they do in a demo."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.channels import handing, media, registry, sending, unpack
from rumahrakyat.channels.base import Address, Body, DeliveryError, Inbound, Kind, Option, Outgoing, Template
from rumahrakyat.channels.models import InboundMedia, Message, Outbox
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.whatsapp.adapter import WhatsAppAdapter
from rumahrakyat.channels.whatsapp.standin import store, webhooks
from rumahrakyat.channels.whatsapp.standin.bubbles import styled
from rumahrakyat.channels.whatsapp.standin.options import standin_options
from rumahrakyat.lib import clock, http
from rumahrakyat.people.models import ContactPoint

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.whatsapp.standin.tests.urls"),
]
PHONE = "6281322904471"
CHAT = f"/dev/whatsapp/{PHONE}/"


@pytest.fixture
def adapter(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[WhatsAppAdapter]:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    monkeypatch.setenv("RUMAHRAKYAT_LOCAL_URL", live_server.url)
    fresh = registry.Registry()
    fresh.add(WhatsAppAdapter(standin_options()))
    monkeypatch.setattr(registry, "default", lambda: fresh)
    store.open_chat(PHONE, "Bu Siti", at=clock.now())
    found = registry.get("whatsapp")
    assert isinstance(found, WhatsAppAdapter)
    yield found
    http.forget_connections()  # else the server's threads keep theirs to the database


def work() -> None:
    webhooks.deliver_due(clock.now)
    unpack.unpack(clock.now)
    handing.hand_on(clock.now)
    sending.send_due(clock.now)
    media.fetch_due(clock.now)


def say(**fields: Any) -> int:
    return Client().post(CHAT, fields).status_code


def tell(body: Body, key: str = "k1") -> None:
    citizen = ContactPoint.objects.order_by("pk").first()
    enqueue(channel="whatsapp", contact_point=citizen, body=body, key=key, at=clock.now())


def page() -> str:
    return Client().get(CHAT).content.decode()


def test_a_person_makes_a_phone_and_sees_it(adapter: WhatsAppAdapter) -> None:
    answer = Client().post("/dev/whatsapp/", {"name": "Pak Budi", "phone": "0857 0000 0002"})
    assert answer.headers["Location"] == "/dev/whatsapp/6285700000002/"
    assert "Pak Budi" in Client().get("/dev/whatsapp/").content.decode()
    assert Client().post("/dev/whatsapp/", {"phone": "12"}).status_code == 400
    assert Client().get("/dev/whatsapp/999/").status_code == 404


def test_what_a_person_writes_arrives_once_even_when_webhooks_come_twice(
    adapter: WhatsAppAdapter, received: list[Inbound]
) -> None:
    store.switch("twice", on=True, at=clock.now())
    assert say(what="say", text="Jalan rusak") == 302
    work()
    assert [(i.text, i.sender.display_name) for i in received] == [("Jalan rusak", "Bu Siti")]
    assert not store.records("delivery").exists()


def test_our_answer_shows_on_the_phone_and_is_read_when_somebody_looks(
    adapter: WhatsAppAdapter, received: list[Inbound]
) -> None:
    say(what="say", text="Halo")
    work()
    tell(Body("Apa yang *terjadi*?", options=(Option("a", "Lapor"), Option("b", "Tanya"))))
    work()
    work()
    assert Message.objects.get(direction="out").status == "delivered"
    assert "Apa yang <strong>terjadi</strong>?" in page()
    work()
    assert Message.objects.get(direction="out").status == "read"


def test_a_tapped_button_comes_back_with_the_id_we_sent(adapter: WhatsAppAdapter, received: list[Inbound]) -> None:
    say(what="say", text="Halo")
    work()
    tell(Body("Pilih", options=tuple(Option(f"o{n}", f"Pilihan {n}") for n in range(5)), list_label="Pilih"))
    work()
    ours = Message.objects.get(direction="out").external_id
    say(what="tap", message=ours, option="o3")
    work()
    assert (received[-1].choice and received[-1].choice.id, received[-1].quoted_id) == ("o3", ours)


def test_a_photo_travels_in_two_steps(adapter: WhatsAppAdapter, received: list[Inbound]) -> None:
    photo = SimpleUploadedFile("lubang.jpg", b"\xff\xd8\xff foto", content_type="image/jpeg")
    say(what="say", text="ini fotonya", file=photo)
    work()
    assert (received[0].kind, received[0].text) == (Kind.IMAGE, "ini fotonya")
    assert media.blobs().get(InboundMedia.objects.get().digest) == b"\xff\xd8\xff foto"


def test_a_place_and_a_strange_message_arrive(adapter: WhatsAppAdapter, received: list[Inbound]) -> None:
    say(what="place", place="demak")
    say(what="strange")
    work()
    assert [inbound.kind for inbound in received] == [Kind.LOCATION, Kind.UNSUPPORTED]
    assert received[0].location is not None


def test_who_hides_the_number_is_answered_by_user_id(adapter: WhatsAppAdapter, received: list[Inbound]) -> None:
    store.open_chat("6281300000009", "Warga", at=clock.now(), hides_phone=True)
    Client().post("/dev/whatsapp/6281300000009/", {"what": "say", "text": "Halo"})
    work()
    assert [address.scheme for address in received[0].sender.addresses] == ["wa"]
    tell(Body("Halo juga"))
    work()
    assert "Halo juga" in Client().get("/dev/whatsapp/6281300000009/").content.decode()


def test_outside_the_window_only_a_template_passes(adapter: WhatsAppAdapter, received: list[Inbound]) -> None:
    say(what="say", text="Halo")
    work()
    say(what="age")
    tell(Body("Sudah beres", template=Template("laporan_expired", ("RR-482-137",))))
    work()
    assert Outbox.objects.get().used_template
    assert "RR-482-137" in page()


@pytest.mark.parametrize(
    ("switch", "expected"), [("throttle", {"retry_after": timedelta(seconds=15)}), ("token_dead", {"alarm": True})]
)
def test_troubles_can_be_switched_on(adapter: WhatsAppAdapter, switch: str, expected: dict[str, object]) -> None:
    Client().post("/dev/whatsapp/gangguan/", {switch: "on"})
    with pytest.raises(DeliveryError) as caught:
        adapter.send(Outgoing(Address("tel", f"+{PHONE}"), Body("Halo"), "k"))
    assert {name: getattr(caught.value, name) for name in expected} == expected


def test_a_number_without_whatsapp_fails_afterwards(adapter: WhatsAppAdapter, received: list[Inbound]) -> None:
    say(what="say", text="Halo")
    work()
    store.forget([PHONE])
    tell(Body("Halo", template=Template("kabar")))
    work()
    work()
    assert Message.objects.get(direction="out").status == "failed"


def test_the_conversation_says_nothing_new_until_there_is_something_new(adapter: WhatsAppAdapter) -> None:
    say(what="say", text="Halo")
    html = page()
    version = html.partition("percakapan/?v=")[2][:12]
    assert Client().get(f"{CHAT}percakapan/", {"v": version}).status_code == 204
    say(what="say", text="Lagi")
    assert "Lagi" in Client().get(f"{CHAT}percakapan/", {"v": version}).content.decode()


def test_what_a_person_writes_cannot_become_markup() -> None:
    assert styled("<b>*a*</b>\n_b_") == "&lt;b&gt;<strong>a</strong>&lt;/b&gt;<br><em>b</em>"
