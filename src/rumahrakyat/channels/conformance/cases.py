"""The cases. Each is a sentence about what must hold; its name is what kits and the table use."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from unittest import mock

from django.db import OperationalError, connection

from rumahrakyat.channels import feeds, handing, inbox, listening, media, unpack
from rumahrakyat.channels.base import Body, Kind, Status, Template
from rumahrakyat.channels.conformance.bench import AT, EXTERNAL, Bench, Failed, expect
from rumahrakyat.channels.contract import Fetched, NotStored, Raw
from rumahrakyat.channels.models import (
    ChannelState,
    DeliveryTask,
    EarlyStatus,
    InboundEvent,
    InboundMedia,
    Message,
    RawInbound,
)

CaseOf = Callable[[Bench], None]
MANY = 60

# In


def two_messages_in_one_batch(bench: Bench) -> None:
    bench.arrives(bench.kit.text("a", words="satu"), bench.kit.text("b", words="dua", who=1))
    expect(bench.words(), ["dua", "satu"])


def _events(bench: Bench) -> int:
    """How many events one message is: that of a call tells of the call besides."""
    return int(getattr(bench.kit, "EVENTS_OF_A_MESSAGE", 1))


def the_same_request_five_times_at_once(bench: Bench) -> None:
    item = bench.kit.text("a")
    _at_once([lambda: bench.stores(item)] * 5)
    _at_once([bench.works] * 3)
    bench.works()
    expect(len(bench.received), 1, "handed on")
    expect(InboundEvent.objects.count(), _events(bench), "events")


def _at_once(steps: list[Callable[[], None]]) -> None:
    troubles: list[BaseException] = []

    def run(step: Callable[[], None]) -> None:
        try:
            step()
        except BaseException as error:  # noqa: BLE001 -- raised again by whoever waits for the thread
            troubles.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]


def the_same_request_again_and_a_week_later(bench: Bench) -> None:
    for moment in (AT, AT, AT + timedelta(days=7)):
        bench.arrives(bench.kit.text("a"), at=moment)
    expect(len(bench.received), 1, "handed on")
    expect(InboundEvent.objects.count(), _events(bench), "events")


def a_message_without_the_usual_sender(bench: Bench) -> None:
    bench.arrives(bench.kit.without_usual_sender("a"))
    expect(len(bench.received), 1, "handed on")
    expect(Message.objects.count(), 1, "kept")


def an_unknown_kind_of_message(bench: Bench) -> None:
    bench.arrives(bench.kit.unknown("a"), bench.kit.text("b"))
    expect(sorted(inbound.kind for inbound in bench.received), sorted([Kind.UNSUPPORTED, Kind.TEXT]))


def signs_a_database_cannot_store(bench: Bench) -> None:
    bench.arrives(bench.kit.text("a", words="lubang\x00 di jalan \ud83d"))
    kept = Message.objects.get().text
    expect((kept.startswith("lubang"), "\x00" in kept), (True, False), "kept without what cannot be stored")


def ten_thousand_signs_and_none(bench: Bench) -> None:
    bench.arrives(bench.kit.text("a", words="x" * 10_000))
    bench.arrives(bench.kit.text("b", words=""))
    expect(sorted(len(inbound.text) for inbound in bench.received), [0, 10_000])


def no_signature(bench: Bench) -> None:
    for request in bench.kit.requests(bench.kit.text("a")):
        expect(bench.post(bench.kit.unsigned(request)) in {401, 403}, True, "refused")
    expect(RawInbound.objects.count(), 0, "kept")


def a_signature_of_somebody_else(bench: Bench) -> None:
    for request in bench.kit.requests(bench.kit.text("a")):
        expect(bench.post(bench.kit.forged(request)), 403)
    expect(RawInbound.objects.count(), 0, "kept")


def a_body_written_anew_under_the_old_signature(bench: Bench) -> None:
    genuine, *_ = bench.kit.requests(bench.kit.text("a", words="jalan 🙏"))
    expect(bench.post(bench.kit.rewritten(genuine)), 403)
    expect(bench.post(genuine), 200)


def an_old_request_with_its_old_signature(bench: Bench) -> None:
    for request in bench.kit.requests(bench.kit.text("a")):
        for _again in range(3):
            bench.post(request)
    bench.works_later()
    expect(len(bench.received), 1, "handed on")


def ten_megabytes(bench: Bench) -> None:
    request, *_ = bench.kit.requests(bench.kit.text("a"))
    large = type(request)("POST", request.headers, request.query, b"x" * 10_000_000, request.url, request.client)
    expect(bench.post(large), 413)
    expect(RawInbound.objects.count(), 0, "kept")


def a_body_that_is_no_payload(bench: Bench) -> None:
    expect(bench.post(bench.kit.nonsense()), 400)
    expect(RawInbound.objects.count(), 0, "kept")


def the_database_is_away(bench: Bench) -> None:
    def away(_values: object) -> None:
        raise OperationalError

    with mock.patch.object(inbox, "_insert", away), mock.patch.object(connection, "close"):
        _AWAY[bench.kit.INGRESS](bench)
    bench.arrives(bench.kit.text("a"))
    expect(len(bench.received), 1, "handed on after the database came back")


def _webhook_away(bench: Bench) -> None:
    for request in bench.kit.requests(bench.kit.text("a")):
        expect(bench.post(request), 503)


def _feed_away(bench: Bench) -> None:
    settled: list[object] = []

    class Source:
        name, seconds = "conformance", 5

        def fetch(self, cursor: str) -> Fetched:
            expect(cursor, "", "the cursor must not have moved")
            found = [Raw(request.body) for request in bench.kit.requests(bench.kit.text("a"))]
            return Fetched(found, cursor="1")

        def settle(self, fetched: Fetched) -> None:
            settled.append(fetched)

    try:
        feeds._once(bench.adapter, Source(), AT, again=True)  # noqa: SLF001 -- one look at a source of our own
    except OperationalError:
        expect(settled, [], "the source must not be told that we have it")
    else:
        raise Failed("a feed must fail when nothing could be stored")


def _listener_away(bench: Bench) -> None:
    items = [Raw(request.body, dict(request.headers)) for request in bench.kit.requests(bench.kit.text("a"))]
    try:
        with mock.patch.object(listening, "close_old_connections"):
            listening.DatabaseStore(bench.kit.CODE).take(items)
    except NotStored:
        return
    raise Failed("a listener must hear NotStored when nothing could be stored")


_AWAY: Final[dict[str, CaseOf]] = {"webhook": _webhook_away, "feed": _feed_away, "listener": _listener_away}


def an_empty_message_id(bench: Bench) -> None:
    bench.arrives(bench.kit.text("", words="satu"))
    bench.arrives(bench.kit.text("", words="dua"))
    bench.arrives(bench.kit.text("", words="dua"))
    expect(bench.words(), ["dua", "satu"])


def a_repeated_message_id(bench: Bench) -> None:
    bench.arrives(bench.kit.text("a", words="satu"))
    bench.arrives(bench.kit.text("a", words="dua"))
    expect(len(bench.received), getattr(bench.kit, "KEEPS_A_REPEATED_ID", 1), "handed on")


def one_message_to_two_of_our_addresses(bench: Bench) -> None:
    for request in bench.kit.to_two_addresses("a"):
        inbox.store_all(bench.kit.CODE, [Raw(request.body, dict(request.headers))], at=AT)
    bench.works()
    expect(len(bench.received), 1, "handed on")


def a_number_from_a_stranger(bench: Bench) -> None:
    bench.arrives(bench.kit.names_a_number("a", "RR-482-135"))
    about = bench.received[0].about
    expect(about is None or not about.proven, True, "a number that anybody can know proves nothing")


def an_automatic_answer(bench: Bench) -> None:
    bench.arrives(bench.kit.automatic("a"))
    expect([inbound.kind for inbound in bench.received], [Kind.AUTOMATIC])


def an_incomplete_multipart_message(bench: Bench) -> None:
    bench.arrives(bench.kit.incomplete("a"))
    for minutes in (1, 10, 60, 24 * 60):
        bench.works(AT + timedelta(minutes=minutes))
    expect([(inbound.truncated, bool(inbound.text)) for inbound in bench.received], [(True, True)])


def ten_thousand_messages_from_one_sender(bench: Bench) -> None:
    """A smaller number of them: each is kept and handed on in its order. What a flood becomes is decided above."""
    bench.stores(*[bench.kit.text(f"m{n}", words=f"pesan {n:03}", at=1_795_248_000 + n) for n in range(MANY)])
    while InboundEvent.objects.filter(state="new").exists() or RawInbound.objects.filter(state="new").exists():
        unpack.unpack(lambda: AT)
        handing.hand_on(lambda: AT)
    expect([inbound.text for inbound in bench.received], [f"pesan {n:03}" for n in range(MANY)])


def killed_before_and_after_the_commit(bench: Bench) -> None:
    item = bench.kit.text("a")
    for failpoint in ("inbox.before_commit", "inbox.after_commit", "unpack.before_commit", "handing.before_commit"):
        bench.killed(item, failpoint=failpoint)
    bench.arrives(item)
    expect((len(bench.received), InboundEvent.objects.count(), Message.objects.count()), (1, _events(bench), 1))


# Files


def a_file_whose_link_has_expired(bench: Bench) -> None:
    bench.arrives(bench.kit.picture("a"))
    bench.kit.file_is_gone(bench.peer)
    media.fetch_due(lambda: AT)
    bench.kit.serves_file(bench.peer, b"foto")
    media.fetch_due(lambda: AT + timedelta(minutes=1))
    expect(InboundMedia.objects.get().state, "done")


def a_file_on_a_private_address(bench: Bench) -> None:
    bench.arrives(bench.kit.picture("a"))
    bench.kit.file_at(bench.peer, "http://169.254.169.254/latest/meta-data")
    for hours in range(0, 60, 6):
        media.fetch_due(lambda at=AT + timedelta(hours=hours): at)  # type: ignore[misc]
    expect(InboundMedia.objects.get().state, "failed")


def a_file_that_is_too_large(bench: Bench) -> None:
    bench.arrives(bench.kit.picture("a"))
    bench.kit.serves_file(bench.peer, b"x" * (bench.adapter.capabilities.max_media_bytes + 1))
    media.fetch_due(lambda: AT)
    expect(InboundMedia.objects.get().state, "failed")


# Out


def a_status_before_we_wrote_the_message_down(bench: Bench) -> None:
    bench.tell()
    bench.hears(Status.DELIVERED)
    bench.kit.accepts(bench.peer, EXTERNAL)
    bench.send()
    expect(bench.told().status, "delivered")


def read_before_delivered(bench: Bench) -> None:
    bench.tell()
    bench.kit.accepts(bench.peer, EXTERNAL)
    bench.send()
    furthest = Status.READ if getattr(bench.kit, "TELLS_READ", True) else Status.DELIVERED
    for status in (furthest, Status.DELIVERED, Status.SENT, Status.FAILED):
        bench.hears(status)
    expect(bench.told().status, furthest.value)


def a_status_of_an_unknown_message(bench: Bench) -> None:
    bench.hears(Status.DELIVERED, "never-sent")
    expect((InboundEvent.objects.filter(state="done").count(), EarlyStatus.objects.count()), (1, 1))


def too_many_requests(bench: Bench) -> None:
    bench.tell()
    bench.kit.throttles(bench.peer, 90)
    outbox = bench.send()
    expect(outbox.state, "retry")
    if outbox.next_at < AT + timedelta(seconds=getattr(bench.kit, "SHORTEST_WAIT", 90)):
        raise Failed("the provider's wait was not kept")
    bench.kit.accepts(bench.peer, EXTERNAL)
    expect(bench.send(outbox.next_at).state, "sent")


def a_passing_fault(bench: Bench) -> None:
    bench.tell()
    bench.kit.breaks(bench.peer)
    outbox = bench.send()
    expect(outbox.state, "retry")
    bench.kit.accepts(bench.peer, EXTERNAL)
    expect(bench.send(outbox.next_at).state, "sent")


def the_window_closed_while_we_waited(bench: Bench) -> None:
    bench.tell(Body("Halo", template=Template("kabar")))
    bench.kit.says_window_closed(bench.peer)
    if bench.adapter.capabilities.templates:
        bench.kit.accepts(bench.peer, EXTERNAL)
        outbox = bench.send()
        expect((outbox.state, outbox.used_template, len(bench.kit.sent(bench.peer))), ("sent", True, 2))
    else:
        expect((bench.send().state, DeliveryTask.objects.count()), ("withheld", 1))


def the_window_is_closed_and_no_template_fits(bench: Bench) -> None:
    bench.tell(in_window=False)
    expect(bench.send().state, "withheld")
    expect((len(bench.kit.sent(bench.peer)), DeliveryTask.objects.count()), (0, 1))


def somebody_who_cannot_be_reached(bench: Bench) -> None:
    bench.tell()
    bench.kit.refuses_for_good(bench.peer)
    expect(bench.send().state, "failed")
    expect(DeliveryTask.objects.filter(done_at=None).count(), 1, "tasks for a person")


def somebody_who_blocked_us(bench: Bench) -> None:
    bench.tell()
    bench.kit.has_blocked_us(bench.peer)
    expect(bench.send().state, "failed")
    expect(DeliveryTask.objects.filter(done_at=None).count(), 1, "tasks for a person")


def a_dead_token(bench: Bench) -> None:
    bench.tell()
    bench.kit.token_is_dead(bench.peer)
    outbox = bench.send()
    expect(outbox.state, "retry", "the message waits")
    alarm = ChannelState.objects.get(channel=bench.kit.CODE).alarm
    expect(bool(alarm), True, "an alarm for the operator")
    bench.kit.accepts(bench.peer, EXTERNAL)
    expect(bench.send(outbox.next_at + timedelta(minutes=1)).state, "sent")
    expect(ChannelState.objects.get(channel=bench.kit.CODE).alarm, "", "the alarm is over")


CASES: Final[tuple[CaseOf, ...]] = (
    two_messages_in_one_batch,
    the_same_request_five_times_at_once,
    the_same_request_again_and_a_week_later,
    a_message_without_the_usual_sender,
    an_unknown_kind_of_message,
    signs_a_database_cannot_store,
    ten_thousand_signs_and_none,
    no_signature,
    a_signature_of_somebody_else,
    a_body_written_anew_under_the_old_signature,
    an_old_request_with_its_old_signature,
    ten_megabytes,
    a_body_that_is_no_payload,
    the_database_is_away,
    an_empty_message_id,
    a_repeated_message_id,
    one_message_to_two_of_our_addresses,
    a_number_from_a_stranger,
    an_automatic_answer,
    an_incomplete_multipart_message,
    ten_thousand_messages_from_one_sender,
    killed_before_and_after_the_commit,
    a_file_whose_link_has_expired,
    a_file_on_a_private_address,
    a_file_that_is_too_large,
    a_status_before_we_wrote_the_message_down,
    read_before_delivered,
    a_status_of_an_unknown_message,
    too_many_requests,
    a_passing_fault,
    the_window_closed_while_we_waited,
    the_window_is_closed_and_no_template_fits,
    somebody_who_cannot_be_reached,
    somebody_who_blocked_us,
    a_dead_token,
)
# These use several connections or processes and need a database that they may commit to.
COMMITTING: Final = frozenset({the_same_request_five_times_at_once, killed_before_and_after_the_commit})
