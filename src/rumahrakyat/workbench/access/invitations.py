"""Inviting somebody who works here: a link that is sent, and shown once to be copied."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.correspondence import reaching
from rumahrakyat.lib import clock
from rumahrakyat.organisations import staffing
from rumahrakyat.organisations import staffing_queries as queries
from rumahrakyat.organisations.models_staffing import Invitation
from rumahrakyat.organisations.rostering import WrongRoster
from rumahrakyat.organisations.staffing import Invited, NotYours, WrongStaffing
from rumahrakyat.people.operations import contact_point
from rumahrakyat.people.roles import KEEP_PEOPLE
from rumahrakyat.reports.access import Reach
from rumahrakyat.web.requests import never_stored
from rumahrakyat.workbench.access import wording
from rumahrakyat.workbench.access.people import post_choices, post_of
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell


@require_http_methods(["GET", "POST"])
@staff(KEEP_PEOPLE)
def invite(request: HttpRequest, reach: Reach) -> HttpResponse:
    fault = ""
    if request.method == "POST":
        try:
            return _invited(request, reach)
        except (WrongStaffing, WrongRoster) as wrong:
            fault = wrong.field
        except NotYours:
            fault = "role"
    context: dict[str, Any] = {
        "now": clock.now(),
        "typed": request.POST,
        "ways": Invitation.Way.choices,
        "wrong": {fault: wording.WRONG.get(fault, _("Look at this again."))} if fault else {},
        **post_choices(reach),
    }
    status = 422 if fault else 200
    return render(request, "workbench/access/invite.html", shell(reach, "staff") | context, status=status)


def _invited(request: HttpRequest, reach: Reach) -> HttpResponse:
    given, now = request.POST, clock.now()
    invited = Invited(
        given.get("nama", "")[:200], given.get("jalur", ""), given.get("alamat", "")[:200], given.get("jabatan", "")
    )
    with transaction.atomic():
        made, token = staffing.invite(
            invited=invited, post=post_of(request, reach), by=reach.account, scope=reach.scope, at=now
        )
        link = f"{settings.PUBLIC_URL}{reverse('workbench:invitation', args=[token])}"
        sent = _send(made, link)
    context = {"now": now, "invitation": made, "link": link, "sent": sent}
    return never_stored(render(request, "workbench/access/invited.html", shell(reach, "staff") | context))


def _send(made: Invitation, link: str) -> bool:
    """Whether a channel of this installation reaches the address; otherwise the link is handed over by hand."""
    value = made.value
    scheme = "tel" if made.way == Invitation.Way.WA else made.way
    able = [one for one in reaching.carriers(scheme) if (one.medium == "whatsapp") == (made.way == Invitation.Way.WA)]
    if not able:
        return False
    words = _(
        "%(name)s, you are invited to Rumah Rakyat as %(role)s. Choose your user name and password here, within seven "
        "days: %(link)s. Pass this link on to nobody."
    ) % {"name": made.name, "role": wording.role_name(made.role), "link": link}
    enqueue(
        channel=able[0].code,
        contact_point=contact_point(scheme=scheme, value=value, at=made.made_at),
        body=words,
        key=f"invitation:{made.pk}",
        at=made.made_at,
    )
    return True


@require_POST
@staff(KEEP_PEOPLE)
def withdraw(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    found = queries.invitation(reach.scope, pk)
    if found is None:
        raise Http404
    if staffing.withdraw(invitation=found, by=reach.account, at=clock.now()):
        messages.success(request, _("The invitation is withdrawn: its link works no more."))
    else:
        messages.info(request, _("This invitation was used or withdrawn already."))
    return redirect("workbench:staff")
