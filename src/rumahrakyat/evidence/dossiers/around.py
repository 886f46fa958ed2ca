"""What stands about a case beside its timeline: clocks, missed deadlines, reprimands, findings, letters, appeals."""

from collections.abc import Mapping
from typing import Any

from rumahrakyat.duty.models import Breach, Clock
from rumahrakyat.handover.models import Appeal, Letter
from rumahrakyat.lib.canonical import instant, moment
from rumahrakyat.oversight.findings import queries as kept
from rumahrakyat.oversight.models_reprimands import ReprimandCase
from rumahrakyat.reports.models import Report

Values = dict[str, Any]


def _body(one: Any) -> Values | None:
    """None is the desk."""
    return None if one is None else {"code": one.code, "name": one.name}


def clocks(report: Report) -> list[Values]:
    """In the order they began, each with who had it from when until when."""
    found = Clock.objects.filter(report=report).select_related("rule", "holder").order_by("started_at", "pk")
    return [_clock(one) for one in found.prefetch_related("tenures__holder")]


def _clock(one: Clock) -> Values:
    held = sorted(one.tenures.all(), key=lambda tenure: (tenure.since, tenure.pk))
    return {
        "obligation": one.obligation, "cycle": one.cycle,
        "rule": {
            "version": one.rule.version, "amount": one.rule.amount, "unit": one.rule.unit, "source": one.rule.source
        },
        "started_at": instant(one.started_at), "due_at": instant(one.due_at), "met_at": moment(one.met_at),
        "breached_at": moment(one.breached_at), "stopped_at": moment(one.stopped_at),
        "stop_reason": one.stop_reason, "extended": one.extended, "waited_seconds": int(one.waited.total_seconds()),
        "tenures": [
            {
                "holder": _body(tenure.holder), "since": instant(tenure.since), "until": moment(tenure.until),
                "waiting": tenure.waiting,
            }
            for tenure in held
        ],
    }  # fmt: skip


def breaches(report: Report, texts: Mapping[int, str]) -> list[Values]:
    """The missed deadlines with what was said and decided about each; `texts` are the words of entries by their id."""
    found = Breach.objects.filter(clock__report=report).select_related("clock", "holder").order_by("due_at", "pk")
    return [
        {
            "obligation": one.clock.obligation, "holder": _body(one.holder), "own": one.own,
            "due_at": instant(one.due_at), "state": one.state,
            "explanations": [
                {"at": instant(said.at), "reason": said.reason, "text": texts.get(said.entry_id, "")}
                for said in sorted(one.explanations.all(), key=lambda said: said.pk)
            ],
            "rulings": [
                {"at": instant(said.at), "decision": said.decision, "text": texts.get(said.entry_id, "")}
                for said in sorted(one.rulings.all(), key=lambda said: said.nth)
            ],
        }
        for one in found.prefetch_related("explanations", "rulings")
    ]  # fmt: skip


def reprimands(report: Report) -> list[Values]:
    """The signed ones, the oldest first. Their words name other cases, too: they stay with the letter."""
    about = ReprimandCase.objects.filter(report=report, reprimand__signed_at__isnull=False)
    found = about.select_related("reprimand__organisation").order_by("reprimand__signed_at", "pk")
    return [
        {
            "number": one.reprimand.number, "organisation": _body(one.reprimand.organisation),
            "state": one.reprimand.state, "since": instant(one.due_at),
            "signed_at": moment(one.reprimand.signed_at), "signer": one.reprimand.signer_title,
            "answered_at": moment(one.reprimand.answered_at),
        }
        for one in found
    ]  # fmt: skip


def findings(report: Report) -> list[Values]:
    return [
        {
            "number": one.number, "by": one.by_title, "organisation": _body(one.organisation), "text": one.words,
            "made_at": instant(one.made_at),
            "recommendations": [
                {
                    "number": each.number, "text": each.words, "due_at": instant(each.due_at), "state": each.state,
                    "planned_on": each.planned_on.isoformat() if each.planned_on else None,
                    "answered_at": moment(each.answered_at), "done_at": moment(each.done_at),
                    "answer": each.answer_words, "proof": each.proof_words,
                }
                for each in one.recommendations.all()
            ],
        }
        for one in kept.of_case(report.pk)
    ]  # fmt: skip


def letters(report: Report) -> list[Values]:
    found = Letter.objects.filter(report=report).select_related("organisation", "sender").order_by("made_at", "pk")
    return [
        {
            "number": one.number, "to": _body(one.organisation), "from": _body(one.sender),
            "made_at": instant(one.made_at), "by_mail": one.by_mail, "reminded": one.reminded,
            "answered_at": moment(one.answered_at), "withdrawn_at": moment(one.withdrawn_at),
        }
        for one in found
    ]  # fmt: skip


def appeals(report: Report, texts: Mapping[int, str]) -> list[Values]:
    found = Appeal.objects.filter(report=report).select_related("against").order_by("made_at", "pk")
    return [
        {
            "number": one.number, "level": one.level, "against": _body(one.against), "made_at": instant(one.made_at),
            "text": texts.get(one.entry_id, ""), "decided_at": moment(one.decided_at), "granted": one.granted,
            "reason": texts.get(one.decision_id or 0, ""),
        }
        for one in found
    ]  # fmt: skip
