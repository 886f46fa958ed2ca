"""Working together in the demo: on two open cases of one agency somebody is named in a note, a task is given, and the
two are linked. Told through the operations people use, once.
"""

from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.lib import wallclock
from rumahrakyat.people.models import Account
from rumahrakyat.reports import linking, tasks_of_cases
from rumahrakyat.reports.access import reach_of
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_tasks import Task
from rumahrakyat.reports.states import HELD
from rumahrakyat.reports.tasks_of_cases import NewTask
from rumahrakyat.teamwork import mentions

_OFFICER, _HEAD = "petugas.dpubmck", "kepala.dpubmck"
_HELD: Final = sorted(stage.value for stage in HELD)


def play(*, until: datetime) -> None:
    """Something to see behind the bell of a head and among an officer's tasks."""
    people = {one.username: one for one in Account.objects.filter(username__in=[_OFFICER, _HEAD])}
    if len(people) < 2 or Task.objects.exists():
        return
    officer, head = reach_of(people[_OFFICER]), people[_HEAD]
    cases = list(Report.objects.filter(officer.cases(), stage__in=_HELD).order_by("-received_at", "-pk")[:2])
    if len(cases) < 2:
        return
    one, other = cases
    actor = officer.actor_on(one)
    today = wallclock.day_of(until)
    words = "Aspal panas datang siang ini. Mohon arahan regunya, @kepala.dpubmck, yang di Balai atau yang di sini?"
    mentions.note(report=one, text=words, actor=actor, at=until)
    for what, kind, days, person in (
        ("Ukur kerusakan dan foto dari dua arah sebelum dikerjakan", "visit", 0, people[_OFFICER].pk),
        ("Hubungi Balai Pengelolaan Jalan soal rambu sementara", "todo", 1, None),
    ):
        new = NewTask(what, today + timedelta(days=days), kind, person)
        tasks_of_cases.give_task(report_id=one.pk, task=new, actor=reach_of(head).actor_on(one), at=until)
    reason = "Dikerjakan regu yang sama pada hari yang sama."
    linking.link(report_id=one.pk, other_id=other.pk, text=reason, actor=actor, at=until)
