"""Where the reporter wants to hear from us, and whether another of their addresses may be tried."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rumahrakyat.correspondence import reaching
from rumahrakyat.lib import clock
from rumahrakyat.people import operations as people
from rumahrakyat.people import queries
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.public.drawer import drawer_of
from rumahrakyat.public.track import case_of
from rumahrakyat.reports.models import Report

_ANYWHERE = ""


@dataclass(frozen=True)
class Way:
    """One offered way to hear from us. `value` names channel and address in the form."""

    value: str
    label: str
    address: str
    contact: ContactPoint | None = None
    channel: str = ""


def ways_of(report: Report) -> list[Way]:
    """Every channel of ours that reaches an address of this reporter, one carrier of each medium."""
    found: list[Way] = []
    for contact in queries.addresses_of(report.reporter):
        media: set[str] = set()
        for adapter in reaching.carriers(contact.scheme):
            if adapter.medium not in media:
                media.add(adapter.medium)
                value = f"{adapter.code}:{contact.pk}"
                found.append(Way(value, str(adapter.label), contact.masked, contact, adapter.code))
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def hearing(request: HttpRequest, number: str) -> HttpResponse:
    """For the reporter alone; for anybody else the case has no such page."""
    report = case_of(number)
    if not drawer_of(request).owns(report.number):
        raise Http404
    ways = ways_of(report)
    if request.method == "POST":
        chosen = next((way for way in ways if way.value == request.POST.get("kanal", _ANYWHERE)), None)
        people.prefer(
            reporter=report.reporter,
            contact=chosen.contact if chosen else None,
            channel=chosen.channel if chosen else "",
            fallback=bool(request.POST.get("lain")),
            at=clock.now(),
        )
        return redirect(f"/lacak/{report.number}/?terkirim=kabar")
    context: dict[str, Any] = {
        "report": report,
        "ways": ways,
        "chosen": f"{report.reporter.preferred_channel}:{report.reporter.preferred_contact_id}",
        "fallback": report.reporter.fallback_since is not None,
    }
    return render(request, "public/hearing.html", context)
