"""Who may watch, and what: every view of this app begins here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from rumahrakyat.lib import clock
from rumahrakyat.oversight.periods import PERIODS, TODAY, Window, window
from rumahrakyat.oversight.sight import NothingToOversee, Sight, sight_of
from rumahrakyat.people.models import Account
from rumahrakyat.reports.access import Reach, reach_of

P = ParamSpec("P")


@dataclass(frozen=True)
class Watcher:
    """A reader of figures: whose figures (`sight`), which cases may be read (`reach`), and the instant of reading."""

    reach: Reach
    sight: Sight
    at: datetime

    def window(self, code: str) -> Window:
        """The period asked for; today for anything unknown."""
        return window(code if code in PERIODS else TODAY, self.at, ZoneInfo(settings.TIME_ZONE))


def watching(
    view: Callable[Concatenate[HttpRequest, Watcher, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Signed in and entitled to some figures; to anybody else the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        assert isinstance(request.user, Account)
        reach = reach_of(request.user)
        request.reach = reach  # type: ignore[attr-defined]  # for the frame of every page: see config.context
        try:
            sight = sight_of(reach.scope)
        except NothingToOversee:
            raise Http404 from None
        request.oversees_all = sight.everything  # type: ignore[attr-defined]  # for the navigation
        return view(request, Watcher(reach, sight, clock.now()), *args, **kwargs)

    return login_required(guarded)
