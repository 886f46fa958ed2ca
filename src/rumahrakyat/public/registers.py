"""The quarterly registers as everybody may read them: what was frozen, with its files and its corrections."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rumahrakyat.lib.quarters import NotAQuarter, parse
from rumahrakyat.oversight.registers import freezing
from rumahrakyat.oversight.registers.freezing import Published
from rumahrakyat.web import registers


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Every frozen register, the newest first."""
    found = [registers.listed(one, reverse("public:registers")) for one in freezing.every_register()]
    return render(request, "public/registers.html", {"registers": found, "drafts": []})


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One register. Confidential cases have no number and no words in it, for nobody."""
    known = _found(code)
    context = {
        **registers.page(known.content, None),
        "files": registers.downloads(reverse("public:registers"), parse(code)),
        "errata": registers.errata(known),
    }
    return render(request, "public/register.html", context)


@require_safe
def file(_request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """A file of a frozen register; the same bytes whenever it is asked for."""
    try:
        name, media, raw = registers.file_of(_found(code).content, kind)
    except KeyError:
        raise Http404 from None
    response = HttpResponse(raw, content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(code: str) -> Published:
    try:
        known = freezing.published(parse(code))
    except NotAQuarter:
        raise Http404 from None
    if known is None:
        raise Http404
    return known
