"""Who may open the pages of `workbench.team`: working on a case together."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from rumahrakyat.operate.access_table.rows import AGENCY, OTHER_AGENCY, Maker, Row, Thing, Things
from rumahrakyat.operate.access_table.world import Setting
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import ANSWER, SEE_ALL, SEE_CASE, VERIFY, WORK_IN_FIELD
from rumahrakyat.reports import tasks_of_cases
from rumahrakyat.reports.tasks_of_cases import NewTask

_TASKS: Final = (ANSWER, VERIFY, WORK_IN_FIELD)
_OF_BODY: Final = (ANSWER, WORK_IN_FIELD)


def _given(world: Setting) -> Things:
    """A task of each body, for whoever of it takes it."""
    found = {}
    for name, code in (("own", AGENCY), ("foreign", OTHER_AGENCY)):
        case = world.cases[name]
        assert case.holder is not None
        giver = Actor("staff", frozenset({ANSWER}), None, case.holder.pk)
        new = NewTask("Ukur lubang", timezone.localdate(world.at) + timedelta(days=3))
        task = tasks_of_cases.give_task(report_id=case.pk, task=new, actor=giver, at=world.at)
        found[name] = Thing({"pk": task.pk, "slug": "ambil"}, holder=code)
    return found


ROWS: Final[tuple[Row, ...]] = (
    Row("workbench:bell"),
    Row("workbench:tasks", _TASKS),
    Row("workbench:task", _OF_BODY, "POST", 302, things="task given"),
    Row("workbench:near", (SEE_CASE, SEE_ALL), things="case"),
)
THINGS: Final[dict[str, Maker]] = {"task given": _given}
