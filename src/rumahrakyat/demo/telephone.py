"""The demo's telephone of today: calls that became reports, missed ones to call back; what citizens said afterwards."""

import random
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rumahrakyat.callcentre import missing, taking
from rumahrakyat.callcentre.models import CallBack
from rumahrakyat.channels import calls
from rumahrakyat.channels.base import Address, CallPhase
from rumahrakyat.channels.base import Call as Event
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.demo.habits import temper_of
from rumahrakyat.lib import clock
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Entry
from rumahrakyat.satisfaction import answering, asking, sampling
from rumahrakyat.satisfaction.models import Survey

_AGENT: Final = "telepon"
_LINE: Final = "1500"
# Minutes ago, what was said, where; answered and registered by the agent.
_TOLD: Final = (
    (
        190,
        "Lampu penerangan jalan di tanjakan mati empat malam ini, sudah ada motor jatuh.",
        "Depok, Toroh, Grobogan",
    ),
    (
        75,
        "Air PDAM keruh dan berbau sejak hari Minggu, satu RT mengeluh semua.",
        "Tandang, Tembalang, Semarang",
    ),
)
_MISSED: Final = (310, 140, 128, 40)  # minutes ago; the second and third are one number
_SAID: Final = (
    "Petugasnya ramah dan cepat datang.", "Sudah baik, tetapi kabarnya agak lama.",
    "Terima kasih, jalannya sudah mulus.", "Mohon lebih cepat menjawab.",
)  # fmt: skip
_ANSWER: Final = 0.45  # the share of those asked that answer


def play(*, seed: int, until: datetime) -> None:
    """Deterministic by seed; through the operations that people use."""
    agent = Account.objects.filter(username=_AGENT).first()
    if agent is None:
        return
    rng = random.Random(f"telephone:{seed}")  # noqa: S311 -- a demo, not a secret
    for nth, (minutes, what, place) in enumerate(_TOLD):
        _registered(agent, nth, until - timedelta(minutes=minutes), what, place)
    for nth, minutes in enumerate(_MISSED):
        _missed(min(nth, 1) if nth < 3 else 2, nth, until - timedelta(minutes=minutes))
    _called_back(agent, until)
    _judged(rng, seed, until)
    with clock.frozen(until):
        sampling.draw(day=until.date(), at=until)


def _tell(phase: CallPhase, call_id: str, number: str, at: datetime, agent: str = "") -> None:
    other = Address("tel", number)
    with transaction.atomic():
        calls.note(Event("pbx", call_id, phase, at, other=other, line=_LINE, agent=agent), at=at)


def _registered(agent: Account, nth: int, at: datetime, what: str, place: str) -> None:
    number, call_id = f"+62813229{80_001 + nth}", f"demo-told-{nth}"
    with clock.frozen(at):
        _tell(CallPhase.RINGING, call_id, number, at)
        _tell(CallPhase.ANSWERED, call_id, number, at + timedelta(seconds=9), agent.username)
        call = Call.objects.get(channel="pbx", call_id=call_id)
        draft = taking.open_call(call=call, account=agent, at=at)
        told = taking.Spoken(what, place, agreed=True)
        taking.register(call=call, told=told, token=draft.token, account=agent, at=at + timedelta(minutes=3))
        _tell(CallPhase.ENDED, call_id, number, at + timedelta(minutes=4), agent.username)


def _missed(caller: int, nth: int, at: datetime) -> None:
    number, call_id = f"+62813229{90_001 + caller}", f"demo-missed-{nth}"
    with clock.frozen(at):
        _tell(CallPhase.RINGING, call_id, number, at)
        _tell(CallPhase.ENDED, call_id, number, at + timedelta(seconds=35))


def _called_back(agent: Account, until: datetime) -> None:
    """The first was tried once, in vain; the others wait."""
    first = CallBack.objects.filter(state=CallBack.State.OPEN).order_by("pk").first()
    if first is not None:
        at = until - timedelta(minutes=100)
        missing.attempt(
            call_back_id=first.pk, result="no_answer", note="Tidak diangkat", key="demo-try-1", account=agent, at=at
        )


def _judged(rng: random.Random, seed: int, until: datetime) -> None:
    """Surveys of the cases that ended: asked an hour later, answered by some; better where a body is quick."""
    for entry in Entry.objects.filter(type__in=list(asking.ENDINGS), at__lt=until).order_by("pk"):
        asking.case_ended(entry)
    # Whoever the worker has looked at meanwhile was not asked either, unless something was sent.
    for survey in (
        Survey.objects.filter(sent_at=None, answered_at=None).select_related("holder", "report").order_by("pk")
    ):
        asked = survey.closed_at + timedelta(hours=1)
        heard = survey.report.channel in {"whatsapp", "sms", "telegram"} and asked <= until
        Survey.objects.filter(pk=survey.pk).update(
            asked_at=asked, sent_at=asked if heard else None, medium=survey.report.channel if heard else ""
        )
        if not heard or rng.random() > _ANSWER:
            continue
        quick = max(0.2, 1 - 3 * temper_of(survey.holder.code, seed).lapses) if survey.holder else 0.7
        marks = [rng.choices((1, 2, 3, 4), (1, 2 + 2 * (1 - quick), 6, 2 + 6 * quick))[0] for _ in range(9)]
        words = rng.choice(_SAID) if rng.random() < 0.2 else ""
        at = min(asked + timedelta(hours=rng.uniform(0.1, 20)), until)
        answering.answer(survey_id=survey.pk, marks=marks, words=words, via=survey.report.channel, at=at)
