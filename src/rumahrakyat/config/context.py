"""What the pages of staff may ask for in their templates beyond what their views give them."""

import time
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from rumahrakyat.duty import heartbeat
from rumahrakyat.lib import clock
from rumahrakyat.people.roles import ADMINISTER, OPERATE, OVERSEE, OVERSEE_ALL
from rumahrakyat.reports.access import Reach
from rumahrakyat.web import formats

_TOLD: Final = (OPERATE, ADMINISTER, OVERSEE, OVERSEE_ALL)
_KEPT_SECONDS: Final = 15.0
_kept: list[tuple[float, heartbeat.Life]] = []


def sweeper(request: HttpRequest) -> dict[str, Any]:
    """`sweeper_trouble`: a sentence for those who answer for the installation when deadlines are not swept, else empty;
    worked out only when a template asks. Views of staff leave their `Reach` on the request as `reach`."""
    return {"sweeper_trouble": SimpleLazyObject(lambda: _trouble(getattr(request, "reach", None)))}


def forget() -> None:
    """Ask afresh the next time. What was found is kept for some seconds in each process."""
    _kept.clear()


def _trouble(reach: Reach | None) -> str:
    if reach is None or not any(reach.has(permission) for permission in _TOLD):
        return ""
    life = _life()
    # Where nothing was ever swept the installation is being set up: /sehat/ tells, pages do not.
    if life.last_sign is None or not life.standing_still:
        return ""
    if life.silent:
        words = _("The sweeper has stood still since %(moment)s: deadlines, reminders and breaches are not recorded.")
        return words % {"moment": formats.moment(life.last_sign, life.at)}
    assert life.oldest_due is not None
    words = _("The sweeper is behind: what fell due at %(moment)s has not been recorded yet.")
    return words % {"moment": formats.moment(life.oldest_due, life.at)}


def _life() -> heartbeat.Life:
    if not _kept or time.monotonic() - _kept[0][0] > _KEPT_SECONDS:
        _kept[:] = [(time.monotonic(), heartbeat.look(at=clock.now()))]
    return _kept[0][1]
