"""What the pages of this area share: a case's reader, faults, one-time tokens."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import uuid4

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.roles import SEE_ALL, SEE_CASE
from rumahrakyat.reports import errors
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.web.requests import uuid_of
from rumahrakyat.workbench import rows
from rumahrakyat.workbench.handover.actions import sentence
from rumahrakyat.workbench.handover.operations import once

Context = dict[str, Any]


def fault_of(error: Exception) -> str:
    """An expected failure as a sentence."""
    match error:
        case errors.NoteRequired() | errors.EmptyText():
            return _("Write a sentence")
        case errors.TextTooLong():
            words = _("The text has %(length)s characters; at most %(limit)s fit. Shorten it")
            return words % {"length": error.length, "limit": error.limit}
        case errors.Changed():
            return _("The case moved on while you wrote. Read what is new in the story, then send once more")
        case errors.CannotHold():
            return _("This body cannot be given the case. Choose another one")
    return sentence(error) or _("This was done meanwhile, or is not yours to do. Load the page again")


def own_case(reach: Reach, report: Report, *permissions: str) -> None:
    """Raises Http404 unless the reader reaches the case, with any one of `permissions` when they are named."""
    actor = reach.actor_on(report)
    if not actor.may(SEE_CASE, SEE_ALL) or (permissions and not actor.may(*permissions)):
        raise Http404


def covered(reach: Reach, *permissions: str) -> Q:
    """The cases for which any one of the permissions is held; an empty condition means all of them."""
    conditions = [reach.cases(one) for one in permissions]
    if not all(conditions):
        return Q()
    return reduce(or_, conditions)


def first_time(request: HttpRequest, reach: Reach, report: Report, action: str, at: datetime) -> bool:
    """Whether this very form was not carried out before. Call inside the transaction of the deed."""
    token = uuid_of(request.POST.get("token", ""))
    return once(token=token, account=reach.account, report=report, action=action, at=at)


def case_facts(report: Report) -> Context:
    return {
        "report": report,
        "place": rows.place_of(report),
        "stage": rows.stage_label(report),
        "token": uuid4(),
    }


def name_of(body: Organisation | None) -> str:
    return body.name if body else _("the desk")


def faults(found: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": name, "text": text} for name, text in found.items()]
