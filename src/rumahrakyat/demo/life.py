"""The life of one case, told as a script: each `yield` waits until a moment, then something real is done."""

import contextlib
from datetime import date, datetime, timedelta
from typing import Final

from rumahrakyat.correspondence import intake
from rumahrakyat.demo import corpus, habits
from rumahrakyat.demo.case import Case, Script
from rumahrakyat.demo.plans import FRESH, NATURAL, SILENT
from rumahrakyat.demo.triage import hesitation, triage
from rumahrakyat.duty import operations as duty
from rumahrakyat.duty import promises
from rumahrakyat.lib import clock
from rumahrakyat.reports import operations
from rumahrakyat.reports.errors import NotExtendable
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED, HELD, Stage

_NEXT: Final = {
    Stage.VERIFICATION: ((Stage.FIELD_CHECK, 0.66), (Stage.IN_PROGRESS, 0.2), (Stage.RESOLVED, 0.14)),
    Stage.FIELD_CHECK: ((Stage.IN_PROGRESS, 0.82), (Stage.RESOLVED, 0.18)),
    Stage.IN_PROGRESS: ((Stage.RESOLVED, 1.0),),
}
_FIRST: Final = (
    (Stage.VERIFICATION, 0.63), (Stage.FIELD_CHECK, 0.22), (Stage.IN_PROGRESS, 0.1), (Stage.RESOLVED, 0.05),
)  # fmt: skip
_MEDIAN_TO_NEXT: Final = 34  # hours from one stage to the next
_CAP_ON_WAITING: Final = timedelta(days=10, minutes=2)
_CALM: Final = timedelta(hours=18)
_NEWLY: Final = timedelta(days=6)
_WORKED_ON: Final = sorted(stage.value for stage in HELD)
_SAME: Final = "Tempat dan perkaranya sama dengan laporan itu; ditangani sekali jalan."
_GRANTED: Final = (
    "Setelah kami periksa ulang dengan dinas, keluhan Bapak/Ibu benar: pekerjaannya belum selesai. Kasus kami buka "
    "lagi, dan dinas wajib menjawab dalam 24 jam."
)
_REFUSED: Final = (
    "Kami sudah memeriksa ulang foto dan catatan di lapangan. Pekerjaan sesuai laporan, sisanya masuk program tahun "
    "depan, jadi kasus ini tetap tuntas."
)


def life(case: Case) -> Script:
    """From the first word to the last, or to the present."""
    yield case.plan.received
    case.file()
    yield from triage(case)
    if case.stage() is Stage.RECEIVED:
        return
    yield from hesitation(case)
    if case.plan.fate not in {NATURAL, FRESH}:
        yield from _impatience(case)
        return
    yield from _question(case)
    yield from _first_answer(case)
    _more_time(case)
    yield from _work(case)
    yield from _verdict(case)


def _impatience(case: Case) -> Script:
    """Nobody answers: the head reads the reminder or does not, the citizen asks again, the clock does what it must."""
    if case.plan.fate == SILENT and case.chance(0.45):
        yield case.plan.received + timedelta(hours=22) + habits.hours(case.rng, 0.8)
        holder = case.now.holder
        if holder is not None and case.held():
            head, own = case.world.head_of(holder), frozenset({holder.pk})
            duty.acknowledge(report_id=case.now.pk, account=head, audience="head", organisation_ids=own, at=clock.now())
    if case.plan.fate == SILENT and case.chance(0.7):
        yield case.plan.received + timedelta(hours=25) + habits.hours(case.rng, 3)
        if case.held():
            case.say("nudge")


def _question(case: Case) -> Script:
    """The holder needs a detail first; most people answer, some never do."""
    if not case.held() or not case.chance(0.06):
        return
    yield case.after(2.5)
    if not case.held():
        return
    report = case.now
    actor, text = case.world.officer(report), case.line("question")
    operations.ask_reporter(report_id=report.pk, text=text, actor=actor, at=clock.now())
    case.settle()
    if case.chance(0.8):
        yield case.after(5, office=False)
        if case.stage() is Stage.WAITING_REPORTER:
            case.say("reply")


def _first_answer(case: Case) -> Script:
    if case.stage() is Stage.WAITING_REPORTER:
        yield clock.now() + _CAP_ON_WAITING
    if case.stage() in ENDED:
        return
    _take(case)
    yield _not_by_chance_late(case, _wished_answer(case))
    if case.held():
        _answer(case, _first_stage(case))
        if case.chance(0.18):
            yield case.after(0.8, office=False)
            case.say("thanks")


def _take(case: Case) -> None:
    """Every third case is taken by its officer, so that a queue shows mine, a colleague's and what nobody has."""
    report = case.now
    actor = case.world.officer(report)
    if report.pk % 3 or report.assignee_id or not case.held() or actor.organisation_id != report.holder_id:
        return
    operations.take(report_id=report.pk, actor=actor, at=clock.now())


def _wished_answer(case: Case) -> datetime:
    if case.urgent:
        return clock.now() + habits.hours(case.rng, 0.7, 0.4)
    holder = case.now.holder
    temper = case.world.temper(holder) if holder else habits.Temper(1, 0)
    received = max(case.plan.received, clock.now() - timedelta(hours=20))  # later after a long wait
    return habits.first_answer(case.rng, temper, received, clock.now(), case.world.zone)


def _not_by_chance_late(case: Case, at: datetime) -> datetime:
    """How many are late or nearly due at the demo's present is planned, and not left to the dice."""
    until = case.world.until
    if at <= until or case.plan.received >= until - _CALM:
        return at
    return clock.now() + (until - clock.now()) * case.rng.uniform(0.4, 0.95)


def _first_stage(case: Case) -> Stage:
    traits = case.complaint.traits
    if case.complaint.kind != "complaint" or traits & {"thanks", "trivial"}:
        return Stage.RESOLVED if case.chance(0.7) else Stage.VERIFICATION
    if case.urgent:
        return Stage.FIELD_CHECK
    return Stage(habits.pick(case.rng, _FIRST))


def _answer(case: Case, stage: Stage, *, again: bool = False) -> None:
    report = case.now
    use = f"again_{stage.value}" if again else _use_of(case, stage)
    text = case.words(case.rng.choice(corpus.answers_for(case.complaint.topic, use)).text)
    actor, at = case.world.officer(report), clock.now()
    if stage is Stage.RESOLVED:
        proof = [case.photo(done=True)] if case.pictured(0.75) else []
        reason = "" if proof else "Layanan administrasi, tidak ada yang dipotret."
        operations.resolve(report_id=report.pk, text=text, actor=actor, at=at, evidence=proof, no_photo_reason=reason)
    else:
        evidence = [case.photo(done=False)] if stage is Stage.FIELD_CHECK and case.pictured(0.75) else []
        next_on = _promised_day(case) if case.chance(0.35) else None
        operations.answer(
            report_id=report.pk, stage=stage, text=text, actor=actor, at=at, evidence=evidence, next_on=next_on
        )
    case.settle()


def _promised_day(case: Case) -> date:
    """The day that the holder names for its next word: soon, and within what the rule allows."""
    return (clock.now() + timedelta(days=case.rng.randint(2, 9))).astimezone(case.world.zone).date()


def _use_of(case: Case, stage: Stage) -> str:
    """Which kind of answer it is: a thank-you, a question and an idea are not repaired but answered."""
    if stage is Stage.RESOLVED and "thanks" in case.complaint.traits | {case.complaint.topic}:
        return "thanks"
    if stage is Stage.RESOLVED and case.complaint.kind != "complaint":
        return case.complaint.kind
    return stage.value


def _work(case: Case) -> Script:
    """From stage to stage until it is done; some never get that far within the month."""
    while case.held() and case.stage() in _NEXT:
        if case.chance(0.1):
            return
        yield case.after(_MEDIAN_TO_NEXT)
        if not case.held() or case.stage() not in _NEXT:
            return
        if case.chance(0.12):
            _note(case)
        _answer(case, Stage(habits.pick(case.rng, _NEXT[case.stage()])))


def _more_time(case: Case) -> None:
    """A request for information whose records must be looked for gets the further days of the law."""
    if not case.held() or case.now.kind != "information" or not case.chance(0.5):
        return
    report = case.now
    text = "Datanya ada di arsip lama dan masih kami kumpulkan dari beberapa bidang."
    with contextlib.suppress(NotExtendable):
        promises.extend(report_id=report.pk, text=text, actor=case.world.officer(report), at=clock.now())
    case.settle()


def _note(case: Case) -> None:
    report = case.now
    actor, text = case.world.officer(report), case.line("note")
    operations.note(report_id=report.pk, text=text, actor=actor, at=clock.now())


def _verdict(case: Case) -> Script:
    """The citizen has the last word, or says nothing for ten days."""
    real = case.complaint.kind == "complaint" and not case.complaint.traits & {"thanks", "trivial"}
    if real and case.stage() is Stage.RESOLVED and case.chance(0.11):
        yield case.after(9, office=False)
        if case.stage() is Stage.RESOLVED:
            case.object_to()
            yield _not_by_chance_late(case, case.after(8))
            if case.held():
                _answer(case, Stage.IN_PROGRESS, again=True)
                yield case.after(30)
            if case.held():
                _answer(case, Stage.RESOLVED, again=True)
    if real and case.stage() is Stage.RESOLVED and case.chance(0.04):
        yield from _appeal(case)
        return
    if case.stage() is Stage.RESOLVED and case.chance(0.5):
        yield case.after(12, office=False)
        if case.stage() is Stage.RESOLVED:
            case.confirm()


def _appeal(case: Case) -> Script:
    """The citizen asks the secretary to look again; most appeals are decided within days, some still wait."""
    yield case.after(16, office=False)
    if case.stage() is not Stage.RESOLVED:
        return
    intake.appeal(report=case.now, text=case.line("objection"), channel="web", at=clock.now())
    case.settle()
    if case.chance(0.4):
        return
    yield case.after(60)
    report, granted = case.now, case.chance(0.5)
    operations.decide_appeal(
        report_id=report.pk,
        granted=granted,
        text=_GRANTED if granted else _REFUSED,
        actor=case.world.secretary(report),
        at=clock.now(),
    )
    case.settle()
    if granted:
        yield case.after(9)
        if case.held():
            _answer(case, Stage.IN_PROGRESS, again=True)


def join_with_another(case: Case) -> None:
    """At the present a verifier finds that a few of the newest reports tell of what another already told."""
    if case.report is None or case.plan.fate != NATURAL or not case.held() or not case.chance(0.2):
        return
    mine = case.now
    if clock.now() - case.plan.received > _NEWLY:
        return
    others = Report.objects.filter(
        holder=mine.holder,
        regency=mine.regency,
        category=mine.category,
        visibility=mine.visibility,
        stage__in=_WORKED_ON,
    )
    other = others.exclude(pk=mine.pk).order_by("-received_at").first()
    if other is None or mine.category is None:
        return
    operations.merge(report_id=mine.pk, into_id=other.pk, text=_SAME, actor=case.world.verifier(mine), at=clock.now())
    case.settle()
