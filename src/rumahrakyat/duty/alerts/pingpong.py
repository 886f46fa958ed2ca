"""A case that is passed on and on: the third time without an answer in between, the regional secretary decides."""

from rumahrakyat.duty import rules
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.alerts import words as alerts_words
from rumahrakyat.duty.models import Clock, EscalationStep
from rumahrakyat.organisations.queries import desk
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Entry

MOST = 2  # hand-overs that may happen before somebody must look
CODE = "ping_pong"
ACKNOWLEDGE = 60  # minutes
_GIVEN_AWAY = ("handed_over", "returned")
_ANSWERED = ("answered", "resolved")
_CLOCKS = (rules.FIRST_RESPONSE, rules.SILENCE, rules.RESOLUTION, rules.INFORMATION)


def watch(entry: Entry) -> None:
    """Look at a case that was just given away by an agency; inline, so that the step is committed with it."""
    if entry.organisation_id is None:
        return  # the desk and the system pass cases on because that is their work
    times = _times(entry)
    clock = _clock(entry.report_id) if times > MOST else None
    if clock is None:
        return
    step, fresh = EscalationStep.objects.get_or_create(
        clock=clock,
        code=CODE,
        own=False,
        defaults={
            "audience": "secretary",
            "organisation_id": clock.holder_id,
            "due_at": entry.at,
            "taken_at": entry.at,
        },
    )
    if fresh:
        _tell(step, entry, times)


def _times(entry: Entry) -> int:
    """How often agencies gave the case away since it was last answered."""
    mine = Entry.objects.filter(report=entry.report_id)
    answered = mine.filter(type__in=_ANSWERED).order_by("-seq").values_list("seq", flat=True).first() or 0
    return mine.filter(type__in=_GIVEN_AWAY, seq__gt=answered, organisation__isnull=False).count()


def _clock(report_id: int) -> Clock | None:
    """The obligation that the holders pass on: the first of these that runs."""
    running = {
        one.obligation: one
        for one in Clock.objects.filter(report=report_id, met_at=None, stopped_at=None, obligation__in=_CLOCKS)
    }
    return next((running[name] for name in _CLOCKS if name in running), None)


def _tell(step: EscalationStep, entry: Entry, times: int) -> None:
    report = entry.report
    holder = report.holder or desk()
    data: dict[str, object] = {
        "obligation": step.clock.obligation,
        "cycle": step.clock.cycle,
        "step": CODE,
        "own": False,
        "audience": step.audience,
        "holder": report.holder.code if report.holder else None,
        "times": times,
    }
    cases.record(
        report_id=report.pk, entry_type="escalated", data=data, actor=Actor("system"), at=entry.at, report=report
    )
    agency = alerts_words.cut(holder.short_name, alerts_words.LONGEST_AGENCY) if holder else "Rumah Rakyat"
    alerts.raise_alert(
        kind=alerts.PING_PONG,
        audience=step.audience,
        organisation=report.holder,
        report=report,
        words=alerts_words.PING_PONG.format(number=report.number, times=times, agency=agency),
        key=f"ping_pong:{step.pk}",
        acknowledge=ACKNOWLEDGE,
        at=entry.at,
        step=step,
        path=f"/kerja/{report.number}/",
    )
