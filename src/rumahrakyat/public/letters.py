"""The reply form of a letter to an outside body: opened by its link, without an account. It sees the matter and public
photos, nothing of who reported it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.handover import letterhead, letters, queries, replies
from rumahrakyat.handover.letters import Closed
from rumahrakyat.handover.models import Answer, Letter
from rumahrakyat.handover.replies import Said
from rumahrakyat.lib import clock
from rumahrakyat.public import answers, limits
from rumahrakyat.public.answers import Fault
from rumahrakyat.public.evidence import evidence_of
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.models import Attachment, Report
from rumahrakyat.reports.queries import story
from rumahrakyat.web.views import too_many


def _found(request: HttpRequest, token: str) -> Letter:
    """Raises Http404 for a link that is none; each such try counts."""
    found = letters.by_token(token) if token.isalnum() else None
    if found is None:
        limits.LETTERS.count_for(request)
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    if limits.LETTERS.reached_by(request):
        return too_many(request)
    found = _found(request, token)
    try:
        letters.check_open(found, clock.now())
    except Closed as closed:
        return render(request, "public/letter_closed.html", {"letter": found, "reason": closed.reason}, status=410)
    if request.method == "POST":
        return _posted(request, found, token)
    return _page(request, found, [])


def _posted(request: HttpRequest, found: Letter, token: str) -> HttpResponse:
    if limits.LETTER_ANSWERS.reached_by(request):
        return too_many(request)
    stage, text = request.POST.get("tahap", ""), request.POST.get("teks", "").replace("\r\n", "\n")
    evidence, faults = evidence_of(request)
    if stage not in Answer.Stage.values:
        faults = [Fault("tahap", _("Choose how it stands")), *faults]
    faults = [*answers.story_faults(text, field="teks"), *faults]
    if not faults:
        said = Said(stage, text, request.POST.get("kunci", "")[:64], evidence)
        try:
            replies.answer(letter=found, said=said, at=clock.now())
        except ReportError:
            faults = [Fault("teks", _("This cannot be sent as it is. Shorten it or leave out a photo"))]
    if faults:
        return _page(request, found, faults, typed={"teks": text, "tahap": stage})
    limits.LETTER_ANSWERS.count_for(request)
    return redirect(f"/jawab/{token}/?terkirim=ya")


def _page(
    request: HttpRequest, found: Letter, faults: list[Fault], *, typed: dict[str, str] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "letter": found,
        "values": letters.values_of(found),
        "photos": _photos(found.report),
        "sent": [one for one in queries.answers(found) if one.entry],
        "stages": Answer.Stage.choices,
        "faults": faults,
        "fault": {one.id: one.text for one in faults},
        "typed": typed or {},
        "said": request.GET.get("terkirim") == "ya",
        "now": clock.now(),
    }
    response = render(request, "public/letter.html", context, status=422 if faults else 200)
    response["Referrer-Policy"] = "no-referrer"  # the link is the key
    return response


def _photos(report: Report) -> list[Attachment]:
    """What everybody may see of a public case, the newest last."""
    lines = story(report, staff=False, reporter=False)
    return [one for line in lines for one in line.pictures if one.kind == "image" and one.state == "ready"]


@never_cache
@require_GET
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """The letter as PDF."""
    if limits.LETTERS.reached_by(request):
        return too_many(request)
    found = _found(request, token)
    try:
        letters.check_open(found, clock.now())
    except Closed as closed:
        raise Http404 from closed
    return HttpResponse(letterhead.pdf(found), content_type="application/pdf")
