"""The loops that workers run. Rows say what there is to do; a wake-up says "look now", the sweep finds the rest."""

from datetime import timedelta

from rumahrakyat.channels import feeds, handing, media, retention, sending, unpack, watching
from rumahrakyat.lib import clock, jobs


@jobs.task("channels.inbox")
def inbox() -> None:
    unpack.unpack(clock.now)
    handing.hand_on(clock.now)


@jobs.task("channels.outbox")
def outbox() -> None:
    sending.send_due(clock.now)


@jobs.task("channels.media")
def files() -> None:
    media.fetch_due(clock.now)


@jobs.task("channels.feeds")
def sources() -> None:
    feeds.look(clock.now)


@jobs.task("channels.probe")
def ask_providers() -> None:
    at = clock.now()
    watching.probe(at=at)
    watching.tally(at.date() - timedelta(days=1), at=at)


@jobs.task("channels.alarm")
def alarm() -> None:
    watching.alarm(at=clock.now())


@jobs.task("channels.retention")
def erase_old() -> None:
    retention.erase(at=clock.now())


jobs.every(10, "channels.inbox")
jobs.every(10, "channels.outbox")
jobs.every(10, "channels.media")
jobs.every(5, "channels.feeds")
jobs.every(15 * 60, "channels.probe")
jobs.every(60, "channels.alarm")
jobs.every(24 * 3600, "channels.retention")
