"""What the answer's form does: the answer or its proposal, and what the macro adds to it, all or nothing."""

from datetime import datetime, timedelta

from rumahrakyat.lib import wallclock
from rumahrakyat.people.models import Account
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.reports.tasks_of_cases import NewTask, give_task
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.writing import approval, templates
from rumahrakyat.writing.answering import Answer
from rumahrakyat.writing.models import Proposal, Template


def answer(deed: Deed, at: datetime) -> None:
    """Runs inside the transaction that marks the form as carried out."""
    approval.give(
        Answer(
            deed.report_id,
            deed.actor,
            Stage(deed.stage),
            deed.text,
            deed.evidence,
            deed.reason,
            deed.next_on,
            deed.seen_seq,
        ),
        at=at,
    )
    if deed.template is not None and deed.actor.account_id is not None:
        bodies = [deed.actor.organisation_id] if deed.actor.organisation_id else []
        templates.note_use(deed.template, deed.actor.account_id, bodies)
        if deed.with_macro:
            _macro(deed, deed.actor.account_id, at)


def _macro(deed: Deed, account_id: int, at: datetime) -> None:
    bodies = [deed.actor.organisation_id] if deed.actor.organisation_id else []
    found = templates.reachable(account_id, bodies).filter(pk=deed.template or 0, action=Template.Action.ANSWER)
    row = found.first()
    if row is None:
        return
    if row.note:
        cases.note(report_id=deed.report_id, text=row.note, actor=deed.actor, at=at)
    if row.task:
        due = wallclock.day_of(at) + timedelta(days=row.task_days or 0)
        task = NewTask(row.task, due, person=account_id)
        give_task(report_id=deed.report_id, task=task, actor=deed.actor, at=at)


def kept_files(report: Report, account: Account) -> list[Evidence]:
    """The files of this person's answer that came back, to go along with the new one."""
    found = approval.lately(report)
    if found is None or found.author_id != account.pk or found.state == Proposal.State.WAITING:
        return []
    return approval.files_of(found)


def waits(report: Report, account_id: int | None) -> bool:
    """Whether what this person just sent waits for approval."""
    found = approval.lately(report)
    return found is not None and found.state == Proposal.State.WAITING and found.author_id == account_id
