"""Calls that nobody took: a duty to call back for each number, with a time, attempts and an end.

A withheld number cannot be called back: it makes no duty and is only counted.
"""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F

from rumahrakyat.callcentre.errors import NothingToCall
from rumahrakyat.callcentre.house import due, house
from rumahrakyat.callcentre.models import Attempt, CallBack, MissedCall
from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import Body, CallPhase
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.correspondence import reaching
from rumahrakyat.lib import crypto
from rumahrakyat.people.models import Account, ContactPoint, Reporter
from rumahrakyat.people.same import person_of
from rumahrakyat.reports.models import Entry

State = CallBack.State
# Here a machine answers first, so that an answer alone does not mean that somebody was spoken to.
_MENUS: Final = frozenset({"twiliovoice", "asterisk"})
_ENDS: Final = {
    Attempt.Result.REACHED: State.REACHED,
    Attempt.Result.TEXTED: State.TEXTED,
    Attempt.Result.WRONG: State.SILENT,
}


class CannotText(ValueError):
    """No channel of ours sends short messages to this number, or its owner asked for silence."""


def spoken(call: Call) -> bool:
    """Whether a person was spoken to in this call."""
    return call.answered_at is not None and (bool(call.agent) or call.channel not in _MENUS)


def follow(call: Call, phase: CallPhase, at: datetime) -> None:
    """A call began, was answered or ended: keep the duty to call back in line. In the transaction that notes it."""
    if call.contact_point is None or phase is CallPhase.RECORDED:
        return
    if spoken(call):
        _take_back(call, at)
        helped(call.contact_point.reporter_id, since=call.started_at, at=at)
    elif call.direction == Call.Direction.IN and call.ended_at is not None and call.answered_at is None:
        _miss(call)


def _miss(call: Call) -> None:
    """One more missed call of this number; nothing when it is known, or when its caller was spoken to afterwards."""
    contact = call.contact_point
    assert contact is not None
    assert call.ended_at is not None
    if MissedCall.objects.filter(call=call).exists() or _spoken_since(contact, call):
        return
    back = _open_duty(contact, call)
    MissedCall.objects.create(call=call, call_back=back)
    if back.first_call_id == call.pk:
        return
    CallBack.objects.filter(pk=back.pk).update(
        missed=F("missed") + 1, last_missed_at=max(back.last_missed_at, call.started_at)
    )


def _spoken_since(contact: ContactPoint, call: Call) -> bool:
    later = Call.objects.filter(contact_point=contact, answered_at__gte=call.started_at).exclude(pk=call.pk)
    return any(spoken(one) for one in later[:20])


def _open_duty(contact: ContactPoint, call: Call) -> CallBack:
    known = CallBack.objects.select_for_update(of=("self",)).filter(contact_point=contact, state=State.OPEN).first()
    if known is not None:
        return known
    ended = call.ended_at or call.started_at
    by = due(ended, house().within)
    try:
        with transaction.atomic():
            return CallBack.objects.create(
                contact_point=contact, first_call=call, first_missed_at=call.started_at,
                last_missed_at=call.started_at, due_at=by, next_at=by,
            )  # fmt: skip
    except IntegrityError:  # another line noted a missed call of the same number
        return CallBack.objects.select_for_update(of=("self",)).get(contact_point=contact, state=State.OPEN)


def _take_back(call: Call, at: datetime) -> None:
    """It was answered after all: events came in the wrong order."""
    part = MissedCall.objects.filter(call=call).select_related("call_back").first()
    if part is None:
        return
    part.delete()
    back = CallBack.objects.filter(pk=part.call_back_id, state=State.OPEN)
    if MissedCall.objects.filter(call_back=part.call_back_id).exists():
        back.update(missed=F("missed") - 1)
    else:
        back.update(state=State.HELPED, settled_at=at)


def helped(reporter_id: int, *, since: datetime, at: datetime) -> int:
    """Somebody was spoken to, or told us what it is about by another way: who waits for a call no longer does. `since`:
    only calls missed before that are done with. Returns how many duties ended."""
    person = Reporter.objects.filter(pk__in=person_of(reporter_id)).values("pk")
    waiting = CallBack.objects.filter(contact_point__reporter__in=person, state=State.OPEN, first_missed_at__lte=since)
    return waiting.update(state=State.HELPED, settled_at=at)


def told_otherwise(entry: Entry) -> None:
    """A report came in: its reporter waits for no call any more."""
    helped(entry.report.reporter_id, since=entry.at, at=entry.recorded_at)


def attempt(*, call_back_id: int, result: str, note: str, key: str, account: Account, at: datetime) -> CallBack:
    """Record one try, once for each `key`. Reached, told by SMS or a wrong number end the duty; so does the last of the
    attempts the house asks for, when they are spread over enough days, with an SMS where one can be sent. Raises
    `NothingToCall`, `CannotText`."""
    chosen = Attempt.Result(result)
    with transaction.atomic():
        back = CallBack.objects.select_for_update(of=("self",)).select_related("contact_point").get(pk=call_back_id)
        if Attempt.objects.filter(key=key).exists():
            return back
        if back.state != State.OPEN:
            raise NothingToCall
        sealed = crypto.seal(note.strip()[:2000]) if note.strip() else ""
        Attempt.objects.create(call_back=back, account=account, at=at, result=chosen, sealed_note=sealed, key=key)
        if chosen is Attempt.Result.TEXTED:
            _text(back, at)
        back.attempts += 1
        _go_on(back, _ENDS.get(chosen), account, at)
    return back


def _go_on(back: CallBack, end: State | None, account: Account, at: datetime) -> None:
    rules = house()
    first = back.tries.order_by("at", "pk").values_list("at", flat=True).first() or at
    if end is None and back.attempts >= rules.attempts and at - first >= rules.over:
        end = State.TEXTED if _may_text(back) else State.UNREACHED
        if end is State.TEXTED:
            _text(back, at)
    if end is None:
        back.next_at = due(at, rules.again)
    else:
        back.state, back.settled_at, back.settled_by = end, at, account
    back.save(update_fields=["attempts", "next_at", "state", "settled_at", "settled_by"])


def _carrier(back: CallBack) -> str:
    return next((one.code for one in reaching.carriers(back.contact_point.scheme) if one.medium == "sms"), "")


def _may_text(back: CallBack) -> bool:
    return bool(_carrier(back)) and back.contact_point.stopped_at is None


def _text(back: CallBack, at: datetime) -> None:
    if not _may_text(back):
        raise CannotText
    contact, channel = back.contact_point, _carrier(back)
    words = house().sms
    outbox.enqueue(
        channel=channel, contact_point=contact, body=Body(words, short=words), key=f"callback:{back.pk}", at=at
    )
