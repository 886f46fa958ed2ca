"""Who waits to be called back, and each try to reach them."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.callcentre import missing, queries
from rumahrakyat.callcentre.errors import NothingToCall
from rumahrakyat.callcentre.house import house
from rumahrakyat.callcentre.models import Attempt, CallBack
from rumahrakyat.lib import clock
from rumahrakyat.lib.phone import display_phone
from rumahrakyat.people.roles import SEE_IDENTITY, TAKE_CALLS
from rumahrakyat.reports.access import Reach
from rumahrakyat.web.requests import never_stored
from rumahrakyat.workbench.calls.line import frame
from rumahrakyat.workbench.entrance import staff

_SHOWN_DONE = timedelta(days=2)


@require_GET
@staff(TAKE_CALLS)
def waiting(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The duties, most urgent first. The whole number stands here: it has to be dialled."""
    now = clock.now()
    sees = reach.has(SEE_IDENTITY)
    rows = [
        {
            "back": one,
            "number": display_phone(one.contact_point.value) if one.contact_point.scheme == "tel" else "",
            "name": one.contact_point.reporter.name if sees else "",
            "late": one.next_at < now,
        }
        for one in queries.waiting()
    ]
    context = frame(reach, "calls-back", now=now) | {
        "rows": rows,
        "results": Attempt.Result.choices,
        "rules": house(),
        "done": queries.lately_done(since=now - _SHOWN_DONE),
        "withheld": queries.withheld_missed(since=now - timedelta(days=1)),
    }
    return never_stored(render(request, "workbench/calls/back.html", context))


@require_POST
@staff(TAKE_CALLS)
def tried(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    result, key = request.POST.get("hasil", ""), request.POST.get("token", "")[:32]
    if result not in Attempt.Result.values or not key:
        messages.error(request, _("Choose what came of the attempt. Nothing was noted."))
        return redirect("workbench:calls-back")
    try:
        back = missing.attempt(
            call_back_id=pk,
            result=result,
            note=request.POST.get("catatan", ""),
            key=key,
            account=reach.account,
            at=clock.now(),
        )
    except CallBack.DoesNotExist as error:
        raise Http404 from error
    except NothingToCall:
        messages.warning(request, _("This was settled meanwhile. Nothing was noted."))
    except missing.CannotText:
        messages.error(request, _("No SMS can be sent to this number. Nothing was noted."))
    else:
        messages.success(request, _("Kept: %(state)s.") % {"state": back.get_state_display()})
    return redirect("workbench:calls-back")
