"""Calls that nobody took become a duty, one for each number, and end when somebody was spoken to."""

from datetime import datetime, timedelta

import pytest

from rumahrakyat.callcentre import missing, queries
from rumahrakyat.callcentre.errors import NothingToCall
from rumahrakyat.callcentre.models import CallBack
from rumahrakyat.channels import calls
from rumahrakyat.channels.base import Address, CallPhase
from rumahrakyat.channels.base import Call as Event
from rumahrakyat.channels.models import Outbox
from rumahrakyat.people.operations import contact_point, stop_messages
from rumahrakyat.reports import effects
from tests.cast import World

NUMBER = "+6281322904471"


def note(world: World, phase: CallPhase, call_id: str, *, at: datetime | None = None, **more: object) -> None:
    given: dict[str, object] = {"other": Address("tel", NUMBER), **more}
    moment = at or world.at
    calls.note(Event(str(given.pop("channel", "pbx")), call_id, phase, moment, **given), at=moment)  # type: ignore[arg-type]


def miss(world: World, call_id: str = "m1", *, minutes: int = 0, **more: object) -> None:
    start = world.at + timedelta(minutes=minutes)
    note(world, CallPhase.RINGING, call_id, at=start, **more)
    note(world, CallPhase.ENDED, call_id, at=start + timedelta(minutes=1), **more)


def test_several_missed_calls_of_one_number_are_one_duty_told_twice_or_not(world: World) -> None:
    miss(world)
    miss(world, "m2", minutes=20)
    note(world, CallPhase.ENDED, "m2", at=world.at + timedelta(minutes=21))
    back = CallBack.objects.get()
    assert (back.missed, back.first_missed_at, back.last_missed_at) == (2, world.at, world.at + timedelta(minutes=20))
    assert back.due_at == world.at + timedelta(minutes=121)  # from the end of the first


def test_a_withheld_number_makes_no_duty_and_is_counted(world: World) -> None:
    miss(world, other=None)
    assert not CallBack.objects.exists()
    assert queries.withheld_missed(since=world.at) == 1


def test_who_is_spoken_to_meanwhile_leaves_the_list(world: World) -> None:
    miss(world)
    later = world.at + timedelta(minutes=9)
    note(world, CallPhase.ANSWERED, "c2", at=later, agent="201")
    assert CallBack.objects.get().state == "helped"


def test_our_own_call_that_is_answered_helps_as_well(world: World) -> None:
    miss(world)
    note(world, CallPhase.ANSWERED, "o1", at=world.at + timedelta(minutes=9), direction="out", agent="201")
    assert CallBack.objects.get().state == "helped"


def test_a_spoken_menu_alone_helps_nobody(world: World) -> None:
    miss(world)
    note(world, CallPhase.ANSWERED, "t1", at=world.at + timedelta(minutes=9), channel="twiliovoice")
    assert CallBack.objects.get().state == "open"


def test_who_reports_by_another_way_leaves_the_list(world: World) -> None:
    miss(world)
    contact = contact_point(scheme="tel", value=NUMBER, at=world.at)
    world.report(contact=None, contact_point=contact, reply_channel="whatsapp", at=world.at + timedelta(minutes=5))
    effects.run_due()
    assert CallBack.objects.get().state == "helped"


def test_an_answer_told_after_the_end_makes_no_missed_call(world: World) -> None:
    note(world, CallPhase.ENDED, "m1", at=world.at + timedelta(minutes=3))
    note(world, CallPhase.ANSWERED, "m1", at=world.at + timedelta(minutes=1), agent="201")
    assert not queries.waiting()


def attempt(world: World, result: str, key: str, *, days: float = 0) -> CallBack:
    at = world.at + timedelta(days=days, hours=1)
    back = CallBack.objects.get()
    return missing.attempt(
        call_back_id=back.pk, result=result, note="", key=key, account=world.accounts["verifier"], at=at
    )


def test_three_attempts_must_be_spread_over_two_days(world: World) -> None:
    miss(world)
    assert [attempt(world, "no_answer", f"k{nth}").state for nth in range(3)] == ["open"] * 3
    last = attempt(world, "busy", "k9", days=2)
    assert (last.state in {"unreached", "texted"}, last.attempts) == (True, 4)


def test_a_repeated_form_is_one_attempt_and_a_settled_duty_takes_none(world: World) -> None:
    miss(world)
    attempt(world, "no_answer", "k1")
    assert attempt(world, "no_answer", "k1").attempts == 1
    attempt(world, "reached", "k2")
    with pytest.raises(NothingToCall):
        attempt(world, "reached", "k3")


def test_nobody_who_asked_for_silence_is_written_to(world: World) -> None:
    miss(world)
    stop_messages(contact=contact_point(scheme="tel", value=NUMBER, at=world.at), at=world.at)
    with pytest.raises(missing.CannotText):
        attempt(world, "texted", "k1")
    assert not Outbox.objects.filter(key__startswith="callback:").exists()
    assert CallBack.objects.get().attempts == 0
