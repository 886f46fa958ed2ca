"""What a provider tells only when asked, here Instagram: the words of a mention, the name of who writes."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from rumahrakyat.channels import handing, inbox
from rumahrakyat.channels.base import Kind
from rumahrakyat.channels.conformance.bench import AT, Bench, bench_of
from rumahrakyat.channels.conformance.peer import Answer
from rumahrakyat.channels.contract import Raw
from rumahrakyat.channels.instagram import kit
from rumahrakyat.channels.models import InboundEvent

pytestmark = pytest.mark.django_db

MENTION = {"field": "mentions", "value": {"media_id": "17900", "comment_id": "17901"}}


@pytest.fixture
def bench() -> Iterator[Bench]:
    with bench_of("instagram") as bench:
        yield bench


def announce(bench: Bench) -> None:
    inbox.store_all("instagram", [Raw(kit.provider.changes(MENTION))], at=AT)
    bench.works()


def words(bench: Bench, **part: str) -> None:
    bench.peer.says(Answer(content=json.dumps({"mentioned_comment": {"id": "17901", **part}}).encode()))


def test_the_words_are_fetched_before_the_message_is_handed_on(bench: Bench) -> None:
    words(bench, text="@prov jalan berlubang", username="siti_demak", timestamp="2026-11-21T08:30:00+0000")
    announce(bench)
    (inbound,) = bench.received
    assert (inbound.kind, inbound.text) == (Kind.TEXT, "@prov jalan berlubang")
    assert inbound.public is not None
    assert (inbound.public.author, inbound.public.post_id) == ("siti_demak", "17900|17901")
    assert inbound.sent_at == AT - timedelta(minutes=30)
    assert "mentioned_comment.comment_id%2817901%29" in bench.peer.asked[0].path


def test_words_that_cannot_be_had_now_are_asked_for_again(bench: Bench) -> None:
    bench.peer.says(Answer(500))
    announce(bench)
    assert bench.received == []
    words(bench, text="jembatan putus")
    handing.hand_on(lambda: AT + timedelta(minutes=1))
    assert [inbound.text for inbound in bench.received] == ["jembatan putus"]


def test_a_comment_that_is_gone_is_handed_on_as_it_was_announced(bench: Bench) -> None:
    kit.refuses_for_good(bench.peer)
    announce(bench)
    assert [(inbound.kind, inbound.text) for inbound in bench.received] == [(Kind.UNSUPPORTED, "")]


def test_a_provider_that_is_silent_for_long_does_not_keep_the_message_for_ever(bench: Bench) -> None:
    bench.peer.says(*[Answer(500)] * 10)
    announce(bench)
    for minutes in (1, 5, 10, 30, 60):
        handing.hand_on(lambda minutes=minutes: AT + timedelta(minutes=minutes))  # type: ignore[misc]
    assert len(bench.received) == 1
    assert InboundEvent.objects.get().state == InboundEvent.State.DONE


def test_an_answer_without_words_is_not_asked_for_twice(bench: Bench) -> None:
    words(bench)
    announce(bench)
    assert ([inbound.kind for inbound in bench.received], len(bench.peer.asked)) == ([Kind.UNSUPPORTED], 1)


def test_somebody_new_is_asked_for_their_name_once(bench: Bench) -> None:
    bench.peer.says(Answer(content=b'{"id": "1", "name": "Siti Wahyuni"}'))
    bench.arrives(kit.text("a"))
    bench.arrives(kit.text("b"))
    assert [inbound.sender.display_name for inbound in bench.received] == ["Siti Wahyuni", ""]
    assert len(bench.peer.asked) == 1


@pytest.mark.parametrize("answer", [Answer(500), Answer(content=b"{}"), Answer(content=b"[")])
def test_no_message_waits_for_a_name(bench: Bench, answer: Answer) -> None:
    bench.peer.says(answer)
    bench.arrives(kit.text("a", words="halo"))
    assert [(inbound.sender.display_name, inbound.text) for inbound in bench.received] == [("", "halo")]
