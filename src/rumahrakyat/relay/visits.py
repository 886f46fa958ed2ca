"""A field officer's places: what is given to them, in which order, and what they found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import WORK_IN_FIELD
from rumahrakyat.relay import handing
from rumahrakyat.relay.errors import PlaceNotYours
from rumahrakyat.relay.handing import Slip
from rumahrakyat.relay.models import Handed
from rumahrakyat.relay.route import Place, Point, km, ordered
from rumahrakyat.reports import operations, tasks_queries
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.models_tasks import Task, TaskKind
from rumahrakyat.reports.tasks_of_cases import finish_task

# As it stands in the record; data in Indonesian.
RESULTS: Final = {
    "done": "Ditemukan dan beres.",
    "more": "Perlu lanjutan.",
    "not_found": "Tidak ditemukan.",
    "not_ours": "Bukan wewenang kami.",
}


@dataclass(frozen=True)
class Visit:
    """One place of today's way. `words` is the copy without personal data; `name` is empty unless the citizen lets the
    agency know it. `km`: from the place before, in a straight line; None when either is not known."""

    task: Task
    words: str
    name: str
    km: float | None

    @property
    def point(self) -> Point | None:
        return point_of(self.task)


@dataclass(frozen=True)
class Finding:
    """What was found. `signed`: "drawn", "typed" or empty; `signer` is the citizen's name as they gave it."""

    task: int
    result: str
    text: str
    lat: float | None = None
    lon: float | None = None
    accuracy: int | None = None
    signed: str = ""
    signer: str = ""


def point_of(task: Task) -> Point | None:
    """Where it is: as the task says, else as the case says now, else somewhere in its village or district."""
    report = task.report
    for lat, lon in (
        (task.lat, task.lon),
        (report.lat, report.lon),
        *((region.lat, region.lon) for region in (report.village, report.district) if region),
    ):
        if lat is not None and lon is not None:
            return lat, lon
    return None


def of_officer(*, account: Account, start: Point | None, today: date) -> list[Visit]:
    """The visits given to this account, in the order to go, in one query."""
    tasks = {one.pk: one for one in tasks_queries.open_for_person(account.pk, kind=TaskKind.VISIT.value)}
    places = [Place(one.pk, point_of(one), one.due_on) for one in tasks.values()]
    return _visits([tasks[place.key] for place in ordered(places, start=start, today=today)], start)


def _visits(tasks: Sequence[Task], start: Point | None) -> list[Visit]:
    found, here = [], start
    for task in tasks:
        point = point_of(task)
        far = km(here, point) if here and point else None
        found.append(Visit(task, task.report.public_text, _name(task.report), far))
        here = point or here
    return found


def _name(report: Report) -> str:
    """Only who lets the agency know, on a case that is not confidential."""
    return report.reporter.name if report.identity == Identity.NAMED and report.is_public else ""


def hand_in(*, slip: Slip, finding: Finding, scope: Scope, at: datetime) -> tuple[Handed, bool]:
    """The result of a visit, once for each id: the task is done, and what was found stands on the case for the officer
    at the desk, who answers the citizen. Raises `PlaceNotYours`, `TaskEnded`, `NoteRequired`, `NotPermitted`."""
    known = handing.find(slip.account, slip.uuid)
    if known is not None:
        return known, False
    task = tasks_queries.task(finding.task)
    mine = task is not None and task.assignee_id == slip.account.pk and task.kind == TaskKind.VISIT.value
    if task is None or not mine or finding.result not in RESULTS:
        raise PlaceNotYours(finding.task)
    actor = Actor("staff", _permissions(scope), slip.account.pk, task.body_id)
    return handing.once(slip=slip, kind=Handed.Kind.VISIT, at=at, do=lambda: _done(task, finding, actor, slip, at))


def _permissions(scope: Scope) -> frozenset[str]:
    return frozenset({WORK_IN_FIELD}) if scope.may(WORK_IN_FIELD) else frozenset()


def _done(task: Task, finding: Finding, actor: Actor, slip: Slip, at: datetime) -> Report:
    finish_task(task_id=task.pk, result=finding.text, actor=actor, at=at)
    noted = handing.told_at(slip, at=at).at
    data: dict[str, object] = {"task": task.pk, "result": finding.result, "signed": finding.signed}
    data["noted"] = noted.isoformat() if noted else ""
    signer = f"Ditandatangani {finding.signer}." if finding.signer else ""
    personal: dict[str, object] = {"text": f"{RESULTS[finding.result]} {signer}".strip()}
    if finding.lat is not None and finding.lon is not None:
        personal["point"] = f"{finding.lat:.6f},{finding.lon:.6f}"
        data["accuracy"] = finding.accuracy
    operations.record(report_id=task.report_id, entry_type="visited", data=data, actor=actor, at=at, personal=personal)
    return task.report
