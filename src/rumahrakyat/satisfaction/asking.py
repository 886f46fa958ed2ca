"""Asking: who is asked after a case has ended, once, and where.

Asked are reporters whose case was closed by themselves, closed by the system, or referred by an officer; the figures
keep the three apart. Not asked: anonymous reporters, whoever said STOP, cases that were not taken up (nothing was
served) and cases that go on in another. A case that is opened and closed again is not asked a second time.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from rumahrakyat.channels import outbox, registry
from rumahrakyat.channels.base import BULK
from rumahrakyat.correspondence import languages, reaching
from rumahrakyat.correspondence.models import CaseMessage, Listener
from rumahrakyat.lib import crypto, jobs
from rumahrakyat.reports.models import Entry, Identity, Report
from rumahrakyat.reports.states import ENDED, Stage
from rumahrakyat.satisfaction import wording
from rumahrakyat.satisfaction.models import Ending, Survey

SEND_TASK: Final = "satisfaction.send"
ENDINGS: Final = {"confirmed": Ending.REPORTER, "expired": Ending.SYSTEM, "referred": Ending.OFFICER}
_ENDED: Final = sorted(stage.value for stage in ENDED if stage not in {Stage.MERGED, Stage.REJECTED})
LEAST_TOKEN: Final = 26  # hexadecimal digits: 104 bits


def token_of(report_id: int) -> str:
    """The key of a survey's link, made from the installation's own key: it need not be stored to be sent again."""
    return crypto.lookup_hash("survey", str(report_id))[:LEAST_TOKEN]


def digest_of(token: str) -> str:
    return crypto.lookup_hash("survey token", token)


def link_of(report_id: int) -> str:
    return f"{settings.PUBLIC_URL}/survei/{token_of(report_id)}/"


def case_ended(entry: Entry) -> None:
    """A case ended: its survey is prepared, to be sent a little later. Once for each case."""
    report = Report.objects.select_related("reporter").get(pk=entry.report_id)
    if report.identity == Identity.ANONYMOUS or report.stage not in _ENDED:
        return
    Survey.objects.get_or_create(
        report=report,
        defaults={
            "ending": ENDINGS[entry.type],
            "holder_id": report.holder_id,
            "regency_id": report.regency_id,
            "token_digest": digest_of(token_of(report.pk)),
            "closed_at": entry.at,
        },
    )


def send_due(*, at: datetime) -> int:
    """Send what has waited long enough; returns how many surveys were looked at."""
    return jobs.drain(lambda: _send_one(at))


def _send_one(at: datetime) -> bool:
    told = wording.survey()
    with transaction.atomic():
        due = Survey.objects.filter(asked_at=None, answered_at=None, closed_at__lte=at - told.wait)
        due = due.filter(closed_at__gt=at - told.open_for).order_by("closed_at", "pk")
        survey = due.select_for_update(of=("self",), skip_locked=True).select_related("report__reporter").first()
        if survey is None:
            return False
        survey.asked_at = at
        if survey.report.stage in _ENDED:
            _ask(survey, at)
        survey.save(update_fields=["asked_at", "sent_at", "contact_point", "channel", "medium"])
    return True


def _ask(survey: Survey, at: datetime) -> None:
    """On the way by which the reporter hears of the case. Only the reporter: who merely follows was not served."""
    report = survey.report
    own = Listener.objects.filter(report=report, contact_point__reporter=report.reporter, under="")
    listener = own.select_related("contact_point__reporter").order_by("pk").first()
    if listener is None:
        return
    channel, contact = reaching.way_to(listener)
    if contact.stopped_at is not None:
        return
    medium = registry.medium(channel)
    language = languages.of_case(report, report.reporter)
    body = wording.asking(number=report.number, link=link_of(report.pk), letter=medium == "email", language=language)
    message = outbox.enqueue(
        channel=channel, contact_point=contact, body=body, key=f"survey:{survey.pk}", at=at, priority=BULK
    )
    CaseMessage.objects.get_or_create(message=message, defaults={"report": report})
    survey.sent_at, survey.contact_point, survey.channel, survey.medium = at, contact, channel, medium
