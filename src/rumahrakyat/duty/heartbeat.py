"""The sweeper proves that it is alive, and whoever still can tells the operator when it does not."""

import logging
import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rumahrakyat.channels.watching import tell_operator
from rumahrakyat.duty.models_heartbeat import SweeperBeat

logger = logging.getLogger(__name__)

NAME: Final = "sweeper"
LATE_AFTER: Final = timedelta(seconds=120)
FAR_BEHIND: Final = timedelta(minutes=10)
_PAUSE: Final = timedelta(seconds=5)  # between two signs of life within one sweep

_LOOK: Final = """
SELECT beat.beat_at, coalesce(beat.failed, 0), due.at
FROM (SELECT min(next_action_at) AS at FROM duty_clock WHERE next_action_at IS NOT NULL) AS due
LEFT JOIN duty_sweeperbeat beat ON beat.name = %s
"""


@dataclass(frozen=True)
class Life:
    """How the sweeper was doing `at`. `oldest_due`: the longest due instant that nobody has handled, None when there is
    none; `idle`: nothing at all is waiting for a sweeper, now or later."""

    at: datetime
    last_sign: datetime | None
    failed: int
    oldest_due: datetime | None
    idle: bool

    @property
    def silence(self) -> timedelta | None:
        """How long ago it gave its last sign of life; None when it never did."""
        return None if self.last_sign is None else max(self.at - self.last_sign, timedelta(0))

    @property
    def lag(self) -> timedelta:
        return timedelta(0) if self.oldest_due is None else self.at - self.oldest_due

    @property
    def silent(self) -> bool:
        """No sign of life for as long as the settings allow; where none was ever given, only with work to do."""
        allowed = timedelta(seconds=settings.SWEEPER_SILENT_SECONDS)
        return not self.idle if self.silence is None else self.silence > allowed

    @property
    def standing_still(self) -> bool:
        return self.silent or self.lag > LATE_AFTER


def look(*, at: datetime) -> Life:
    """One query: the row of the heartbeat and the first entry of the sweeper's own index."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [NAME])
        last_sign, failed, due = cursor.fetchone()
    return Life(at, last_sign, failed, due if due is not None and due < at else None, idle=due is None)


class Pulse:
    """The signs of life of one sweep: at its beginning, every few seconds, at its end. Each is one short write outside
    any transaction of the sweep."""

    def __init__(self) -> None:
        self.process = f"{socket.gethostname()}:{os.getpid()}"[:120]
        self.last: datetime | None = None

    def begin(self, *, at: datetime) -> None:
        self.last = at
        values = {"process": self.process, "beat_at": at, "began_at": at, "ended_at": None}
        SweeperBeat.objects.update_or_create(name=NAME, defaults=values)

    def beat(self, *, at: datetime) -> None:
        """Cheap enough to be called after every case."""
        if self.last is None or at - self.last >= _PAUSE:
            self.last = at
            SweeperBeat.objects.filter(name=NAME).update(beat_at=at, process=self.process)

    def end(self, *, looked_at: int, failed: int, at: datetime) -> None:
        SweeperBeat.objects.filter(name=NAME).update(beat_at=at, ended_at=at, looked_at=looked_at, failed=failed)
        told = SweeperBeat.objects.filter(name=NAME, told_at__isnull=False).exists()
        if told and not look(at=at).standing_still:
            _tell_of_the_end(at)


def alarm(life: Life) -> bool:
    """Tell the operator, once for each trouble, that nothing is swept or that it is far behind; True when told now.

    For a process that is not the sweeper's own: the message is sent here and now, because the worker that usually
    sends may be what stands still.
    """
    if not (life.silent or life.lag > FAR_BEHIND):
        return False
    SweeperBeat.objects.get_or_create(name=NAME)
    if not SweeperBeat.objects.filter(name=NAME, told_at=None).update(told_at=life.at):
        return False
    logger.error("the sweeper stands still; last sign of life %s, oldest due %s", life.last_sign, life.oldest_due)
    with translation.override("id"):
        words = _(
            "The sweeper of the deadlines stands still: reminders and breaches are not recorded. Look at /sehat/."
        )
    tell_operator(words, key=f"sweeper:still:{int(life.at.timestamp())}", at=life.at, directly=True)
    return True


def _tell_of_the_end(at: datetime) -> None:
    with transaction.atomic():
        if not SweeperBeat.objects.filter(name=NAME, told_at__isnull=False).update(told_at=None):
            return
        logger.info("the sweeper runs again")
        with translation.override("id"):
            words = _("The sweeper of the deadlines runs again; what had fallen due is recorded.")
        tell_operator(words, key=f"sweeper:well:{int(at.timestamp())}", at=at)
