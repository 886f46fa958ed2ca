"""What a body that has ended still holds is passed on: to whoever took over, else back to the desk; each case once."""

from datetime import datetime
from functools import partial

from django.db import transaction

from rumahrakyat.lib import jobs
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.roster import heir_of
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import HAND_OVER
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED, Stage

SYSTEM = Actor("system", frozenset({HAND_OVER}))
_ENDED = [stage.value for stage in (*ENDED, Stage.RESOLVED)]
TO_HEIR = "{old} sudah tidak ada lagi. Tugasnya dilanjutkan {new}, dan kasus ini ikut berpindah."
TO_DESK = "{old} sudah tidak ada lagi. Rumah Rakyat mencarikan instansi yang berwenang untuk kasus ini."


def pass_on(*, at: datetime) -> int:
    """Pass on their cases, one transaction each; returns how many. What is done resolved stays where it was, and
    follows when the citizen objects."""
    ended = Organisation.objects.filter(active=False, ended_at__isnull=False).order_by("pk")
    return sum(jobs.drain(partial(_one, body, at)) for body in ended)


def _one(body: Organisation, at: datetime) -> bool:
    with transaction.atomic():
        held = Report.objects.filter(holder=body).exclude(stage__in=_ENDED).order_by("pk")
        report = held.select_for_update(of=("self",), skip_locked=True).first()
        if report is None:
            return False
        heir = heir_of(body)
        if heir is None or not heir.can_hold:
            cases.return_to_desk(report_id=report.pk, text=TO_DESK.format(old=body.name), actor=SYSTEM, at=at)
        else:
            text = TO_HEIR.format(old=body.name, new=heir.name)
            cases.hand_over(report_id=report.pk, holder=heir, text=text, actor=SYSTEM, at=at)
    return True
