"""Pages about messages rather than cases: how the channels are doing, what could not be delivered, who is who."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.channels import handing, health, outbox, registry
from rumahrakyat.correspondence import undelivered
from rumahrakyat.lib import clock
from rumahrakyat.people import same
from rumahrakyat.people.models import PersonLink
from rumahrakyat.people.roles import OPERATE, SEE_IDENTITY, VERIFY
from rumahrakyat.reports import queries as reports
from rumahrakyat.reports.access import Reach
from rumahrakyat.web.requests import account_of
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

_DAYS_COMPARED = 7
_AT_MOST = 100
_PAIRS = 20
_LONGEST_OUTCOME = 200


@require_GET
@staff(OPERATE)
def channels(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Every channel: last in and out, what waits, what is wrong; our counts beside the provider's."""
    now = clock.now()
    found = health.of_all(at=now)
    today = now.date()
    compared = health.counts(since=today - timedelta(days=_DAYS_COMPARED), until=today + timedelta(days=1))
    context: dict[str, Any] = {
        "now": now,
        "used": [one for one in found if one.configured],
        "unused": [one for one in found if not one.configured],
        "troubled": sum(one.state == "trouble" for one in found),
        "counts": [(registry.label(one.channel), one) for one in compared],
    }
    return render(request, "workbench/channels.html", shell(reach, "channels") | context)


@require_http_methods(["POST"])
@staff(OPERATE)
def inbound_again(request: HttpRequest, _reach: Reach, code: str) -> HttpResponse:
    """What came in by this channel and was given up goes back in line."""
    if code not in registry.default():
        raise Http404
    count = handing.try_again(channel=code, account=account_of(request), at=clock.now())
    if count:
        told = ngettext("%(n)s message is handled again.", "%(n)s messages are handled again.", count) % {"n": count}
        messages.success(request, told)
    else:
        messages.info(request, _("Somebody has settled this already."))
    return redirect("workbench:channels")


@require_GET
@staff(VERIFY)
def deliveries(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What cannot reach a citizen: somebody sends it again, or tells them another way and says how."""
    tasks = undelivered.waiting(within=reach.cases(VERIFY), limit=_AT_MOST)
    listed = [(task, task.outbox.message.case.report, registry.label(task.outbox.channel)) for task in tasks]
    context = {"now": clock.now(), "tasks": listed}
    return render(request, "workbench/deliveries.html", shell(reach, "deliveries") | context)


@require_http_methods(["POST"])
@staff(VERIFY)
def delivery(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    task = undelivered.one(pk, within=reach.cases(VERIFY))
    if task is None:
        raise Http404
    number, now = task.outbox.message.case.report.number, clock.now()
    if request.POST.get("pilihan") == "lagi":
        outbox.send_again(task=task, actor=account_of(request), at=now)
        messages.success(request, _("The message about %(number)s is sent again.") % {"number": number})
    else:
        outcome = request.POST.get("hasil", "").strip()[:_LONGEST_OUTCOME]
        if not outcome:
            messages.error(request, _("Write in a few words how the citizen was told, or why it is not needed."))
            return redirect("workbench:deliveries")
        if outbox.close_task(task=task, actor=account_of(request), outcome=outcome, at=now):
            messages.success(request, _("Noted for %(number)s.") % {"number": number})
        else:
            messages.info(request, _("Somebody has settled this already."))
    return redirect("workbench:deliveries")


@require_GET
@staff(SEE_IDENTITY)
def people(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Who may be one person under several addresses, and the links made lately, which can be undone."""
    _only_verifiers(reach)
    context = {
        "now": clock.now(),
        "suggested": [_shown(link) for link in same.suggestions(limit=_PAIRS)],
        "holding": [_shown(link) for link in same.holding(limit=_PAIRS)],
    }
    return render(request, "workbench/people.html", shell(reach, "people") | context)


def _only_verifiers(reach: Reach) -> None:
    if not reach.has(VERIFY):
        raise Http404


def _shown(link: PersonLink) -> dict[str, Any]:
    return {
        "link": link,
        "sides": [
            {
                "name": side.name,
                "addresses": [point.masked for point in side.contact_points.all()],
                "cases": reports.of_reporter_alone(side.pk, limit=3),
            }
            for side in (link.first, link.second)
        ],
    }


@require_http_methods(["POST"])
@staff(SEE_IDENTITY)
def person(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    _only_verifiers(reach)
    link = same.find(pk)
    if link is None:
        raise Http404
    decide = {"satu": same.accept, "dua": same.dismiss, "urung": same.undo}.get(request.POST.get("pilihan", ""))
    if decide is None:
        messages.error(request, _("Choose whether they are one person."))
    elif decide(link=link, account=account_of(request), at=clock.now()):
        messages.success(request, _("Noted. It can be undone here at any time."))
    else:
        messages.info(request, _("Somebody has settled this already."))
    return redirect("workbench:people")
