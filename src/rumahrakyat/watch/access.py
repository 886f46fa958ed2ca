"""Who may watch, and what: every view of this app begins here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from rumahrakyat.lib import clock, wallclock
from rumahrakyat.lib.ids import WrongNumber, parse_tracking_number
from rumahrakyat.oversight.calendar_spans import PeriodFault
from rumahrakyat.oversight.directions.queries import reads_all
from rumahrakyat.oversight.periods import TODAY, Window, window
from rumahrakyat.oversight.sight import NothingToOversee, Sight, sight_of
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import DIRECT, EXPLAIN, EXPORT_FACTS, READ_BRIEF, READ_READERS, SEE_ALL, SEE_CASE
from rumahrakyat.reports.access import NotFound, Reach, get_for_staff, reach_of
from rumahrakyat.reports.models import Report

P = ParamSpec("P")


@dataclass(frozen=True)
class Watcher:
    """A reader of figures: whose figures (`sight`), which cases may be read (`reach`), and the instant of reading."""

    reach: Reach
    sight: Sight
    at: datetime

    @property
    def zone(self) -> ZoneInfo:
        return wallclock.zone()

    def window(self, code: str) -> Window:
        """The period asked for; today for anything that is none. A page where a period is chosen says what is wrong
        with it: see `choosing`."""
        try:
            return window(code, self.at, self.zone)
        except PeriodFault:
            return window(TODAY, self.at, self.zone)

    def case(self, number: str) -> Report:
        """The case with this number, as it was typed. Raises `Http404` where there is none within reach."""
        try:
            return get_for_staff(self.reach, parse_tracking_number(number))
        except (NotFound, WrongNumber):
            raise Http404 from None


def watching(
    view: Callable[Concatenate[HttpRequest, Watcher, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Signed in and entitled to some figures; to anybody else the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        assert isinstance(request.user, Account)
        reach = reach_of(request.user)
        try:
            sight = sight_of(reach.scope)
        except NothingToOversee:
            raise Http404 from None
        frame(request, reach, sight)
        return view(request, Watcher(reach, sight, clock.now()), *args, **kwargs)

    return login_required(guarded)


def frame(request: HttpRequest, reach: Reach, sight: Sight | None) -> None:
    """What the templates around every page ask for: which pages this reader finds. `sight` None: none that watch."""
    everything = sight is not None and sight.everything
    outside = everything and reach.scope.everywhere(SEE_ALL)
    found = {
        "reach": reach,  # for the frame of every page: see config.context
        "watches": sight is not None,
        "has_workbench": reach.has(SEE_CASE),
        "oversees_all": everything,
        "exports": everything and reach.has(EXPORT_FACTS),
        "watches_outside": outside,
        "reads_findings": outside or reach.has(EXPLAIN),
        "reads_readers": reach.has(READ_READERS),
        "directs": reach.has(DIRECT) or reads_all(reach),
        "reads_briefs": reach.scope.may(READ_BRIEF),
    }
    for name, value in found.items():
        setattr(request, name, value)
