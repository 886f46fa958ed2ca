"""What a case may be the same as, beside it for the verifier: joined at one tap, or said to be another matter. And the
texts that many people sent, as one line above the inbox.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rumahrakyat.duplicates import campaigns, operations, queries
from rumahrakyat.duplicates.campaigns import NothingToGather
from rumahrakyat.duplicates.queries import CampaignLine, Suggested
from rumahrakyat.duplicates.wording import reasons_in_words
from rumahrakyat.lib import clock, ids
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.entrance import staff

_SAME = "Perkara yang sama: {reasons}."


def beside(report: Report, reach: Reach, actions: Sequence[str]) -> list[dict[str, Any]]:
    """The likely duplicates of a case that this person may decide about; nothing for anybody else.

    The later report goes on in the earlier one; of a later one only the way to its page is shown.
    """
    if "merge" not in actions:
        return []
    return _sorted(_beside(one, report) for one in queries.suggestions(report, within=reach.cases(VERIFY)))


def _sorted(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What can be joined at one tap first."""
    return sorted(found, key=lambda one: (one["ended"], not one["joins"]))


def _beside(one: Suggested, report: Report) -> dict[str, Any]:
    with translation.override("id"):  # the reasons become part of the record, whose language is Indonesian
        recorded = ", ".join(reasons_in_words(one.signs))
    return {
        "report": one.report,
        "reporters": one.reporters,
        "reasons": ", ".join(one.reasons),
        "ended": one.ended,
        "joins": not one.ended and (one.report.received_at, one.report.pk) < (report.received_at, report.pk),
        "text": _SAME.format(reasons=recorded),
        "token": uuid4(),
    }


def lines(reach: Reach, now: datetime) -> list[CampaignLine]:
    return queries.campaign_lines(within=reach.cases(VERIFY), at=now)


def in_list(reports: Sequence[Report], current: str, within: Q) -> dict[str, Any]:
    """Of the inbox's cases: how many others each may be the same as, and those of the one that lies open."""
    found = queries.suggested_among([one.pk for one in reports], within=within)
    context: dict[str, Any] = {"similar": {pk: len(rows) for pk, rows in found.items()}}
    for one in reports:
        if one.number == current:
            known = found.get(one.pk, [])
            alike = queries.suggestions(one, within=within, known=known)
            context["likes"] = _sorted(_beside(each, one) for each in alike)
    return context


def _case(reach: Reach, number: str) -> Report:
    """A case about which this person may decide. Raises Http404."""
    try:
        report = access.get_for_staff(reach, ids.parse_tracking_number(number))
    except (access.NotFound, ids.WrongNumber) as error:
        raise Http404 from error
    if not reach.actor_on(report).may(VERIFY):
        raise Http404
    return report


@require_POST
@staff(VERIFY)
def different(request: HttpRequest, reach: Reach, number: str) -> HttpResponse:
    """They are two matters: never suggested again, to nobody."""
    report, other = _case(reach, number), _case(reach, request.POST.get("number", ""))
    operations.dismiss(one=report.pk, other=other.pk, actor=reach.actor_on(report), at=clock.now())
    messages.success(request, _("Noted: %(number)s is another matter.") % {"number": other.number})
    inbox = request.POST.get("dari") == "masuk"
    return redirect("workbench:inbox-case" if inbox else "workbench:case", report.number)


@require_POST
@staff(VERIFY)
def campaign(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """One text from many people: make it one case, take it apart again, or leave each by itself."""
    now = clock.now()
    line = next((one for one in lines(reach, now) if one.campaign.pk == pk), None)
    if line is None:
        raise Http404
    try:
        said = _decide(request.POST.get("pilihan", ""), line, reach, now)
    except NothingToGather:
        said = _("Nothing can be joined just now. Look again in a minute.")
    messages.success(request, said)
    return redirect("workbench:inbox")


def _decide(choice: str, line: CampaignLine, reach: Reach, now: datetime) -> str:
    pk, account = line.campaign.pk, reach.account
    if choice == "gabung":
        head = campaigns.gather(campaign_id=pk, account=account, at=now).head
        words = ngettext(
            "%(n)s report is being joined to %(number)s.", "%(n)s reports are being joined to %(number)s.", line.waiting
        )
        return words % {"n": line.waiting, "number": head.number if head else ""}
    if choice == "urungkan":
        campaigns.scatter(campaign_id=pk, account=account, at=now)
        return _("The reports are being taken apart again, each with its own number and receipt.")
    if choice != "biarkan":
        raise Http404
    campaigns.dismiss(campaign_id=pk, account=account, at=now)
    return _("Noted: each of these reports stands by itself.")
