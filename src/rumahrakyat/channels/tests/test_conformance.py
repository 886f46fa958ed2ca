"""Every registered channel against every case where such systems are known to fail.

A case is a function of the channel's kit (`<channel>/tests/kit.py`), which speaks as its provider. A channel to which
the cases do not apply says why in `DOES_NOT_APPLY`; silence is not allowed.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import ModuleType

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumahrakyat.channels import handing, inbox, media, registry, sending, statuses, unpack, windows
from rumahrakyat.channels.base import Body, Inbound, Kind, Status, StatusUpdate, Template
from rumahrakyat.channels.contract import Adapter, Request, Verdict
from rumahrakyat.channels.models import DeliveryTask, InboundEvent, InboundMedia, Message, Outbox, RawInbound
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.tests.peer import Answer, Peer
from rumahrakyat.people.models import ContactPoint

CODES = [adapter.code for adapter in registry.build()]
AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


class Bench:
    """What a case works with: the channel's kit, its provider, what was received, somebody to write to."""

    def __init__(self, kit: ModuleType, peer: Peer, received: list[Inbound], citizen: ContactPoint) -> None:
        self.kit, self.peer, self.received, self.citizen = kit, peer, received, citizen
        self.monkeypatch = pytest.MonkeyPatch()

    def post(self, request: Request) -> int:
        headers = {name: value for name, value in request.headers.items() if name != "content-type"}
        answer = Client().post(
            f"/kanal/{self.kit.CODE}/", request.body, content_type="application/json", headers=headers
        )
        assert isinstance(answer, HttpResponse)
        return answer.status_code

    def arrives(self, *messages: object, at: datetime = AT) -> None:
        inbox.store(self.kit.adapter(), self.kit.signed(self.kit.body(*messages)), at=at)
        unpack.unpack(lambda: at)
        handing.hand_on(lambda: at)

    def tell(self, body: Body | str = "Halo", *, in_window: bool = True, at: datetime = AT) -> Message:
        if in_window:
            windows.opened(channel=self.kit.CODE, contact_point=self.citizen, sent_at=at, at=at)
        return enqueue(channel=self.kit.CODE, contact_point=self.citizen, body=body, key="k1", at=at)

    def send(self, at: datetime = AT) -> Outbox:
        sending.send_due(lambda: at)
        return Outbox.objects.select_related("message").get()

    def hears(self, external_id: str, status: Status) -> None:
        with transaction.atomic():
            statuses.apply(StatusUpdate(self.kit.CODE, external_id, status, AT), at=AT)


def two_messages_in_one_batch(bench: Bench) -> None:
    bench.arrives(bench.kit.text("a"), bench.kit.text("b", phone="6281300000002"))
    assert sorted(inbound.message_id for inbound in bench.received) == ["a", "b"]


def the_same_webhook_again_and_a_week_later(bench: Bench) -> None:
    for moment in (AT, AT, AT + timedelta(days=7)):
        bench.arrives(bench.kit.text("a"), at=moment)
    assert len(bench.received) == InboundEvent.objects.count() == 1


def a_message_without_the_usual_sender(bench: Bench) -> None:
    bench.arrives(bench.kit.without_phone("a"))
    assert bench.received[0].sender.addresses


def an_unknown_kind_of_message(bench: Bench) -> None:
    bench.arrives(bench.kit.unknown("a"), bench.kit.text("b"))
    assert [inbound.kind for inbound in bench.received] == [Kind.UNSUPPORTED, Kind.TEXT]


def signs_a_database_cannot_store(bench: Bench) -> None:
    bench.arrives(bench.kit.text("a", words="lubang\x00 di jalan \ud83d"))
    assert Message.objects.get().text == "lubang di jalan ?"


def ten_thousand_signs_and_none(bench: Bench) -> None:
    bench.arrives(bench.kit.text("a", words="x" * 10_000), bench.kit.text("b", words=""))
    assert sorted(len(inbound.text) for inbound in bench.received) == [0, 10_000]


def no_signature(bench: Bench) -> None:
    assert bench.post(Request("POST", {}, {}, bench.kit.body(bench.kit.text("a")))) == 401
    assert not RawInbound.objects.exists()


def a_signature_of_somebody_else(bench: Bench) -> None:
    assert bench.post(bench.kit.signed(bench.kit.body(bench.kit.text("a")), secret="bukan kita")) == 403
    assert not RawInbound.objects.exists()


def a_body_written_anew_under_the_old_signature(bench: Bench) -> None:
    genuine = bench.kit.signed(bench.kit.body(bench.kit.text("a", words="jalan 🙏")))
    again = json.dumps(json.loads(genuine.body), separators=(",", ":")).encode()
    assert bench.post(Request("POST", genuine.headers, {}, again)) == 403
    assert bench.post(genuine) == 200


def ten_megabytes(bench: Bench) -> None:
    assert bench.post(bench.kit.signed(b"[" + b"1," * 5_000_000 + b"1]")) == 413


def a_body_that_is_no_payload(bench: Bench) -> None:
    assert bench.post(bench.kit.signed(b"{")) == bench.post(bench.kit.signed(b"[" * 50_000)) == 400


def the_database_is_away(bench: Bench) -> None:
    def away(_values: object) -> None:
        raise OperationalError

    with bench.monkeypatch.context() as patch:
        patch.setattr(inbox, "_insert", away)
        patch.setattr(connection, "close", lambda: None)
        assert bench.post(bench.kit.signed(bench.kit.body(bench.kit.text("a")))) == 503


def a_status_before_we_wrote_the_message_down(bench: Bench) -> None:
    message = bench.tell()
    bench.hears("wamid.1", Status.DELIVERED)
    bench.send()
    message.refresh_from_db()
    assert message.status == "delivered"


def read_before_delivered(bench: Bench) -> None:
    message = bench.tell()
    bench.send()
    for status in (Status.READ, Status.DELIVERED, Status.SENT, Status.FAILED):
        bench.hears("wamid.1", status)
    message.refresh_from_db()
    assert message.status == "read"


def a_file_whose_link_has_expired(bench: Bench) -> None:
    bench.arrives(bench.kit.picture("a"))
    bench.peer.says(bench.kit.link(bench.peer), Answer(404), bench.kit.link(bench.peer), Answer(content=b"foto"))
    media.fetch_due(lambda: AT)
    media.fetch_due(lambda: AT + timedelta(minutes=1))
    assert InboundMedia.objects.get().state == "done"


def a_file_on_a_private_address(bench: Bench) -> None:
    bench.arrives(bench.kit.picture("a"))
    bench.peer.says(bench.kit.link(bench.peer, "http://169.254.169.254/latest/meta-data"))
    media.fetch_due(lambda: AT)
    assert InboundMedia.objects.get().state == "failed"


def too_many_requests(bench: Bench) -> None:
    bench.tell()
    bench.kit.throttles(bench.peer, 90)
    assert bench.send().next_at == AT + timedelta(seconds=90)
    assert bench.send(AT + timedelta(seconds=91)).state == "sent"


def the_window_closed_while_we_waited(bench: Bench) -> None:
    bench.tell(Body("Halo", template=Template("kabar")))
    bench.kit.says_window_closed(bench.peer)
    outbox = bench.send()
    assert (outbox.state, outbox.used_template, len(bench.peer.sent)) == ("sent", True, 2)


def the_window_is_closed_and_no_template_fits(bench: Bench) -> None:
    bench.tell(in_window=False)
    assert bench.send().state == "withheld"
    assert (bench.peer.asked, DeliveryTask.objects.count()) == ([], 1)


def somebody_who_cannot_be_reached(bench: Bench) -> None:
    bench.tell()
    bench.kit.refuses_for_good(bench.peer)
    assert bench.send().state == "failed"
    assert DeliveryTask.objects.filter(done_at=None).count() == 1


CASES: list[Callable[[Bench], None]] = [
    two_messages_in_one_batch,
    the_same_webhook_again_and_a_week_later,
    a_message_without_the_usual_sender,
    an_unknown_kind_of_message,
    signs_a_database_cannot_store,
    ten_thousand_signs_and_none,
    no_signature,
    a_signature_of_somebody_else,
    a_body_written_anew_under_the_old_signature,
    ten_megabytes,
    a_body_that_is_no_payload,
    the_database_is_away,
    a_status_before_we_wrote_the_message_down,
    read_before_delivered,
    a_file_whose_link_has_expired,
    a_file_on_a_private_address,
    too_many_requests,
    the_window_closed_while_we_waited,
    the_window_is_closed_and_no_template_fits,
    somebody_who_cannot_be_reached,
]


def kit_of(code: str) -> ModuleType:
    return import_module(f"rumahrakyat.channels.{code}.tests.kit")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
@pytest.mark.parametrize("code", CODES)
def test_a_channel_stands_the_case(
    code: str, case: Callable[[Bench], None], peer: Peer, received: list[Inbound], citizen: ContactPoint
) -> None:
    kit = kit_of(code)
    if hasattr(kit, "DOES_NOT_APPLY"):
        assert len(kit.DOES_NOT_APPLY) > 20
        return
    case(Bench(kit, peer, received, citizen))


@pytest.mark.parametrize("code", CODES)
def test_a_channel_keeps_the_contract(code: str) -> None:
    adapter = kit_of(code).adapter()
    assert isinstance(adapter, Adapter)
    assert (adapter.code, bool(adapter.label)) == (code, True)
    assert adapter.check_config() == []
    assert adapter.verify(Request("POST", {}, {}, b"{}")) is not Verdict.GENUINE


def test_two_channels_cannot_have_the_same_code() -> None:
    fresh = registry.Registry()
    fresh.add(kit_of("web").adapter())
    with pytest.raises(registry.DuplicateChannel):
        fresh.add(kit_of("web").adapter())


@pytest.mark.parametrize("code", [code for code in CODES if not hasattr(kit_of(code), "DOES_NOT_APPLY")])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(data=st.data())
def test_no_mutation_of_a_signed_request_is_accepted_or_makes_us_stumble(
    db: None, code: str, data: st.DataObject
) -> None:
    kit = kit_of(code)
    genuine = kit.signed(kit.body(kit.text("a", words="jalan rusak 🙏")))
    header, value = next((name, value) for name, value in genuine.headers.items() if "signature" in name)
    places = st.integers(0, len(genuine.body) - 1)
    cut, place, byte = data.draw(places), data.draw(places), data.draw(st.integers(1, 255))
    flipped = bytearray(genuine.body)
    flipped[place] ^= byte
    signatures = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=90).filter(lambda s: s != value)
    bodies = [bytes(flipped), genuine.body[:cut], genuine.body + b" ", data.draw(st.binary(max_size=200))]
    forged = [Request("POST", {header: value}, {}, body) for body in bodies]
    forged += [Request("POST", {header: data.draw(signatures)}, {}, genuine.body)]
    forged += [Request("POST", {header: value.upper()}, {}, genuine.body)]
    forged += [kit.signed(genuine.body, secret=data.draw(st.text(max_size=20).filter(lambda s: s not in kit.SECRETS)))]
    for request in forged:
        headers = {name: text for name, text in request.headers.items() if name == header}
        answer = Client().post(f"/kanal/{code}/", request.body, content_type="application/json", headers=headers)
        assert answer.status_code in {401, 403}
    assert not RawInbound.objects.exists()
