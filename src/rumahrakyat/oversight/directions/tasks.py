"""What a worker does for directions and watched cases."""

from rumahrakyat.lib import clock, jobs
from rumahrakyat.oversight.directions import delivering, watching

DIRECTIONS_TASK = "oversight.directions"


@jobs.task(DIRECTIONS_TASK)
def run_directions() -> None:
    """Send the directions that can no longer be recalled, and say which explanations did not come in time."""
    jobs.drain(lambda: delivering.deliver_due(at=clock.now()))
    jobs.drain(lambda: delivering.tell_overdue(at=clock.now()))


jobs.every(5, DIRECTIONS_TASK)

WATCHED_TASK = "oversight.watched"


@jobs.task(WATCHED_TASK)
def run_watched() -> None:
    """Tell those who keep an eye on a case that it moved."""
    watching.tell_watchers(at=clock.now())


jobs.every(15, WATCHED_TASK)
