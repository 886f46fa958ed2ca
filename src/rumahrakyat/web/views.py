"""The page of all components, in demo mode only; and answers when something is refused."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rumahrakyat.web import components

_GREENS = ("50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950")


def style_page(request: HttpRequest) -> HttpResponse:
    """Every component with every example, light and dark. Not there outside demo mode."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    context: dict[str, Any] = {
        "components": [_shown(name) for name in components.names()],
        "greens": _GREENS,
    }
    return render(request, "web/components.html", context)


def _shown(name: str) -> dict[str, Any]:
    component = components.about(name)
    examples = [
        {"name": key, "html": components.render(name, dict(values))} for key, values in component.examples.items()
    ]
    return {"about": component, "examples": examples, "inline": name in ("stage-chip", "deadline-chip", "button")}


def too_many(request: HttpRequest) -> HttpResponse:
    """429: asked too often. The page says for how long to wait."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "900"
    return response
