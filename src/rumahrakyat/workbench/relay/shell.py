"""The frame of an offline app: one page without anybody's data, a service worker that keeps it, and its version."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.entrance import View
from rumahrakyat.workbench.relay.door import phone

_SHARED: Final = ("store", "queue", "pictures", "page")


@dataclass(frozen=True)
class App:
    """`scope`: the address of the page, under which everything of the app lies. `modules`: its own scripts."""

    code: str
    scope: str
    modules: tuple[str, ...]

    @property
    def template(self) -> str:
        return f"workbench/relay/{self.code}.html"


def scripts(app: App) -> list[str]:
    """Modules import each other by plain names, so they are asked for by those, and kept together by version."""
    return [f"{settings.STATIC_URL}workbench/relay/{name}.js" for name in (*_SHARED, *app.modules)]


def files(app: App) -> list[str]:
    looks = [static("web/base.css"), static("workbench/relay.css"), static("web/icons.svg")]
    return [*looks, *scripts(app), f"{settings.STATIC_URL}workbench/relay/icon.svg"]


def page(request: HttpRequest, app: App, words: dict[str, str], more: dict[str, Any] | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "app": app,
        "main": scripts(app)[-1],
        "icon_file": f"{settings.STATIC_URL}workbench/relay/icon.svg",
        "manifest": f"{settings.STATIC_URL}workbench/relay/{app.code}.webmanifest",
        "version": version(app),
        "words": words,
    }
    return render(request, app.template, context | (more or {}))


def worker(app: App) -> HttpResponse:
    """Open to everybody: it holds nobody's data, and a browser asks for it without saying who is there."""
    store, queue, *_others = scripts(app)
    context = {
        "app": app,
        "files": files(app),
        "version": version(app),
        "store": store,
        "queue": queue,
    }
    response = HttpResponse(render_to_string("workbench/relay/worker.js", context), content_type="text/javascript")
    response.headers["Service-Worker-Allowed"] = app.scope
    response.headers["Cache-Control"] = "no-cache"
    return response


def views(app: App, permission: str, words: Callable[[], dict[str, str]]) -> tuple[View, View]:
    """The page of the app, for whoever holds the permission, and its service worker."""

    @require_GET
    @gzip_page
    @phone(permission)
    def app_page(request: HttpRequest, _reach: Reach) -> HttpResponse:
        return page(request, app, words())

    @require_GET
    @gzip_page
    def app_worker(_request: HttpRequest) -> HttpResponse:
        return worker(app)

    return app_page, app_worker


@lru_cache(maxsize=16)
def version(app: App) -> str:
    """Changes when any file of the app does, so that a phone takes all of the new one or none."""
    made = sha256()
    for address in files(app):
        made.update(address.encode())
        found = finders.find(address.removeprefix(settings.STATIC_URL)) or ""
        kept = Path(found) if found else settings.STATIC_ROOT / address.removeprefix(settings.STATIC_URL)
        made.update(kept.read_bytes())
    for part in ("app.html", f"{app.code}.html", "worker.js", "words.html"):
        made.update((Path(__file__).parents[1] / "templates/workbench/relay" / part).read_bytes())
    made.update((Path(__file__).parent / "words.py").read_bytes())
    return made.hexdigest()[:12]
