"""What an exchange tells about a call becomes one row, in whatever order it tells it."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from rumahrakyat.channels import calls
from rumahrakyat.channels.base import Address, Call, CallPhase, MediaRef
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.channels.models_calls import Call as Row

pytestmark = pytest.mark.django_db

BEGUN = datetime(2026, 11, 21, 2, tzinfo=UTC)
SITI = Address("tel", "+6281322904471")


def event(phase: CallPhase, after: int = 0, **more: object) -> Call:
    values: dict[str, object] = {"other": SITI, "line": "+62243500000", **more}
    return Call("pbx", "a-1", phase, BEGUN + timedelta(seconds=after), **values)  # type: ignore[arg-type]


WHOLE = (
    event(CallPhase.RINGING),
    event(CallPhase.ANSWERED, 9, agent="1001"),
    event(CallPhase.ENDED, 70, cause="normalClearing", seconds=61),
    event(CallPhase.RECORDED, 71, recording=MediaRef("rec-1", "audio", "audio/wav"), other=None),
)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_the_order_of_events_makes_no_difference(order: tuple[int, ...]) -> None:
    for nth in order:
        calls.note(WHOLE[nth], at=BEGUN)
    row = Row.objects.get()
    assert (row.started_at, row.answered_at, row.ended_at) == tuple(one.at for one in WHOLE[:3])
    assert (row.agent, row.cause, row.seconds, row.line) == ("1001", "normalClearing", 61, "+62243500000")
    assert row.contact_point is not None
    assert row.contact_point.value == SITI.value
    assert [media.ref for media in InboundMedia.objects.filter(call=row)] == ["rec-1"]


def test_events_told_twice_change_nothing() -> None:
    for one in (*WHOLE, *WHOLE):
        calls.note(one, at=BEGUN)
    assert Row.objects.count() == 1
    assert InboundMedia.objects.count() == 1


def test_a_call_whose_beginning_was_never_told_is_still_one_call() -> None:
    calls.note(event(CallPhase.ENDED, 40, other=None), at=BEGUN)
    row = Row.objects.get()
    assert (row.started_at, row.contact_point) == (BEGUN + timedelta(seconds=40), None)
