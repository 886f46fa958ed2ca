"""What the worker does for the public site: drafts and drawers that nobody came back to are thrown away."""

from django.contrib.sessions.backends.db import SessionStore

from rumahrakyat.lib import jobs
from rumahrakyat.public import photos

DRAFTS_TASK = "public.drafts"


@jobs.task(DRAFTS_TASK)
def _sweep() -> None:
    photos.sweep()
    SessionStore.clear_expired()


jobs.every(6 * 3600, DRAFTS_TASK)
