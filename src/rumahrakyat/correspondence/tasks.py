"""Background work: drafts that nobody confirmed become cases all the same, and albums without words are asked about."""

from rumahrakyat.correspondence import chat
from rumahrakyat.lib import clock, jobs

ABANDONED_TASK = "correspondence.abandoned"
ALBUMS_TASK = "correspondence.albums"


@jobs.task(ABANDONED_TASK)
def file_abandoned() -> None:
    chat.file_abandoned(at=clock.now())


jobs.every(60, ABANDONED_TASK)


@jobs.task(ALBUMS_TASK)
def ask_after_albums() -> None:
    chat.ask_after_albums(at=clock.now())


jobs.every(20, ALBUMS_TASK)
