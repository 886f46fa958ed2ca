"""What citizens wrote after the end of their cases: read it, open the case again with it, or put it aside."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.handover import afterwards as acts
from rumahrakyat.handover import queries
from rumahrakyat.handover.models import AfterWord
from rumahrakyat.lib import clock
from rumahrakyat.people.roles import ANSWER, VERIFY
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.handover import pages
from rumahrakyat.workbench.views import shell

_WHO = (ANSWER, VERIFY)


@require_GET
@staff(*_WHO)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    words = queries.after_words(pages.covered(reach, *_WHO))
    context = {"now": clock.now(), "words": words}
    return render(request, "workbench/handover/after_words.html", shell(reach, "after") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*_WHO)
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    found = queries.after_word(pk)
    if found is None:
        raise Http404
    pages.own_case(reach, found.report, *_WHO)
    if request.method == "POST":
        return _posted(request, reach, found)
    return _drawn(request, reach, found)


def _posted(request: HttpRequest, reach: Reach, found: AfterWord) -> HttpResponse:
    now, what = clock.now(), request.POST.get("what", "")
    if what not in {"open", "aside"}:
        raise Http404
    act = acts.reopen if what == "open" else acts.put_aside
    try:
        with transaction.atomic():
            if pages.first_time(request, reach, found.report, f"sesudah-{what}", now):
                act(word_id=found.pk, account=reach.account, actor=reach.actor_on(found.report), at=now)
    except ReportError as error:
        return _drawn(request, reach, queries.after_word(found.pk) or found, fault=pages.fault_of(error))
    if what == "open":
        messages.success(request, _("Opened again. A first answer is owed within 24 hours."))
        return redirect("workbench:case", found.report.number)
    messages.success(request, _("Read and put aside."))
    return redirect("workbench:after-words")


def _drawn(request: HttpRequest, reach: Reach, found: AfterWord, *, fault: str = "") -> HttpResponse:
    context = pages.case_facts(found.report) | {
        "now": clock.now(),
        "word": found,
        "faults": pages.faults({"kata": fault}) if fault else [],
    }
    page = shell(reach, "after") | context
    return render(request, "workbench/handover/after_word.html", page, status=422 if fault else 200)
