"""What entries of a timeline do to clocks. All inline: a case and its clock are committed together or not at all."""

from collections.abc import Callable, Iterable

from rumahrakyat.duty import operations, rules
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports import timeline
from rumahrakyat.reports.models import Entry


def _start_first(entry: Entry) -> None:
    operations.start(
        report_id=entry.report_id, obligation=rules.FIRST_RESPONSE, holder_id=entry.report.holder_id, at=entry.at
    )


def _move(entry: Entry) -> None:
    operations.resume(report_id=entry.report_id, at=entry.at)
    _stop_waiting_clock(entry)
    operations.change_holder(report_id=entry.report_id, holder_id=entry.report.holder_id, at=entry.at)


def _answered(entry: Entry) -> None:
    operations.resume(report_id=entry.report_id, at=entry.at)
    _stop_waiting_clock(entry)
    operations.meet(report_id=entry.report_id, obligation=rules.FIRST_RESPONSE, at=entry.at)
    if entry.type == "resolved":
        operations.start(
            report_id=entry.report_id,
            obligation=rules.REPORTER_DECIDES,
            holder_id=entry.report.holder_id,
            at=entry.at,
        )


def _asked(entry: Entry) -> None:
    operations.pause(report_id=entry.report_id, at=entry.at)
    operations.start(
        report_id=entry.report_id, obligation=rules.REPORTER_COMPLETES, holder_id=entry.report.holder_id, at=entry.at
    )


def _stop_waiting_clock(entry: Entry) -> None:
    operations.stop(report_id=entry.report_id, obligation=rules.REPORTER_COMPLETES, reason="answered", at=entry.at)


def _replied(entry: Entry) -> None:
    if entry.data.get("resumed"):
        operations.meet(report_id=entry.report_id, obligation=rules.REPORTER_COMPLETES, at=entry.at)
        operations.resume(report_id=entry.report_id, at=entry.at)


def _waiting_ended(entry: Entry) -> None:
    operations.stop(report_id=entry.report_id, obligation=rules.REPORTER_COMPLETES, reason="cap", at=entry.at)
    operations.resume(report_id=entry.report_id, at=entry.at)


def _objected(entry: Entry) -> None:
    operations.stop(report_id=entry.report_id, obligation=rules.REPORTER_DECIDES, reason="objected", at=entry.at)
    if operations.running(entry.report_id, rules.FIRST_RESPONSE) is None:
        _start_first(entry)


def _ended(entry: Entry) -> None:
    operations.meet(report_id=entry.report_id, obligation=rules.REPORTER_DECIDES, at=entry.at)
    operations.stop(report_id=entry.report_id, obligation=rules.FIRST_RESPONSE, reason=entry.type, at=entry.at)


def _then_promise(handler: Callable[[Entry], None]) -> Callable[[Entry], None]:
    """The handler, then the case told what its clocks say now."""

    def run(entry: Entry) -> None:
        handler(entry)
        first, turn = operations.due_times(entry.report_id)
        cases.promise(report=entry.report, answer_due_at=first, reporter_due_at=turn)

    return run


def _on(entry_types: Iterable[str], name: str, handler: Callable[[Entry], None]) -> None:
    timeline.on(entry_types, name, _then_promise(handler), inline=True)


def register() -> None:
    """Tie the handlers to the timeline; called once at start."""
    _on(["received"], "duty.start", _start_first)
    _on(["assigned", "handed_over", "returned"], "duty.move", _move)
    _on(["answered", "resolved", "referred", "rejected"], "duty.answered", _answered)
    _on(["asked"], "duty.pause", _asked)
    _on(["replied"], "duty.replied", _replied)
    _on(["waiting_ended"], "duty.waiting_ended", _waiting_ended)
    _on(["objected"], "duty.objected", _objected)
    _on(["confirmed", "expired"], "duty.ended", _ended)
