from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from rumahrakyat.channels import handing, inbox, unpack
from rumahrakyat.channels.base import Inbound, Kind
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.models import Counter, InboundEvent, Message, RawInbound
from rumahrakyat.channels.whatsapp import kit
from rumahrakyat.lib import clock
from rumahrakyat.people.models import Account
from rumahrakyat.people.models_records import AuditLine


def post(request: Request) -> HttpResponse:
    headers = {name: value for name, value in request.headers.items() if name != "content-type"}
    response = Client().post("/kanal/whatsapp/", request.body, content_type="application/json", headers=headers)
    assert isinstance(response, HttpResponse)
    return response


def work(at: datetime) -> None:
    unpack.unpack(lambda: at)
    handing.hand_on(lambda: at)


@pytest.fixture
def now(at: datetime) -> datetime:
    return max(at, clock.now()) + timedelta(minutes=1)


def test_a_signed_message_is_stored_before_it_is_acknowledged(db: None) -> None:
    raw = kit.body(kit.text("wamid.1", words="jalan rusak"))
    assert post(kit.signed(raw)).status_code == 200
    stored = RawInbound.objects.get()
    assert (stored.body, stored.state) == (raw, "new")
    assert b"jalan rusak" not in bytes(stored.sealed_body)


def test_a_signature_made_with_the_older_secret_is_still_good(db: None) -> None:
    assert post(kit.signed(kit.body(kit.text("wamid.1")), secret=kit.SECRETS[1])).status_code == 200


@pytest.mark.parametrize(
    ("signature", "status", "reason"),
    [(None, 401, "unsigned"), ("sha256=00", 403, "forged"), ("sha1=abc", 403, "forged"), ("é", 403, "forged")],
)
def test_of_a_forged_request_only_a_count_remains(db: None, signature: str | None, status: int, reason: str) -> None:
    headers = {"x-hub-signature-256": signature} if signature else {}
    assert post(Request("POST", headers, {}, kit.body(kit.text("wamid.1")))).status_code == status
    assert not RawInbound.objects.exists()
    assert Counter.objects.get().reason == reason


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'"x"', b"[" * 100_000, b"\xff\xfe"])
def test_a_signed_body_that_is_no_payload_is_answered_400(db: None, raw: bytes) -> None:
    assert post(kit.signed(raw)).status_code == 400
    assert not RawInbound.objects.exists()


def test_a_body_above_one_megabyte_is_answered_413_and_not_kept(db: None) -> None:
    raw = kit.body(kit.text("wamid.1", words="a" * inbox.LARGEST_BODY))
    assert post(kit.signed(raw)).status_code == 413
    assert not RawInbound.objects.exists()


def test_the_verification_challenge_is_answered_only_with_our_word(db: None) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    good = Client().get("/kanal/whatsapp/", {**query, "hub.verify_token": "kata-uji"})
    assert (good.status_code, good.content) == (200, b"1158201444")
    assert Client().get("/kanal/whatsapp/", {**query, "hub.verify_token": "lain"}).status_code == 403


def test_a_connection_that_died_is_replaced_and_the_message_kept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = inbox._insert
    closed: list[bool] = []

    def once(values: inbox.Values) -> None:
        if not closed:
            raise OperationalError
        insert(values)

    monkeypatch.setattr(inbox, "_insert", once)
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    assert post(kit.signed(kit.body(kit.text("wamid.1")))).status_code == 200
    assert RawInbound.objects.count() == 1


def test_an_unknown_channel_is_not_there_and_the_website_takes_no_webhooks(db: None) -> None:
    assert Client().post("/kanal/telepati/", b"{}", content_type="application/json").status_code == 404
    assert Client().post("/kanal/web/", b"{}", content_type="application/json").status_code == 403


def test_when_the_database_is_away_the_provider_is_asked_to_come_back(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_values: object) -> None:
        raise OperationalError

    monkeypatch.setattr(inbox, "_insert", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    response = post(kit.signed(kit.body(kit.text("wamid.1"))))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


def test_every_message_of_a_batch_reaches_the_receiver(db: None, received: list[Inbound], now: datetime) -> None:
    post(kit.signed(kit.body(*[kit.text(f"wamid.{n}", phone=f"62813229044{n}") for n in range(10, 15)])))
    work(now)
    assert sorted(inbound.message_id for inbound in received) == [f"wamid.{n}" for n in range(10, 15)]
    assert set(RawInbound.objects.values_list("state", flat=True)) == {"done"}


def test_a_message_delivered_again_a_week_later_changes_nothing(
    db: None, received: list[Inbound], now: datetime
) -> None:
    for moment in (now, now, now + timedelta(days=7)):
        inbox.store(kit.adapter(), kit.signed(kit.body(kit.text("wamid.1"))), at=moment)
        work(moment)
    assert len(received) == Message.objects.count() == InboundEvent.objects.count() == 1


def test_an_unknown_kind_is_passed_on_as_unsupported(db: None, received: list[Inbound], now: datetime) -> None:
    post(kit.signed(kit.body(kit.unknown("wamid.1"))))
    work(now)
    assert [inbound.kind for inbound in received] == [Kind.UNSUPPORTED]


def test_messages_of_one_sender_are_handed_on_in_the_order_they_were_sent(
    db: None, received: list[Inbound], now: datetime
) -> None:
    late, early = kit.text("wamid.2", at=1_795_248_060), kit.text("wamid.1", at=1_795_248_000)
    post(kit.signed(kit.body(late)))
    post(kit.signed(kit.body(early)))
    work(now)
    assert [inbound.message_id for inbound in received] == ["wamid.1", "wamid.2"]


def test_a_failing_message_is_tried_again_and_holds_back_only_its_own_sender(
    db: None, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    taken: list[str] = []
    troubles = ["wamid.1"]

    def receive(inbound: Inbound, _at: datetime) -> None:
        if inbound.message_id in troubles:
            raise RuntimeError
        taken.append(inbound.message_id)

    monkeypatch.setitem(handing._receivers, "inbound", receive)
    other = kit.text("wamid.9", phone="6281399999999")
    post(kit.signed(kit.body(kit.text("wamid.1"), kit.text("wamid.2", at=1_795_248_001), other)))
    work(now)
    assert taken == ["wamid.9"]
    troubles.clear()
    work(now + timedelta(minutes=1))
    assert taken == ["wamid.9", "wamid.1", "wamid.2"]


def test_a_message_given_up_is_reported_lets_the_next_one_pass_and_can_be_tried_again(
    db: None, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    taken: list[str] = []

    def receive(inbound: Inbound, _at: datetime) -> None:
        if inbound.message_id == "wamid.1" and not taken:
            raise RuntimeError
        taken.append(inbound.message_id)

    monkeypatch.setitem(handing._receivers, "inbound", receive)
    post(kit.signed(kit.body(kit.text("wamid.1"), kit.text("wamid.2", at=1_795_248_001))))
    for hour in range(8):
        work(now + timedelta(hours=hour))
    assert taken == ["wamid.2"]
    assert InboundEvent.objects.get(state="failed").error == "RuntimeError"
    mender = Account.objects.create_user("mender", name="Mender")
    assert [handing.try_again(channel=channel, account=mender, at=now) for channel in ("sms", "whatsapp")] == [0, 1]
    assert [(line.act, line.subject, line.data) for line in AuditLine.objects.all()] == [
        ("inbound.again", "whatsapp", {"count": 1})
    ]
    work(now + timedelta(hours=9))
    assert taken == ["wamid.2", "wamid.1"]
    assert not Message.objects.exclude(external_id__in=["wamid.1", "wamid.2"]).exists()


def test_a_request_our_parser_cannot_take_apart_is_kept_and_does_not_stop_the_next(
    db: None, received: list[Inbound], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = RawInbound.objects.create(
        channel="telepati", received_at=now, next_at=now, sealed_body=b"not sealed", sha256=""
    )
    post(kit.signed(kit.body(kit.text("wamid.1"))))
    work(now)
    broken.refresh_from_db()
    assert (broken.state, broken.attempts, broken.error) == ("new", 1, "UnknownChannel")
    assert len(received) == 1


def test_without_a_receiver_messages_wait(db: None, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(handing, "_receivers", {})
    post(kit.signed(kit.body(kit.text("wamid.1"))))
    work(now)
    assert InboundEvent.objects.get().state == "new"


def test_the_payload_of_a_done_event_is_emptied(db: None, received: list[Inbound], now: datetime) -> None:
    post(kit.signed(kit.body(kit.text("wamid.1", words="rahasia"))))
    work(now)
    assert InboundEvent.objects.get().sealed_payload == ""
    assert Message.objects.get().text == "rahasia"


def test_a_webhook_costs_few_queries(db: None, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    request = kit.signed(kit.body(kit.text("wamid.1")))
    with django_assert_max_num_queries(1):  # type: ignore[operator] # a fixture that is a context manager
        post(request)


@pytest.mark.django_db(transaction=True)
def test_the_same_message_ten_times_at_once_is_one_message(received: list[Inbound], now: datetime) -> None:
    request = kit.signed(kit.body(kit.text("wamid.1")))
    barrier = Barrier(10)
    answers: list[int] = []

    def deliver() -> None:
        barrier.wait()
        answers.append(post(request).status_code)
        work(now)
        connection.close()

    threads = [Thread(target=deliver) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work(now)
    assert answers == [200] * 10
    assert RawInbound.objects.filter(state="done").count() == 10
    assert len(received) == InboundEvent.objects.filter(state="done").count() == Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_never_handle_one_sender_at_once_nor_out_of_order(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    running: set[str] = set()
    order: list[str] = []
    clashes: list[str] = []

    def receive(inbound: Inbound, _at: datetime) -> None:
        if inbound.sender.key in running:
            clashes.append(inbound.message_id)
        running.add(inbound.sender.key)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.005)")
        order.append(inbound.message_id)
        running.discard(inbound.sender.key)

    monkeypatch.setitem(handing._receivers, "inbound", receive)
    for number in range(12):
        messages = [
            kit.text(f"{phone}-{number:02}", phone=f"62813000000{phone}", at=1_795_248_000 + number)
            for phone in ("1", "2", "3")
        ]
        post(kit.signed(kit.body(*messages)))

    def worker() -> None:
        work(now)
        connection.close()

    threads = [Thread(target=worker) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work(now)
    assert clashes == []
    for phone in ("1", "2", "3"):
        assert [m for m in order if m.startswith(phone)] == [f"{phone}-{number:02}" for number in range(12)]
