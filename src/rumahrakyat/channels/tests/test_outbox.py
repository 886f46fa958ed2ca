from datetime import datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection, transaction

from rumahrakyat.channels import codec, outbox, sending, statuses, windows
from rumahrakyat.channels.base import Address, Body, Manner, Option, ReadUntil, Status, StatusUpdate, Template
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.models import ChannelState, DeliveryTask, EarlyStatus, Message, Outbox
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.people.operations import contact_point, stop_messages

NEWS = Template("kabar_laporan", ("RR-482-137",))


@pytest.fixture
def open_window(citizen: ContactPoint, at: datetime) -> None:
    windows.opened(channel="whatsapp", contact_point=citizen, sent_at=at, at=at)


def tell(citizen: ContactPoint, at: datetime, body: Body | str = "Sudah kami cek.", key: str = "k1") -> Message:
    return enqueue(channel="whatsapp", contact_point=citizen, body=body, key=key, at=at)


def send(at: datetime) -> None:
    sending.send_due(lambda: at)


def said(external_id: str, status: Status, at: datetime, **more: object) -> None:
    with transaction.atomic():
        statuses.apply(StatusUpdate("whatsapp", external_id, status, at, **more), at=at)  # type: ignore[arg-type]


def test_a_message_leaves_once_and_remembers_its_id(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    message = tell(citizen, at)
    send(at)
    send(at + timedelta(hours=1))
    message.refresh_from_db()
    assert (message.status, message.external_id) == ("sent", "wamid.1")
    assert [(b["to"], b["text"]["body"]) for b in peer.sent] == [("6281322904471", "Sudah kami cek.")]
    assert UUID(peer.sent[0]["biz_opaque_callback_data"]) == message.outbox.token


def test_the_same_key_is_one_message(open_window: None, citizen: ContactPoint, at: datetime, peer: Peer) -> None:
    assert tell(citizen, at) == tell(citizen, at, body="lain")
    send(at)
    assert len(peer.sent) == 1


def test_a_message_of_a_transaction_that_was_rolled_back_does_not_exist(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    with transaction.atomic():
        tell(citizen, at)
        transaction.set_rollback(True)
    send(at)
    assert not Message.objects.filter(direction="out").exists()
    assert peer.asked == []


def test_what_we_say_is_sealed_at_rest(citizen: ContactPoint, at: datetime) -> None:
    message = tell(citizen, at)
    assert "kami" not in message.sealed_content
    assert codec.load_body(message.content) == Body("Sudah kami cek.")


def test_a_long_text_leaves_in_parts_in_order_with_the_buttons_last(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    tell(citizen, at, Body("kata " * 500, options=(Option("yes", "Ya"),)))
    send(at)
    assert [body["type"] for body in peer.sent] == ["text", "text", "interactive"]
    assert all(len(body["text"]["body"]) <= 1024 for body in peer.sent[:2])


def test_a_temporary_refusal_is_tried_again_later_and_later(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    peer.refuses(131000, status=500)
    message = tell(citizen, at)
    send(at)
    row = Outbox.objects.get()
    assert (row.state, row.next_at, row.attempts) == ("retry", at + timedelta(seconds=10), 1)
    send(at + timedelta(seconds=11))
    message.refresh_from_db()
    assert message.status == "sent"


def test_the_provider_s_wait_is_respected(open_window: None, citizen: ContactPoint, at: datetime, peer: Peer) -> None:
    peer.refuses(130429, status=429, **{"Retry-After": "120"})
    tell(citizen, at)
    send(at)
    assert Outbox.objects.get().next_at == at + timedelta(seconds=120)


def test_a_permanent_refusal_becomes_a_task_for_a_person(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    peer.refuses(131026)
    message = tell(citizen, at)
    send(at)
    message.refresh_from_db()
    assert message.status == message.outbox.state == "failed"
    assert DeliveryTask.objects.get().reason == "WhatsApp 131026: the number cannot receive WhatsApp messages"


def test_patience_ends_and_a_person_is_asked(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    peer.says(*[Answer(500)] * 20)
    tell(citizen, at, Body("Halo", template=NEWS))
    for hour in range(0, 60, 3):
        send(at + timedelta(hours=hour))
    assert Outbox.objects.get().state == "failed"
    assert DeliveryTask.objects.filter(done_at=None).count() == 1


def test_a_person_can_send_it_again(open_window: None, citizen: ContactPoint, at: datetime, peer: Peer) -> None:
    peer.refuses(131026)
    message = tell(citizen, at)
    send(at)
    clerk = Account.objects.create(username="petugas", name="Petugas")
    outbox.send_again(task=DeliveryTask.objects.get(), actor=clerk, at=at)
    outbox.send_again(task=DeliveryTask.objects.get(), actor=clerk, at=at)
    send(at)
    message.refresh_from_db()
    assert (message.status, len(peer.sent), DeliveryTask.objects.get().done_by) == ("sent", 2, clerk)


def test_a_dead_token_alarms_pauses_the_channel_and_costs_no_message(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    peer.refuses(190, status=401)
    tell(citizen, at)
    tell(contact_point(scheme="tel", value="+6281300000009", at=at), at, Body("Halo", template=NEWS), key="k2")
    send(at)
    assert len(peer.sent) == 1
    assert "190" in ChannelState.objects.get().alarm
    send(at + timedelta(minutes=6))
    assert len(peer.sent) == 3
    assert ChannelState.objects.get().alarm == ""
    assert not DeliveryTask.objects.exists()


def test_outside_the_window_the_template_is_sent(citizen: ContactPoint, at: datetime, peer: Peer) -> None:
    tell(citizen, at, Body("Sudah kami cek.", template=NEWS))
    send(at)
    assert peer.sent[0]["template"]["name"] == "kabar_laporan"
    assert peer.sent[0]["template"]["components"][0]["parameters"] == [{"type": "text", "text": "RR-482-137"}]


def test_without_a_template_a_message_is_withheld_until_the_citizen_writes_again(
    citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    message = tell(citizen, at)
    send(at)
    message.refresh_from_db()
    assert (message.status, peer.asked, DeliveryTask.objects.filter(done_at=None).count()) == ("withheld", [], 1)
    windows.opened(channel="whatsapp", contact_point=citizen, sent_at=at, at=at)
    send(at)
    message.refresh_from_db()
    assert (message.status, DeliveryTask.objects.filter(done_at=None).count()) == ("sent", 0)


def test_when_the_provider_says_the_window_closed_the_template_follows_at_once(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    peer.refuses(131047)
    message = tell(citizen, at, Body("Sudah kami cek.", template=NEWS))
    send(at)
    message.refresh_from_db()
    assert [body["type"] for body in peer.sent] == ["text", "template"]
    assert message.status == "sent"


def test_when_a_status_says_so_the_template_follows_too(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    message = tell(citizen, at, Body("Sudah kami cek.", template=NEWS))
    send(at)
    said("wamid.1", Status.FAILED, at, window_closed=True)
    send(at)
    said("wamid.1", Status.SENT, at)
    message.refresh_from_db()
    assert [body["type"] for body in peer.sent] == ["text", "template"]
    assert (message.status, message.external_id) == ("sent", "wamid.2")


@pytest.mark.parametrize(
    ("told", "end"),
    [
        ([Status.READ, Status.DELIVERED, Status.SENT], "read"),
        ([Status.DELIVERED, Status.FAILED], "delivered"),
        ([Status.FAILED, Status.SENT], "failed"),
        ([Status.FAILED, Status.DELIVERED], "delivered"),
        ([Status.SENT, Status.SENT], "sent"),
    ],
)
@pytest.mark.parametrize("early", [False, True])
def test_statuses_only_move_forward_also_when_they_come_before_we_wrote_the_id_down(
    open_window: None, citizen: ContactPoint, at: datetime, told: list[Status], end: str, *, early: bool
) -> None:
    message = tell(citizen, at)
    if not early:
        send(at)
    for second, status in enumerate(told):
        said("wamid.1", status, at + timedelta(seconds=second))
    send(at)
    message.refresh_from_db()
    assert message.status == end
    assert DeliveryTask.objects.filter(done_at=None).exists() is (end == "failed")
    assert not EarlyStatus.objects.exists()


def test_a_status_with_our_token_settles_a_send_whose_answer_we_never_saw(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    message = tell(citizen, at)
    sending._claim(at)  # a worker took it, sent it, and was killed before writing down what came of it
    said("wamid.77", Status.DELIVERED, at, key=str(message.outbox.token))
    send(at + timedelta(hours=1))
    message.refresh_from_db()
    assert (message.status, message.external_id, peer.asked) == ("delivered", "wamid.77", [])


def test_a_send_that_was_cut_off_is_repeated_when_its_lease_is_over(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    tell(citizen, at)
    sending._claim(at)
    send(at + timedelta(seconds=30))
    assert peer.asked == []
    send(at + timedelta(seconds=61))
    assert len(peer.sent) == 1


def test_messages_to_one_contact_leave_in_order(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    peer.refuses(131000, status=500)
    tell(citizen, at, "satu", "k1")
    tell(citizen, at, "dua", "k2")
    send(at)
    assert len(peer.sent) == 1
    send(at + timedelta(seconds=11))
    assert [body["text"]["body"] for body in peer.sent] == ["satu", "satu", "dua"]


def test_who_asked_for_silence_hears_nothing(
    open_window: None, citizen: ContactPoint, at: datetime, peer: Peer
) -> None:
    stop_messages(contact=citizen, at=at)
    citizen.refresh_from_db()
    assert tell(citizen, at).status == "withheld"
    send(at)
    assert peer.asked == []


def test_a_message_for_the_website_is_there_at_once(db: None, at: datetime) -> None:
    message = enqueue(channel="web", contact_point=None, body="Sudah kami cek.", key="k1", at=at)
    assert message.status == message.outbox.state == "sent"


def test_a_channel_with_addresses_needs_one(db: None, at: datetime) -> None:
    with pytest.raises(outbox.NoAddress):
        enqueue(channel="whatsapp", contact_point=None, body="Halo", key="k1", at=at)


@pytest.mark.django_db(transaction=True)
def test_many_senders_send_every_message_once(at: datetime, peer: Peer) -> None:
    for number in range(20):
        point = contact_point(scheme="tel", value=f"+62813000000{number:02}", at=at)
        windows.opened(channel="whatsapp", contact_point=point, sent_at=at, at=at)
        for turn in range(2):
            tell(point, at, f"{turn}", f"k{number}-{turn}")

    def worker() -> None:
        send(at)
        connection.close()

    threads = [Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    send(at)
    sent = [(body["to"], body["text"]["body"]) for body in peer.sent]
    assert len(sent) == len(set(sent)) == 40
    assert all([text for to, text in sent if to == number] == ["0", "1"] for number in {to for to, _ in sent})


def test_read_up_to_a_moment_is_said_of_all_that_was_sent_by_then_but_in_public(
    open_window: None, citizen: ContactPoint, at: datetime
) -> None:
    in_public = Body("Nomor laporan Anda RR-482-135", manner=Manner.PUBLIC, reply_to="7")
    bodies = {"k1": Body("satu"), "k2": in_public, "k3": Body("dua")}
    told = {key: tell(citizen, at, body, key=key) for key, body in bodies.items() if key != "k3"}
    send(at)
    told["k3"] = tell(citizen, at + timedelta(minutes=9), bodies["k3"], key="k3")
    send(at + timedelta(minutes=9))
    with transaction.atomic():
        statuses.read_until(ReadUntil("whatsapp", "r1", Address(citizen.scheme, citizen.value), at))
    found = {key: Message.objects.get(pk=message.pk).status for key, message in told.items()}
    assert found == {"k1": "read", "k2": "sent", "k3": "sent"}
