"""The form in which something is given: what it is about, what was typed, and what it says when it is wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from rumahrakyat.duty.models import Clock
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import by_code, desk
from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.directions import words as wording
from rumahrakyat.oversight.directions.operations import Wish
from rumahrakyat.oversight.directions.refusals import CannotBeDirected, WrongTime
from rumahrakyat.oversight.models_directions import Direction
from rumahrakyat.oversight.reprimands.operations import late_of
from rumahrakyat.oversight.reprimands.refusals import Refused as NothingToName
from rumahrakyat.reports.models import Report
from rumahrakyat.watch.access import Watcher
from rumahrakyat.web.requests import day_of, uuid_of

DESK: Final = "-"
HOURS: Final = {"24": 24, "72": 72, "168": 168}
ASK, SAY = "tanya", "pesan"


@dataclass(frozen=True)
class Target:
    """A case, or a body by itself; never both."""

    report: Report | None = None
    organisation: Organisation | None = None

    @property
    def body(self) -> Organisation:
        """Raises `CannotBeDirected`."""
        return acts.addressed(self.report, self.organisation)


def target(request: HttpRequest, watcher: Watcher) -> Target:
    """What the address or the form names. Raises `Http404` for what this reader does not direct."""
    given = request.POST if request.method == "POST" else request.GET
    number = given.get("kasus", "") or request.GET.get("kasus", "")
    if number:
        found = Target(report=watcher.case(number))
    else:
        found = Target(organisation=body(given.get("badan", "") or request.GET.get("badan", "")))
    try:
        addressed = found.body
    except CannotBeDirected:
        raise Http404 from None
    if not acts.may_direct(watcher.reach.account, report=found.report, organisation=addressed):
        raise Http404
    return found


def body(code: str) -> Organisation:
    found = desk() if code == DESK else by_code(code[:24].replace("\x00", ""))
    if found is None:
        raise Http404
    return found


def give(request: HttpRequest, about: Target, watcher: Watcher) -> Direction:
    """Raises what `acts.ask` and `acts.say` raise."""
    kind, words = request.POST.get("jenis", ""), request.POST.get("text", "")
    token, account, at = uuid_of(request.POST.get("token", "")), watcher.reach.account, watcher.at
    if kind == ASK:
        wish = Wish(token, words, about.report, about.organisation, until=_until(request, at))
        return acts.ask(wish, account=account, at=at)
    if kind == SAY:
        wish = Wish(token, words, about.report, about.organisation, urgent=bool(request.POST.get("penting")))
        return acts.say(wish, account=account, at=at)
    raise Http404


def _until(request: HttpRequest, at: datetime) -> datetime:
    """The end of the chosen local day, or so many hours from when it leaves. Raises `WrongTime`."""
    typed = request.POST.get("tanggal", "").strip()
    if not typed:
        return at + acts.RECALL + timedelta(hours=HOURS.get(request.POST.get("batas", ""), 24))
    chosen = day_of(typed)
    if chosen is None:
        raise WrongTime
    return wallclock.end_of(chosen)


def standard_words(about: Target, at: datetime) -> str:
    """What the button of one press says, and what stands in the form to be changed."""
    if about.report is not None:
        return wording.ASK_CASE
    clocks = late_clocks(about.body, at)
    return wording.ASK_LATE.format(count=len(clocks), body=about.body.name) if clocks else ""


def late_clocks(organisation: Organisation, at: datetime) -> list[Clock]:
    try:
        return list(late_of(organisation, at=at).clocks)
    except NothingToName:
        return []


def form(about: Target, watcher: Watcher, typed: dict[str, str]) -> dict[str, Any]:
    """What the page of a new direction needs; `typed` is what was sent and not accepted."""
    said = typed.get("jenis", "")
    return {
        "now": watcher.at,
        "about": about,
        "body": about.body,
        "late": len(late_clocks(about.body, watcher.at)) if about.report is None else 0,
        "asked_words": typed.get("text", "") if said == ASK else standard_words(about, watcher.at),
        "said_words": typed.get("text", "") if said == SAY else "",
        "urgent": bool(typed.get("penting")) and said == SAY,
        "hours": typed.get("batas", "24"),
        "day": typed.get("tanggal", ""),
        "spans": [("24", _("24 hours")), ("72", _("3 days")), ("168", _("7 days"))],
        "tokens": (uuid4(), uuid4()),
        "opened": said or ASK,
    }
