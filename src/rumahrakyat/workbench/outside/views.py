"""The reporter asks somebody of ours to bring the case to the Ombudsman."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.oversight.findings import ombudsman
from rumahrakyat.oversight.findings.operations import TooFewWords
from rumahrakyat.people.roles import ANSWER, REGISTER, SEE_CASE, VERIFY
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.beside import ask
from rumahrakyat.workbench.cases import found_case
from rumahrakyat.workbench.entrance import staff, words_kept_for
from rumahrakyat.workbench.views import shell


@require_http_methods(["GET", "POST"])
@staff(SEE_CASE)
def bring(request: HttpRequest, reach: Reach, number: str) -> HttpResponse:
    report = found_case(reach, number)
    actor, now = reach.actor_on(report), clock.now()
    if not actor.may(VERIFY, REGISTER, ANSWER):
        raise Http404
    text = request.POST.get("text", "") or words_kept_for(request).get("text", "")
    faults: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            ombudsman.bring(
                report_id=report.pk, text=text, consent="setuju" in request.POST, actor=actor, channel="staff", at=now
            )
        except ombudsman.NoConsent:
            words = _("Ask the reporter: the Ombudsman needs to know who brings the case")
            faults = [{"id": "setuju", "text": words}]
        except TooFewWords:
            faults = [{"id": "text", "text": _("Write in the reporter's words what is still wrong")}]
        except ombudsman.CannotBeBrought as refused:
            messages.info(request, reason_words(refused.reason))
            return redirect("workbench:case", report.number)
        else:
            messages.success(request, _("The Ombudsman sees the case now, with its whole file."))
            return redirect("workbench:case", report.number)
    context: dict[str, Any] = {
        "report": report, "text": text, "faults": faults, "wrong": {one["id"]: one["text"] for one in faults},
        "hindrance": reason_words(ombudsman.hindrance(report, types=None, at=now)),
    }  # fmt: skip
    shown = shell(reach, "queue", ask(reach)) | context
    return render(request, "workbench/outside/ombudsman.html", shown, status=422 if faults else 200)


def reason_words(reason: str) -> str:
    """Why the case cannot go to the Ombudsman now; empty for none."""
    return {
        "anonymous": _("The reporter is anonymous: the law wants the Ombudsman to know who complains."),
        "early": _("The agency must be heard first: wait for its answer or for its deadline to pass."),
        "old": _("It happened more than two years ago: the law sets that limit."),
        "brought": _("The case is with the Ombudsman already."),
    }.get(reason, "")
