"""The officer's page at a counter: sit down, call, serve, send on, finish; and the line beside it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.desk import calling, closing, opening, queries, tickets, waiting
from rumahrakyat.desk import errors as desk
from rumahrakyat.desk.models import Counter, Ticket
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.organisations.models import ServicePoint
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ADMINISTER, SERVE_DESK
from rumahrakyat.reports.access import Reach
from rumahrakyat.web import formats
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
HOME: Final = "workbench:desk"


@require_GET
@staff(SERVE_DESK)
def desk_page(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The counter one sits at; or the counters to choose from."""
    now = clock.now()
    counter = seat(reach)
    context = shell(reach, "desk") | {"now": now, "may_set_up": True}
    if counter is None:
        points = queries.points_of(reach.scope)
        shown = [(one, opening.now(one, now), queries.counters(one.pk)) for one in points[:6]]
        return render(request, "workbench/desk/choose.html", context | {"points": shown})
    return render(request, "workbench/desk/counter.html", context | _counter(counter, now))


def seat(reach: Reach) -> Counter | None:
    """Where this account sits, as long as it may still serve there."""
    counter = queries.counter_of(reach.account)
    if counter is None or not queries.serves(reach.scope, counter.service_point, SERVE_DESK):
        return None
    return counter


def _counter(counter: Counter, now: datetime) -> Context:
    point = counter.service_point
    ticket = queries.at_counter(counter)
    others = [one for one in queries.counters(point.pk) if one.pk != counter.pk]
    return {
        "counter": counter,
        "ticket": ticket,
        "made": ticket.intakes.count() if ticket and ticket.state == Ticket.State.SERVING else 0,
        "states": Ticket.State,
        "others": others,
        "queues": queries.queues(point.pk),
        "once": uuid4().hex,
        "calls_wanted": point.setup.calls,
        "opening": opening.now(point, now),
        "kiosk_link": reverse("public:display", args=[point.code.lower()]),
        **_line(point, now),
    }


def _line(point: ServicePoint, now: datetime) -> Context:
    there, away = queries.expected(point, now)
    return {
        "point": point,
        "now": now,
        "line": [(one, formats.duration_short(now - (one.arrived_at or one.taken_at))) for one in there[:30]],
        "count": len(there),
        "away": away[:20],
        "each": formats.duration_short(waiting.one_visit(point, now)),
        "states": Ticket.State,
    }


@require_GET
@staff(SERVE_DESK)
def line_part(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The line alone, asked for every few seconds."""
    counter = seat(reach)
    if counter is None:
        return HttpResponse(status=204)
    return render(request, "workbench/desk/line.html", _line(counter.service_point, clock.now()))


@require_POST
@staff(SERVE_DESK)
def sit_down(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Open a counter of a point at which one serves."""
    wanted = _whole(request, "loket")
    for point in queries.points_of(reach.scope):
        if any(one.pk == wanted for one in queries.counters(point.pk)):
            _try(request, lambda: calling.sit_down(counter_id=wanted, account=reach.account, at=clock.now()))
            return redirect(HOME)
    raise Http404


def _whole(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


@require_POST
@staff(SERVE_DESK)
def act(request: HttpRequest, reach: Reach) -> HttpResponse:
    """One press at the counter. Pressed twice it is once: each form names the number it was made for."""
    counter = seat(reach)
    if counter is None:
        messages.warning(request, _("You sit at no counter. Choose yours first."))
        return redirect(HOME)
    wanted = request.POST.get("lakukan", "")
    if wanted not in _ACTS:
        raise Http404
    done = _try(request, lambda: _ACTS[wanted](request, reach.account, counter, clock.now()))
    if isinstance(done, HttpResponse):
        return done
    if isinstance(done, str) and done:
        messages.success(request, done)
    return redirect(HOME)


def _try(request: HttpRequest, deed: Callable[[], Any]) -> Any:
    try:
        return deed()
    except desk.DeskError as error:
        messages.warning(request, refusal(error))
    return None


def refusal(error: desk.DeskError) -> str:
    """What was in the way, and what to do."""
    if isinstance(error, desk.CallFirst):
        return _("Call the number %(n)s times first; then it can be put aside.") % {"n": error.calls}
    if isinstance(error, (desk.ClosedThatDay, desk.TooLate)):
        return _("The point is closed now: no more numbers today.")
    if isinstance(error, desk.TooEarly):
        return _("Numbers are given from %(time)s on.") % {"time": formats.clock_time(error.since)}
    return {
        desk.NobodyWaits: _("Nobody waits. The next number can be called as soon as somebody comes."),
        desk.Busy: _("Somebody is still at this counter. Finish the visit, or send it on, first."),
        desk.CounterTaken: _("Somebody else sits there already. Choose another counter."),
        desk.NotAtCounter: _("Your counter is on a break. Come back from it first."),
        desk.Gone: _("That number has moved on meanwhile. This is how it stands now."),
        desk.UnknownTicket: _("There is no such number here today. Check it and type it again."),
        desk.NoQueue: _("That queue is not open."),
    }.get(type(error), _("That did not work. This is how it stands now."))


Deed = Callable[[HttpRequest, Account, Counter, datetime], Any]


def _next(_request: HttpRequest, account: Account, _counter: Counter, at: datetime) -> None:
    calling.call_next(account=account, at=at)


def _again(request: HttpRequest, account: Account, _counter: Counter, at: datetime) -> None:
    calling.call_again(account=account, ticket_id=_whole(request, "nomor"), calls=_whole(request, "kali"), at=at)


def _aside(request: HttpRequest, account: Account, _counter: Counter, _at: datetime) -> str:
    ticket = calling.put_aside(account=account, ticket_id=_whole(request, "nomor"))
    return _("%(code)s was put aside. If the person comes after all, they are next.") % {"code": ticket.code}


def _serve(request: HttpRequest, account: Account, _counter: Counter, at: datetime) -> None:
    calling.serve(account=account, ticket_id=_whole(request, "nomor"), at=at)


def _take_in(request: HttpRequest, account: Account, _counter: Counter, at: datetime) -> HttpResponse:
    ticket = calling.serve(account=account, ticket_id=_whole(request, "nomor"), at=at)
    return redirect("workbench:desk-intake", pk=ticket.pk)


def _finish(request: HttpRequest, account: Account, _counter: Counter, at: datetime) -> None:
    outcome = request.POST.get("hasil", "")
    known = outcome if outcome in {Ticket.Outcome.REFERRED, Ticket.Outcome.INFORMED} else ""
    calling.finish(account=account, ticket_id=_whole(request, "nomor"), outcome=known, at=at)
    if "berikut" in request.POST:
        calling.call_next(account=account, at=at)


def _send_on(request: HttpRequest, account: Account, _counter: Counter, _at: datetime) -> str:
    ticket = calling.send_on(account=account, ticket_id=_whole(request, "nomor"), counter_id=_whole(request, "ke"))
    words = _("%(code)s is next at counter %(n)s.")
    return words % {"code": ticket.code, "n": ticket.for_counter.number if ticket.for_counter else ""}


def _pause(_request: HttpRequest, account: Account, _counter: Counter, at: datetime) -> None:
    calling.pause(account=account, at=at)


def _back(_request: HttpRequest, account: Account, _counter: Counter, at: datetime) -> None:
    calling.pause(account=account, at=at, back=True)


def _leave(_request: HttpRequest, account: Account, _counter: Counter, at: datetime) -> None:
    calling.get_up(account=account, at=at)


def _give(request: HttpRequest, _account: Account, counter: Counter, at: datetime) -> str:
    once = f"officer:{request.POST.get('sekali', '')[:32] or uuid4().hex}"
    letter = request.POST.get("huruf", "")[:1]
    taken = tickets.take(point=counter.service_point, letter=letter, once=once, origin=Ticket.Origin.OFFICER, at=at)
    return _("Number given: %(code)s.") % {"code": taken.ticket.code}


def _arrive(request: HttpRequest, _account: Account, counter: Counter, at: datetime) -> str:
    ticket = tickets.find(counter.service_point, request.POST.get("kode", ""), wallclock.day_of(at))
    tickets.arrive(ticket_id=ticket.pk, at=at)
    return _("%(code)s is there and waits.") % {"code": ticket.code}


def _end_day(_request: HttpRequest, _account: Account, counter: Counter, at: datetime) -> str:
    ended = closing.end_day(point=counter.service_point, at=at)
    words = ngettext(
        "The day is over. %(n)s open number ended; who took it by message is told.",
        "The day is over. %(n)s open numbers ended; who took them by message is told.",
        ended,
    )
    return words % {"n": ended}


_ACTS: Final[dict[str, Deed]] = {
    "panggil": _next,
    "ulang": _again,
    "sisih": _aside,
    "layani": _serve,
    "terima": _take_in,
    "selesai": _finish,
    "kirim": _send_on,
    "istirahat": _pause,
    "kembali": _back,
    "tutup": _leave,
    "beri": _give,
    "datang": _arrive,
    "akhiri": _end_day,
}
# Who may see the settings and the sheet of the day.
KEEPERS: Final = (SERVE_DESK, ADMINISTER)
