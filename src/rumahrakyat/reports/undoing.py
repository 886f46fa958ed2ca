"""Taking back what one has just done to a case, by a further entry: nothing is ever removed from the record.

Only what stays inside can be taken back: passing on, handing over, giving to a person. What a citizen was told by it
(a rejection, a referral, an answer) cannot be made unsaid.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.reports import timeline
from rumahrakyat.reports.assignees import members_of
from rumahrakyat.reports.errors import CannotUndo
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.moves import WITHOUT_WEIGHT
from rumahrakyat.reports.states import HELD, Stage

WINDOW: Final = timedelta(minutes=15)
MOVES: Final = frozenset({"assigned", "handed_over"})
PERSONS: Final = frozenset({"given", "taken", "put_back"})


def undo(*, report_id: int, seq: int, actor: Actor, at: datetime) -> Report:
    """Take back the entry `seq`, one's own of the last 15 minutes, when nobody has acted on the case since.

    Raises `CannotUndo`: late, moved (somebody acted), other (not one's own), kind (cannot be taken back).
    """
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).select_related("holder").get(pk=report_id)
        entry = Entry.objects.filter(report=report, seq=seq).first()
        if entry is None or entry.account_id is None or entry.account_id != actor.account_id:
            raise CannotUndo("other")
        if entry.type not in MOVES | PERSONS:
            raise CannotUndo("kind")
        if _acted_since(entry) or (entry.type in MOVES and Stage(report.stage) not in HELD):
            raise CannotUndo("moved")
        if at - entry.at > WINDOW:
            raise CannotUndo("late")
        if entry.type in MOVES:
            _move_back(report, entry, actor, at)
        else:
            _give_back(report, entry, actor, at)
    return report


def _acted_since(entry: Entry) -> bool:
    """Whether a person wrote anything after it, or anything of weight happened."""
    later = Entry.objects.filter(report=entry.report_id, seq__gt=entry.seq)
    return later.exclude(actor_kind="system", type__in=WITHOUT_WEIGHT).exclude(type="agency_joined").exists()


def _move_back(report: Report, entry: Entry, actor: Actor, at: datetime) -> None:
    code, holder = entry.data.get("from"), report.holder.code if report.holder else None
    former = Organisation.objects.filter(code=code).first() if code else None
    if code and (former is None or not former.can_hold):
        raise CannotUndo("kind")
    report.holder, report.assignee_id, report.stage_before_waiting = former, None, ""
    report.stage = (_stage_before(entry) if former else Stage.RECEIVED).value
    report.save(update_fields=["holder", "assignee", "stage", "stage_before_waiting"])
    data: dict[str, object] = {"from": holder, "undone": entry.seq}
    if former:
        data["holder"] = former.code
    timeline.append(report, "handed_over" if former else "returned", actor=actor, at=at, data=data)


def _stage_before(entry: Entry) -> Stage:
    """The stage at which the former holder had left it: its last answer's, or none yet."""
    before = Entry.objects.filter(report=entry.report_id, seq__lt=entry.seq).order_by("-seq")
    last = before.filter(type__in=["answered", "assigned", "handed_over", "returned", "objected"]).first()
    if last is None or last.type != "answered":
        return Stage.ASSIGNED
    return Stage(str(last.data.get("stage", Stage.ASSIGNED.value)))


def _give_back(report: Report, entry: Entry, actor: Actor, at: datetime) -> None:
    before = entry.data.get("person_before")
    known = before and Account.objects.filter(members_of(report.holder_id or 0), pk=before).exists()
    data: dict[str, object] = {"person": before if known else None, "person_before": report.assignee_id}
    report.assignee_id = before if known else None
    report.save(update_fields=["assignee"])
    entry_type = "given" if known else "put_back"
    timeline.append(report, entry_type, actor=actor, at=at, data={**data, "undone": entry.seq})


def newest_of(*, report_id: int, account_id: int) -> Entry | None:
    """The last thing this person did to the case, when it can be taken back."""
    last = Entry.objects.filter(report=report_id, account=account_id).order_by("-seq").first()
    return last if last is not None and last.type in MOVES | PERSONS else None
