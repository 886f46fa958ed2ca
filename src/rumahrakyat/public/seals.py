"""The daily seals as everybody may read and keep them, and how to verify with one's own computer."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahrakyat.evidence.models import Seal
from rumahrakyat.evidence.seals import queries
from rumahrakyat.evidence.seals.wording import address_of, as_text
from rumahrakyat.lib import wallclock
from rumahrakyat.verifier import standalone

_PAGE: Final = 30
_IN_FEED: Final = 30


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The newest seal as text to be kept, then all of them, the newest first. Without numbers of cases, hence the same
    for everybody."""
    given = request.GET.get("sebelum", "")
    before = int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else None
    found = queries.listed(before=before, limit=_PAGE + 1)
    context = {
        "newest": found[0] if found and not before else None,
        "text": as_text(found[0]) if found and not before else "",
        "seals": found[:_PAGE],
        "older": found[_PAGE - 1].serial if len(found) > _PAGE else None,
        "program": standalone.sha256(),
    }
    return render(request, "public/seals.html", context)


@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """What a seal proves, what it does not, and how to verify it: for a lawyer, a journalist, an auditor."""
    newest = queries.newest()
    return render(request, "public/seals_explained.html", {"newest": newest, "program": standalone.sha256()})


@require_safe
def one(_request: HttpRequest, day: str, kind: str) -> HttpResponse:
    """One seal as it was made, as JSON or as text; the same bytes whenever it is asked for."""
    try:
        seal = queries.of_day(date.fromisoformat(day))
    except ValueError:
        raise Http404 from None
    if seal is None or kind not in {"json", "txt"}:
        raise Http404
    if kind == "txt":
        return HttpResponse(as_text(seal) + "\n", content_type="text/plain; charset=utf-8")
    return JsonResponse(queries.published(seal), json_dumps_params={"ensure_ascii": False, "sort_keys": True})


@require_safe
def all_json(_request: HttpRequest) -> StreamingHttpResponse:
    """Every seal in one file, which the verifier reads."""
    return StreamingHttpResponse(_all(), content_type="application/json")


def _all() -> Iterator[bytes]:
    yield b'{"schema":"rumahrakyat-seals/1","seals":['
    for nth, seal in enumerate(queries.every()):
        yield (b"," if nth else b"") + json.dumps(seal, ensure_ascii=False, sort_keys=True).encode()
    yield b"]}"


@require_safe
def feed(_request: HttpRequest) -> HttpResponse:
    """The newest seals for a feed reader: whoever subscribes keeps copies without doing anything."""
    home = settings.PUBLIC_URL + reverse("public:seals")
    atom = Atom1Feed(
        title=_("Daily seals of Rumah Rakyat"), link=home, description="", feed_url=home + "kabar.xml", language="id"
    )
    for seal in queries.listed(limit=_IN_FEED):
        atom.add_item(
            title=seal.day.isoformat(), link=address_of(seal), description=as_text(seal), unique_id=address_of(seal),
            pubdate=_noon(seal), updateddate=seal.sealed_at,
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _noon(seal: Seal) -> datetime:
    return datetime.combine(seal.day, time(12), wallclock.zone())


@require_safe
def program(_request: HttpRequest) -> HttpResponse:
    """The verifier: one file of Python that imports nothing of ours."""
    response = HttpResponse(standalone.source(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="verifier.py"'
    return response
