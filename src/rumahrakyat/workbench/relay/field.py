"""The field officer's app: today's places in order, and what was found there."""

from typing import Any, Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.lib import clock, wallclock
from rumahrakyat.people.roles import WORK_IN_FIELD
from rumahrakyat.relay import visits
from rumahrakyat.relay.errors import PlaceNotYours
from rumahrakyat.relay.route import Point
from rumahrakyat.relay.visits import Visit
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import EmptyText, NoteRequired, NotPermitted, NotYourTask, TaskEnded, TextTooLong
from rumahrakyat.web import formats
from rumahrakyat.workbench.relay import door, shell
from rumahrakyat.workbench.relay.door import phone
from rumahrakyat.workbench.relay.village import take_photo
from rumahrakyat.workbench.relay.words import field_words, shared_words

APP: Final = shell.App("lapangan", "/kerja/lapangan/", ("lapangan",))
app, worker = shell.views(APP, WORK_IN_FIELD, lambda: shared_words() | field_words())


@require_GET
@gzip_page
@phone(WORK_IN_FIELD)
def data(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The places given to this officer, in the order to go; `X-Start` says from where, so that it is in no address."""
    now = clock.now()
    today = wallclock.day_of(now)
    found = visits.of_officer(account=reach.account, start=_start(request), today=today)
    body = {
        "account": {"id": reach.account.pk, "name": reach.account.name},
        "visits": [_visit(one) | {"late": one.task.due_on < today} for one in found],
    }
    return door.kept(request, body)


def _start(request: HttpRequest) -> Point | None:
    lat, _comma, lon = request.headers.get("X-Start", "").partition(",")
    north, east = door.number_of(lat, 90), door.number_of(lon, 180)
    return (north, east) if north is not None and east is not None else None


def _visit(one: Visit) -> dict[str, Any]:
    task, report = one.task, one.task.report
    return {
        "id": task.pk,
        "number": report.number,
        "title": report.title,
        "what": task.what,
        "words": one.words,
        "name": one.name,
        "place": task.place or report.place_words,
        "due": dateformat.format(task.due_on, "l, j F"),
        "km": formats.decimal(one.km) if one.km is not None else "",
        **_links(one.point),
    }


def _links(point: Point | None) -> dict[str, str]:
    """For the phone's own navigation, and for a browser."""
    if point is None:
        return {"geo": "", "map": ""}
    lat, lon = (f"{part:.6f}" for part in point)
    return {
        "geo": f"geo:{lat},{lon}?q={quote(f'{lat},{lon}')}",
        "map": f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}",
    }


@require_POST
@phone(WORK_IN_FIELD)
def send(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The result of one visit; a repeat of its id answers like the first time."""
    slip = door.slip_of(request, reach.account)
    if slip is None:
        return door.faulty([("uuid", _("This result has no id. Write it again"))])
    if refusal := door.belongs_to_another(request, reach.account):
        return refusal
    try:
        handed, new = visits.hand_in(slip=slip, finding=_finding(request), scope=reach.scope, at=clock.now())
    except (PlaceNotYours, NotYourTask, NotPermitted):
        return door.faulty([("hasil", _("This visit is not yours any more. Ask at the office; your words stay here"))])
    except TaskEnded:
        ended = _("This visit was ended at the office meanwhile. Ask there; your words stay here")
        return door.faulty([("hasil", ended)], status=409)
    except (NoteRequired, EmptyText):
        return door.faulty([("teks", _("Write what you found. One sentence is enough"))])
    except TextTooLong as error:
        words = _("This has %(length)s signs, at most %(limit)s are possible. Shorten it")
        named = {"length": formats.number(error.length), "limit": formats.number(error.limit)}
        return door.faulty([("teks", words % named)])
    return JsonResponse({"number": handed.report.number, "new": new})


def _finding(request: HttpRequest) -> visits.Finding:
    given = request.POST
    task, exact = given.get("tugas", ""), given.get("teliti", "")
    lat, lon = door.point_of(request)
    signed = given.get("paraf", "")
    return visits.Finding(
        task=int(task[:18]) if task.isdecimal() else 0,
        result=given.get("hasil", ""),
        text=given.get("teks", ""),
        lat=lat,
        lon=lon,
        accuracy=int(exact[:6]) if exact.isdecimal() else None,
        signed=signed if signed in {"drawn", "typed"} else "",
        signer=given.get("nama", "").strip()[:120],
    )


@require_POST
@phone(WORK_IN_FIELD)
def photo(request: HttpRequest, reach: Reach) -> HttpResponse:
    return take_photo(request, reach)
