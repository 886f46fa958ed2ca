"""The survey behind a link: nine questions on one screen, without signing in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.public import limits
from rumahrakyat.satisfaction import answering, queries, wording
from rumahrakyat.satisfaction.asking import LEAST_TOKEN
from rumahrakyat.web.views import too_many


@never_cache
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link may answer, once. The report's words do not stand here: a link may be passed on."""
    if limits.WRONG_NUMBERS.reached_by(request):
        return too_many(request)
    found = queries.by_link(token) if len(token) == LEAST_TOKEN else None
    if found is None:
        limits.WRONG_NUMBERS.count_for(request)
        raise Http404
    if found.answered_at is not None:
        return render(request, "public/survey.html", {"survey": found, "done": True})
    if request.method == "GET":
        return render(request, "public/survey.html", {"survey": found, **_questions(request)})
    marks = [
        int(one) if (one := request.POST.get(f"u{nth}", "")) in {"1", "2", "3", "4"} else 0 for nth in range(1, 10)
    ]
    try:
        words = request.POST.get("kata", "")
        answering.answer(survey_id=found.pk, marks=marks, words=words, via="web", at=clock.now())
    except answering.NothingMarked:
        fault = _("Choose an answer for at least one of the nine, then send")
        return render(
            request, "public/survey.html", {"survey": found, "fault": fault, **_questions(request)}, status=422
        )
    except answering.AlreadyAnswered:
        pass  # two windows: the first answer stands, and the page says that it is here
    return redirect("public:survey", token=token)


def _questions(request: HttpRequest) -> dict[str, Any]:
    told = wording.survey(get_language() or "id")
    rows = [
        {"name": f"u{nth}", "ask": one.ask, "mark": request.POST.get(f"u{nth}", "")}
        for nth, one in enumerate(told.elements, start=1)
    ]
    return {"questions": rows, "scale": told.scale, "words": request.POST.get("kata", "")}
