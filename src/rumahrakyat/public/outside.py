"""The reporter brings the case to the Ombudsman, with the whole file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.oversight.findings import ombudsman
from rumahrakyat.oversight.findings.operations import TooFewWords
from rumahrakyat.people.actors import Actor
from rumahrakyat.public.drawer import drawer_of
from rumahrakyat.public.track import case_of
from rumahrakyat.reports.states import REPORTER_PERMISSIONS

CITIZEN = Actor("citizen", REPORTER_PERMISSIONS)


@never_cache
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, number: str) -> HttpResponse:
    """For the reporter alone; for anybody else, and where the law does not let it go there, there is no such page."""
    report = case_of(number)
    now = clock.now()
    reason = ombudsman.hindrance(report, types=None, at=now)
    if not drawer_of(request).owns(report.number):
        raise Http404
    if reason == "brought":
        return redirect(f"/lacak/{report.number}/?terkirim=ombudsman")
    if reason:
        raise Http404
    text, fault = request.POST.get("teks", "").replace("\r\n", "\n"), {}
    if request.method == "POST":
        try:
            ombudsman.bring(
                report_id=report.pk, text=text, consent="setuju" in request.POST, actor=CITIZEN, channel="web", at=now
            )
            return redirect(f"/lacak/{report.number}/?terkirim=ombudsman")
        except ombudsman.NoConsent:
            fault = {"setuju": _("Tick this: the law wants the Ombudsman to know who complains")}
        except TooFewWords:
            fault = {"teks": _("Write in a sentence or two what is still wrong")}
        except ombudsman.CannotBeBrought:  # meanwhile it was brought
            return redirect(f"/lacak/{report.number}/?terkirim=ombudsman")
    context: dict[str, Any] = {"report": report, "text": text, "fault": fault}
    return render(request, "public/ombudsman.html", context, status=422 if fault else 200)
