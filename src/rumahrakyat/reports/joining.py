"""Several bodies on one case: one leads and answers for the clock, the others join, see the case and add their words.

No clock begins, stops or moves by any of it. The reason why a body joins or leaves is for staff; everybody reads that
it works on the case, and its own words.
"""

from datetime import datetime

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import timeline
from rumahrakyat.reports.errors import CannotHold, NotJoined, NotPermitted
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.models_joined import Participation
from rumahrakyat.reports.moves import moving, required
from rumahrakyat.reports.states import TRANSITIONS

LONGEST_REASON = 300


def joined_now(report: Report) -> list[Participation]:
    """Who works on the case beside its holder, the longest joined first."""
    present = Participation.objects.filter(report=report, until=None).select_related("organisation")
    return list(present.order_by("since", "pk"))


def join_agency(
    *,
    report_id: int,
    organisation: Organisation,
    text: str,
    actor: Actor,
    at: datetime,
    seen_seq: int | None = None,
) -> Report:
    """Let another body work on the case, with what it is asked for. The holder leads on and keeps every clock.

    Raises `CannotHold` for an outside body, for the holder itself, and for one that is joined already.
    """
    with moving(report_id, "join_agency", actor, seen_seq) as (report, _transition):
        reason = required(text)
        present = Participation.objects.filter(report=report, organisation=organisation, until=None)
        if not organisation.can_hold or report.holder_id == organisation.pk or present.exists():
            raise CannotHold(organisation.code)
        Participation.objects.create(
            report=report,
            organisation=organisation,
            since=at,
            added_by_id=actor.account_id,
            reason=reason[:LONGEST_REASON],
        )
        data: dict[str, object] = {"organisation": organisation.code}
        timeline.append(report, "agency_joined", actor=actor, at=at, data=data, personal={"reason": reason})
    return report


def leave_agency(
    *,
    report_id: int,
    organisation: Organisation,
    text: str,
    actor: Actor,
    at: datetime,
    seen_seq: int | None = None,
) -> Report:
    """A joined body has nothing more to do here: it says so itself, or whoever may join others says it.

    Raises `NotJoined`, and `NotPermitted` for a joined body that speaks of another one.
    """
    with moving(report_id, "leave_agency", actor, seen_seq) as (report, _transition):
        reason = required(text)
        others = actor.may(*TRANSITIONS["join_agency"].permissions)
        if not others and actor.organisation_id != organisation.pk:
            raise NotPermitted("leave_agency")
        if not _end(report, organisation, at):
            raise NotJoined(organisation.code)
        data: dict[str, object] = {"organisation": organisation.code}
        timeline.append(report, "agency_left", actor=actor, at=at, data=data, personal={"reason": reason})
    return report


def contribute(*, report_id: int, text: str, actor: Actor, at: datetime) -> Entry:
    """A joined body's own word on how its part goes, marked as its own. No answer in the sense of a duty: no clock
    stops. Raises `NotJoined` for anybody who does not act for a body that is joined now."""
    with moving(report_id, "contribute", actor) as (report, _transition):
        words = required(text)
        present = Participation.objects.filter(report=report, organisation=actor.organisation_id, until=None)
        if actor.organisation_id is None or not present.exists():
            raise NotJoined("")
        return timeline.append(report, "contributed", actor=actor, at=at, personal={"text": words})


def end_for_holder(report: Report, holder: Organisation, at: datetime) -> None:
    """Whoever is given the case leads it now and is not joined any more. The caller holds the case's row lock."""
    _end(report, holder, at)


def _end(report: Report, organisation: Organisation, at: datetime) -> int:
    present = Participation.objects.filter(report=report, organisation=organisation, until=None)
    return present.update(until=at)
