"""The line: ready or not, what rings, what is still owed, what came in lately."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.callcentre import presence, queries
from rumahrakyat.callcentre.models import Presence
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.people.roles import SEE_IDENTITY, TAKE_CALLS
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]


def quiet_frame(reach: Reach, call: Call, *, now: datetime) -> Context:
    """The frame of the sheet of a call: the bell is asked for a second later, for all calls but this one."""
    return {**shell(reach, "calls"), "now": now, "rings": [], "bell_mark": "-", "bell_but": call.pk}


def frame(reach: Reach, current: str, *, now: datetime) -> Context:
    """What every page of the telephone needs: the bell, what waits to be called back."""
    mine = presence.of(reach.account)
    waiting, late = queries.to_call_back(now)
    return {
        **shell(reach, current),
        "now": now,
        "presence": mine,
        "states": Presence.State,
        "back_late": late,
        "back_waiting": waiting,
        **ringing(reach, mine, now=now, but=0),
    }


def ringing(reach: Reach, mine: Presence | None, *, now: datetime, but: int) -> Context:
    """What rings for whoever looks, and a mark by which an unchanged bell is known."""
    found = [one for one in queries.going_on(account=reach.account, presence=mine, at=now) if one.pk != but]
    seen = [
        {
            "call": one,
            "name": _name(one) if reach.has(SEE_IDENTITY) else "",
            "taken": one.work.account if hasattr(one, "work") and one.work.account_id != reach.account.pk else None,
        }
        for one in found
    ]
    mark = ".".join(f"{one.pk}{'a' if one.answered_at else 'r'}{'t' if hasattr(one, 'work') else ''}" for one in found)
    return {"rings": seen, "bell_mark": mark or "-", "bell_but": but}


def _name(call: Call) -> str:
    return call.contact_point.reporter.name if call.contact_point else ""


@require_GET
@staff(TAKE_CALLS)
def line(request: HttpRequest, reach: Reach) -> HttpResponse:
    now = clock.now()
    context = frame(reach, "calls", now=now)
    midnight = now.astimezone(wallclock.zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    context |= {
        "owed": queries.unsettled(account=reach.account, presence=context["presence"], at=now),
        "latest": queries.latest(),
        "figures": queries.day_figures(since=midnight, until=midnight + timedelta(days=1)),
    }
    return render(request, "workbench/calls/line.html", context)


@require_POST
@staff(TAKE_CALLS)
def ready(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Ready, not ready, or finishing a call; and at which telephone."""
    state = request.POST.get("keadaan", "")
    if state not in Presence.State.values:
        messages.error(request, _("Choose ready or not ready."))
        return redirect("workbench:calls")
    extension = request.POST.get("pesawat", "")
    try:
        kept = presence.set_presence(account=reach.account, state=state, extension=extension, at=clock.now())
    except presence.NoExtension:
        messages.error(request, _("Write your extension as the exchange knows it, such as 201. Nothing was changed."))
        return redirect("workbench:calls")
    except presence.ExtensionTaken as error:
        words = _("%(name)s answers at this extension. Nothing was changed; ask them, or type yours.")
        messages.error(request, words % {"name": error.holder.name})
        return redirect("workbench:calls")
    messages.success(request, _("You are: %(state)s.") % {"state": kept.get_state_display()})
    return redirect("workbench:calls")


@require_GET
@staff(TAKE_CALLS)
def bell(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The bar that announces calls, asked for every second; no content while it would be the same."""
    but = request.GET.get("tanpa", "")
    mine = presence.of(reach.account)
    context = ringing(reach, mine, now=clock.now(), but=int(but) if but.isdecimal() and len(but) < 16 else 0)
    if request.GET.get("ada") == context["bell_mark"]:
        return HttpResponse(status=204)
    return render(request, "workbench/calls/bell.html", context)
