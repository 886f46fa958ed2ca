"""On the morning of its day everybody is reminded of a task, once."""

from datetime import datetime, time
from typing import Final

from rumahrakyat.lib import wallclock
from rumahrakyat.reports import tasks_of_cases
from rumahrakyat.reports.tasks_queries import due_unreminded

MORNING: Final = time(6, 30)  # local; nobody is told at night


def remind_due(at: datetime) -> int:
    """Remind of the tasks whose day has come; nothing before the morning. Returns how many were told."""
    local = at.astimezone(wallclock.zone())
    if local.time() < MORNING:
        return 0
    return sum(tasks_of_cases.remind(task_id=one, at=at) for one in due_unreminded(local.date()))
