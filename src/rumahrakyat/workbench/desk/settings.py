"""Setting up service points: what each gives out, its counters and letters, closures, devices."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.desk import opening, queries, setup
from rumahrakyat.desk.models import Queue
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.organisations.models import ServicePoint
from rumahrakyat.organisations.queries import by_code, holders
from rumahrakyat.people.models import Account
from rumahrakyat.reports.access import Reach
from rumahrakyat.web.requests import day_of
from rumahrakyat.workbench.desk.counter import KEEPERS
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
_NUMBERS: Final = {
    "ahead_most": (0, 500), "grace_minutes": (0, 120), "early_minutes": (0, 240), "last_minutes": (0, 240),
    "minutes_each": (1, 120), "calls": (1, 9),
}  # fmt: skip


class Refused(ValueError):
    """A field that cannot be taken, and the sentence that says why."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(name)
        self.name, self.sentence = name, sentence


@require_GET
@staff(*KEEPERS)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The points this account may set up."""
    shown = [(found.point, found) for found in opening.of_all(queries.points_to_keep(reach.scope), clock.now())]
    return render(request, "workbench/desk/points.html", shell(reach, "desk-settings") | {"points": shown})


@require_http_methods(["GET", "POST"])
@staff(*KEEPERS)
def one(request: HttpRequest, reach: Reach, code: str) -> HttpResponse:
    """Everything about one point. Each form is a change by itself."""
    found = [each for each in queries.points_to_keep(reach.scope) if each.code.lower() == code.lower()]
    if not found:
        raise Http404
    point = found[0]
    fault: dict[str, str] = {}
    if request.method == "POST":
        wanted = request.POST.get("ubah", "")
        if wanted not in _CHANGES:
            raise Http404
        try:
            said = _CHANGES[wanted](request, point, reach.account, clock.now())
        except Refused as refused:
            fault = {refused.name: refused.sentence}
        else:
            messages.success(request, said)
            return redirect("workbench:desk-point", code=point.code.lower())
    return _page(request, reach, point, fault)


def _page(request: HttpRequest, reach: Reach, point: ServicePoint, fault: dict[str, str]) -> HttpResponse:
    ready = hasattr(point, "setup")
    context: Context = {
        "point": point,
        "ready": ready,
        "setup": point.setup if ready else None,
        "state": opening.now(point, clock.now()),
        "fault": fault,
        "summary": [{"id": name, "text": text} for name, text in fault.items()],
        "typed": request.POST if fault else {},
        "today": wallclock.day_of(clock.now()).isoformat(),
        "new_key": request.session.pop("desk_key", None),
        "bodies": holders(),
        **setup.parts(point, wallclock.day_of(clock.now())),
    }
    if ready:
        context["display"] = settings.PUBLIC_URL + reverse("public:display", args=[point.code.lower()])
    status = 422 if fault else 200
    return render(request, "workbench/desk/point.html", shell(reach, "desk-settings") | context, status=status)


def _whole(request: HttpRequest, name: str, least: int, most: int) -> int:
    given = request.POST.get(name, "").strip()
    if not (given.isascii() and given.isdigit() and least <= int(given[:6]) <= most):
        raise Refused(name, _("Write a whole number from %(a)s to %(b)s") % {"a": least, "b": most})
    return int(given)


def _word(request: HttpRequest) -> str:
    word = request.POST.get("word", "").strip().upper()
    if not (word.isalnum() and 3 <= len(word) <= 24):
        raise Refused("word", _("One word of 3 to 24 letters, such as SEMARANG"))
    return word


def _begin(request: HttpRequest, point: ServicePoint, account: Account, at: datetime) -> str:
    try:
        setup.begin(point=point, word=_word(request), account=account, at=at)
    except setup.WordTaken as error:
        raise Refused("word", _("Another point has this word already. Choose another one")) from error
    return _("This point gives out numbers now: letters A and P, two counters.")


def _rules(request: HttpRequest, point: ServicePoint, account: Account, at: datetime) -> str:
    given: Context = {name: _whole(request, name, *bounds) for name, bounds in _NUMBERS.items()}
    given |= {
        "word": _word(request),
        "ahead": "ahead" in request.POST,
        "voice": "voice" in request.POST,
        "bring": request.POST.get("bring", "").strip()[:200],
    }
    try:
        setup.change(point=point, given=given, account=account, at=at)
    except setup.WordTaken as error:
        raise Refused("word", _("Another point has this word already. Choose another one")) from error
    return _("Saved.")


def _counter(request: HttpRequest, point: ServicePoint, account: Account, at: datetime) -> str:
    number = _whole(request, "number", 1, 99)
    setup.set_counter(
        point=point,
        number=number,
        note=request.POST.get("note", "").strip()[:80],
        prefers=request.POST.get("prefers", "")[:1],
        organisation=by_code(request.POST.get("body", "")),
        active="gone" not in request.POST,
        account=account,
        at=at,
    )
    return _("Counter %(n)s was saved.") % {"n": number}


def _queue(request: HttpRequest, point: ServicePoint, account: Account, at: datetime) -> str:
    letter = request.POST.get("letter", "").strip().upper()
    name = request.POST.get("queue_name", "").strip()[:60]
    if not (len(letter) == 1 and letter.isascii() and letter.isalpha()):
        raise Refused("letter", _("One letter from A to Z"))
    if not name:
        raise Refused("queue_name", _("Say whom the letter is for"))
    after = _whole(request, "after", 0, 20)
    row = Queue(letter=letter, name=name, note=request.POST.get("queue_note", "").strip()[:120], after=after)
    row.active = "gone" not in request.POST
    setup.set_queue(point=point, queue=row, account=account, at=at)
    return _("Letter %(letter)s was saved.") % {"letter": letter}


def _close(request: HttpRequest, point: ServicePoint, account: Account, at: datetime) -> str:
    day = _day(request)
    reason = request.POST.get("reason", "").strip()[:120]
    if day < wallclock.day_of(at):
        raise Refused("day", _("This day is over. Choose today or a later one"))
    if not reason:
        raise Refused("reason", _("Say why: people are told"))
    setup.close_on(point=point, day=day, reason=reason, account=account, at=at)
    return _("Closed on %(day)s. Who took a number ahead is told when that day comes.") % {"day": day.isoformat()}


def _day(request: HttpRequest) -> date:
    day = day_of(request.POST.get("day", ""))
    if day is None:
        raise Refused("day", _("Write the day as in 2026-07-21"))
    return day


def _open(request: HttpRequest, point: ServicePoint, account: Account, at: datetime) -> str:
    setup.open_after_all(point=point, day=_day(request), account=account, at=at)
    return _("Open as usual on that day.")


def _kiosk(request: HttpRequest, point: ServicePoint, account: Account, at: datetime) -> str:
    name = request.POST.get("device", "").strip()[:60]
    if not name:
        raise Refused("device", _("Give the device a name, such as the place where it stands"))
    key = setup.add_kiosk(point=point, name=name, account=account, at=at)
    address = reverse("public:kiosk", args=[point.code.lower()])
    request.session["desk_key"] = {"name": name, "link": f"{settings.PUBLIC_URL}{address}?kunci={key}"}
    return _("The device has its address now. It is shown this once.")


def _end_kiosk(request: HttpRequest, point: ServicePoint, account: Account, at: datetime) -> str:
    setup.end_kiosk(point=point, kiosk_id=_whole(request, "kiosk", 1, 999_999), account=account, at=at)
    return _("The key of that device is void.")


_CHANGES: Final[dict[str, Callable[[HttpRequest, ServicePoint, Account, datetime], str]]] = {
    "mulai": _begin,
    "aturan": _rules,
    "loket": _counter,
    "huruf": _queue,
    "tutup": _close,
    "buka": _open,
    "mesin": _kiosk,
    "mesin-hapus": _end_kiosk,
}
